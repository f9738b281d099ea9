import type { Queryable, Tx } from '../../domain/index.ts'

/**
 * What is done once and soon would be harmful if done again, and nobody is told of the past; what rules did names the rules
 * of the installation it was played on.
 */
const LEFT_BEHIND = ['jobs', 'timers', 'presence', 'notices', 'rule_firings', 'rule_acts']

/** Somebody sits at the console from now until `until`, as far as routing can see. */
export async function beginPresence(db: Queryable, agentId: string, until: Date): Promise<void> {
  // The name of no node: nobody else says that these sockets live, or that they do not.
  await db.query(
    `insert into presence (socket_id, agent_id, node, seen_at) values ($1, $2, 'history', $3)
     on conflict (socket_id) do update set seen_at = excluded.seen_at, gone_at = null`,
    [`history:${agentId}`, agentId, until],
  )
}

export async function endPresence(db: Queryable, agentId: string): Promise<void> {
  await db.query('update presence set gone_at = now() where socket_id = $1', [`history:${agentId}`])
}

/** Offers nobody has accepted yet. */
export async function listOpenOffers(
  db: Queryable,
): Promise<{ id: string; conversationId: string; agentId: string; requiredSkill: string }[]> {
  return db.query(
    `select a.id, a.conversation_id as "conversationId", a.agent_id as "agentId", t.required_skill as "requiredSkill"
     from assignments a join tickets t on t.id = a.ticket_id
     where a.ended_at is null and a.accepted_at is null order by a.offered_at, a.id`,
  )
}

export async function insertHistoryCustomer(db: Queryable, customer: { id: string; name: string }): Promise<void> {
  await db.query('insert into customers (id, name, demo) values ($1, $2, true) on conflict (id) do nothing', [
    customer.id,
    customer.name,
  ])
}

/** Removes these customers with all they said and all that came of it. Returns how many there were. */
export async function removeCustomers(db: Queryable, ids: readonly string[]): Promise<number> {
  const rows = await db.query('delete from customers where id = any($1::uuid[]) returning 1', [ids])
  return rows.length
}

interface Table {
  name: string
  /** Those a copy may write: the database numbers the others itself. */
  columns: string[]
  /** The one the database numbers; null without. */
  numbered: string | null
}

/** The tables that hold customers, conversations and what hangs on them, each after those it refers to. */
async function listTables(db: Queryable): Promise<Table[]> {
  const references = await db.query<{ child: string; parent: string }>(
    `select distinct conrelid::regclass::text as child, confrelid::regclass::text as parent
     from pg_constraint where contype = 'f' and conrelid <> confrelid order by 1, 2`,
  )
  const parentsOf = (table: string) => references.filter(({ child }) => child === table).map(({ parent }) => parent)
  const hangsOn = (table: string): boolean => table === 'customers' || parentsOf(table).some(hangsOn)
  const ordered: string[] = []
  const visit = (table: string) => {
    if (ordered.includes(table)) return
    parentsOf(table).filter(hangsOn).forEach(visit)
    ordered.push(table)
  }
  for (const { child } of references) if (hangsOn(child)) visit(child)

  const columns = await db.query<{ table: string; column: string; numbered: boolean }>(
    `select table_name as "table", column_name as "column", is_identity = 'YES' as numbered
     from information_schema.columns
     where table_schema = 'public' and is_generated = 'NEVER' order by ordinal_position`,
  )
  return ordered
    .filter((name) => !LEFT_BEHIND.includes(name))
    .map((name) => {
      const own = columns.filter(({ table }) => table === name)
      return {
        name,
        columns: own.filter(({ numbered }) => !numbered).map(({ column }) => `"${column}"`),
        numbered: own.find(({ numbered }) => numbered)?.column ?? null,
      }
    })
}

/**
 * Copies everything customers said and all that came of it from one database to another; rows that are there already
 * stay as they are. Events get places before all others in the stream, so that nobody is notified of the past.
 */
export async function copyConversations(from: Queryable, to: Tx): Promise<void> {
  for (const { name, columns, numbered } of await listTables(from)) {
    const order = numbered === null ? '' : ` order by "${numbered}"`
    const found = await from.query<{ row: object }>(`select to_jsonb(t) as row from "${name}" t${order}`)
    const rows = found.map(({ row }) => row)
    const first = name === 'events' ? (await firstPosition(to)) - rows.length : 0
    const placed = rows.map((row, i) => {
      if (name === 'events') return { ...row, position: first + i }
      // Their timers stayed behind: the clocks are looked at anew.
      return name === 'tickets' ? { ...row, clocks_version: -1 } : row
    })
    // One statement a table: rows may refer to each other, which is checked at its end.
    await to.query(
      `insert into "${name}" (${columns.join(', ')})
       select ${columns.join(', ')} from jsonb_populate_recordset(null::"${name}", $1::jsonb)
       on conflict do nothing`,
      [JSON.stringify(placed)],
    )
  }
}

async function firstPosition(db: Queryable): Promise<number> {
  const [row] = await db.query<{ first: number }>('select least(min(position), 1)::float8 as first from events')
  return row?.first ?? 1
}

const KEY = 'history'

/** How far the history of this installation has come. */
export interface HistoryProgress {
  seed: number
  days: number
  /** The first calendar day, `2026-10-23`. */
  from: string
  /** Days that are there, from the first on. */
  done: number
}

export async function findProgress(db: Queryable): Promise<HistoryProgress | null> {
  const [row] = await db.query<{ value: HistoryProgress }>('select value from settings where name = $1', [KEY])
  return row?.value ?? null
}

/** Null forgets it. */
export async function keepProgress(tx: Tx, progress: HistoryProgress | null): Promise<void> {
  if (progress === null) {
    await tx.query('delete from settings where name = $1', [KEY])
    return
  }
  await tx.query(
    `insert into settings (name, value) values ($1, $2::jsonb)
     on conflict (name) do update set value = excluded.value`,
    [KEY, JSON.stringify(progress)],
  )
}
