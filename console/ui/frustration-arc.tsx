import type { ReactNode } from 'react'
import { frustrationWord } from '../state/words.ts'
import './frustration-arc.css'

const RADIUS = 16
// Three quarters of a circle; the gap is at the bottom.
const LENGTH = 2 * Math.PI * RADIUS * 0.75

/** A thin arc that fills and warms with frustration (0 to 1), around initials or a glyph. A word stands beside it. */
export function FrustrationArc({ value, isHigh, children }: { value: number; isHigh: boolean; children?: ReactNode }) {
  const share = Math.min(1, Math.max(0, value))
  return (
    <span className="cc-arc" data-level={isHigh ? 'high' : frustrationWord(share)} aria-hidden="true">
      <svg viewBox="0 0 36 36" width="36" height="36" focusable="false" aria-hidden="true">
        <g fill="none" strokeWidth="2.5" strokeLinecap="round" transform="rotate(135 18 18)">
          <circle className="cc-arc__track" cx="18" cy="18" r={RADIUS} strokeDasharray={`${LENGTH} 200`} />
          {share > 0.02 ? (
            <circle className="cc-arc__fill" cx="18" cy="18" r={RADIUS} strokeDasharray={`${LENGTH * share} 200`} />
          ) : null}
        </g>
      </svg>
      <span className="cc-arc__inside">{children}</span>
    </span>
  )
}
