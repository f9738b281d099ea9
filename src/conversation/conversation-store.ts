import { randomUUID } from 'node:crypto'
import type {
  Attachment,
  Author,
  Card,
  Conversation,
  DialogueState,
  Frustration,
  Message,
  NewEvent,
  Owner,
  Queryable,
  Sentiment,
  Source,
  Tx,
} from '../domain/index.ts'
import { invalid } from '../domain/index.ts'
import { type ConversationRow, type MessageRow, toConversation, toMessage } from './rows.ts'
import { checkTransition, ownerNeedsAgent } from './transitions.ts'

/** What may change in a conversation besides its messages; what is left out stays. */
export interface ConversationChange {
  owner?: Owner
  agentId?: string | null
  frustration?: Frustration
  /** 1 to 5. */
  predictedRating?: number
  dialogue?: DialogueState
  language?: string | null
  intent?: string | null
  sentiment?: Sentiment | null
  waitingSince?: Date | null
  resolvedAt?: Date | null
  rating?: { stars: number; comment: string | null }
}

export interface NewMessage {
  kind: 'public' | 'note'
  author: Author
  agentId?: string | null
  clientMessageId?: string | null
  text: string
  sources?: Source[]
  quickReplies?: string[]
  card?: Card | undefined
  attachments?: Attachment[]
  /** The customer message this one answers; a second answer to it is refused by the database. */
  inReplyTo?: string | null
}

/**
 * The conversation, its row locked until the transaction ends; null when there is none. Not `for update`: rows that
 * refer to it are checked with a key share lock, and the two would wait for each other.
 */
export async function lockConversation(tx: Tx, id: string): Promise<Conversation | null> {
  const [row] = await tx.query<ConversationRow>('select * from conversations where id = $1 for no key update', [id])
  return row ? toConversation(row) : null
}

export async function findConversation(db: Queryable, id: string): Promise<Conversation | null> {
  const [row] = await db.query<ConversationRow>('select * from conversations where id = $1', [id])
  return row ? toConversation(row) : null
}

export async function startConversation(tx: Tx, customerId: string): Promise<Conversation> {
  const [row] = await tx.query<ConversationRow>(
    'insert into conversations (id, customer_id) values ($1, $2) returning *',
    [randomUUID(), customerId],
  )
  if (!row) throw new Error('The database returned no row for a new conversation.')
  return changeConversation(tx, toConversation(row), {}, [
    { type: 'conversation.started', data: { customerId }, actor: { kind: 'customer', id: customerId } },
  ])
}

/**
 * Applies `change` under the row lock the caller holds, takes the next version and writes `events` at it.
 * Throws `conflict` when the ownership table does not allow the move.
 */
export async function changeConversation(
  tx: Tx,
  conversation: Conversation,
  change: ConversationChange,
  events: NewEvent[],
): Promise<Conversation> {
  const owner = change.owner ?? conversation.owner
  checkTransition(conversation.owner, owner)
  const agentId = ownerNeedsAgent(owner)
    ? change.agentId === undefined
      ? conversation.agentId
      : change.agentId
    : owner === 'resolved'
      ? conversation.agentId
      : null
  const moved = owner !== conversation.owner || agentId !== conversation.agentId
  const [row] = await tx.query<ConversationRow>(
    `update conversations set
       version = version + 1,
       owner = $2,
       agent_id = $3,
       ownership_version = ownership_version + $4,
       frustration = coalesce($5::jsonb, frustration),
       dialogue = coalesce($6::jsonb, dialogue),
       language = case when $7 then $8 else language end,
       intent = case when $9 then $10 else intent end,
       sentiment = case when $11 then $12 else sentiment end,
       waiting_since = case when $13 then $14::timestamptz else waiting_since end,
       resolved_at = case when $15 then $16::timestamptz else resolved_at end,
       rating = coalesce($17, rating),
       rating_comment = case when $17::integer is null then rating_comment else $18 end,
       rated_at = case when $17::integer is null then rated_at else now() end,
       predicted_rating = coalesce($19, predicted_rating),
       updated_at = now()
     where id = $1
     returning *`,
    [
      conversation.id,
      owner,
      agentId,
      moved ? 1 : 0,
      change.frustration ? JSON.stringify(change.frustration) : null,
      change.dialogue ? JSON.stringify(change.dialogue) : null,
      change.language !== undefined,
      change.language ?? null,
      change.intent !== undefined,
      change.intent ?? null,
      change.sentiment !== undefined,
      change.sentiment ?? null,
      change.waitingSince !== undefined,
      change.waitingSince ?? null,
      change.resolvedAt !== undefined,
      change.resolvedAt ?? null,
      change.rating?.stars ?? null,
      change.rating?.comment ?? null,
      change.predictedRating ?? null,
    ],
  )
  if (!row) throw new Error(`Conversation ${conversation.id} vanished under its lock.`)
  const changed = toConversation(row)
  await writeEvents(tx, changed, events)
  return changed
}

/** Stores one message at the next version; public ones take the next `seq`. The caller holds the row lock. */
export async function appendMessage(
  tx: Tx,
  conversation: Conversation,
  message: NewMessage,
): Promise<{ conversation: Conversation; message: Message }> {
  const isPublic = message.kind === 'public'
  const [conversationRow] = await tx.query<ConversationRow>(
    // A person who answers ends the customer's wait.
    `update conversations set
       version = version + 1, last_seq = last_seq + $2, updated_at = now(),
       waiting_since = case when $3 then null else waiting_since end
     where id = $1
     returning *`,
    [conversation.id, isPublic ? 1 : 0, isPublic && message.author === 'agent'],
  )
  if (!conversationRow) throw new Error(`Conversation ${conversation.id} vanished under its lock.`)
  const changed = toConversation(conversationRow)
  const [row] = await tx.query<MessageRow>(
    `insert into messages (id, conversation_id, seq, kind, author, agent_id, client_message_id, text, sources,
       quick_replies, in_reply_to, version, attachments, card, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11, $12, $13::jsonb, $14::jsonb, clock_timestamp())
     returning *`,
    [
      randomUUID(),
      conversation.id,
      isPublic ? changed.lastSeq : null,
      message.kind,
      message.author,
      message.agentId ?? null,
      message.clientMessageId ?? null,
      message.text,
      JSON.stringify(message.sources ?? []),
      JSON.stringify(message.quickReplies ?? []),
      message.inReplyTo ?? null,
      changed.version,
      JSON.stringify(message.attachments ?? []),
      message.card === undefined ? null : JSON.stringify(message.card),
    ],
  )
  if (!row) throw new Error('The database returned no row for a new message.')
  const stored = toMessage(row)
  const actor = {
    kind: message.author,
    id:
      message.author === 'agent'
        ? (message.agentId ?? null)
        : message.author === 'customer'
          ? changed.customerId
          : null,
  }
  await writeEvents(tx, changed, [
    isPublic
      ? {
          type: 'message.posted',
          data: { messageId: stored.id, seq: changed.lastSeq, author: message.author },
          actor,
        }
      : { type: 'note.added', data: { messageId: stored.id }, actor },
  ])
  return { conversation: changed, message: stored }
}

/**
 * The message its sender has stored before under this id, so that a repeat changes nothing. Throws `invalid-request`
 * when somebody else's message has it, or a note of the same agent where a reply is meant.
 */
export async function findByClientMessageId(
  db: Queryable,
  conversationId: string,
  clientMessageId: string,
  sender: Pick<NewMessage, 'kind' | 'author' | 'agentId'>,
): Promise<Message | null> {
  const [row] = await db.query<MessageRow>(
    'select * from messages where conversation_id = $1 and client_message_id = $2',
    [conversationId, clientMessageId],
  )
  if (!row) return null
  const isSenders =
    row.kind === sender.kind && row.author === sender.author && row.agent_id === (sender.agentId ?? null)
  if (isSenders) return toMessage(row)
  throw invalid(
    'id-taken',
    'The field clientMessageId is that of another message here. Make a new one.',
    'clientMessageId',
  )
}

export async function findMessage(db: Queryable, id: string): Promise<Message | null> {
  const [row] = await db.query<MessageRow>('select * from messages where id = $1', [id])
  return row ? toMessage(row) : null
}

/** The name of another agent who wrote to the customer after `seq`, or null. */
export async function findColleagueSince(
  db: Queryable,
  conversationId: string,
  agentId: string,
  seq: number,
): Promise<string | null> {
  const [row] = await db.query<{ name: string }>(
    `select a.name from messages m join agents a on a.id = m.agent_id
     where m.conversation_id = $1 and m.author = 'agent' and m.agent_id <> $2 and m.seq > $3
     limit 1`,
    [conversationId, agentId, seq],
  )
  return row?.name ?? null
}

/** All messages, notes too, oldest first. */
export async function listMessages(db: Queryable, conversationId: string): Promise<Message[]> {
  const rows = await db.query<MessageRow>(
    'select * from messages where conversation_id = $1 order by created_at, seq',
    [conversationId],
  )
  return rows.map(toMessage)
}

async function writeEvents(tx: Tx, conversation: Conversation, events: NewEvent[]): Promise<void> {
  for (const event of events) {
    await tx.query(
      `insert into events (id, conversation_id, version, type, data, actor_kind, actor_id, at)
       values ($1, $2, $3, $4, $5::jsonb, $6, $7, clock_timestamp())`,
      [
        randomUUID(),
        conversation.id,
        conversation.version,
        event.type,
        JSON.stringify(event.data),
        event.actor.kind,
        event.actor.id,
      ],
    )
  }
}
