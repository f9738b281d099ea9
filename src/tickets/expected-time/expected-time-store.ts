import type { Opening, Queryable } from '../../domain/index.ts'
import type { ResolvedTicket } from './model.ts'

/** The last `limit` tickets that were resolved, in the order of their resolution. */
export async function listResolvedTickets(db: Queryable, limit: number): Promise<ResolvedTicket[]> {
  const rows = await db.query<{ opening: Opening; minutes: number; simulated: boolean }>(
    `select t.opening, extract(epoch from t.resolved_at - t.opened_at)::float8 / 60 as minutes, cu.demo as simulated
     from tickets t
     join conversations c on c.id = t.conversation_id
     join customers cu on cu.id = c.customer_id
     where t.resolved_at > t.opened_at and t.opening is not null
     order by t.resolved_at desc, t.number desc limit $1`,
    [limit],
  )
  return rows.reverse()
}

/** Tickets nobody has taken yet. */
export async function countWaitingTickets(db: Queryable): Promise<number> {
  const [row] = await db.query<{ waiting: number }>(
    `select count(*)::int as waiting from conversations where owner in ('queued', 'offered')`,
  )
  return row?.waiting ?? 0
}
