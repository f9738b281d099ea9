import { startAssistant } from '../../src/assistant.ts'
import { compose } from '../../src/compose.ts'
import { type Config, readConfig } from '../../src/config/index.ts'
import type { Database } from '../../src/domain/index.ts'
import { openDoor } from '../../src/gateway/index.ts'
import { createLog } from '../../src/log.ts'
import { SHARED_DATA_DIR } from './shared-data.ts'

export interface TestApp {
  url: string
  database: Database
  config: Config
  close(): Promise<void>
}

/**
 * The whole composed server on a free port and on `database`, with the real encoder, the demo company and the real
 * articles. Closing it leaves the database open, so that a test can start it again on the same data.
 */
export async function startApp(database: Database, settings: Record<string, string> = {}): Promise<TestApp> {
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    EARSHOT_DATA_DIR: SHARED_DATA_DIR,
    EARSHOT_MESSAGES_PER_MINUTE: '10000',
    EARSHOT_VISITORS_PER_MINUTE: '10000',
    EARSHOT_TIME_ZONE: 'Europe/Amsterdam',
    ...settings,
  })
  const log = createLog(config.logLevel, config.nodeName)
  const storage = { database, close: async () => {} }
  const assistant = await startAssistant(config, log)
  const door = await openDoor(config)
  const running = await compose(config, { door, storage, assistant }, log)
  return {
    url: `http://127.0.0.1:${door.port}`,
    database,
    config,
    async close() {
      await running.close()
      await assistant.close()
      await door.close()
    },
  }
}
