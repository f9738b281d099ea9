import { z } from 'zod'
import { OWNERS } from '../domain/conversation.ts'
import { AWAY_REASONS, OFFLINE_REASONS } from '../domain/people.ts'
import { PRIORITIES } from '../domain/priority.ts'
import { TRANSFER_REASONS } from '../domain/transfer.ts'
import { SENTIMENTS } from '../domain/understanding.ts'
import { clientMessageId, id, messageText } from './shared.ts'

/** What the console asks for by HTTP and on its sockets; this, the name of a tag. */
export const tagName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a tag name such as "late-delivery"')

export const loginRequest = z.strictObject({
  email: z.email('must be an e-mail address').max(254),
  password: z.string().min(1).max(200),
})
export const replyRequest = z.strictObject({
  clientMessageId,
  text: messageText,
  /** The last public message the agent had on screen; a reply that crossed another agent's is refused. */
  lastSeenSeq: z.number().int().min(0),
  /** The ticket waits for the customer from now on; left out, the company's rule decides. */
  wait: z.boolean().optional(),
})
export const snoozeRequest = z.strictObject({
  /** At least a minute and at most a year ahead. */
  until: z.iso.datetime({ offset: true, error: 'must be an ISO date and time with a zone' }),
})
export const noteRequest = z.strictObject({ clientMessageId, text: messageText })
/** Words with spaces between them. */
export const searchQuery = z.strictObject({ words: z.string().trim().min(2).max(100) })
export const tagsRequest = z.strictObject({
  add: z.array(tagName).max(20).default([]),
  remove: z.array(tagName).max(20).default([]),
})
/** Null releases a priority that a person gave. */
export const priorityRequest = z.strictObject({ priority: z.enum(PRIORITIES).nullable() })
/** The conversation that the one of the path is merged into. */
export const mergeRequest = z.strictObject({ intoId: id })
export const intentRequest = z.strictObject({ intent: z.string().min(1).max(80) })
export const sentimentRequest = z.strictObject({ sentiment: z.enum(SENTIMENTS) })
export const transferRequest = z.strictObject({
  /** Back to the queue, to whoever has a skill, or to one colleague. */
  to: z.union(
    [z.literal('queue'), z.strictObject({ skill: z.string().min(1).max(80) }), z.strictObject({ agentId: id })],
    'must be "queue", { skill } or { agentId }',
  ),
  why: z.enum(TRANSFER_REASONS),
  /** For whoever takes it next. */
  note: messageText.nullable().default(null),
  /** Who had it as the sender saw it; refused when that has changed. */
  seen: z.strictObject({ owner: z.enum(OWNERS), agentId: id.nullable() }),
})
export const availabilityRequest = z.union([
  z.strictObject({ availability: z.literal('online') }),
  z.strictObject({ availability: z.literal('away'), reason: z.enum(AWAY_REASONS).nullable().default(null) }),
  z.strictObject({ availability: z.literal('offline'), reason: z.enum(OFFLINE_REASONS).nullable().default(null) }),
])
export const emptyRequest = z.strictObject({})
export const resumeRequest = z.strictObject({ position: z.number().int().min(0) })
export const watchRequest = z.strictObject({ conversationId: id, version: z.number().int().min(0) })
export const consoleTypingRequest = z.strictObject({ conversationId: id, typing: z.boolean() })
