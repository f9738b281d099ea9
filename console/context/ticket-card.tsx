import type { ConsoleTicket } from '../state/wire.ts'
import { Ago } from '../ui/ago.tsx'
import { PriorityChip } from '../ui/chip.tsx'
import { Block } from './block.tsx'

export function TicketCard({ ticket }: { ticket: ConsoleTicket }) {
  const { number, status, priority, priorityReasons, requiredSkill, openedAt, resolvedAt } = ticket
  return (
    <Block
      title={`Ticket #${number}`}
      aside={
        resolvedAt ? (
          <>
            resolved <Ago at={resolvedAt} />
          </>
        ) : (
          <>
            {status}, since <Ago at={openedAt} />
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
      </dl>
    </Block>
  )
}
