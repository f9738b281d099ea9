import { randomUUID } from 'node:crypto'
import type {
  Conversation,
  Database,
  Decision,
  Frustration,
  Message,
  Queryable,
  Tx,
  Understanding,
} from '../domain/index.ts'
import { readSentiment } from './read-sentiment.ts'
import { type ConversationRow, type MessageRow, toConversation, toMessage } from './rows.ts'

/** One customer message, taken by this node until `leaseMs` from now. */
export interface ClaimedTurn {
  token: string
  conversation: Conversation
  message: Message
  /** The customer's earlier messages, newest first, at most `HISTORY`. */
  earlier: Message[]
}

/** Earlier messages that repetition is looked for in. */
const HISTORY = 5

/**
 * Takes the earliest undecided message of the conversation, or null when there is none or another turn holds it.
 * A lease that ran out is free: whoever held it died or hangs, and its `apply` will find the token changed.
 */
export async function claimTurn(
  database: Database,
  conversationId: string,
  lease: { node: string; leaseMs: number },
): Promise<ClaimedTurn | null> {
  const token = randomUUID()
  const [row] = await database.query<ConversationRow>(
    `update conversations set
       lease_token = $2, lease_node = $3, lease_until = now() + $4 * interval '1 millisecond'
     where id = $1
       and (lease_until is null or lease_until < now())
       and exists (
         select 1 from messages
         where conversation_id = $1 and author = 'customer' and decided_at is null
       )
     returning *`,
    [conversationId, token, lease.node, lease.leaseMs],
  )
  if (!row) return null
  const rows = await database.query<MessageRow>(
    `select * from messages where conversation_id = $1 and author = 'customer' and seq <= (
       select min(seq) from messages where conversation_id = $1 and author = 'customer' and decided_at is null
     )
     order by seq desc limit $2`,
    [conversationId, HISTORY + 1],
  )
  const [message, ...earlier] = rows.map(toMessage)
  if (!message || message.decidedAt) return null
  return { token, conversation: toConversation(row), message, earlier }
}

/** True when the turn still holds its lease; the caller has locked the conversation's row. */
export async function holdsLease(tx: Tx, conversationId: string, token: string): Promise<boolean> {
  const rows = await tx.query('select 1 from conversations where id = $1 and lease_token = $2', [conversationId, token])
  return rows.length > 0
}

export async function releaseLease(db: Queryable, conversationId: string, token: string): Promise<void> {
  await db.query(
    'update conversations set lease_token = null, lease_node = null, lease_until = null where id = $1 and lease_token = $2',
    [conversationId, token],
  )
}

/** Writes what the turn found onto its customer message. `version` is the conversation's, so that consoles see the change. */
export async function markDecided(
  tx: Tx,
  message: Message,
  version: number,
  turn: {
    understanding: Understanding | null
    decision: Decision
    frustration: Frustration
    predictedRating: number | null
  },
): Promise<void> {
  const sentiment = readSentiment(turn.understanding)
  await tx.query(
    `update messages set
       decided_at = clock_timestamp(), version = $2, understanding = $3::jsonb, decision = $4::jsonb,
       intent = $5, sentiment = $6, sentiment_score = $7, frustration = $8,
       predicted_rating = $9
     where id = $1`,
    [
      message.id,
      version,
      turn.understanding ? JSON.stringify(turn.understanding) : null,
      JSON.stringify(turn.decision),
      turn.understanding?.outOfScope ? null : (turn.understanding?.intents[0]?.name ?? null),
      sentiment?.label ?? null,
      sentiment?.score ?? null,
      turn.frustration.value,
      turn.predictedRating,
    ],
  )
}

/** Whether a message of the customer waits for its decision, or is being decided. */
export async function hasUndecided(db: Queryable, conversationId: string): Promise<boolean> {
  const rows = await db.query(
    "select 1 from messages where conversation_id = $1 and author = 'customer' and decided_at is null limit 1",
    [conversationId],
  )
  return rows.length > 0
}

/** Conversations with a message that nobody is deciding: after a crash, or when a nudge was lost. */
export async function findUnclaimed(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select distinct c.id from messages m join conversations c on c.id = m.conversation_id
     where m.author = 'customer' and m.decided_at is null and (c.lease_until is null or c.lease_until < now())
     limit $1`,
    [limit],
  )
  return rows.map((row) => row.id)
}

/** How the customer's earlier messages of the conversation were read: mean score, −1 to 1, and how many there are. */
export async function meanScoreBefore(db: Queryable, message: Message): Promise<{ mean: number; messages: number }> {
  const [row] = await db.query<{ mean: number | null; messages: number }>(
    `select avg(sentiment_score)::float8 as mean, count(sentiment_score)::int as messages from messages
     where conversation_id = $1 and author = 'customer' and seq < $2`,
    [message.conversationId, message.seq],
  )
  return { mean: row?.mean ?? 0, messages: row?.messages ?? 0 }
}
