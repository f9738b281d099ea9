import type { Assistant } from './assistant.ts'
import type { Config } from './config/index.ts'
import type { Database } from './domain/index.ts'
import type { Log } from './log.ts'

/** What every part is built with. */
export interface Building {
  config: Config
  database: Database
  assistant: Assistant
  log: Log
  /** What was opened is closed in reverse order, also when a later part fails to open. */
  onClose(close: () => Promise<void>): void
  /** Publishes what was committed. */
  afterCommit(): void
}
