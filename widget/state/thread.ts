import type { CustomerMessage } from '../../src/protocol/customer.ts'

/** The messages of one conversation as the customer sees them: `seq` 1, 2, 3 … without gaps. */
export interface Thread {
  conversationId: string | null
  messages: readonly CustomerMessage[]
}

export const EMPTY_THREAD: Thread = { conversationId: null, messages: [] }

/** 0 for an empty thread. */
export const lastSeqOf = (thread: Thread): number => thread.messages.at(-1)?.seq ?? 0

/**
 * Takes in what follows without a gap, in order, each once; leaves the rest out, because the server sends it again
 * when asked for what is later than the last one held. Returns the same thread when nothing was new.
 */
export function receiveMessages(thread: Thread, incoming: readonly CustomerMessage[]): Thread {
  const conversationId = thread.conversationId ?? incoming[0]?.conversationId ?? null
  let expected = lastSeqOf(thread) + 1
  const fresh: CustomerMessage[] = []
  for (const message of [...incoming].sort((one, other) => one.seq - other.seq)) {
    if (message.conversationId !== conversationId || message.seq !== expected) continue
    fresh.push(message)
    expected++
  }
  return fresh.length === 0 ? thread : { conversationId, messages: [...thread.messages, ...fresh] }
}

/** How many messages of others came after `readSeq`. What the system says is not counted. */
export function countUnread(thread: Thread, readSeq: number): number {
  return thread.messages.filter(({ seq, author }) => seq > readSeq && (author === 'assistant' || author === 'agent'))
    .length
}
