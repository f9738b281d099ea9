import { ClockList } from '../service-levels/clock-list.tsx'
import { dateTime } from '../state/time.ts'
import type { ConsoleTicket } from '../state/wire.ts'
import { TICKET_STATE_WORD } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { PriorityChip } from '../ui/chip.tsx'
import { Block } from './block.tsx'

export function TicketCard({ ticket }: { ticket: ConsoleTicket }) {
  const { number, status, priority, priorityReasons, requiredSkill, openedAt, resolvedAt, snoozedUntil, clocks } =
    ticket
  return (
    <Block
      title={`Ticket #${number}`}
      aside={
        resolvedAt ? (
          <>
            {status === 'closed' ? 'closed, ' : ''}resolved <Ago at={resolvedAt} />
          </>
        ) : (
          <>
            {TICKET_STATE_WORD[status].toLowerCase()}
            {snoozedUntil ? ` until ${dateTime(snoozedUntil)}` : ''}, opened <Ago at={openedAt} />
          </>
        )
      }
    >
      <dl className="cc-facts">
        <div>
          <dt>Priority</dt>
          <dd>
            <PriorityChip priority={priority} />
            {priorityReasons.length > 0 ? (
              <span className="cc-muted"> because {priorityReasons.join('; ')}</span>
            ) : null}
          </dd>
        </div>
        <div>
          <dt>Skill</dt>
          <dd>{requiredSkill}</dd>
        </div>
        <ClockList clocks={clocks} />
      </dl>
    </Block>
  )
}
