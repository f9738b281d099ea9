import { randomUUID } from 'node:crypto'
import { notFound, type Queryable } from '../domain/index.ts'

/** Somebody who writes. A visitor has neither name nor e-mail address yet. */
export interface Customer {
  id: string
  /** As given and not verified: it says where to answer, never who it is. Lower case. */
  email: string | null
  name: string | null
  createdAt: Date
}

interface CustomerRow {
  id: string
  email: string | null
  name: string | null
  created_at: Date
}

/** Stores somebody of whom nothing is known; returns their id. */
export async function createVisitor(db: Queryable): Promise<string> {
  const id = randomUUID()
  await db.query('insert into customers (id) values ($1)', [id])
  return id
}

export async function findCustomer(db: Queryable, id: string): Promise<Customer | null> {
  const [row] = await db.query<CustomerRow>('select id, email, name, created_at from customers where id = $1', [id])
  return row ? { id: row.id, email: row.email, name: row.name, createdAt: row.created_at } : null
}

/**
 * Takes a valid address as said; null forgets it. Two customers may have the same one. An address that is known to be theirs,
 * by the shop's signed login or by a code, gives way to nothing that is merely said: false then. Throws `not-found` for
 * an unknown id.
 */
export async function setCustomerEmail(db: Queryable, id: string, email: string | null): Promise<boolean> {
  const rows = await db.query(
    `update customers cu set email = lower($2)
     where id = $1 and (cu.email is null or cu.external_id is null) and not exists (
       select 1 from verified_identities v
       where v.customer_id = cu.id and (v.valid_until > now() or v.email = cu.email)
     ) returning 1`,
    [id, email?.trim() ?? null],
  )
  if (rows.length === 0 && !(await findCustomer(db, id))) throw unknownCustomer()
  return rows.length > 0
}

/** Null forgets it. Throws `not-found` for an unknown id. */
export async function setCustomerName(db: Queryable, id: string, name: string | null): Promise<void> {
  const rows = await db.query('update customers set name = $2 where id = $1 returning 1', [id, name?.trim() ?? null])
  if (rows.length === 0) throw unknownCustomer()
}

const unknownCustomer = () => notFound('customer-unknown', 'This customer does not exist any more.')
