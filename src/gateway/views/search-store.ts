import type { Queryable } from '../../domain/index.ts'
import type { ConversationSummary } from '../../protocol/index.ts'
import { viewSummaries } from './inbox-view-store.ts'

/** Rows of one answer. */
export const FOUND_LIMIT = 50
/** Conversations that are looked through, the latest changed first; a ticket's number is looked up among all. */
const LOOKED_THROUGH = 20_000

/**
 * Conversations in which every word stands: in the customer's name, a tag, the intent, the agent's name, or the number,
 * priority or skill of a ticket, as "#12" or part of a word; the latest changed first.
 */
export async function searchConversations(db: Queryable, words: readonly string[]): Promise<ConversationSummary[]> {
  const numbers = words.flatMap((word) => /^#(\d{1,9})$/.exec(word)?.[1] ?? []).map(Number)
  const rows = await db.query<{ id: string }>(
    `select c.id from (
       select id, customer_id, agent_id, intent, updated_at from conversations
       where $2::int is null or id in (select conversation_id from tickets where number = $2)
       order by updated_at desc limit ${LOOKED_THROUGH}
     ) c
     join customers cu on cu.id = c.customer_id
     left join agents a on a.id = c.agent_id
     cross join lateral (
       select lower(concat_ws(' ', coalesce(cu.name, cu.email, 'Visitor ' || left(cu.id::text, 4)), c.intent, a.name,
         (select string_agg(ct.tag, ' ') from conversation_tags ct where ct.conversation_id = c.id),
         (select string_agg(concat_ws(' ', '#' || t.number, t.priority, t.required_skill), ' ')
          from tickets t where t.conversation_id = c.id)
       )) as text
     ) known
     where not exists (
       select 1 from jsonb_array_elements_text($1::jsonb) as word where strpos(known.text, word) = 0
     )
     order by c.updated_at desc limit ${FOUND_LIMIT}`,
    [JSON.stringify(words), numbers[0] ?? null],
  )
  return viewSummaries(
    db,
    rows.map(({ id }) => id),
    FOUND_LIMIT,
  )
}
