import type { Queryable } from '../domain/index.ts'

/** What one agent did in a conversation since they took it. */
export interface Part {
  name: string
  acceptedAt: Date | null
  messages: number
  lastWords: string | null
  /** The customer's last message, whenever it was. */
  customersLastWords: string | null
}

export async function findPartOf(db: Queryable, conversationId: string, agentId: string): Promise<Part> {
  const [row] = await db.query<{
    name: string
    accepted_at: Date | null
    messages: number
    last_words: string | null
    customers_last_words: string | null
  }>(
    `select a.name, taken.at as accepted_at,
       (select count(*)::int from messages m where m.conversation_id = $1 and m.kind = 'public'
          and m.agent_id = a.id and m.created_at >= coalesce(taken.at, '-infinity')) as messages,
       (select text from messages m where m.conversation_id = $1 and m.kind = 'public' and m.agent_id = a.id
          and m.created_at >= coalesce(taken.at, '-infinity') order by m.seq desc limit 1) as last_words,
       (select text from messages m where m.conversation_id = $1 and m.author = 'customer'
          order by m.seq desc limit 1) as customers_last_words
     from agents a
     left join lateral (
       select max(e.at) as at from events e
       where e.conversation_id = $1 and e.type = 'conversation.accepted' and e.data ->> 'agentId' = a.id::text
     ) taken on true
     where a.id = $2`,
    [conversationId, agentId],
  )
  if (!row) throw new Error(`Agent ${agentId} vanished while they had conversation ${conversationId}.`)
  return {
    name: row.name,
    acceptedAt: row.accepted_at,
    messages: row.messages,
    lastWords: row.last_words,
    customersLastWords: row.customers_last_words,
  }
}
