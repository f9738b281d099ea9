import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../domain/index.ts'
import { projectRoot } from '../project-root.ts'

const MIGRATIONS = join(projectRoot, 'src/database/migrations')
/** Any number, the same in every node: two nodes that start together migrate one after the other. */
const LOCK = 7_310_218
/** A column more for millions of rows takes minutes, and another node waits as long; queries have 15 s. */
const LIMIT = `set local statement_timeout = '30min'`

/** Applies what is missing of `migrations/`, in order, each in a transaction of its own. Returns the names applied. */
export async function migrate(database: Database): Promise<string[]> {
  await database.transaction(async (tx) => {
    await tx.query(LIMIT)
    // Even "if not exists" fails when two do it at once.
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK])
    await tx.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    )
  })
  const files = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort()
  const known = await database.query<{ name: string }>('select name from migrations')
  const unknown = known.find((row) => !files.includes(row.name))
  if (unknown) {
    throw new Error(
      `The database was written by a newer Earshot (migration ${unknown.name}). Start that version, or restore a backup.`,
    )
  }
  const applied: string[] = []
  for (const name of files) {
    const sql = await readFile(join(MIGRATIONS, name), 'utf8')
    await database.transaction(async (tx) => {
      await tx.query(LIMIT)
      await tx.query('select pg_advisory_xact_lock($1)', [LOCK])
      const done = await tx.query('select 1 from migrations where name = $1', [name])
      if (done.length > 0) return
      for (const statement of statements(sql)) await tx.query(statement)
      await tx.query('insert into migrations (name) values ($1)', [name])
      applied.push(name)
    })
  }
  return applied
}

/** Splits a migration at its semicolons; migrations hold no function bodies and no semicolons in strings. */
function statements(sql: string): string[] {
  return sql
    .replaceAll(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
