import type { Queryable } from '../domain/index.ts'
import { AGENT_COLUMNS, type AgentRow, type ListedAgent, toAgent } from './agent-store.ts'

/** Everybody, kept in memory. */
export interface Roster {
  /** In the order of their ids. Who has not changed since the last call is the same object. */
  list(db: Queryable): Promise<readonly ListedAgent[]>
}

/** Who it is, the transaction that wrote the row, and where it lies: another whenever the row changes. */
const VERSION = `id || ' ' || xmin || ' ' || ctid`

/**
 * Reads whole only the rows that changed: routing asks for everybody with each decision, and reading 500 people took a
 * fifth of it.
 */
export function createRoster(): Roster {
  /** By version, so that it does not matter which of two calls that overlap comes first. */
  const known = new Map<string, ListedAgent>()
  return {
    async list(db) {
      const versions = await listVersions(db)
      const asKnown = versions.map((version) => known.get(version))
      const changed = versions.filter((_, i) => asKnown[i] === undefined).map(idOf)
      if (changed.length === 0) return asKnown.flatMap((agent) => agent ?? [])
      const read = await readAgents(db, changed)
      if (known.size + read.length > 2 * versions.length) keepOnly(known, new Set(versions))
      for (const { version, agent } of read) known.set(version, agent)
      const readById = new Map(read.map(({ agent }) => [agent.id, agent]))
      // Who left between the two looks is in neither.
      return versions.flatMap((version, i) => asKnown[i] ?? readById.get(idOf(version)) ?? [])
    },
  }
}

/** Everybody's, by id. In one row: the garbage of a row for each person made one decision in ten wait for its collection. */
async function listVersions(db: Queryable): Promise<string[]> {
  const [row] = await db.queryPlanned<{ versions: string | null }>(
    `select string_agg(${VERSION}, ';' order by id) as versions from agents where left_at is null`,
  )
  return row?.versions?.split(';') ?? []
}

const idOf = (version: string): string => version.slice(0, version.indexOf(' '))

function keepOnly(known: Map<string, ListedAgent>, versions: ReadonlySet<string>): void {
  for (const version of known.keys()) if (!versions.has(version)) known.delete(version)
}

async function readAgents(db: Queryable, ids: readonly string[]) {
  const rows = await db.queryPlanned<AgentRow & { version: string }>(
    `select ${AGENT_COLUMNS}, ${VERSION} as version from agents where id = any($1::uuid[]) and left_at is null`,
    [ids],
  )
  return rows.map((row) => ({ version: row.version, agent: toAgent(row) }))
}
