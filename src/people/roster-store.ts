import type { Queryable } from '../domain/index.ts'
import { AGENT_COLUMNS, type AgentRow, type ListedAgent, toAgent } from './agent-store.ts'

/** Everybody, kept in memory. */
export interface Roster {
  /** In the order of their ids. Who has not changed since the last call is the same object. */
  list(db: Queryable): Promise<readonly ListedAgent[]>
}

/** Changes whenever the row does: the transaction that wrote it, and where it lies. */
const VERSION = `xmin::text || ctid::text as version`

/**
 * Reads whole only the rows that changed: routing asks for everybody with each decision, and reading 500 people took a
 * fifth of it.
 */
export function createRoster(): Roster {
  let known = new Map<string, { version: string; agent: ListedAgent }>()
  return {
    async list(db) {
      const current = await db.queryPlanned<{ id: string; version: string }>(
        `select id, ${VERSION} from agents where left_at is null order by id`,
      )
      // Another call may meanwhile put its own in place.
      const before = known
      const isKnown = ({ id, version }: { id: string; version: string }) => before.get(id)?.version === version
      const changed = current.filter((row) => !isKnown(row))
      const read = changed.length === 0 ? [] : await readAgents(db, changed)
      const readById = new Map(read.map((entry) => [entry.agent.id, entry]))
      // Who left between the two looks is in neither.
      const entries = current.flatMap((row) => (isKnown(row) ? before.get(row.id) : readById.get(row.id)) ?? [])
      known = new Map(entries.map((entry) => [entry.agent.id, entry]))
      return entries.map(({ agent }) => agent)
    },
  }
}

async function readAgents(db: Queryable, of: readonly { id: string }[]) {
  const rows = await db.queryPlanned<AgentRow & { version: string }>(
    `select ${AGENT_COLUMNS}, ${VERSION} from agents where id = any($1::uuid[]) and left_at is null`,
    [of.map(({ id }) => id)],
  )
  return rows.map((row) => ({ version: row.version, agent: toAgent(row) }))
}
