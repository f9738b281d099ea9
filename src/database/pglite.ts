import { PGlite } from '@electric-sql/pglite'
import type { Database, Queryable, Tx } from '../domain/index.ts'

interface PgliteQueryable {
  query(sql: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>
}

/**
 * Postgres inside this process, its files in `folder` (in memory when null). `snapshot` is a dumped data folder to start
 * from, which is six times faster than an empty one. One connection: an open transaction makes every other query wait.
 */
export async function openPglite(folder: string | null, options: { snapshot?: Blob } = {}): Promise<Database> {
  const pglite = await PGlite.create({
    ...(folder === null ? {} : { dataDir: folder }),
    ...(options.snapshot === undefined ? {} : { loadDataDir: options.snapshot }),
    // 128 MB by default, which this process pays for in resident memory.
    postgresqlconf: ['shared_buffers=16MB'],
  })

  const on = (client: PgliteQueryable): Queryable => {
    async function query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const result = await client.query(sql, [...parameters])
      return result.rows as Row[] // the caller states the columns of its own SQL
    }
    // It keeps no plans.
    return { query, queryPlanned: query }
  }

  return {
    kind: 'pglite',
    ...on(pglite),
    transaction: <T>(work: (tx: Tx) => Promise<T>) =>
      pglite.transaction((client) => work({ ...on(client), transaction: true })),
    // One connection: within a transaction nothing else can write.
    snapshot: (read) => pglite.transaction((client) => read(on(client))),
    async execute(sql) {
      await pglite.exec(sql)
    },
    close: () => pglite.close(),
  }
}
