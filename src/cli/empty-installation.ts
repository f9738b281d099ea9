import { startAssistant } from '../assistant.ts'
import { compose, type Running } from '../compose.ts'
import type { Config } from '../config/index.ts'
import { loadPglite, migrate } from '../database/index.ts'
import type { Database } from '../domain/index.ts'
import { openDoor } from '../gateway/index.ts'
import { createLog } from '../log.ts'

/** The whole product with the installation's intents and articles, on an empty database in memory that ends with it. */
export interface EmptyInstallation extends Running {
  database: Database
  assistant: Awaited<ReturnType<typeof startAssistant>>
}

/** The installation's own database and Redis are left alone; the demo company is loaded. */
export async function openEmptyInstallation(installed: Config): Promise<EmptyInstallation> {
  const config: Config = {
    ...installed,
    port: 0,
    host: '127.0.0.1',
    databaseUrl: undefined,
    redisUrl: undefined,
    admin: null,
    demo: true,
    logLevel: 'silent',
  }
  const log = createLog(config.logLevel, config.nodeName)
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end()
  }
  try {
    const { openPglite } = await loadPglite()
    const database = await openPglite(null)
    closers.push(() => database.close())
    await migrate(database)
    const assistant = await startAssistant(config, log)
    closers.push(() => assistant.close())
    const door = await openDoor(config)
    closers.push(() => door.close())
    const running = await compose(config, { door, assistant, storage: { database, close } }, log)
    closers.push(running.close)
    return { ...running, database, assistant, close }
  } catch (error) {
    await close()
    throw error
  }
}
