import type { Queryable } from '../domain/index.ts'

/**
 * Whether `who` has been silent since: for the customer, nobody of the two has written; for an agent, none has, and the
 * conversation is people's to answer.
 */
export async function findSilence(
  db: Queryable,
  conversationId: string,
  who: 'customer' | 'agent',
  since: Date,
): Promise<boolean> {
  const [row] = await db.query<{ silent: boolean }>(
    `select not exists (
       select 1 from messages m
       where m.conversation_id = c.id and m.kind = 'public' and m.created_at > $2::timestamptz + interval '1 millisecond'
         and (m.author = 'agent' or ($3 = 'customer' and m.author = 'customer'))
     ) and ($3 = 'customer' or c.owner in ('queued', 'offered', 'agent')) as silent
     from conversations c where c.id = $1`,
    [conversationId, since, who],
  )
  return row?.silent ?? false
}
