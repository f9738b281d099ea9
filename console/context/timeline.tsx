import { useState } from 'react'
import { useNames } from '../shell/use-workplace.ts'
import { eventWords, isTold } from '../state/event-words.ts'
import type { ConsoleEvent } from '../state/wire.ts'
import { ClockTime } from '../ui/ago.tsx'
import { Block } from './block.tsx'

const SHOWN = 12

/** What happened, newest first, without the messages themselves. */
export function Timeline({ events }: { events: ConsoleEvent[] }) {
  const names = useNames()
  const [isWhole, showWhole] = useState(false)
  const told = events.filter(isTold).reverse()
  const shown = isWhole ? told : told.slice(0, SHOWN)
  return (
    <Block title="Timeline">
      <ol className="cc-timeline">
        {shown.map((event) => (
          <li key={event.id}>
            <span className="cc-muted">
              <ClockTime at={event.at} />
            </span>
            <span>{eventWords(event, names)}</span>
          </li>
        ))}
      </ol>
      {told.length > shown.length ? (
        <button type="button" className="cc-plain cc-link cc-small" onClick={() => showWhole(true)}>
          Show {told.length - shown.length} earlier
        </button>
      ) : null}
    </Block>
  )
}
