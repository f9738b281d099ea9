import { randomUUID } from 'node:crypto'
import type { Queryable, Tx } from '../domain/index.ts'

/** A merge that stands. */
export interface Merge {
  id: string
  fromId: string
  intoId: string
  /** The ticket that was open in the first when it was merged. */
  ticketId: string | null
}

const SELECT = 'select id, conversation_id as "fromId", into_id as "intoId", ticket_id as "ticketId" from merges'

/** Where the conversation goes on; null when nowhere else. */
export async function findMerge(db: Queryable, conversationId: string): Promise<Merge | null> {
  const [row] = await db.query<Merge>(`${SELECT} where conversation_id = $1 and undone_at is null`, [conversationId])
  return row ?? null
}

export async function hasMerged(db: Queryable, conversationId: string): Promise<boolean> {
  const rows = await db.query(`${SELECT} where into_id = $1 and undone_at is null limit 1`, [conversationId])
  return rows.length > 0
}

/** Whether two conversations are of one person: the same customer, or customers with one e-mail address. */
export async function isSamePerson(db: Queryable, conversationId: string, otherId: string): Promise<boolean> {
  const rows = await db.query(
    `select 1 from conversations a join customers ca on ca.id = a.customer_id,
       conversations b join customers cb on cb.id = b.customer_id
     where a.id = $1 and b.id = $2 and (ca.id = cb.id or ca.email = cb.email)`,
    [conversationId, otherId],
  )
  return rows.length > 0
}

export async function insertMerge(
  tx: Tx,
  { fromId, intoId, ticketId, agentId }: Omit<Merge, 'id'> & { agentId: string },
): Promise<void> {
  await tx.query(`insert into merges (id, conversation_id, into_id, ticket_id, agent_id) values ($1, $2, $3, $4, $5)`, [
    randomUUID(),
    fromId,
    intoId,
    ticketId,
    agentId,
  ])
}

/** Ends the merge; its ticket is opened again by whoever takes the conversation up. */
export async function endMerge(tx: Tx, merge: Merge, agentId: string): Promise<void> {
  await tx.query('update merges set undone_at = now(), undone_by = $2 where id = $1', [merge.id, agentId])
}
