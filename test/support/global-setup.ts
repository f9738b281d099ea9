import type { TestProject } from 'vitest/node'
import { startAssistant } from '../../src/assistant.ts'
import { readConfig } from '../../src/config/index.ts'
import { preparePgliteSnapshot } from './pglite-snapshot.ts'
import { dropTestDatabases, preparePostgresTemplate } from './postgres-template.ts'
import { SHARED_DATA_DIR } from './shared-data.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** File of a migrated PGlite data folder, dumped; every test database starts from it. */
    pgliteSnapshot: string
    /** Migrated database on the server of DATABASE_URL that test databases are copies of; null without that variable. */
    postgresTemplate: string | null
  }
}

interface Prepared {
  pgliteSnapshot: string
  postgresTemplate: string | null
}

// Vitest calls this once per project in one process; what it prepares is prepared once.
let prepared: Promise<Prepared> | undefined
let users = 0

/** Prepares what test databases are copied from and hands it to the workers. The last project to end cleans up. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  users++
  prepared ??= prepare()
  const { pgliteSnapshot, postgresTemplate } = await prepared
  project.provide('pgliteSnapshot', pgliteSnapshot)
  project.provide('postgresTemplate', postgresTemplate)
  return async () => {
    if (--users === 0 && process.env.DATABASE_URL) await dropTestDatabases(process.env.DATABASE_URL, process.pid)
  }
}

async function prepare(): Promise<Prepared> {
  const url = process.env.DATABASE_URL
  const [pgliteSnapshot, postgresTemplate] = await Promise.all([
    preparePgliteSnapshot(),
    url ? preparePostgresTemplate(url) : null,
    trainOnce(),
  ])
  return { pgliteSnapshot, postgresTemplate }
}

/** Trains the models into the shared cache, so that test files running side by side find them there. */
async function trainOnce(): Promise<void> {
  const config = readConfig({ EARSHOT_DATA_DIR: SHARED_DATA_DIR })
  const assistant = await startAssistant(config, { write: () => {} })
  await assistant.understander.learnTags({ tags: assistant.tags.map(({ name }) => name), examples: [] })
  await assistant.close()
}
