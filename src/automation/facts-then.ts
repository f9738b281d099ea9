import type { EventType, Owner, Queryable, TicketState } from '../domain/index.ts'
import { type Asked, type FactsRow, factsFrom, IS_ABOUT_AN_END, type LoadedFacts, messageOf } from './facts-store.ts'
import { type ConversationPast, loadPasts } from './facts-then-store.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** Whose the conversation was after each kind of event. */
const OWNER_AFTER: Readonly<Partial<Record<EventType, Owner>>> = {
  'conversation.started': 'assistant',
  'conversation.escalated': 'queued',
  'conversation.queued': 'queued',
  'conversation.offered': 'offered',
  'conversation.accepted': 'agent',
  'conversation.declined': 'queued',
  'conversation.transferred': 'queued',
  'conversation.returned': 'assistant',
  'conversation.resolved': 'resolved',
  'conversation.reopened': 'assistant',
}
const CHANGES = [...Object.keys(OWNER_AFTER), 'tags.changed', 'conversation.rated', 'ticket.state_changed']

/**
 * The facts as they were when each of these events happened, in their order, as far as that is stored: fields marked
 * `today` in the catalogue are today's all the same. Null where the conversation is gone. The conversations are read
 * whole and once, and the facts made of them here: one look into the past for each event took 2 ms.
 */
export async function loadFactsThen(db: Queryable, events: readonly Asked[]): Promise<(LoadedFacts | null)[]> {
  if (events.length === 0) return []
  const ids = [...new Set(events.map(({ conversationId }) => conversationId))]
  // A millisecond more, since stored times have microseconds.
  const until = new Date(Math.max(...events.map(({ at }) => at.getTime())) + 1)
  const pasts = await loadPasts(db, ids, { until, types: CHANGES })
  return events.map((event) => {
    const past = pasts.get(event.conversationId)
    return past ? factsFrom(rowThen(past, event), event) : null
  })
}

function rowThen(past: ConversationPast, event: Asked): FactsRow {
  const { conversation, begun, messages } = past
  const { at } = event
  const changes = past.changes.filter((change) => change.at <= at)
  const latest = (type: string) => changes.findLast((change) => change.type === type)
  const moved = changes.findLast(({ type }) => type in OWNER_AFTER)
  const tickets = past.tickets.filter((ticket) => ticket.opened_at <= at)
  const ticket = openTicket(tickets, changes, event)
  const said = lastSaid(messages, event)
  const before = messages.findLast(
    ({ seq, frustration }) => frustration !== null && seq !== null && said?.seq != null && seq < said.seq,
  )
  return {
    ...said,
    customer_id: conversation.customer_id,
    owner: (moved && OWNER_AFTER[moved.type as EventType]) ?? conversation.owner,
    channel: conversation.channel,
    language: conversation.language,
    tags: latest('tags.changed')?.tags ?? null,
    rating: latest('conversation.rated')?.rating ?? null,
    customer_messages: messages.filter(({ created_at }) => created_at <= at).length,
    age_hours: (at.getTime() - conversation.created_at.getTime()) / HOUR_MS,
    waiting_minutes: conversation.waiting_since && (at.getTime() - conversation.waiting_since.getTime()) / MINUTE_MS,
    ticket_state: stateThen(tickets, changes, at),
    priority: ticket?.priority ?? null,
    required_skill: ticket?.required_skill ?? null,
    customer_name: conversation.customer_name,
    email: conversation.email,
    is_verified: conversation.is_verified,
    conversations: begun.filter((other) => other <= at).length,
    frustration_before: before?.frustration ?? null,
  }
}

/** The message the event is about, or the customer's last one until then. */
function lastSaid(messages: ConversationPast['messages'], event: Asked) {
  const about = messageOf(event)
  return (
    messages.find(({ id, is_public }) => id === about && is_public) ??
    messages.findLast(({ is_public, created_at }) => is_public && created_at <= event.at)
  )
}

/** The one that was open then; at an end also the one that ended, unless the conversation went on after it. */
function openTicket(
  tickets: ConversationPast['tickets'],
  changes: ConversationPast['changes'],
  { type, at }: Asked,
): ConversationPast['tickets'][number] | undefined {
  const wasOpen = ({ resolved_at }: ConversationPast['tickets'][number]) =>
    resolved_at === null ||
    resolved_at > at ||
    (IS_ABOUT_AN_END.has(type) &&
      !changes.some((change) => change.type === 'conversation.reopened' && change.at > resolved_at))
  return tickets.filter(wasOpen).sort((a, b) => b.opened_at.getTime() - a.opened_at.getTime())[0]
}

/** Of the last ticket. Tickets that ended before their moves were told know only when. */
function stateThen(
  tickets: ConversationPast['tickets'],
  changes: ConversationPast['changes'],
  at: Date,
): TicketState | null {
  const last = tickets.at(-1)
  if (!last) return null
  const moved = changes.findLast(({ type, ticket_id }) => type === 'ticket.state_changed' && ticket_id === last.id)
  // Events hold states as text of their own.
  if (moved?.to) return moved.to as TicketState
  return last.resolved_at !== null && last.resolved_at <= at ? 'resolved' : 'open'
}
