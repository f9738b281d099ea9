import type { CustomerConversation, CustomerMessage } from '../../src/protocol/customer.ts'
import type { WireError } from '../../src/protocol/shared.ts'
import { type Connection, Refused } from './connection.ts'
import type { Keep } from './keep.ts'
import { change, enqueue, forgetMessage, keepMessage, type OutgoingMessage } from './outbox.ts'
import type { Store } from './store.ts'
import type { Attachment } from './upload.ts'

/** After this many sendings without an answer the customer is asked what to do. */
const MOST_ATTEMPTS = 3
const LONGEST_PAUSE_MS = 60_000
const UNANSWERED = 'The server did not answer. Your message is kept here.'

interface SenderParts {
  store: Store<{ outbox: readonly OutgoingMessage[] } & object>
  keep: Keep
  connection: Pick<Connection, 'isUp' | 'renew' | 'request'>
  newId: () => string
  onSent: (conversation: CustomerConversation, message: CustomerMessage) => void
}

/** Sends the outbox in order, one message at a time, each with the id it was written with. */
export function createSender({ store, keep, connection, newId, onSent }: SenderParts) {
  let isSending = false
  const attempts = new Map<string, number>()

  const update = (id: string, changes: Partial<Pick<OutgoingMessage, 'status' | 'reason'>>) =>
    store.update({ outbox: change(store.get().outbox, id, changes) })

  async function sendAll(): Promise<void> {
    if (isSending) return
    isSending = true
    try {
      while (connection.isUp()) {
        const next = store.get().outbox.find(({ status }) => status === 'sending')
        if (!next) break
        await sendOne(next)
      }
    } finally {
      isSending = false
    }
  }

  async function sendOne({ clientMessageId, text, attachments }: OutgoingMessage): Promise<void> {
    try {
      const files = attachments.length > 0 ? { attachments: attachments.map(({ id }) => id) } : {}
      const payload = { clientMessageId, text, ...files }
      const { conversation, message } = await connection.request('message:send', payload)
      forgetMessage(keep, clientMessageId)
      attempts.delete(clientMessageId)
      update(clientMessageId, { status: 'sent', reason: null })
      onSent(conversation, message)
    } catch (error) {
      const tried = (attempts.get(clientMessageId) ?? 0) + 1
      attempts.set(clientMessageId, tried)
      if (error instanceof Refused) await takeRefusal(clientMessageId, error.wire, tried)
      // A broken line is no failure: the message goes again when the line is back.
      else if (connection.isUp()) {
        if (tried >= MOST_ATTEMPTS) update(clientMessageId, { status: 'failed', reason: UNANSWERED })
        connection.renew()
      }
    }
  }

  async function takeRefusal(clientMessageId: string, { message, retryAfterMs }: WireError, tried: number) {
    if (retryAfterMs === undefined || retryAfterMs > LONGEST_PAUSE_MS || tried >= MOST_ATTEMPTS) {
      update(clientMessageId, { status: 'failed', reason: message })
      return
    }
    update(clientMessageId, { reason: message })
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs))
    update(clientMessageId, { reason: null })
  }

  return {
    send(text: string, attachments: readonly Attachment[] = []): void {
      const outbox = enqueue(store.get().outbox, newId(), { text, attachments }, Date.now())
      const added = outbox.at(-1)
      if (added) keepMessage(keep, added)
      store.update({ outbox })
      void sendAll()
    },
    retry(clientMessageId: string): void {
      attempts.delete(clientMessageId)
      update(clientMessageId, { status: 'sending', reason: null })
      void sendAll()
    },
    /** Takes a failed message out, so that it can be written anew. Returns its text; null where it is on its way. */
    takeBack(clientMessageId: string): string | null {
      const { outbox } = store.get()
      const message = outbox.find((other) => other.clientMessageId === clientMessageId && other.status === 'failed')
      if (!message) return null
      forgetMessage(keep, clientMessageId)
      store.update({ outbox: outbox.filter((other) => other !== message) })
      return message.text
    },
    /** Goes on after the line came back. */
    resume: () => void sendAll(),
    /** These are in the thread: the server has them, whether or not its answer came. */
    forget(messages: readonly CustomerMessage[]): void {
      for (const { clientMessageId } of messages) if (clientMessageId !== null) forgetMessage(keep, clientMessageId)
    },
  }
}
