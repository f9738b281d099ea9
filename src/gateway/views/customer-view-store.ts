import type { Attachment, Author, Card, Owner, Queryable, Source } from '../../domain/index.ts'
import type { CustomerConversation, CustomerMessage } from '../../protocol/index.ts'

/** What a customer may see, read straight from the tables: public messages only, and of the inner state just who answers. */

interface ConversationViewRow {
  id: string
  owner: Owner
  agent_name: string | null
  queue_position: number | null
  last_seq: number
  rating: number | null
}

const VIEW = `
  select c.id, c.owner, a.name as agent_name, c.last_seq, c.rating,
    case when c.owner = 'queued' then (
      select count(*)::int from tickets other
      where other.queued_since is not null and other.required_skill = t.required_skill and (
        array_position(array['urgent', 'high', 'normal', 'low'], other.priority), other.queued_since, other.number
      ) <= (array_position(array['urgent', 'high', 'normal', 'low'], t.priority), t.queued_since, t.number)
    ) end as queue_position
  from conversations c
  left join agents a on a.id = c.agent_id
  left join tickets t on t.conversation_id = c.id and t.status in ('open', 'waiting_for_customer', 'snoozed')`

export async function viewCustomerConversation(db: Queryable, id: string): Promise<CustomerConversation | null> {
  const [row] = await db.query<ConversationViewRow>(`${VIEW} where c.id = $1`, [id])
  return row ? toView(row) : null
}

/** Who waits, with their place among those who need the same skill; of each skill the first 200. */
export async function viewQueuedConversations(
  db: Queryable,
): Promise<{ customerId: string; conversation: CustomerConversation }[]> {
  const rows = await db.query<ConversationViewRow & { customer_id: string }>(
    `select c.customer_id, c.id, c.owner, null as agent_name, c.last_seq, c.rating, queue.position as queue_position
     from (
       select conversation_id, (row_number() over (
         partition by required_skill
         order by array_position(array['urgent', 'high', 'normal', 'low'], priority), queued_since, number
       ))::int as position
       from tickets where queued_since is not null
     ) queue
     join conversations c on c.id = queue.conversation_id
     where queue.position <= 200 and c.owner = 'queued'`,
  )
  return rows.map((row) => ({ customerId: row.customer_id, conversation: toView(row) }))
}

function toView(row: ConversationViewRow): CustomerConversation {
  return {
    id: row.id,
    handledBy: HANDLED_BY[row.owner],
    agentName: row.owner === 'offered' || row.owner === 'agent' ? row.agent_name : null,
    queuePosition: row.queue_position,
    lastSeq: row.last_seq,
    resolved: row.owner === 'resolved',
    rating: row.rating,
  }
}

const HANDLED_BY = {
  assistant: 'assistant',
  queued: 'queue',
  offered: 'queue',
  agent: 'agent',
  resolved: 'nobody',
} as const satisfies Record<Owner, CustomerConversation['handledBy']>

interface MessageViewRow {
  conversation_id: string
  seq: number
  author: Author
  agent_name: string | null
  text: string
  sources: Source[]
  quick_replies: string[]
  card: Card | null
  attachments: Attachment[]
  client_message_id: string | null
  created_at: Date
}

/** Public messages after `lastSeq`, oldest first: exactly what a client that has seen `lastSeq` has missed. */
export async function customerMessagesAfter(
  db: Queryable,
  conversationId: string,
  lastSeq: number,
  options: { assistantName: string; sinceVersion?: number },
): Promise<CustomerMessage[]> {
  const rows = await db.query<MessageViewRow>(
    `select m.conversation_id, m.seq, m.author, a.name as agent_name, m.text, m.sources, m.quick_replies, m.card, m.attachments,
       m.client_message_id, m.created_at
     from messages m left join agents a on a.id = m.agent_id
     where m.conversation_id = $1 and m.kind = 'public' and m.seq > $2 and m.version > $3
     order by m.seq`,
    [conversationId, lastSeq, options.sinceVersion ?? -1],
  )
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    seq: row.seq,
    author: row.author,
    name: row.author === 'agent' ? row.agent_name : row.author === 'assistant' ? options.assistantName : null,
    text: row.text,
    sources: row.sources.map((source) => ({
      title: source.title,
      heading: source.heading,
      url: `/help/${encodeURIComponent(source.articleId)}`,
    })),
    quickReplies: row.quick_replies,
    ...(row.card && { card: row.card }),
    attachments: row.attachments,
    clientMessageId: row.author === 'customer' ? row.client_message_id : null,
    sentAt: row.created_at.toISOString(),
  }))
}
