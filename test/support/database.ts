import { openAsBlob } from 'node:fs'
import { describe, inject } from 'vitest'
import { openPglite } from '../../src/database/pglite.ts'
import { openPostgres } from '../../src/database/postgres.ts'
import type { Database } from '../../src/domain/index.ts'
import { dropDatabase, onSameServer, runOnServer } from './postgres-template.ts'

export interface TestDatabaseKind {
  name: 'PGlite' | 'PostgreSQL'
  /** A fresh, migrated, empty database. Closing it removes it. */
  open(): Promise<Database>
}

/** A fresh, migrated, empty database in memory; 0.4 s. Open one per file and close it in `afterAll`. */
export async function openTestDatabase(): Promise<Database> {
  return openPglite(null, { snapshot: await openAsBlob(inject('pgliteSnapshot')) })
}

let opened = 0

/** A fresh, migrated, empty database on the server of DATABASE_URL, and its address; closing it drops it. */
export async function openTestPostgres(serverUrl: string): Promise<{ database: Database; url: string }> {
  // The name carries the run's process (in the template's) and this worker's, so that two runs never meet.
  const name = `${inject('postgresTemplate')?.replace(/_template$/, '')}_${process.pid}_${++opened}`
  await runOnServer(serverUrl, `create database ${name} template ${inject('postgresTemplate')}`)
  const url = onSameServer(serverUrl, name)
  const database = openPostgres(url, { poolSize: 8, log: () => {} })
  return {
    url,
    database: {
      ...database,
      close: async () => {
        await database.close()
        await dropDatabase(serverUrl, name)
      },
    },
  }
}

/** The databases this run tests on: PGlite always, PostgreSQL when DATABASE_URL is set. */
export function testDatabases(): TestDatabaseKind[] {
  const serverUrl = process.env.DATABASE_URL
  const kinds: TestDatabaseKind[] = [{ name: 'PGlite', open: openTestDatabase }]
  if (serverUrl) kinds.push({ name: 'PostgreSQL', open: async () => (await openTestPostgres(serverUrl)).database })
  return kinds
}

/** The same suite once on each database of `testDatabases`. */
export function describeOnEachDatabase(name: string, suite: (kind: TestDatabaseKind) => void): void {
  for (const kind of testDatabases()) describe(`${name} on ${kind.name}`, () => suite(kind))
}

/** Empties every table except the record of migrations; 30 ms, cheaper than another database. */
export async function emptyTables(database: Database): Promise<void> {
  const tables = await database.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> 'migrations'`,
  )
  await database.execute(`truncate ${tables.map((table) => table.name).join(', ')} restart identity cascade`)
}
