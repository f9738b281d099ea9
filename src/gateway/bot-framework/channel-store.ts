import type { Queryable, Tx } from '../../domain/index.ts'
import type { Reference } from './sdk.ts'

/** Any number; with a hash of the name it keeps two first messages of one person apart. */
const CUSTOMER_LOCK = 7_310_220

/** Who wrote, and where, in the channel's words. */
export interface ChannelAddress {
  channel: string
  /** The channel's id of the conversation. */
  externalId: string
  /** The channel's id of the person in it. */
  personId: string
}

export interface ChannelConversation {
  conversationId: string
  customerId: string
  reference: Reference
}

/** The customer known by this id on this channel; null for somebody new. Others who ask wait for this transaction. */
export async function lockChannelCustomer(tx: Tx, channel: string, externalId: string): Promise<string | null> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [CUSTOMER_LOCK, `${channel} ${externalId}`])
  const [row] = await tx.query<{ customer_id: string }>(
    'select customer_id from channel_customers where channel = $1 and external_id = $2',
    [channel, externalId],
  )
  return row?.customer_id ?? null
}

export async function keepChannelCustomer(
  tx: Tx,
  channel: string,
  externalId: string,
  customerId: string,
): Promise<void> {
  await tx.query('insert into channel_customers (channel, external_id, customer_id) values ($1, $2, $3)', [
    channel,
    externalId,
    customerId,
  ])
}

/**
 * The conversation at this address, if there is one. Its way back is renewed, since channels move, and a sending that
 * had given up may try again: the channel is there.
 */
export async function renewChannelConversation(
  tx: Tx,
  { channel, externalId, personId }: ChannelAddress,
  reference: Reference,
): Promise<string | null> {
  const [row] = await tx.query<{ conversation_id: string }>(
    `update channel_conversations set reference = $4::jsonb, seen_at = now(), next_try_at = now()
     where channel = $1 and external_id = $2 and person_id = $3
     returning conversation_id`,
    [channel, externalId, personId, JSON.stringify(reference)],
  )
  return row?.conversation_id ?? null
}

export async function startChannelConversation(
  tx: Tx,
  { channel, externalId, personId }: ChannelAddress,
  conversationId: string,
  reference: Reference,
): Promise<void> {
  await tx.query(
    `insert into channel_conversations (conversation_id, channel, external_id, person_id, reference)
     values ($1, $2, $3, $4, $5::jsonb)`,
    [conversationId, channel, externalId, personId, JSON.stringify(reference)],
  )
}

interface ConversationRow {
  conversation_id: string
  customer_id: string
  reference: Reference
}

const toChannelConversation = (row: ConversationRow): ChannelConversation => ({
  conversationId: row.conversation_id,
  customerId: row.customer_id,
  reference: row.reference,
})

const CONVERSATION = `
  select cc.conversation_id, c.customer_id, cc.reference
  from channel_conversations cc join conversations c on c.id = cc.conversation_id`

export async function findChannelConversation(
  db: Queryable,
  { channel, externalId, personId }: ChannelAddress,
): Promise<ChannelConversation | null> {
  const [row] = await db.query<ConversationRow>(
    `${CONVERSATION} where cc.channel = $1 and cc.external_id = $2 and cc.person_id = $3`,
    [channel, externalId, personId],
  )
  return row ? toChannelConversation(row) : null
}

/** All conversations of one channel conversation: a group may have several people in it. */
export async function listChannelConversations(
  db: Queryable,
  channel: string,
  externalId: string,
): Promise<ChannelConversation[]> {
  const rows = await db.query<ConversationRow>(
    `${CONVERSATION} where cc.channel = $1 and cc.external_id = $2 limit 100`,
    [channel, externalId],
  )
  return rows.map(toChannelConversation)
}

/** Where the customer wrote last; null for somebody who is on no channel. */
export async function findLatestOf(db: Queryable, customerId: string): Promise<ChannelConversation | null> {
  const [row] = await db.query<ConversationRow>(
    `${CONVERSATION} where c.customer_id = $1 order by cc.seen_at desc limit 1`,
    [customerId],
  )
  return row ? toChannelConversation(row) : null
}

/** The number of the customer's message that the channel knows by this id; null when it is not in the conversation. */
export async function findSeqOf(db: Queryable, conversationId: string, activityId: string): Promise<number | null> {
  const [row] = await db.query<{ seq: number }>(
    `select seq from messages
     where conversation_id = $1 and client_message_id = $2 and kind = 'public' and author = 'customer'`,
    [conversationId, activityId],
  )
  return row?.seq ?? null
}

export async function setHandledOutside(db: Queryable, conversationId: string, isOutside: boolean): Promise<void> {
  await db.query('update channel_conversations set handled_outside = $2 where conversation_id = $1', [
    conversationId,
    isOutside,
  ])
}

/** True the first time; greetings are forgotten after 30 days, so that the table stays small. */
export async function noteGreeting(db: Queryable, channel: string, externalId: string): Promise<boolean> {
  await db.query(`delete from channel_greetings where greeted_at < now() - interval '30 days'`)
  const rows = await db.query(
    `insert into channel_greetings (channel, external_id) values ($1, $2)
     on conflict (channel, external_id) do nothing
     returning 1`,
    [channel, externalId],
  )
  return rows.length > 0
}
