import type {
  ActOutcome,
  Address,
  Database,
  Order,
  OrderAct,
  OrderItem,
  OrderStatus,
  Orders,
  Queryable,
  Tx,
} from '../domain/index.ts'

const LISTED_AT_MOST = 10

interface OrderRow {
  number: string
  email: string
  status: OrderStatus
  placed_at: Date
  items: OrderItem[]
  total_cents: number
  currency: string
  address: Address
  tracking: string | null
}

const SELECT = `
  select o.number, c.email, o.status, o.placed_at, o.items, o.total_cents, o.currency, o.address, o.tracking
  from demo_orders o join customers c on c.id = o.customer_id`

/**
 * The demo shop’s orders, in this very database. `sendResetLink` is called for addresses of its customers only;
 * there is no account behind the demo's links.
 */
export function createDemoOrders(
  database: Database,
  parts: { sendResetLink(email: string, key: string): Promise<void> },
): Orders {
  return {
    find: (number) => findOrder(database, number),
    async listOf(email) {
      const rows = await database.query<OrderRow>(
        `${SELECT} where c.email = $1 and c.demo order by o.placed_at desc limit $2`,
        [email, LISTED_AT_MOST],
      )
      return rows.map(toOrder)
    },
    async act(act, key) {
      if (act.kind === 'reset_password' && (await hasAccount(database, act.email)) && !(await findAct(database, key))) {
        // Before it is recorded: a mail that went out twice is better than none.
        await parts.sendResetLink(act.email, key)
      }
      return database.transaction(async (tx) => {
        // Two who do the same at once: the second finds what the first has recorded.
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key])
        const known = await findAct(tx, key)
        if (known) return known
        const outcome = await change(tx, act)
        await tx.query('insert into demo_order_acts (key, act, outcome) values ($1, $2::jsonb, $3::jsonb)', [
          key,
          JSON.stringify(act),
          JSON.stringify(outcome),
        ])
        return outcome
      })
    },
  }
}

async function change(tx: Tx, act: OrderAct): Promise<ActOutcome> {
  if (act.kind === 'reset_password') return { done: true, reference: null }
  const [row] = await tx.query<{ status: OrderStatus }>('select status from demo_orders where number = $1 for update', [
    act.number,
  ])
  if (!row) return { done: false, reason: 'the order is not there any more' }
  switch (act.kind) {
    case 'cancel_order':
      if (row.status !== 'placed') return { done: false, reason: `the order is ${row.status} by now` }
      await tx.query(`update demo_orders set status = 'cancelled' where number = $1`, [act.number])
      return { done: true, reference: null }
    case 'change_address':
      if (row.status !== 'placed') return { done: false, reason: `the order is ${row.status} by now` }
      await tx.query('update demo_orders set address = address || $2::jsonb where number = $1', [
        act.number,
        JSON.stringify({ street: act.street, postcode: act.postcode, city: act.city }),
      ])
      return { done: true, reference: null }
    case 'return_order': {
      if (row.status !== 'delivered') return { done: false, reason: `the order is ${row.status}, not delivered` }
      await tx.query(`update demo_orders set status = 'returned' where number = $1`, [act.number])
      return { done: true, reference: `R-${act.number.slice(-6)}` }
    }
  }
}

async function findOrder(db: Queryable, number: string): Promise<Order | null> {
  const [row] = await db.query<OrderRow>(`${SELECT} where o.number = $1`, [number])
  return row ? toOrder(row) : null
}

async function findAct(db: Queryable, key: string): Promise<ActOutcome | null> {
  const [row] = await db.query<{ outcome: ActOutcome }>('select outcome from demo_order_acts where key = $1', [key])
  return row?.outcome ?? null
}

async function hasAccount(db: Queryable, email: string): Promise<boolean> {
  const rows = await db.query('select 1 from customers where email = $1 and demo', [email])
  return rows.length > 0
}

const toOrder = (row: OrderRow): Order => ({
  number: row.number,
  email: row.email,
  status: row.status,
  placedAt: row.placed_at,
  items: row.items,
  totalCents: row.total_cents,
  currency: row.currency,
  address: row.address,
  tracking: row.tracking,
  trackingUrl: null,
  imageUrl: null,
})
