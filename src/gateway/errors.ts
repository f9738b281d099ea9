import type { ErrorRequestHandler } from 'express'
import type { z } from 'zod'
import { EarshotError, type ErrorKind, firstFault } from '../domain/index.ts'
import type { WireError } from '../protocol/index.ts'

const STATUS: Record<ErrorKind, number> = {
  'invalid-request': 400,
  'not-allowed': 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
  bug: 500,
}

/** Codes that say: not who you are, but that you did not say who. */
const UNAUTHENTICATED = new Set(['not-logged-in', 'channel-token'])

export type ReportError = (error: unknown) => void

/** An error as it may be shown: ours as they are, everything else as a bug whose details stay in the log. */
export function toWireError(error: unknown, report: ReportError): WireError {
  if (error instanceof EarshotError) {
    if (error.kind === 'bug' || error.kind === 'unavailable') report(error)
    const retryAfterMs =
      error instanceof TooMany ? error.retryAfterMs : error.kind === 'unavailable' ? 2_000 : undefined
    return {
      kind: error.kind,
      code: error.code,
      message: error.message,
      ...(error.field === undefined ? {} : { field: error.field }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    }
  }
  report(error)
  return {
    kind: 'bug',
    code: 'internal',
    message: 'The server could not do this because of a fault of its own. Nothing was changed; the log says more.',
  }
}

/** Too many of the same in a while; says when to come back. */
export class TooMany extends EarshotError {
  readonly retryAfterMs: number

  constructor(code: string, message: string, retryAfterMs: number) {
    super('unavailable', code, message)
    this.retryAfterMs = retryAfterMs
  }
}

/** Reads `value` by a strict schema; throws an `invalid-request` error that names the first field at fault. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { path, reason } = firstFault(result.error)
  const field = path.join('.')
  throw new EarshotError(
    'invalid-request',
    'invalid',
    `${field === '' ? 'The request' : `The field ${field}`} ${reason}.`,
    field === '' ? {} : { field },
  )
}

/** The last handler of the HTTP app. */
export function errorHandler(report: ReportError): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error)
    const wire = toWireError(fromBodyParser(error), report)
    if (wire.retryAfterMs !== undefined) response.set('Retry-After', String(Math.ceil(wire.retryAfterMs / 1000)))
    const status = UNAUTHENTICATED.has(wire.code) ? 401 : error instanceof TooMany ? 429 : STATUS[wire.kind]
    response.status(status).json({ error: wire })
  }
}

/** express.json() throws errors of its own shape for bodies that are no JSON or too large. */
function fromBodyParser(error: unknown): unknown {
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined
  if (type === 'entity.parse.failed')
    return new EarshotError('invalid-request', 'not-json', 'The body is not valid JSON.')
  if (type === 'entity.too.large') {
    return new EarshotError('invalid-request', 'too-large', 'The body is larger than 100 kB.')
  }
  if ((typeof type === 'string' && type.startsWith('encoding.')) || type === 'charset.unsupported') {
    return new EarshotError('invalid-request', 'encoding', 'The body has an encoding that is not supported.')
  }
  if (error instanceof URIError) return new EarshotError('invalid-request', 'bad-path', 'The address is not valid.')
  return error
}
