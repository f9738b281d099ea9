import { pino } from 'pino'
import type { TurnReport } from './handle-message.ts'

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
    turn({ error, ...report }: TurnReport): void {
      if (error === undefined) logger.info(report, 'turn.completed')
      else logger.error({ ...report, err: error }, 'turn.failed')
    },
  }
}

export type Log = ReturnType<typeof createLog>
