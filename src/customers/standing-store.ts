import type { Queryable } from '../domain/index.ts'

/** A verified customer with so many orders, or so much spent, counts as valued. */
const VALUED_FROM = { orders: 3, totalCents: 100_000 }

/**
 * Why the customer counts as valued, in words; null for everybody else. The shop's own site may say so in its signed
 * login; otherwise only the demo shop's orders are known here, and only for an address that is verified now.
 */
export async function findValued(db: Queryable, customerId: string): Promise<string | null> {
  const [row] = await db.query<{ valued: boolean; orders: number; total_cents: number }>(
    `select cu.valued, count(o.number)::int as orders, coalesce(sum(o.total_cents), 0)::int as total_cents
     from customers cu
     left join verified_identities v on v.customer_id = cu.id and v.valid_until > now()
     left join customers known on known.email = v.email and known.demo
     left join demo_orders o on o.customer_id = known.id and o.status <> 'cancelled'
     where cu.id = $1 group by cu.id`,
    [customerId],
  )
  if (!row) return null
  if (row.valued) return 'the shop counts them among its valued customers'
  if (row.orders >= VALUED_FROM.orders) return `a verified customer with ${row.orders} orders`
  if (row.total_cents >= VALUED_FROM.totalCents) {
    return `a verified customer who has bought for ${Math.round(row.total_cents / 100)} in all`
  }
  return null
}

/** What the shop's site last said in a signed login. */
export async function setValued(db: Queryable, customerId: string, valued: boolean): Promise<void> {
  await db.query('update customers set valued = $2 where id = $1 and valued <> $2', [customerId, valued])
}
