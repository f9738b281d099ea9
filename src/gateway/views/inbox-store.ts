import type { Queryable } from '../../domain/index.ts'
import type { ConversationSummary, InboxBeyond } from '../../protocol/index.ts'
import { viewSummaries } from './inbox-view-store.ts'

/** Rows of each part of the inbox that are sent at most; what is beyond them is counted. */
export const INBOX_LIMITS = { own: 500, queue: 500, colleagues: 500, assistant: 100, resolved: 50 }

type Part = 'own' | 'colleagues' | 'assistant'

/**
 * What an agent's inbox begins with: their own conversations and colleagues', who waits longest first; the queue in the order of
 * routing; the latest of the assistant and of the resolved. Nobody who waits for a person is left out for the
 * assistant's. `db` shows one state.
 */
export async function viewInbox(
  db: Queryable,
  agentId: string,
  limits: typeof INBOX_LIMITS = INBOX_LIMITS,
): Promise<{ conversations: ConversationSummary[]; beyond: InboxBeyond }> {
  const queue = await readQueue(db, limits.queue)
  const parts = await db.query<{ part: Part | 'resolved'; id: string; total: number }>(PARTS, [
    agentId,
    limits.own,
    limits.colleagues,
    limits.assistant,
    limits.resolved,
  ])
  const beyond = (part: Part) => {
    const sent = parts.filter((row) => row.part === part)
    return (sent[0]?.total ?? 0) - sent.length
  }
  const ids = [...queue.ids, ...parts.map(({ id }) => id)]
  return {
    conversations: await viewSummaries(db, ids, ids.length),
    beyond: {
      own: beyond('own'),
      queue: queue.beyond,
      colleagues: beyond('colleagues'),
      assistant: beyond('assistant'),
    },
  }
}

/** The first in routing's order, and what is to be known of all the others. */
async function readQueue(db: Queryable, limit: number): Promise<{ ids: string[]; beyond: InboxBeyond['queue'] }> {
  const rows = await db.query<{ id: string | null; skill: string | null; count: number; oldest: Date | null }>(
    `with queue as (
       select c.id, t.required_skill as skill, c.waiting_since as since, row_number() over (
           order by array_position(array['urgent', 'high', 'normal', 'low'], coalesce(t.priority, 'normal')),
             coalesce(t.queued_since, c.waiting_since), t.number, c.id
         ) as place
       from conversations c
       left join tickets t on t.conversation_id = c.id and t.status in ('open', 'waiting_for_customer', 'snoozed')
       where c.owner = 'queued'
     )
     select id, null as skill, 1 as count, null::timestamptz as oldest from queue where place <= $1
     union all
     select null, skill, count(*)::int, min(since) from queue where place > $1 group by skill`,
    [limit],
  )
  const others = rows.filter(({ id }) => id === null)
  const waits = others.flatMap(({ oldest }) => oldest?.getTime() ?? [])
  return {
    ids: rows.flatMap(({ id }) => id ?? []),
    beyond: {
      count: others.reduce((sum, { count }) => sum + count, 0),
      oldestSince: waits.length === 0 ? null : new Date(Math.min(...waits)).toISOString(),
      bySkill: Object.fromEntries(others.flatMap(({ skill, count }) => (skill === null ? [] : [[skill, count]]))),
    },
  }
}

const WITH_PEOPLE = `owner in ('offered', 'agent')`
const PARTS = `
  (select 'own' as part, id, count(*) over ()::int as total from conversations
   where ${WITH_PEOPLE} and agent_id = $1 order by waiting_since, updated_at desc limit $2)
  union all
  (select 'colleagues', id, count(*) over ()::int from conversations
   where ${WITH_PEOPLE} and agent_id <> $1 order by waiting_since, updated_at desc limit $3)
  union all
  (select 'assistant', id, (select count(*)::int from conversations where owner = 'assistant') from conversations
   where owner = 'assistant' order by updated_at desc limit $4)
  union all
  (select 'resolved', id, 0 from conversations where owner = 'resolved' order by updated_at desc limit $5)`
