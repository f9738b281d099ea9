import { z } from 'zod'

/** A message may hold this many UTF-16 units. */
export const MAX_MESSAGE_LENGTH = 4_000
export const MAX_COMMENT_LENGTH = 1_000

// Everything below space but tab and newline, DEL, and the C1 block: nothing a person types.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** Marks that turn the direction of the text around them, and could disguise what follows. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g

/** Text as a person sent it, without control characters and lone surrogates; markup stays text and is shown as such. */
const cleaned = z
  .string()
  .transform((text) =>
    text.toWellFormed().replaceAll('\r\n', '\n').replaceAll(CONTROL, '').replaceAll(DIRECTION, '').trim(),
  )

export const messageText = z
  .string({ error: 'must be text' })
  .max(MAX_MESSAGE_LENGTH, `must have at most ${MAX_MESSAGE_LENGTH} characters`)
  .pipe(cleaned)
  .pipe(z.string().min(1, 'must not be empty'))

export const commentText = z
  .string()
  .max(MAX_COMMENT_LENGTH, `must have at most ${MAX_COMMENT_LENGTH} characters`)
  .pipe(cleaned)

/** Made by the sender, unique in its conversation; a repeat of it is the same message. */
export const clientMessageId = z.string().regex(/^[\w-]{8,64}$/, 'must have 8 to 64 letters, digits, - or _')
export const id = z.uuid('must be a UUID')

export interface WireError {
  kind: 'invalid-request' | 'not-found' | 'not-allowed' | 'conflict' | 'unavailable' | 'bug'
  /** Stable, for programs. */
  code: string
  /** A sentence for people. */
  message: string
  /** The input at fault, as a dotted path. */
  field?: string
  /** How long to wait before trying again, where that helps. */
  retryAfterMs?: number
}

/** Answer to a socket event. The effect has been committed when `ok` is true; nothing has changed when it is false. */
export type Ack<Result> = { ok: true; result: Result } | { ok: false; error: WireError }
