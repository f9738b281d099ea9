import { pino } from 'pino'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** Structured lines on standard output: an event's name and its numbers. Never the text of a message above debug. */
export function createLog(level: LogLevel, node: string) {
  const logger = pino({ level, base: { node }, timestamp: pino.stdTimeFunctions.isoTime })
  return {
    write(level: 'info' | 'warn', event: string, fields: object = {}): void {
      logger[level](fields, event)
    },
    error(error: unknown): void {
      logger.error({ err: error }, 'error')
    },
    /** One line a turn, with what it took; `error` is why it failed. */
    turn({ error, ...report }: { error?: unknown }): void {
      if (error === undefined) logger.info(report, 'turn.completed')
      else logger.error({ ...report, err: error }, 'turn.failed')
    },
  }
}

export type Log = ReturnType<typeof createLog>
