import type {
  Author,
  Card,
  EventType,
  HandoffPacket,
  Priority,
  Publication,
  Queryable,
  Source,
  Tx,
} from '../../domain/index.ts'
import type { OutgoingMessage } from './outgoing.ts'
import type { Reference } from './sdk.ts'

/** A channel's conversation, claimed by this node to send what is due in it. */
export interface ClaimedDelivery {
  conversationId: string
  token: string
  channel: string
  isGroup: boolean
  reference: Reference
  duePosition: number
  deliveredPosition: number
  /** Failures in a row so far. */
  attempts: number
}

/** What a channel is told of: what is said, and the steps of a handoff. */
const TOLD: EventType[] = [
  'message.posted',
  'conversation.escalated',
  'conversation.accepted',
  'conversation.returned',
  'conversation.resolved',
]
const IS_TOLD = TOLD.map((type) => `'${type}'`).join(', ')

/**
 * Marks what was published as due, in the relay's transaction: it is due if and only if it has its place in the stream.
 * Conversations with `patience` failures or more in a row, whose next try is far away, are tried at once. Returns the
 * ones that are on a channel.
 */
export async function markDue(tx: Tx, publications: readonly Publication[], patience: number): Promise<string[]> {
  const due = publications
    .filter(({ types }) => types.some((type) => TOLD.includes(type)))
    .map(({ conversationId, position }) => ({ conversation_id: conversationId, position }))
  if (due.length === 0) return []
  const rows = await tx.query<{ conversation_id: string }>(
    `update channel_conversations cc set
       due_position = greatest(cc.due_position, due.position),
       next_try_at = case when cc.attempts >= $2 then now() else cc.next_try_at end
     from jsonb_to_recordset($1::jsonb) as due (conversation_id uuid, position bigint)
     where cc.conversation_id = due.conversation_id
     returning cc.conversation_id`,
    [JSON.stringify(due), patience],
  )
  return rows.map((row) => row.conversation_id)
}

export async function findDue(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.query<{ conversation_id: string }>(
    `select conversation_id from channel_conversations
     where due_position > delivered_position and next_try_at <= now() and (lease_until is null or lease_until < now())
     order by next_try_at
     limit $1`,
    [limit],
  )
  return rows.map((row) => row.conversation_id)
}

/**
 * Takes the conversation for this node, unless another has it or its next try is not due. Waits for the relay's
 * transaction, so that a nudge out of it finds what it told of.
 */
export async function claimDelivery(
  db: Queryable,
  conversationId: string,
  token: string,
  leaseMs: number,
): Promise<ClaimedDelivery | null> {
  const [row] = await db.query<{
    channel: string
    reference: Reference
    due_position: number
    delivered_position: number
    attempts: number
  }>(
    `update channel_conversations set lease_token = $2, lease_until = now() + $3 * interval '1 millisecond'
     where conversation_id = $1 and next_try_at <= now() and (lease_until is null or lease_until < now())
     returning channel, reference, due_position, delivered_position, attempts`,
    [conversationId, token, leaseMs],
  )
  if (!row) return null
  return {
    conversationId,
    token,
    channel: row.channel,
    isGroup: row.reference.conversation?.isGroup === true,
    reference: row.reference,
    duePosition: row.due_position,
    deliveredPosition: row.delivered_position,
    attempts: row.attempts,
  }
}

/** One thing the channel has not been told yet. */
export interface Undelivered {
  position: number
  type: EventType
  reason: string | null
  actorKind: string
  /** The step of the handoff before it; null when there was none. */
  previousStep: EventType | null
  /** A person beyond the channel has the customer, as it stood when this was read: never before what it follows. */
  handledOutside: boolean
  message: Omit<OutgoingMessage, 'conversationId'> | null
}

interface UndeliveredRow {
  position: number
  type: EventType
  reason: string | null
  actor_kind: string
  previous_step: EventType | null
  handled_outside: boolean
  seq: number | null
  author: Author | null
  agent_name: string | null
  text: string | null
  sources: Source[] | null
  quick_replies: string[] | null
  card: Card | null
  reply_to_id: string | null
}

/** What comes after `position`, in the order in which it happened; at most `limit`. The customer's own words are left out. */
export async function undeliveredAfter(
  db: Queryable,
  conversationId: string,
  position: number,
  limit: number,
): Promise<Undelivered[]> {
  const rows = await db.query<UndeliveredRow>(
    `select e.position, e.type, e.data ->> 'reason' as reason, e.actor_kind,
       (
         select step.type from events step
         where step.conversation_id = e.conversation_id and step.position < e.position
           and step.type in (${IS_TOLD}) and step.type <> 'message.posted'
         order by step.position desc limit 1
       ) as previous_step,
       cc.handled_outside, m.seq, m.author, a.name as agent_name, m.text, m.sources, m.quick_replies, m.card,
       answered.client_message_id as reply_to_id
     from events e
     join channel_conversations cc on cc.conversation_id = e.conversation_id
     left join messages m on e.type = 'message.posted' and m.id = (e.data ->> 'messageId')::uuid
     left join messages answered on answered.id = m.in_reply_to
     left join agents a on a.id = case when e.type = 'conversation.accepted' then (e.data ->> 'agentId')::uuid else m.agent_id end
     where e.conversation_id = $1 and e.position > $2 and e.type in (${IS_TOLD})
       and (e.type <> 'message.posted' or m.author <> 'customer')
     order by e.position
     limit $3`,
    [conversationId, position, limit],
  )
  return rows.map((row) => ({
    position: row.position,
    type: row.type,
    reason: row.reason ?? row.agent_name,
    actorKind: row.actor_kind,
    previousStep: row.previous_step,
    handledOutside: row.handled_outside,
    message:
      row.seq === null || row.author === null
        ? null
        : {
            seq: row.seq,
            author: row.author,
            agentName: row.agent_name,
            text: row.text ?? '',
            sources: row.sources ?? [],
            quickReplies: row.quick_replies ?? [],
            ...(row.card && { card: row.card }),
            replyToId: row.reply_to_id,
          },
  }))
}

/** Records that all up to `position` is sent, and holds the lease on. False when the lease is another's by now. */
export async function recordDelivered(
  db: Queryable,
  claimed: ClaimedDelivery,
  position: number,
  seq: number | null,
  leaseMs: number,
): Promise<boolean> {
  const rows = await db.query(
    `update channel_conversations set
       delivered_position = $3, delivered_seq = coalesce($4, delivered_seq), attempts = 0, last_error = null,
       lease_until = now() + $5 * interval '1 millisecond'
     where conversation_id = $1 and lease_token = $2
     returning 1`,
    [claimed.conversationId, claimed.token, position, seq, leaseMs],
  )
  return rows.length > 0
}

/** Gives the conversation back with all sent up to `position`; true when more has become due meanwhile. */
export async function settleDelivery(db: Queryable, claimed: ClaimedDelivery, position: number): Promise<boolean> {
  const [row] = await db.query<{ more: boolean }>(
    `update channel_conversations set
       delivered_position = greatest(delivered_position, $3), lease_token = null, lease_until = null
     where conversation_id = $1 and lease_token = $2
     returning due_position > delivered_position as more`,
    [claimed.conversationId, claimed.token, position],
  )
  return row?.more ?? false
}

/** Gives the conversation back after a failure; `waitMs` null means until something new is said. */
export async function recordFailure(
  db: Queryable,
  claimed: ClaimedDelivery,
  error: string,
  waitMs: number | null,
): Promise<void> {
  await db.query(
    `update channel_conversations set
       attempts = attempts + 1, last_error = left($3, 500), lease_token = null, lease_until = null,
       next_try_at = case when $4::integer is null then 'infinity' else now() + $4 * interval '1 millisecond' end
     where conversation_id = $1 and lease_token = $2`,
    [claimed.conversationId, claimed.token, error, waitMs],
  )
}

/** What whoever takes over is told, and what was said so far. */
export interface HandoffFacts {
  ticketNumber: number
  priority: Priority
  requiredSkill: string
  language: string | null
  packet: HandoffPacket
  messages: { author: Author; text: string; at: Date }[]
}

/** The latest ticket and the last 200 public messages up to `position`. */
export async function handoffFacts(db: Queryable, conversationId: string): Promise<HandoffFacts | null> {
  const [ticket] = await db.query<{
    number: number
    priority: Priority
    required_skill: string
    language: string | null
    packet: HandoffPacket
  }>(
    `select number, priority, required_skill, language, packet from tickets
     where conversation_id = $1 order by opened_at desc limit 1`,
    [conversationId],
  )
  if (!ticket) return null
  const messages = await db.query<{ author: Author; text: string; created_at: Date }>(
    `select * from (
       select author, text, created_at, seq from messages
       where conversation_id = $1 and kind = 'public' order by seq desc limit 200
     ) latest order by seq`,
    [conversationId],
  )
  return {
    ticketNumber: ticket.number,
    priority: ticket.priority,
    requiredSkill: ticket.required_skill,
    language: ticket.language,
    packet: ticket.packet,
    messages: messages.map((row) => ({ author: row.author, text: row.text, at: row.created_at })),
  }
}
