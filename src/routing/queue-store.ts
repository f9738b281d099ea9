import type { Priority, Queryable, Tx } from '../domain/index.ts'
import type { TicketNeed } from './choose-agent.ts'
import type { QueueReason } from './wait-outcome.ts'

/** One waiting ticket. */
export interface QueuedTicket extends TicketNeed {
  conversationId: string
  ticketId: string
  requiredSkill: string
  /** What the customer was last told in this wait, as `toldKey` writes it; null for nothing yet. */
  told: string | null
  /** Since when it is in the queue; for one that is not, since when it is open. */
  waitingSince: Date
  /** The agent who was in the conversation before this wait and is gone. */
  goneAgentId: string | null
}

interface QueuedRow {
  conversation_id: string
  ticket_id: string
  required_skill: string
  optional_skills: string[]
  intent: string | null
  language: string | null
  priority: Priority
  told: string | null
  waiting_since: Date
  gone_agent_id: string | null
}

/** 1 is urgent, 4 is low. As the indexes have it. */
export const URGENCY = `(array_position(array['urgent', 'high', 'normal', 'low'], t.priority))`

/** Urgent first, then who has waited longest; the ticket's number decides between equals. As the indexes have it. */
const ORDER = `${URGENCY}, t.queued_since, t.number`

const COLUMNS = `t.conversation_id, t.id as ticket_id, t.required_skill, t.optional_skills, t.intent, t.language,
  t.priority, t.told, coalesce(t.queued_since, t.opened_at) as waiting_since, t.gone_agent_id`

/** Whoever is to act on it, it is not done. */
const NOT_DONE = `t.status in ('open', 'waiting_for_customer', 'snoozed')`

const toTicket = (row: QueuedRow): QueuedTicket => ({
  conversationId: row.conversation_id,
  ticketId: row.ticket_id,
  requiredSkill: row.required_skill,
  requiredSkills: [row.required_skill],
  optionalSkills: row.optional_skills,
  intent: row.intent,
  language: row.language,
  priority: row.priority,
  told: row.told,
  waitingSince: row.waiting_since,
  goneAgentId: row.gone_agent_id,
})

/** The skills that waiting tickets require, each once. Hops through the index from skill to skill. */
export async function listWaitingSkills(db: Queryable): Promise<string[]> {
  const rows = await db.queryPlanned<{ skill: string | null }>(
    `with recursive hop (skill) as (
       select min(required_skill) from tickets where queued_since is not null
       union all
       select (select min(required_skill) from tickets where queued_since is not null and required_skill > hop.skill)
       from hop where hop.skill is not null
     )
     select skill from hop`,
  )
  return rows.flatMap(({ skill }) => skill ?? [])
}

/** Tickets that require `skill`, except those in languages that nobody with room speaks. */
export interface Servable {
  skill: string
  unspoken: string[]
}

/** For each skill the first `limit` waiting tickets; all of them together in the queue's order. */
export async function listHeads(db: Queryable, servable: readonly Servable[], limit: number): Promise<QueuedTicket[]> {
  const rows = await db.queryPlanned<QueuedRow>(
    `select t.* from jsonb_to_recordset($1::jsonb) as s (skill text, unspoken text[])
     cross join lateral (
       select ${COLUMNS}, t.queued_since, t.number from tickets t
       where t.queued_since is not null and t.required_skill = s.skill
         and (t.language is null or t.language <> all(s.unspoken))
       order by ${ORDER} limit $2
     ) as t
     order by ${ORDER}`,
    [JSON.stringify(servable), limit],
  )
  return rows.map(toTicket)
}

const WAS_TOLD_WHY = `t.told is not null and t.told like 'queued %'`

/** The first `limit` waiting tickets whose customers were not told why they wait. */
export async function listUntold(db: Queryable, limit: number): Promise<QueuedTicket[]> {
  const rows = await db.queryPlanned<QueuedRow>(
    `select ${COLUMNS} from tickets t
     where t.queued_since is not null and not (${WAS_TOLD_WHY}) order by ${ORDER} limit $1`,
    [limit],
  )
  return rows.map(toTicket)
}

/** Waiting tickets that ask the same of the team, and whose customers were told the same. */
export interface ToldKind {
  requiredSkill: string
  language: string | null
  told: string
}

/** What is asked for by those who were told why they wait, each combination once. Reads the whole queue. */
export async function listToldKinds(db: Queryable): Promise<ToldKind[]> {
  const rows = await db.query<{ required_skill: string; language: string | null; told: string }>(
    `select distinct t.required_skill, t.language, t.told from tickets t
     where t.queued_since is not null and ${WAS_TOLD_WHY}`,
  )
  return rows.map((row) => ({ requiredSkill: row.required_skill, language: row.language, told: row.told }))
}

/** The first `limit` waiting tickets of exactly these kinds, in the queue's order. */
export async function listTold(db: Queryable, kinds: readonly ToldKind[], limit: number): Promise<QueuedTicket[]> {
  const rows = await db.query<QueuedRow>(
    `select ${COLUMNS} from tickets t
     where t.queued_since is not null
       and (t.required_skill, coalesce(t.language, ''), t.told)
         in (select * from unnest($1::text[], $2::text[], $3::text[]))
     order by ${ORDER} limit $4`,
    [
      kinds.map((kind) => kind.requiredSkill),
      kinds.map((kind) => kind.language ?? ''),
      kinds.map((kind) => kind.told),
      limit,
    ],
  )
  return rows.map(toTicket)
}

/** What the conversation's open ticket asks for, whoever owns it; null when none is open. */
export async function findTicket(db: Queryable, conversationId: string): Promise<QueuedTicket | null> {
  const [row] = await db.query<QueuedRow>(
    `select ${COLUMNS} from tickets t where t.conversation_id = $1 and ${NOT_DONE}`,
    [conversationId],
  )
  return row ? toTicket(row) : null
}

/** The place among the waiting that need the same skill, 1 is next; null when it is not waiting. */
export async function queuePosition(db: Queryable, conversationId: string): Promise<number | null> {
  const [row] = await db.query<{ position: number }>(
    `select (
       select count(*)::int from tickets t
       where t.queued_since is not null and t.required_skill = mine.required_skill
         and (${ORDER}) <= (${ORDER.replaceAll('t.', 'mine.')})
     ) as position
     from tickets mine where mine.conversation_id = $1 and mine.queued_since is not null`,
    [conversationId],
  )
  return row?.position ?? null
}

/** By ticket, the place among the waiting that need the same skill, 1 is next. */
export async function queuePositions(db: Queryable, ticketIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.queryPlanned<{ id: string; position: number }>(
    // All that are at most as far down as the urgency goes, less those who came later: mostly few, and found by the index.
    `with mine as (
       select t.id, t.required_skill, ${URGENCY} as urgency, t.queued_since, t.number
       from tickets t where t.id = any($1::uuid[]) and t.queued_since is not null
     ), lines as (
       select t.required_skill, ${URGENCY} as urgency, count(*) as count
       from tickets t where t.queued_since is not null group by 1, 2
     )
     select mine.id, (
       select sum(lines.count) from lines
       where lines.required_skill = mine.required_skill and lines.urgency <= mine.urgency
     )::int - (
       select count(*) from tickets t
       where t.queued_since is not null and t.required_skill = mine.required_skill and ${URGENCY} = mine.urgency
         and (t.queued_since, t.number) > (mine.queued_since, mine.number)
     )::int as position
     from mine`,
    [ticketIds],
  )
  return new Map(rows.map((row) => [row.id, row.position]))
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
  await tx.queryPlanned('select pg_advisory_xact_lock($1)', [ROUTING_LOCK])
}

/** Any number that nothing else in this database locks. */
const ROUTING_LOCK = 7_265_001

/** What the customer was told: of an offer to somebody, or of waiting and why. */
export function toldKey(kind: 'offered', agentId: string): string
export function toldKey(kind: 'queued', reason: QueueReason): string
export function toldKey(kind: 'offered' | 'queued', what: string): string {
  return `${kind} ${what}`
}

/**
 * Writes what came of tickets the router looked at: those offered leave the queue; `text` is what the customer was told,
 * null when it was nothing new. The packet says it too.
 */
export async function recordOutcomes(
  tx: Tx,
  outcomes: readonly { ticketId: string; told: string; text: string | null; isQueued: boolean }[],
): Promise<void> {
  if (outcomes.length === 0) return
  await tx.queryPlanned(
    `update tickets t set
       told = o.told,
       gone_agent_id = null,
       queued_since = case when o.is_queued then t.queued_since end,
       packet = case when o.text is null then t.packet else jsonb_set(t.packet, '{promised}', to_jsonb(o.text)) end
     from jsonb_to_recordset($1::jsonb) as o (id uuid, told text, text text, is_queued boolean)
     where t.id = o.id`,
    [
      JSON.stringify(
        outcomes.map(({ ticketId, told, text, isQueued }) => ({ id: ticketId, told, text, is_queued: isQueued })),
      ),
    ],
  )
}

/** Somebody took it: it waits no longer, and what the customer is told next begins anew. */
export async function leaveQueue(tx: Tx, conversationId: string): Promise<void> {
  await tx.query(
    `update tickets t set queued_since = null, told = 'accepted', gone_agent_id = null
     where conversation_id = $1 and ${NOT_DONE}`,
    [conversationId],
  )
}

/** What the customer was told of the wait is not so any more: what comes next is told anew. */
export async function forgetTold(tx: Tx, conversationId: string): Promise<void> {
  await tx.query(`update tickets t set told = null where conversation_id = $1 and ${NOT_DONE}`, [conversationId])
}

/**
 * It waits, since `since`; `goneAgentId` had accepted it and is gone. A wait that goes on after an offer keeps what the
 * customer was told.
 */
export async function enterQueue(
  tx: Tx,
  conversationId: string,
  since: Date,
  goneAgentId: string | null = null,
): Promise<void> {
  await tx.query(
    `update tickets t set queued_since = $2, told = nullif(told, 'accepted'), gone_agent_id = $3
     where conversation_id = $1 and ${NOT_DONE}`,
    [conversationId, since, goneAgentId],
  )
}

/** Puts right what the owner of a conversation says otherwise; for the sweep. Returns how many tickets. */
export async function healQueue(db: Queryable): Promise<number> {
  const rows = await db.query(
    `update tickets t set
       queued_since = case when c.owner = 'queued' then coalesce(c.waiting_since, t.opened_at) end
     from conversations c
     where c.id = t.conversation_id and ${NOT_DONE} and (c.owner = 'queued') <> (t.queued_since is not null)
       and t.opened_at < now() - interval '5 seconds'
     returning 1`,
  )
  const resolved = await db.query(
    `update tickets t set queued_since = null where queued_since is not null and not (${NOT_DONE}) returning 1`,
  )
  return rows.length + resolved.length
}
