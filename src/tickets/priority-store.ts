import type { Priority, Queryable, Tx } from '../domain/index.ts'
import type { Rank } from './priority.ts'
import { NOT_DONE } from './ticket-store.ts'

/** The priority of a conversation's ticket that is not done, and what it stands on. */
export interface TicketRank {
  ticketId: string
  current: Rank
  /** What the messages say, without waiting and without a person's word. */
  basis: Rank
  /** A person gave it, and it stands until a person releases it. */
  isSetByPerson: boolean
  /** Since when the customer waits for a person; null when not waiting. */
  waitingSince: Date | null
}

export async function findRank(tx: Tx, conversationId: string): Promise<TicketRank | null> {
  const [row] = await tx.query<{
    id: string
    priority: Priority
    priority_reasons: string[]
    priority_basis: Rank | null
    priority_set_by: string | null
    waiting_since: Date | null
  }>(
    `select t.id, t.priority, t.priority_reasons, t.priority_basis, t.priority_set_by, c.waiting_since
     from tickets t join conversations c on c.id = t.conversation_id
     where t.conversation_id = $1 and ${NOT_DONE}`,
    [conversationId],
  )
  if (!row) return null
  const current = { priority: row.priority, reasons: row.priority_reasons }
  return {
    ticketId: row.id,
    current,
    basis: row.priority_basis ?? current,
    isSetByPerson: row.priority_set_by !== null,
    waitingSince: row.waiting_since,
  }
}

/** `setBy`: the person who gave it, from now on; null where Earshot decides. */
export async function storeRank(
  tx: Tx,
  ticketId: string,
  { current, basis, setBy }: { current: Rank; basis: Rank; setBy: string | null },
): Promise<void> {
  await tx.query(
    `update tickets set priority = $2, priority_reasons = $3::jsonb, priority_basis = $4::jsonb, priority_set_by = $5,
       priority_set_at = case when $5::uuid is null then null else now() end
     where id = $1`,
    [ticketId, current.priority, JSON.stringify(current.reasons), JSON.stringify(basis), setBy],
  )
}

/** Keeps what the messages say while a person's word stands above it. */
export async function storeBasis(tx: Tx, ticketId: string, basis: Rank): Promise<void> {
  await tx.query('update tickets set priority_basis = $2::jsonb where id = $1', [ticketId, JSON.stringify(basis)])
}

/** Conversations in the queue since before `instant`, whose ticket waiting may still raise; the longest waiting first. */
export async function listLongWaiting(db: Queryable, instant: Date, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select c.id from conversations c join tickets t on t.conversation_id = c.id and ${NOT_DONE}
     where c.owner = 'queued' and c.waiting_since <= $1 and t.priority_set_by is null and t.priority in ('low', 'normal')
     order by c.waiting_since limit $2`,
    [instant, limit],
  )
  return rows.map(({ id }) => id)
}
