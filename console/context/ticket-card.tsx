import { ClockList } from '../service-levels/clock-list.tsx'
import { expectedReasons, expectedWords } from '../state/expected-words.ts'
import { dateTime } from '../state/time.ts'
import type { ConsoleTicket } from '../state/wire.ts'
import { TICKET_STATE_WORD } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { Block } from './block.tsx'
import { PriorityPick } from './priority-pick.tsx'

export function TicketCard({ conversationId, ticket }: { conversationId: string; ticket: ConsoleTicket }) {
  const { number, status, requiredSkill, optionalSkills, expected, openedAt, resolvedAt, snoozedUntil, clocks } = ticket
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
            <PriorityPick conversationId={conversationId} ticket={ticket} />
          </dd>
        </div>
        <div>
          <dt>Skill</dt>
          <dd>
            {requiredSkill}
            {optionalSkills.length > 0 ? (
              <span className="cc-muted">, better with {optionalSkills.join(' and ')}</span>
            ) : null}
          </dd>
        </div>
        {expected && !resolvedAt ? (
          <div>
            <dt>Usually takes</dt>
            <dd>
              {expectedWords(expected)}
              <span className="cc-muted"> {expectedReasons(expected)}</span>
            </dd>
          </div>
        ) : null}
        <ClockList clocks={clocks} />
      </dl>
    </Block>
  )
}
