import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from './config/index.ts'
import { keepSetting, loadPglite, loadPostgres, lockFolder, migrate } from './database/index.ts'
import type { Database } from './domain/index.ts'
import type { Log } from './log.ts'

/** The migrated database. */
export interface Storage {
  database: Database
  close(): Promise<void>
}

/** Holds the data folder for this process until released; nothing to hold where PostgreSQL keeps the data. */
export async function holdStorage(config: Config): Promise<{ release(): Promise<void> }> {
  return config.databaseUrl ? { release: async () => {} } : lockFolder(config.dataDir)
}

/**
 * Opens PostgreSQL where DATABASE_URL names one, else the embedded database under the data folder, which `holdStorage`
 * has taken. Throws a sentence for the operator when it can't.
 */
export async function openStorage(config: Config, log: Log): Promise<Storage> {
  const database = await openDatabase(config, log)
  try {
    await migrate(database)
    return { database, close: () => database.close() }
  } catch (error) {
    await database.close().catch(() => {})
    const where = config.databaseUrl ? 'The database at DATABASE_URL' : `The database in ${config.dataDir}`
    throw new Error(`${where} can't be used: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

async function openDatabase(config: Config, log: Log): Promise<Database> {
  if (config.databaseUrl === undefined) {
    const { openPglite } = await loadPglite()
    return openPglite(join(config.dataDir, 'database'))
  }
  const { openPostgres } = await loadPostgres()
  return openPostgres(config.databaseUrl, { poolSize: config.databasePool, log: log.error })
}

/**
 * The key that signs customers' tokens: from the environment, or made once and kept in the database, where every node
 * of a cluster finds the same.
 */
export async function signingSecret(database: Database, fromEnvironment: string | undefined): Promise<string> {
  return fromEnvironment ?? keepSetting(database, 'signing-secret', randomBytes(32).toString('base64url'))
}
