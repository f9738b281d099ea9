import { randomUUID } from 'node:crypto'
import type { Owner, Queryable, Tx } from '../domain/index.ts'

/** A merge that stands. */
export interface Merge {
  id: string
  fromId: string
  intoId: string
  /** The ticket that was open in the first when it was merged. */
  ticketId: string | null
  /** Where the first stood then; null for a merge of an earlier version. */
  stood: Stood | null
}

/** What undoing a merge puts back. */
export interface Stood {
  owner: Owner
  agentId: string | null
  /** ISO 8601. */
  waitingSince: string | null
}

const SELECT = 'select id, conversation_id as "fromId", into_id as "intoId", ticket_id as "ticketId", stood from merges'

/** Where the conversation goes on; null when nowhere else. */
export async function findMerge(db: Queryable, conversationId: string): Promise<Merge | null> {
  const [row] = await db.query<Merge>(`${SELECT} where conversation_id = $1 and undone_at is null`, [conversationId])
  return row ?? null
}

export async function hasMerged(db: Queryable, conversationId: string): Promise<boolean> {
  const rows = await db.query(`${SELECT} where into_id = $1 and undone_at is null limit 1`, [conversationId])
  return rows.length > 0
}

/**
 * Customers who are one person: the same record, or two that are both verified as one address now. What somebody merely
 * typed is no proof. `a` and `b` name columns with ids of customers.
 */
export const ARE_ONE_PERSON = (a: string, b: string) => `(${a} = ${b} or exists (
  select 1 from verified_identities va join verified_identities vb on vb.email = va.email
  where va.customer_id = ${a} and vb.customer_id = ${b} and va.valid_until > now() and vb.valid_until > now()
))`

export async function isSamePerson(db: Queryable, conversationId: string, otherId: string): Promise<boolean> {
  const rows = await db.query(
    `select 1 from conversations a, conversations b
     where a.id = $1 and b.id = $2 and ${ARE_ONE_PERSON('a.customer_id', 'b.customer_id')}`,
    [conversationId, otherId],
  )
  return rows.length > 0
}

/** Whether the customer reads the conversation on a channel, where no other can be shown instead. */
export async function isOnChannel(db: Queryable, conversationId: string): Promise<boolean> {
  const rows = await db.query('select 1 from channel_conversations where conversation_id = $1', [conversationId])
  return rows.length > 0
}

export async function insertMerge(
  tx: Tx,
  { fromId, intoId, ticketId, stood, agentId }: Omit<Merge, 'id'> & { agentId: string },
): Promise<void> {
  await tx.query(
    `insert into merges (id, conversation_id, into_id, ticket_id, agent_id, stood) values ($1, $2, $3, $4, $5, $6::jsonb)`,
    [randomUUID(), fromId, intoId, ticketId, agentId, JSON.stringify(stood)],
  )
}

/** Ends the merge, after its ticket was put back: what moved the ticket between the two instants never counts. */
export async function endMerge(tx: Tx, merge: Merge, agentId: string): Promise<void> {
  await tx.query('update merges set undone_at = clock_timestamp(), undone_by = $2 where id = $1', [merge.id, agentId])
}
