/** The six kinds of failure the product knows. The gateway maps each to one HTTP status and one socket acknowledgement. */
export const ERROR_KINDS = ['invalid-request', 'not-found', 'not-allowed', 'conflict', 'unavailable', 'bug'] as const
export type ErrorKind = (typeof ERROR_KINDS)[number]

/**
 * A failure with a sentence that may be shown to whoever caused it.
 * `code` is stable for programs, `message` is for people, `field` names the input at fault (dotted path) where there is one.
 */
export class EarshotError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly field: string | undefined

  constructor(kind: ErrorKind, code: string, message: string, options: { field?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'EarshotError'
    this.kind = kind
    this.code = code
    this.field = options.field
  }
}

export const invalid = (code: string, message: string, field?: string) =>
  new EarshotError('invalid-request', code, message, field === undefined ? {} : { field })
export const notFound = (code: string, message: string) => new EarshotError('not-found', code, message)
export const notAllowed = (code: string, message: string) => new EarshotError('not-allowed', code, message)
export const conflict = (code: string, message: string) => new EarshotError('conflict', code, message)
export const unavailable = (code: string, message: string, cause?: unknown) =>
  new EarshotError('unavailable', code, message, { cause })
