import { DueChip } from '../service-levels/due-chip.tsx'
import { useInbox, useReference, useWorkplace } from '../shell/use-workplace.ts'
import { expectedWords } from '../state/expected-words.ts'
import { languageName } from '../state/languages.ts'
import { queueFinding, skillsInDemand, type Wanted, wantedOf } from '../state/queue.ts'
import { arrangeInbox } from '../state/sections.ts'
import { exactTime, inUnits } from '../state/time.ts'
import type { ConsoleAgent, ConversationSummary, InboxBeyond } from '../state/wire.ts'
import { behindWords, count, plain } from '../state/words.ts'
import { PriorityChip } from '../ui/chip.tsx'
import { Empty, Loading } from '../ui/states.tsx'
import { Takers } from '../ui/takers.tsx'
import { useNow } from '../ui/use-now.ts'
import './queue-board.css'

/** The queue with the reason for every place; stands where a conversation will open. */
export function QueueBoard() {
  const { me } = useWorkplace()
  const inbox = useInbox().data
  if (!inbox) return null
  const queue = arrangeInbox(inbox.conversations, me.agent.id, '').queue
  const beyond = inbox.beyond.queue
  if (queue.length === 0 && beyond.count > 0) return <Loading label="Loading the queue" lines={7} height={64} />
  if (queue.length === 0) {
    return (
      <Empty title="No conversation is open">
        Nobody waits in the queue. Choose a conversation from the list, or press <kbd>j</kbd>. What is offered to you
        stands at its top.
      </Empty>
    )
  }
  return (
    <section className="cc-queue" aria-labelledby="queue-finding">
      <Finding queue={queue} beyond={beyond} agents={inbox.agents} />
      <div className="cc-queue__names" aria-hidden="true">
        <span>Place</span>
        <span>Customer</span>
        <span>Waits</span>
        <span>Priority, and why</span>
        <span>Needs</span>
        <span>Who could take it</span>
      </div>
      <ol>
        {queue.map((row, index) => (
          <Place key={row.id} row={row} place={index + 1} wanted={wantedOf(row, inbox.agents)} />
        ))}
      </ol>
      {beyond.count > 0 ? <p className="cc-muted">{behindWords(beyond.count)}</p> : null}
    </section>
  )
}

function Finding({
  queue,
  beyond,
  agents,
}: {
  queue: ConversationSummary[]
  beyond: InboxBeyond['queue']
  agents: ConsoleAgent[]
}) {
  const now = useNow(10)
  return (
    <header className="cc-queue__head">
      <h2 className="cc-h1" id="queue-finding">
        {queueFinding(queue, beyond, now)}
      </h2>
      <p className="cc-muted">
        The most urgent first, then who has waited longest; each goes to the best who has room.
      </p>
      <ul className="cc-queue__skills" aria-label="By skill">
        {skillsInDemand(queue, beyond, agents).map(({ skill, waiting, taken, places }) => (
          <li key={skill}>
            <strong>{plain(skill)}</strong>
            <span>{count(waiting, 'waits', 'wait')}</span>
            <span className="cc-muted">{places === 0 ? 'nobody is here' : `${taken} of ${places} places taken`}</span>
          </li>
        ))}
      </ul>
    </header>
  )
}

function Place({ row, place, wanted }: { row: ConversationSummary; place: number; wanted: Wanted }) {
  const expected = row.queue?.expected
  return (
    <li className="cc-queue__row">
      <div className="cc-queue__place">{place}</div>
      <div className="cc-queue__customer">
        <a className="cc-queue__name" href={`#/conversations/${row.id}`}>
          {row.customerName}
        </a>
        <Matter row={row} />
        <p className="cc-queue__said">{row.queue?.customerSaid}</p>
      </div>
      <div className="cc-queue__waits">
        {row.waitingSince ? <Waited since={row.waitingSince} /> : null}
        {row.serviceLevel ? <DueChip level={row.serviceLevel} /> : null}
      </div>
      <div className="cc-queue__priority">
        {row.priority ? <PriorityChip priority={row.priority} /> : null}
        <ul className="cc-queue__reasons" aria-label="Why this priority">
          {row.queue?.priorityReasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
      <div className="cc-queue__needs">
        <p className="cc-queue__skill">
          <span className="cc-sr">Needs </span>
          {wanted.skill ? plain(wanted.skill) : 'Anybody'}
        </p>
        {wanted.language ? <p className="cc-queue__aside">in {languageName(wanted.language)}</p> : null}
        {wanted.optionalSkills.length > 0 ? (
          <p className="cc-queue__aside">better with {wanted.optionalSkills.join(' and ')}</p>
        ) : null}
        {expected ? <p className="cc-queue__aside">takes {expectedWords(expected)}</p> : null}
      </div>
      <Takers takers={wanted.takers} />
    </li>
  )
}

function Matter({ row }: { row: ConversationSummary }) {
  const title = useReference()?.intents.find(({ name }) => name === row.intent)?.title
  return (
    <span className="cc-queue__aside">
      {[row.ticketNumber === null ? null : `#${row.ticketNumber}`, title].filter(Boolean).join(' · ')}
    </span>
  )
}

function Waited({ since }: { since: string }) {
  return (
    <time dateTime={since} title={`Waiting since ${exactTime(since)}`}>
      {inUnits(useNow() - Date.parse(since))}
    </time>
  )
}
