import type { Queryable } from '../../domain/index.ts'
import type { ConversationSummary } from '../../protocol/index.ts'
import { viewSummaries } from './inbox-view-store.ts'

/** Rows of one answer. */
export const FOUND_LIMIT = 50
/** Of more words the first; each is looked up by itself. */
const MOST_WORDS = 8

/**
 * Conversations in which every word stands: in the customer's name, a tag, the intent, the agent's name, or the number,
 * priority or skill of a ticket, as "#12" or part of a word; the latest changed first. Each word's conversations are found
 * as one set: to put together the words of every conversation took twenty times as long.
 */
export async function searchConversations(db: Queryable, words: readonly string[]): Promise<ConversationSummary[]> {
  const asked = [...new Set(words)].slice(0, MOST_WORDS)
  const rows = await db.query<{ id: string }>(
    `select c.id from conversations c
     where ${asked.map((word, place) => `c.id in (${isNumber(word) ? withNumber(place + 1) : withWord(place + 1)})`).join(' and ')}
     order by c.updated_at desc limit ${FOUND_LIMIT}`,
    asked.map((word) => (isNumber(word) ? Number(word.slice(1)) : word)),
  )
  return viewSummaries(
    db,
    rows.map(({ id }) => id),
    FOUND_LIMIT,
  )
}

const isNumber = (word: string) => /^#\d{1,9}$/.test(word)
const withNumber = (place: number) => `select conversation_id from tickets where number = $${place}::int`

function withWord(place: number): string {
  const has = (text: string) => `strpos(lower(${text}), $${place}::text) > 0`
  return `select id from conversations where customer_id in (
      select id from customers where ${has(`coalesce(name, email, 'Visitor ' || left(id::text, 4))`)}
    )
    union all select id from conversations where ${has('intent')}
    union all select id from conversations where agent_id in (select id from agents where ${has('name')})
    union all select conversation_id from conversation_tags where ${has('tag')}
    union all select conversation_id from tickets where ${has(`concat_ws(' ', '#' || number, priority, required_skill)`)}`
}
