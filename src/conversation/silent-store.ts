import type { Conversation, Tx } from '../domain/index.ts'
import { type ConversationRow, toConversation } from './rows.ts'

/**
 * Locks up to `limit` conversations with the assistant in which nothing has happened since `before` and nothing is open: no
 * ticket, no job, no message to decide on. The most silent first; those that somebody else is changing are left out.
 */
export async function lockSilent(tx: Tx, before: Date, limit: number): Promise<Conversation[]> {
  const rows = await tx.query<ConversationRow>(
    `select * from conversations c
     where c.owner = 'assistant' and c.updated_at < $1
       and not exists (
         select 1 from tickets t
         where t.conversation_id = c.id and t.status in ('open', 'waiting_for_customer', 'snoozed')
       )
       and not exists (select 1 from jobs j where j.conversation_id = c.id and j.status = 'waiting')
       and not exists (
         select 1 from messages m where m.conversation_id = c.id and m.author = 'customer' and m.decided_at is null
       )
     order by c.updated_at limit $2 for no key update of c skip locked`,
    [before, limit],
  )
  return rows.map(toConversation)
}
