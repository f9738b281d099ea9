import type { CustomerMessage } from '../../src/protocol/customer.ts'
import type { Keep } from './keep.ts'
import type { Attachment } from './upload.ts'

/** A message of the customer that is not in the thread yet. */
export interface OutgoingMessage {
  clientMessageId: string
  text: string
  /** Files of this message; the server has them already. */
  attachments: readonly Attachment[]
  /** Milliseconds since 1970 by the browser's clock; rising, so that it gives the order. */
  writtenAtMs: number
  /** `sent`: acknowledged, waiting for its place in the thread. */
  status: 'sending' | 'sent' | 'failed'
  /** A sentence for the customer: why it failed, or what it waits for. */
  reason: string | null
}

const ENTRY = 'outbox:'

/** What an earlier page wrote and no server acknowledged, oldest first. Everything goes again with the same id. */
export function loadOutbox(keep: Keep): OutgoingMessage[] {
  return keep
    .names(ENTRY)
    .flatMap((name) => readEntry(name.slice(ENTRY.length), keep.get(name)))
    .sort((one, other) => one.writtenAtMs - other.writtenAtMs)
}

function readEntry(clientMessageId: string, kept: string | null): OutgoingMessage[] {
  try {
    const { text, writtenAtMs, attachments = [] } = JSON.parse(kept ?? '')
    if (typeof text !== 'string' || typeof writtenAtMs !== 'number' || !Array.isArray(attachments)) return []
    return [{ clientMessageId, text, attachments, writtenAtMs, status: 'sending', reason: null }]
  } catch {
    return []
  }
}

/** One entry of storage per message, so that two tabs of one customer never overwrite each other's. */
export function keepMessage(keep: Keep, { clientMessageId, text, writtenAtMs, attachments }: OutgoingMessage): void {
  const files = attachments.length > 0 ? { attachments } : {}
  keep.set(ENTRY + clientMessageId, JSON.stringify({ text, writtenAtMs, ...files }))
}

export function forgetMessage(keep: Keep, clientMessageId: string): void {
  keep.remove(ENTRY + clientMessageId)
}

/** Adds a message at the end, later than all that wait. */
export function enqueue(
  outbox: readonly OutgoingMessage[],
  clientMessageId: string,
  { text, attachments }: Pick<OutgoingMessage, 'text' | 'attachments'>,
  nowMs: number,
) {
  const writtenAtMs = Math.max(nowMs, (outbox.at(-1)?.writtenAtMs ?? 0) + 1)
  return [
    ...outbox,
    { clientMessageId, text, attachments, writtenAtMs, status: 'sending', reason: null } satisfies OutgoingMessage,
  ]
}

/** Changes one message; the others stay. */
export function change(
  outbox: readonly OutgoingMessage[],
  clientMessageId: string,
  changes: Partial<Pick<OutgoingMessage, 'status' | 'reason'>>,
): OutgoingMessage[] {
  return outbox.map((message) => (message.clientMessageId === clientMessageId ? { ...message, ...changes } : message))
}

/** Without those that the thread shows by now. */
export function withoutDelivered(outbox: readonly OutgoingMessage[], messages: readonly CustomerMessage[]) {
  const delivered = new Set(messages.map((message) => message.clientMessageId))
  return outbox.filter((message) => !delivered.has(message.clientMessageId))
}
