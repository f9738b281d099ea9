import type { Owner, Queryable } from '../domain/index.ts'
import { SAID_COLUMNS, type SaidRow } from './facts-store.ts'

/** All that facts of the past are made of, of one conversation. Times are cut to milliseconds, as those of events are. */
export interface ConversationPast {
  conversation: {
    id: string
    customer_id: string
    owner: Owner
    channel: string | null
    language: string | null
    customer_name: string | null
    email: string | null
    is_verified: boolean
    created_at: Date
    waiting_since: Date | null
  }
  /** When each of the customer's conversations began. */
  begun: readonly Date[]
  /** The customer's, in their order. */
  messages: (SaidRow & { id: string; seq: number | null; is_public: boolean; created_at: Date })[]
  /** The oldest first. */
  tickets: { id: string; priority: string; required_skill: string; opened_at: Date; resolved_at: Date | null }[]
  /** What changed the conversation, in its order. */
  changes: {
    type: string
    at: Date
    tags: string[] | null
    rating: number | null
    ticket_id: string | null
    to: string | null
  }[]
}

/** The past of each of these conversations, by id, up to a time: five queries for all of them. */
export async function loadPasts(
  db: Queryable,
  conversationIds: readonly string[],
  { until, types }: { until: Date; types: readonly string[] },
): Promise<Map<string, ConversationPast>> {
  const conversations = await db.query<ConversationPast['conversation']>(
    `select c.id, c.customer_id, c.owner, ch.channel, c.language, cu.name as customer_name, cu.email, c.created_at, c.waiting_since,
       exists (select 1 from verified_identities vi where vi.customer_id = cu.id and vi.valid_until > now()) as is_verified
     from conversations c join customers cu on cu.id = c.customer_id
     left join channel_conversations ch on ch.conversation_id = c.id
     where c.id = any($1::uuid[])`,
    [conversationIds],
  )
  const begun = await db.query<{ customer_id: string; begun: Date[] }>(
    `select customer_id, array_agg(created_at) as begun from conversations
     where customer_id = any($1::uuid[]) group by customer_id`,
    [[...new Set(conversations.map(({ customer_id }) => customer_id))]],
  )
  const begunBy = new Map(begun.map((row) => [row.customer_id, row.begun]))
  const pasts = new Map<string, ConversationPast>(
    conversations.map((conversation) => [
      conversation.id,
      { conversation, begun: begunBy.get(conversation.customer_id) ?? [], messages: [], tickets: [], changes: [] },
    ]),
  )
  type Of<Row> = Row & { conversation_id: string }
  const messages = await db.query<Of<ConversationPast['messages'][number]>>(
    `select m.conversation_id, m.id, m.seq, m.kind = 'public' as is_public, m.created_at, ${SAID_COLUMNS}
     from messages m
     where m.conversation_id = any($1::uuid[]) and m.author = 'customer' and m.created_at <= $2 order by m.seq`,
    [conversationIds, until],
  )
  for (const row of messages) pasts.get(row.conversation_id)?.messages.push(row)
  const tickets = await db.query<Of<ConversationPast['tickets'][number]>>(
    `select conversation_id, id, priority, required_skill, opened_at, resolved_at from tickets
     where conversation_id = any($1::uuid[]) order by number`,
    [conversationIds],
  )
  for (const row of tickets) pasts.get(row.conversation_id)?.tickets.push(row)
  const changes = await db.query<Of<ConversationPast['changes'][number]>>(
    `select conversation_id, type, at, jsonb_path_query_array(data, '$.tags[*].tag') as tags, (data ->> 'rating')::int as rating,
       data ->> 'ticketId' as ticket_id, data ->> 'to' as to
     from events where conversation_id = any($1::uuid[]) and type = any($2::text[]) and at <= $3
     order by version, ordinal`,
    [conversationIds, types, until],
  )
  for (const row of changes) pasts.get(row.conversation_id)?.changes.push(row)
  return pasts
}
