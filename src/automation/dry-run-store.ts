import type { Queryable } from '../domain/index.ts'
import type { StoredEvent } from './occurrences.ts'

/** A stretch of the past, its end exclusive. */
export interface Stretch {
  from: Date
  to: Date
}

interface PastRow {
  id: string
  conversation_id: string
  type: string
  data: Record<string, unknown>
  actor_kind: string
  at: Date
}

/** Events of these types, as one table; the parameters are types, start and end. */
const EVENTS = `select id, conversation_id, type, data, actor_kind, at, ordinal from events
  where type = any($1::text[]) and at >= $2 and at < $3`

/**
 * Silences of so many hours that ended in the stretch. The parameters are hours, start and end. A customer is silent after
 * an agent's message when neither of them writes; an agent is after a customer's, or after a ticket was opened.
 */
const SILENCES = {
  customer: `select m.id, m.conversation_id, 'timer' as type, '{}'::jsonb as data, 'system' as actor_kind,
      m.created_at + $1 * interval '1 hour' as at, 0 as ordinal
    from messages m
    where m.author = 'agent' and m.kind = 'public'
      and m.created_at >= $2::timestamptz - $1 * interval '1 hour' and m.created_at < $3::timestamptz - $1 * interval '1 hour'
      and not exists (
        select 1 from messages l
        where l.conversation_id = m.conversation_id and l.kind = 'public' and l.author in ('customer', 'agent')
          and l.created_at > m.created_at and l.created_at <= m.created_at + $1 * interval '1 hour'
      )`,
  agent: `select o.id, o.conversation_id, 'timer' as type, '{}'::jsonb as data, 'system' as actor_kind,
      o.at + $1 * interval '1 hour' as at, 0 as ordinal
    from (
      select id, conversation_id, created_at as at from messages where author = 'customer' and kind = 'public'
      union all
      select id, conversation_id, at from events where type = 'conversation.escalated'
    ) o
    where o.at >= $2::timestamptz - $1 * interval '1 hour' and o.at < $3::timestamptz - $1 * interval '1 hour'
      and not exists (
        select 1 from messages l
        where l.conversation_id = o.conversation_id and l.author = 'agent' and l.kind = 'public'
          and l.created_at > o.at and l.created_at <= o.at + $1 * interval '1 hour'
      )`,
}

/** What is looked for in the past. */
export type Sought = { types: readonly string[] } | { silent: 'customer' | 'agent'; hours: number }

const tableOf = (sought: Sought) => ('silent' in sought ? SILENCES[sought.silent] : EVENTS)
const parametersOf = (sought: Sought, { from, to }: Stretch) =>
  'silent' in sought ? [sought.hours, from, to] : [sought.types, from, to]

export async function countPast(db: Queryable, sought: Sought, stretch: Stretch): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from (${tableOf(sought)}) past`,
    parametersOf(sought, stretch),
  )
  return row?.count ?? 0
}

/** The newest `most` of them in the order they happened in, read at once: sorting them for every page took most of a dry run. */
export async function readPast(db: Queryable, sought: Sought, stretch: Stretch, most: number): Promise<StoredEvent[]> {
  const rows = await db.query<PastRow>(
    `select * from (${tableOf(sought)}) past order by at desc, ordinal desc, id limit $4`,
    [...parametersOf(sought, stretch), most],
  )
  return rows.reverse().map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    type: row.type,
    data: row.data,
    actor: row.actor_kind,
    at: row.at,
    causedBy: [],
  }))
}

/** How each customer is called in lists, by conversation. */
export async function listCustomerNames(
  db: Queryable,
  conversationIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; name: string }>(
    `select c.id, coalesce(cu.name, cu.email, 'Visitor ' || left(cu.id::text, 4)) as name
     from conversations c join customers cu on cu.id = c.customer_id where c.id = any($1::uuid[])`,
    [conversationIds],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
