import type { ReactNode } from 'react'
import type { Priority } from '../state/wire.ts'
import { PRIORITY_WORD } from '../state/words.ts'
import './chip.css'

/** A small label. Tags are quiet; only what is urgent has a colour. */
export function Chip({ tone = 'quiet', children }: { tone?: 'quiet' | 'warning' | 'danger'; children: ReactNode }) {
  return (
    <span className="cc-chip" data-tone={tone}>
      {children}
    </span>
  )
}

export function PriorityChip({ priority }: { priority: Priority }) {
  const tone = priority === 'urgent' ? 'danger' : priority === 'high' ? 'warning' : 'quiet'
  return <Chip tone={tone}>{PRIORITY_WORD[priority]}</Chip>
}

/** A tag with the dot of its own colour from the reference; a suggested one is only outlined. */
export function TagChip({
  tag,
  colour,
  isSuggested = false,
  children,
}: {
  tag: string
  colour?: string
  isSuggested?: boolean
  children?: ReactNode
}) {
  return (
    <span className="cc-chip" data-tone="tag" data-suggested={isSuggested}>
      <span className="cc-chip__dot" style={{ background: colour ?? 'var(--cc-text-muted)' }} aria-hidden="true" />
      {tag}
      {children}
    </span>
  )
}
