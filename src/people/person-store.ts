import type { Queryable, Tx } from '../domain/index.ts'
import { AGENT_COLUMNS, type AgentRow, type ListedAgent, toAgent } from './agent-store.ts'

/** Somebody who works here, or did, with what tells one state of them from another. */
export interface Person extends ListedAgent {
  /** A fingerprint of what people write of them: availability and work done do not change it. */
  version: string
  leftAt: Date | null
}

const VERSION = `md5(jsonb_build_array(name, role, skills, languages, capacity, working_hours, time_zone, left_at)::text)`
const COLUMNS = `${AGENT_COLUMNS}, ${VERSION} as version, agents.left_at`

type PersonRow = AgentRow & { version: string; left_at: Date | null }

const toPerson = (row: PersonRow): Person => ({ ...toAgent(row), version: row.version, leftAt: row.left_at })

/** By name; who left comes last. */
export async function listPeople(db: Queryable): Promise<Person[]> {
  const rows = await db.query<PersonRow>(
    `select ${COLUMNS} from agents order by left_at is not null, lower(name), name, id`,
  )
  return rows.map(toPerson)
}

export async function findPerson(db: Queryable, id: string): Promise<Person | null> {
  const [row] = await db.query<PersonRow>(`select ${COLUMNS} from agents where id = $1`, [id])
  return row ? toPerson(row) : null
}

/** As `findPerson`; until the transaction ends nobody else changes them. */
export async function lockPerson(tx: Tx, id: string): Promise<Person | null> {
  const [row] = await tx.query<PersonRow>(`select ${COLUMNS} from agents where id = $1 for no key update`, [id])
  return row ? toPerson(row) : null
}

/** One change of people at a time, so that two admins cannot take each other's role in the same moment. */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [PEOPLE_LOCK])
}

/** Any number that nothing else in this database locks. */
const PEOPLE_LOCK = 7_265_002

/** Whether an admin works here besides this person. */
export async function hasOtherAdmin(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.query(`select 1 from agents where role = 'admin' and left_at is null and id <> $1 limit 1`, [
    id,
  ])
  return rows.length > 0
}
