import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { migrate } from '../../src/database/index.ts'
import type { Database, Queryable } from '../../src/domain/index.ts'
import { projectRoot } from '../../src/project-root.ts'

const FOLDER = join(projectRoot, 'node_modules/.cache/earshot')
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The path of a dumped PGlite data folder with every migration applied. Making one takes 3.5 s, so it is kept under a
 * name that changes with the migrations and with PGlite's version.
 */
export async function preparePgliteSnapshot(): Promise<string> {
  const path = join(FOLDER, `pglite-${await snapshotKey()}.tar`)
  if (existsSync(path)) return path
  await mkdir(FOLDER, { recursive: true })
  await removeOld()
  const pglite = await PGlite.create({ postgresqlconf: ['shared_buffers=16MB'] })
  await migrate(asDatabase(pglite))
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  const half = `${path}.${process.pid}.tmp`
  await writeFile(half, Buffer.from(await dump.arrayBuffer()))
  await rename(half, path)
  return path
}

async function snapshotKey(): Promise<string> {
  const hash = createHash('sha256')
  const migrations = join(projectRoot, 'src/database/migrations')
  for (const name of (await readdir(migrations)).sort())
    hash.update(name).update(await readFile(join(migrations, name)))
  hash.update(await readFile(join(projectRoot, 'src/database/migrate.ts')))
  hash.update(await readFile(join(projectRoot, 'node_modules/@electric-sql/pglite/package.json')))
  return hash.digest('hex').slice(0, 16)
}

/** Removes snapshots of older migrations; recent ones may belong to a run that is still going. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(FOLDER)) {
    const path = join(FOLDER, name)
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? 0)
    if (name.startsWith('pglite-') && age > DAY_MS) await rm(path, { force: true })
  }
}

/** `openPglite` hides the PGlite it opens, and only that can dump itself; this is the little of a Database `migrate` uses. */
function asDatabase(pglite: PGlite): Database {
  const on = (client: { query(sql: string, parameters?: unknown[]): Promise<{ rows: unknown[] }> }): Queryable => {
    // The caller states the columns of its own SQL.
    const query = async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await client.query(sql, [...parameters])).rows as Row[]
    return { query, queryPlanned: query }
  }
  return {
    kind: 'pglite',
    ...on(pglite),
    transaction: (work) => pglite.transaction((client) => work({ ...on(client), transaction: true })),
    snapshot: (read) => pglite.transaction((client) => read(on(client))),
    execute: async (sql) => {
      await pglite.exec(sql)
    },
    close: () => pglite.close(),
  }
}
