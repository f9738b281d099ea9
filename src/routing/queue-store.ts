import type { Priority, Queryable, Tx } from '../domain/index.ts'
import type { TicketNeed } from './choose-agent.ts'

/** One waiting ticket. */
export interface QueuedTicket extends TicketNeed {
  conversationId: string
  ticketId: string
  requiredSkill: string
}

interface QueuedRow {
  conversation_id: string
  ticket_id: string
  required_skill: string
  optional_skills: string[]
  intent: string | null
  language: string | null
  priority: Priority
}

/** Urgent first, then who has waited longest; the ticket's number decides between equals. */
const ORDER = `array_position(array['urgent', 'high', 'normal', 'low'], t.priority),
  coalesce(c.waiting_since, t.opened_at), t.number`

const QUEUED = `from conversations c join tickets t on t.conversation_id = c.id and t.status = 'open'
  where c.owner = 'queued'`

/** The queue in its order; with `conversationId` only that conversation, if it is waiting. */
export async function listQueue(db: Queryable, conversationId: string | null = null): Promise<QueuedTicket[]> {
  const rows = await db.query<QueuedRow>(
    `select c.id as conversation_id, t.id as ticket_id, t.required_skill, t.optional_skills, t.intent,
       t.language, t.priority
     ${QUEUED} and ($1::uuid is null or c.id = $1::uuid)
     order by ${ORDER}`,
    [conversationId],
  )
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    ticketId: row.ticket_id,
    requiredSkill: row.required_skill,
    requiredSkills: [row.required_skill],
    optionalSkills: row.optional_skills,
    intent: row.intent,
    language: row.language,
    priority: row.priority,
  }))
}

/** What the conversation's open ticket asks for, whoever owns it; null when none is open. */
export async function findTicketNeed(
  db: Queryable,
  conversationId: string,
): Promise<Pick<QueuedTicket, 'conversationId' | 'ticketId' | 'requiredSkill'> | null> {
  const [row] = await db.query<QueuedRow>(
    `select conversation_id, id as ticket_id, required_skill from tickets where conversation_id = $1 and status = 'open'`,
    [conversationId],
  )
  return row
    ? { conversationId: row.conversation_id, ticketId: row.ticket_id, requiredSkill: row.required_skill }
    : null
}

/** The place among the waiting that need the same skill, 1 is next; null when it is not waiting. */
export async function queuePosition(db: Queryable, conversationId: string): Promise<number | null> {
  const [row] = await db.query<{ position: number }>(
    `select position from (
       select c.id, (row_number() over (partition by t.required_skill order by ${ORDER}))::int as position ${QUEUED}
     ) as queue
     where id = $1`,
    [conversationId],
  )
  return row?.position ?? null
}

/** Conversations that wait for a person, whatever they need. */
export async function countQueued(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from conversations where owner = 'queued'`,
  )
  return row?.count ?? 0
}

/** Decides one after the other, on all nodes: capacity is checked and used up before the next looks. Ends with `tx`. */
export async function lockRouting(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [ROUTING_LOCK])
}

/** Any number that nothing else in this database locks. */
const ROUTING_LOCK = 7_265_001

export type How = 'declined' | 'not_accepted_in_time' | 'transferred'

/** By ticket, then by agent: who gave it back last, and how. */
export async function listDeclines(
  db: Queryable,
  ticketIds: readonly string[],
): Promise<Map<string, Map<string, { at: Date; how: How }>>> {
  const rows = await db.query<{ ticket_id: string; agent_id: string; ended_at: Date; outcome: How }>(
    `select distinct on (ticket_id, agent_id) ticket_id, agent_id, ended_at, outcome
     from assignments
     where ticket_id = any($1::uuid[]) and outcome in ('declined', 'not_accepted_in_time', 'transferred')
     order by ticket_id, agent_id, ended_at desc`,
    [ticketIds],
  )
  const byTicket = new Map<string, Map<string, { at: Date; how: How }>>()
  for (const row of rows) {
    const byAgent = byTicket.get(row.ticket_id) ?? new Map()
    byAgent.set(row.agent_id, { at: row.ended_at, how: row.outcome })
    byTicket.set(row.ticket_id, byAgent)
  }
  return byTicket
}

/** By conversation: agents who wrote to its customer, in it or before. */
export async function listFamiliarAgents(
  db: Queryable,
  conversationIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await db.query<{ conversation_id: string; agent_id: string }>(
    `select distinct c.id as conversation_id, m.agent_id
     from conversations c
     join conversations earlier on earlier.customer_id = c.customer_id
     join messages m on m.conversation_id = earlier.id
     where c.id = any($1::uuid[]) and m.author = 'agent' and m.kind = 'public' and m.agent_id is not null`,
    [conversationIds],
  )
  const byConversation = new Map<string, Set<string>>()
  for (const row of rows) {
    byConversation.set(row.conversation_id, (byConversation.get(row.conversation_id) ?? new Set()).add(row.agent_id))
  }
  return byConversation
}

/** What routing found last in this wait, as its events tell. */
export interface LastOutcome {
  /** `queued <reason>` or `offered <agent id>`; null when nothing has been found yet. */
  outcome: string | null
  /** The agent who was in the conversation before this wait and is gone. */
  goneAgentId: string | null
}

/** By conversation; a conversation without events of this kind is not in the map. */
export async function listLastOutcomes(
  db: Queryable,
  conversationIds: readonly string[],
): Promise<Map<string, LastOutcome>> {
  const rows = await db.query<{ conversation_id: string; type: string; data: Record<string, unknown> }>(
    `select e.conversation_id, e.type, e.data - 'candidates' as data
     from unnest($1::uuid[]) as asked (id)
     cross join lateral (
       select * from events
       where conversation_id = asked.id and type in (
         'conversation.escalated', 'conversation.queued', 'conversation.offered', 'conversation.declined',
         'conversation.accepted', 'conversation.returned', 'conversation.reopened', 'conversation.resolved'
       )
       order by version desc, ordinal desc limit 12
     ) as e
     order by e.conversation_id, e.version desc, e.ordinal desc`,
    [conversationIds],
  )
  const found = new Map<string, LastOutcome>()
  const complete = new Set<string>()
  for (const { conversation_id: id, type, data } of rows) {
    if (complete.has(id)) continue
    const last = found.get(id) ?? { outcome: null, goneAgentId: null }
    found.set(id, last)
    if (type === 'conversation.queued' || type === 'conversation.offered') {
      last.outcome =
        type === 'conversation.queued' ? outcomeKey('queued', data.reason) : outcomeKey('offered', data.agentId)
      // What came before was told before.
      last.goneAgentId = null
      complete.add(id)
    } else if (type === 'conversation.declined') {
      last.goneAgentId = data.reason === 'agent_gone' ? String(data.agentId) : null
    } else {
      // This wait began here: an escalation, or somebody who had accepted and is gone.
      if (type !== 'conversation.accepted') last.goneAgentId = null
      complete.add(id)
    }
  }
  return found
}

export const outcomeKey = (kind: 'queued' | 'offered', what: unknown): string => `${kind} ${what}`

/** Fewer waits than this say nothing about the next. */
const FEWEST_WAITS = 5

/** Median of the last 20 waits for this skill, from the ticket's opening to its first acceptance; null for too few. */
export async function medianWaitMs(db: Queryable, requiredSkill: string): Promise<number | null> {
  const [row] = await db.query<{ count: number; median: number | null }>(
    `select count(*)::int as count, percentile_cont(0.5) within group (order by wait_ms) as median from (
       select (extract(epoch from min(a.accepted_at) - t.opened_at) * 1000)::float8 as wait_ms
       from assignments a join tickets t on t.id = a.ticket_id
       where t.required_skill = $1 and a.accepted_at is not null
       group by t.id order by min(a.accepted_at) desc limit 20
     ) as waits`,
    [requiredSkill],
  )
  return row && row.count >= FEWEST_WAITS ? row.median : null
}
