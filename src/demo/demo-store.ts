import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Queryable, Role, Tx } from '../domain/index.ts'
import type { DemoCustomer, DemoPerson } from './demo-files.ts'

/** What was loaded last: the files, and the hash that all demo passwords have. */
const seedSchema = z.object({ contentHash: z.string(), passwordHash: z.string() })
export type Seed = z.output<typeof seedSchema>

/** Any number, the same in every node: two nodes that start together load the demo one after the other. */
const LOCK = 7_310_230

export async function lockDemo(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK])
}

export async function findSeed(db: Queryable): Promise<Seed | null> {
  const [row] = await db.query<{ value: unknown }>(`select value from settings where name = 'demo'`)
  return row ? seedSchema.parse(row.value) : null
}

export async function keepSeed(tx: Tx, seed: Seed): Promise<void> {
  await tx.query(
    `insert into settings (name, value) values ('demo', $1::jsonb)
     on conflict (name) do update set value = excluded.value`,
    [JSON.stringify(seed)],
  )
}

/** Stores the person unless they, or somebody with their e-mail address, are there; says whether it did. */
export async function insertPerson(tx: Tx, person: DemoPerson, passwordHash: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into agents
       (id, email, name, role, password_hash, skills, languages, capacity, working_hours, time_zone, demo)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9::jsonb, $10, true)
     on conflict do nothing returning 1`,
    [
      idOf('agent', person.email),
      person.email,
      person.name,
      person.role,
      passwordHash,
      JSON.stringify(person.skills),
      JSON.stringify(person.languages),
      person.capacity,
      JSON.stringify(person.workingHours),
      person.timeZone,
    ],
  )
  return rows.length > 0
}

/** Stores the customer and those of the orders that are not there; orders count their age back from `now`. */
export async function insertCustomer(tx: Tx, customer: DemoCustomer, now: Date): Promise<void> {
  const id = idOf('customer', customer.email)
  await tx.query(
    'insert into customers (id, email, name, demo) values ($1, $2, $3, true) on conflict (id) do nothing',
    [id, customer.email, customer.name],
  )
  for (const order of customer.orders) {
    const itemCents = order.items.reduce((sum, item) => sum + item.quantity * item.priceCents, 0)
    await tx.query(
      `insert into demo_orders
         (number, customer_id, status, placed_at, items, total_cents, currency, address, tracking)
       values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8::jsonb, $9)
       on conflict (number) do nothing`,
      [
        order.number,
        id,
        order.status,
        new Date(now.getTime() - order.placedHoursAgo * 60 * 60 * 1000),
        JSON.stringify(order.items),
        itemCents + order.deliveryCents,
        order.currency,
        JSON.stringify({ name: customer.name, ...customer.address }),
        order.tracking ?? null,
      ],
    )
  }
}

/** Gives the demo password back to people whose login `disableLogins` took; others keep the password they have. */
export async function restoreLogins(tx: Tx, disabledHash: string, passwordHash: string): Promise<void> {
  await tx.query('update agents set password_hash = $2 where demo and password_hash = $1', [disabledHash, passwordHash])
}

/** Takes password and sessions from everybody of the demo; returns how many people could log in before. */
export async function disableLogins(tx: Tx, disabledHash: string): Promise<number> {
  await tx.query('delete from login_sessions where agent_id in (select id from agents where demo)')
  const rows = await tx.query('update agents set password_hash = $1 where demo and password_hash <> $1 returning 1', [
    disabledHash,
  ])
  return rows.length
}

/** People of the demo who still have the demo password. */
export function listLogins(
  db: Queryable,
  passwordHash: string,
): Promise<{ name: string; email: string; role: Role; skills: string[] }[]> {
  return db.query(
    `select name, email, role, jsonb_path_query_array(skills, '$[*].name') as skills from agents where demo and password_hash = $1
     order by array_position(array['agent', 'lead', 'admin'], role), name`,
    [passwordHash],
  )
}

/** The same id for the same person at every load, so that one who was renamed is not loaded again. */
function idOf(kind: 'agent' | 'customer', email: string): string {
  const hex = createHash('sha256').update(`earshot demo ${kind} ${email}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
