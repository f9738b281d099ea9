import type {
  ExpectedTime,
  Frustration,
  Owner,
  Priority,
  Queryable,
  Sentiment,
  ServiceTarget,
  TagOnConversation,
  TicketState,
} from '../../domain/index.ts'
import type { ConversationSummary, QueuePlace } from '../../protocol/index.ts'

/** The rows of the inbox, as agents see them. */

interface SummaryRow {
  id: string
  version: number
  customer_id: string
  customer_name: string | null
  customer_email: string | null
  channel: string | null
  owner: Owner
  agent_id: string | null
  agent_name: string | null
  ticket_number: number | null
  ticket_state: TicketState | null
  snoozed_until: Date | null
  clock_target: ServiceTarget | null
  clock_risk_at: Date | null
  clock_due_at: Date | null
  priority: Priority | null
  required_skill: string | null
  priority_reasons: string[] | null
  language: string | null
  optional_skills: string[] | null
  expected: ExpectedTime | null
  customer_said: string | null
  intent: string | null
  sentiment: Sentiment | null
  frustration: Frustration
  tags: TagOnConversation[] | null
  last_author: string | null
  last_text: string | null
  last_at: Date | null
  waiting_since: Date | null
  offer_until: Date | null
  rating: number | null
  predicted_rating: number | null
  created_at: Date
  updated_at: Date
}

/** The conversations first, alone: else the planner looked up the last message of every conversation there is. */
const SUMMARY = `
  with c as materialized (select * from conversations where id = any($1::uuid[]))
  select c.id, c.version, c.customer_id, cu.name as customer_name, cu.email as customer_email, ch.channel, c.owner, c.agent_id,
    a.name as agent_name, t.number as ticket_number, t.status as ticket_state, t.snoozed_until,
    clock.target as clock_target, clock.risk_at as clock_risk_at, clock.due_at as clock_due_at, t.priority, t.required_skill,
    t.priority_reasons, t.language, t.optional_skills, t.expected, said.text as customer_said, c.intent, c.sentiment, c.frustration,
    (
      select jsonb_agg(
        jsonb_build_object('tag', ct.tag, 'source', ct.source, 'confidence', ct.confidence) order by ct.created_at, ct.tag
      ) from conversation_tags ct where ct.conversation_id = c.id
    ) as tags,
    last.author as last_author, left(last.text, 160) as last_text, last.created_at as last_at,
    c.waiting_since, offer.offer_until, c.rating, c.predicted_rating, c.created_at, c.updated_at
  from c
  join customers cu on cu.id = c.customer_id
  left join channel_conversations ch on ch.conversation_id = c.id
  left join agents a on a.id = c.agent_id
  left join tickets t on t.conversation_id = c.id and t.status in ('open', 'waiting_for_customer', 'snoozed')
  left join assignments offer on offer.ticket_id = t.id and offer.ended_at is null and offer.accepted_at is null
  left join lateral (
    select s.target, s.risk_at, s.due_at from service_clocks s
    where s.conversation_id = c.id and s.stopped_at is null and s.due_at is not null
    order by s.due_at, s.target limit 1
  ) clock on true
  left join lateral (
    select m.author, m.text, m.created_at from messages m
    where m.conversation_id = c.id and m.kind = 'public' and m.author <> 'system'
    order by m.seq desc limit 1
  ) last on true
  left join lateral (
    select left(m.text, 160) as text from messages m
    where c.owner = 'queued' and m.conversation_id = c.id and m.author = 'customer'
    order by m.seq desc limit 1
  ) said on true`

export async function viewSummary(db: Queryable, id: string): Promise<ConversationSummary | null> {
  const [row] = await db.query<SummaryRow>(SUMMARY, [[id]])
  return row ? toSummary(row) : null
}

/** Rows of the conversations with these ids, newest first; at most `limit`. */
export async function viewSummaries(db: Queryable, ids: string[], limit: number): Promise<ConversationSummary[]> {
  const rows = await db.query<SummaryRow>(`${SUMMARY} order by c.updated_at desc limit $2`, [ids, limit])
  return rows.map(toSummary)
}

/** The newest position given to an event. Positions are given in commit order, so nothing below it is still to come. */
export async function currentPosition(db: Queryable): Promise<number> {
  const [row] = await db.query<{ position: number | null }>('select max(position) as position from events')
  return row?.position ?? 0
}

/** Conversations with an event after `position`; `null` when there are more than `limit` of them. */
export async function changedAfter(db: Queryable, position: number, limit: number): Promise<string[] | null> {
  const rows = await db.query<{ conversation_id: string }>(
    'select distinct conversation_id from events where position > $1 limit $2',
    [position, limit + 1],
  )
  return rows.length > limit ? null : rows.map((row) => row.conversation_id)
}

function toSummary(row: SummaryRow): ConversationSummary {
  return {
    id: row.id,
    version: row.version,
    customerName: row.customer_name ?? row.customer_email ?? `Visitor ${row.customer_id.slice(0, 4)}`,
    channel: row.channel,
    owner: row.owner,
    agentId: row.agent_id,
    agentName: row.agent_name,
    ticketNumber: row.ticket_number,
    ticketState: row.ticket_state,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    serviceLevel:
      row.clock_target && row.clock_risk_at && row.clock_due_at
        ? {
            target: row.clock_target,
            riskAt: row.clock_risk_at.toISOString(),
            dueAt: row.clock_due_at.toISOString(),
          }
        : null,
    priority: row.priority,
    requiredSkill: row.required_skill,
    queue: row.owner === 'queued' ? toQueuePlace(row) : null,
    intent: row.intent,
    sentiment: row.sentiment,
    frustration: row.frustration,
    tags: row.tags ?? [],
    lastMessage:
      row.last_author === null || row.last_text === null || row.last_at === null
        ? null
        : { author: row.last_author, text: row.last_text, at: row.last_at.toISOString() },
    waitingSince: row.waiting_since?.toISOString() ?? null,
    offerUntil: row.offer_until?.toISOString() ?? null,
    rating: row.rating,
    predictedRating: row.predicted_rating,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

const toQueuePlace = (row: SummaryRow): QueuePlace => ({
  priorityReasons: row.priority_reasons ?? [],
  language: row.language,
  optionalSkills: row.optional_skills ?? [],
  expected: row.expected,
  customerSaid: row.customer_said,
})
