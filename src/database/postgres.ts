import pg from 'pg'
import { type Database, type Queryable, unavailable } from '../domain/index.ts'

const INT8 = 20

/** PostgreSQL through a pool of connections. `url` is a `postgres://` address; every wait is bounded. */
export function openPostgres(url: string, options: { poolSize: number; log: (error: Error) => void }): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'earshot',
    // Our statements are short: compiling one took ten times what it then ran for. Reports group by 100,000 conversations,
    // which does not fit in the 4 MB of the default.
    options: '-c jit=off -c work_mem=16MB',
    types: {
      // Counts and positions stay far below 2^53; a string would surprise every reader.
      getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  })
  // An idle connection that the server closes must not end the process.
  pool.on('error', options.log)

  const planned = new Map<string, string>()
  const nameOf = (sql: string): string => {
    const name = planned.get(sql) ?? `earshot_${planned.size}`
    planned.set(sql, name)
    return name
  }

  const on = (client: pg.Pool | pg.PoolClient): Queryable => {
    const run = async <Row>(query: pg.QueryConfig): Promise<Row[]> => {
      const result = await client.query(query).catch((error) => {
        throw saysUnreachable(error) ? unreachable(error) : error
      })
      return result.rows as Row[] // the caller states the columns of its own SQL
    }
    return {
      query: (text, parameters = []) => run({ text, values: [...parameters] }),
      queryPlanned: (text, parameters = []) => run({ name: nameOf(text), text, values: [...parameters] }),
    }
  }

  async function within<T>(begin: string, work: (client: Queryable) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error) => {
      throw unreachable(error)
    })
    let broken: Error | undefined
    try {
      await client.query(begin)
      const result = await work(on(client))
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((rollbackError) => {
        broken = rollbackError
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    kind: 'postgres',
    ...on(pool),
    transaction: (work) => within('begin', (client) => work({ ...client, transaction: true })),
    snapshot: (read) => within('begin isolation level repeatable read, read only', read),
    async execute(sql) {
      await pool.query(sql)
    },
    close: () => pool.end(),
  }
}

const unreachable = (error: unknown) =>
  unavailable('database-unreachable', 'The database did not answer. Nothing was changed; try again.', error)

/** Classes of SQLSTATE: connection lost (08), out of disk, memory or connections (53), server stopping (57P). */
const UNREACHABLE_STATES = /^(08|53|57P)/
const UNREACHABLE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])

/** Whether the database could not be asked, as opposed to having refused what it was asked. */
function saysUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    UNREACHABLE_CODES.has(code) ||
    UNREACHABLE_STATES.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after/.test(error.message)
  )
}
