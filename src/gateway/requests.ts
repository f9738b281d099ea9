import type { Socket } from 'socket.io'
import type { z } from 'zod'
import type { Ack } from '../protocol/index.ts'
import { parse, type ReportError, toWireError } from './errors.ts'

/**
 * Answers one kind of request on a socket: the payload is read by a strict schema, the acknowledgement carries the
 * result or the error. A request without an acknowledgement function is ignored: its sender could not learn the outcome.
 */
export function answer<Schema extends z.ZodType, Result>(
  socket: Socket,
  event: string,
  schema: Schema,
  report: ReportError,
  work: (request: z.output<Schema>) => Promise<Result>,
): void {
  socket.on(event, async (...parameters: unknown[]) => {
    const acknowledge = parameters.at(-1)
    if (typeof acknowledge !== 'function') return
    const payload = parameters.length > 1 ? parameters[0] : {}
    let ack: Ack<Result>
    try {
      ack = { ok: true, result: await work(parse(schema, payload)) }
    } catch (error) {
      ack = { ok: false, error: toWireError(error, report) }
    }
    acknowledge(ack)
  })
}

/** Refuses a connection with a code a client can act on (`connect_error` with `error.data.code`). */
export function refuse(code: string, message: string): Error {
  return Object.assign(new Error(message), { data: { code, message } })
}
