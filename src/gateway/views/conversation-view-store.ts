import type {
  Attachment,
  Author,
  Candidate,
  Card,
  Decision,
  EventType,
  ExpectedTime,
  HandoffPacket,
  Priority,
  Queryable,
  Sentiment,
  ServiceTarget,
  ServiceTime,
  Source,
  TicketState,
  Understanding,
} from '../../domain/index.ts'
import type {
  ConsoleClock,
  ConsoleEvent,
  ConsoleMessage,
  ConsoleTicket,
  ConversationChanges,
  ConversationDetail,
} from '../../protocol/index.ts'
import { currentPosition, viewSummary } from './inbox-view-store.ts'
import { viewLinks } from './links-view-store.ts'
import { viewTags } from './tags-view-store.ts'

/**
 * One conversation whole, or exactly what changed in it after a version: the same parts, cut at `version > since`. Read
 * in a snapshot, or the parts may be newer than the version that the summary names.
 */

export async function viewConversation(db: Queryable, id: string): Promise<ConversationDetail | null> {
  const summary = await viewSummary(db, id)
  if (!summary) return null
  const [customer] = await db.query<{
    id: string
    name: string | null
    email: string | null
    created_at: Date
    conversations: number
  }>(
    `select cu.id, cu.name, cu.email, cu.created_at,
       (select count(*)::int from conversations other where other.customer_id = cu.id) as conversations
     from customers cu join conversations c on c.customer_id = cu.id where c.id = $1`,
    [id],
  )
  if (!customer) return null
  return {
    summary,
    messages: await messagesAfter(db, id, -1),
    events: await eventsAfter(db, id, -1),
    tickets: await viewTickets(db, id),
    tags: await viewTags(db, id),
    links: await viewLinks(db, id, (other) => messagesAfter(db, other, -1)),
    customer: {
      id: customer.id,
      name: customer.name,
      email: customer.email,
      since: customer.created_at.toISOString(),
      conversations: customer.conversations,
    },
  }
}

/** What a view at version `since` is missing. Tickets come whole: they are few. */
export async function viewChanges(db: Queryable, id: string, since: number): Promise<ConversationChanges | null> {
  const summary = await viewSummary(db, id)
  if (!summary) return null
  return {
    since,
    position: await currentPosition(db),
    summary,
    messages: await messagesAfter(db, id, since),
    events: await eventsAfter(db, id, since),
    tickets: await viewTickets(db, id),
    tags: await viewTags(db, id),
    links: await viewLinks(db, id, (other) => messagesAfter(db, other, -1)),
  }
}

interface MessageRow {
  id: string
  seq: number | null
  kind: 'public' | 'note'
  author: Author
  agent_id: string | null
  agent_name: string | null
  client_message_id: string | null
  text: string
  sources: Source[]
  quick_replies: string[]
  card: Card | null
  attachments: Attachment[]
  version: number
  created_at: Date
  understanding: Understanding | null
  decision: Decision | null
  corrected_intent: string | null
  corrected_sentiment: Sentiment | null
  frustration: number | null
  predicted_rating: number | null
}

async function messagesAfter(db: Queryable, id: string, since: number): Promise<ConsoleMessage[]> {
  const rows = await db.query<MessageRow>(
    `select m.*, a.name as agent_name from messages m left join agents a on a.id = m.agent_id
     where m.conversation_id = $1 and m.version > $2
     order by m.created_at, m.seq`,
    [id, since],
  )
  return rows.map((row) => ({
    id: row.id,
    seq: row.seq,
    kind: row.kind,
    author: row.author,
    agentId: row.agent_id,
    agentName: row.agent_name,
    clientMessageId: row.client_message_id,
    text: row.text,
    sources: row.sources,
    quickReplies: row.quick_replies,
    ...(row.card && { card: row.card }),
    attachments: row.attachments,
    version: row.version,
    at: row.created_at.toISOString(),
    understanding: row.understanding,
    decision: row.decision,
    correctedIntent: row.corrected_intent,
    correctedSentiment: row.corrected_sentiment,
    frustration: row.frustration,
    predictedRating: row.predicted_rating,
  }))
}

interface EventRow {
  id: string
  version: number
  type: EventType
  data: unknown
  actor_kind: 'customer' | 'assistant' | 'agent' | 'system'
  actor_id: string | null
  actor_name: string | null
  at: Date
}

async function eventsAfter(db: Queryable, id: string, since: number): Promise<ConsoleEvent[]> {
  const rows = await db.query<EventRow>(
    `select e.*, a.name as actor_name from events e
     left join agents a on e.actor_kind = 'agent' and a.id::text = e.actor_id
     where e.conversation_id = $1 and e.version > $2
     order by e.version, e.ordinal`,
    [id, since],
  )
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    type: row.type,
    data: row.data,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    at: row.at.toISOString(),
  }))
}

interface TicketRow {
  id: string
  number: number
  status: TicketState
  snoozed_until: Date | null
  priority: Priority
  priority_reasons: string[]
  priority_set_by: string | null
  priority_setter: string | null
  priority_set_at: Date | null
  required_skill: string
  optional_skills: string[]
  dropped_skills: string[]
  packet: HandoffPacket
  expected: ExpectedTime | null
  opened_at: Date
  resolved_at: Date | null
  agent_id: string | null
  agent_name: string | null
  candidates: Candidate[] | null
  others: { reason: string; count: number }[] | null
  offered_at: Date | null
  accepted_at: Date | null
}

interface ClockRow {
  ticket_id: string
  target: ServiceTarget
  number: number
  policy: string | null
  target_ms: number | null
  time: ServiceTime
  started_at: Date
  stopped_at: Date | null
  ended: 'reply' | 'resolved' | null
  risk_at: Date | null
  due_at: Date | null
  elapsed_ms: number | null
}

async function viewClocks(db: Queryable, conversationId: string): Promise<Map<string, ConsoleClock[]>> {
  const rows = await db.query<ClockRow>(
    `select s.*, case when s.time = 'business' then s.business_ms else s.calendar_ms end as elapsed_ms
     from service_clocks s where s.conversation_id = $1 order by s.started_at, s.target`,
    [conversationId],
  )
  const byTicket = new Map<string, ConsoleClock[]>()
  for (const row of rows) {
    const clocks = byTicket.get(row.ticket_id) ?? []
    byTicket.set(row.ticket_id, clocks)
    clocks.push({
      target: row.target,
      number: row.number,
      policy: row.policy,
      targetMs: row.target_ms,
      time: row.time,
      startedAt: row.started_at.toISOString(),
      stoppedAt: row.stopped_at?.toISOString() ?? null,
      ended: row.ended,
      riskAt: row.risk_at?.toISOString() ?? null,
      dueAt: row.due_at?.toISOString() ?? null,
      elapsedMs: row.elapsed_ms,
    })
  }
  return byTicket
}

async function viewTickets(db: Queryable, conversationId: string): Promise<ConsoleTicket[]> {
  const rows = await db.query<TicketRow>(
    `select t.id, t.number, t.status, t.snoozed_until, t.priority, t.priority_reasons, t.priority_set_by,
       setter.name as priority_setter, t.priority_set_at, t.required_skill, t.optional_skills, t.dropped_skills, t.packet,
       t.expected, t.opened_at, t.resolved_at, latest.agent_id, a.name as agent_name, latest.candidates, latest.others,
       latest.offered_at, latest.accepted_at
     from tickets t
     left join lateral (
       select * from assignments s where s.ticket_id = t.id order by s.offered_at desc limit 1
     ) latest on true
     left join agents a on a.id = latest.agent_id
     left join agents setter on setter.id = t.priority_set_by
     where t.conversation_id = $1
     order by t.opened_at`,
    [conversationId],
  )
  const clocks = await viewClocks(db, conversationId)
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    status: row.status,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    priority: row.priority,
    priorityReasons: row.priority_reasons,
    prioritySetBy:
      row.priority_set_by === null || row.priority_set_at === null
        ? null
        : {
            agentId: row.priority_set_by,
            agentName: row.priority_setter ?? 'Someone who has left',
            at: row.priority_set_at.toISOString(),
          },
    requiredSkill: row.required_skill,
    optionalSkills: row.optional_skills,
    droppedSkills: row.dropped_skills,
    // Packets written before these two were kept.
    packet: { ...row.packet, flow: row.packet.flow ?? null, attachments: row.packet.attachments ?? [] },
    expected: row.expected,
    openedAt: row.opened_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    clocks: clocks.get(row.id) ?? [],
    assignment:
      row.agent_id === null || row.offered_at === null
        ? null
        : {
            agentId: row.agent_id,
            agentName: row.agent_name ?? 'Someone who has left',
            candidates: row.candidates ?? [],
            others: row.others ?? [],
            offeredAt: row.offered_at.toISOString(),
            acceptedAt: row.accepted_at?.toISOString() ?? null,
          },
  }))
}
