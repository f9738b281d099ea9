import type { Conversation, Database, Message, Tx } from '../domain/index.ts'
import { bindAttachments, takeAttachments } from './attachment-store.ts'
import { appendMessage, changeConversation, findByClientMessageId, startConversation } from './conversation-store.ts'
import { lockCurrentConversation, type Thread } from './customer-conversations-store.ts'

export interface Received {
  conversation: Conversation
  message: Message
  /** This clientMessageId was stored before; nothing changed. */
  repeated: boolean
}

/**
 * Stores a customer's message once per `clientMessageId`, numbered, undecided, in one transaction. Only after it
 * resolves may the sender be told. A first message starts the conversation; one after the end reopens it; one of a merged
 * conversation belongs where that goes on. `afterStoring`
 * does in the same transaction what else the message changes; not for a repeat.
 */
export function receive(
  database: Database,
  incoming: {
    customerId: string
    clientMessageId: string
    text: string
    attachments?: readonly string[]
    thread?: Thread
  },
  afterStoring: (tx: Tx, conversation: Conversation) => Promise<void> = async () => {},
): Promise<Received> {
  return database.transaction(async (tx) => {
    const { current, ownId } = await lockCurrentConversation(tx, incoming.customerId, incoming.thread)
    const sender = { kind: 'public', author: 'customer' } as const
    const existing = current && (await findByClientMessageId(tx, current.id, incoming.clientMessageId, sender))
    if (current && existing) return { conversation: current, message: existing, repeated: true }
    // Stored before its conversation was merged, and sent again.
    if (current && ownId !== null && ownId !== current.id) {
      const before = await findByClientMessageId(tx, ownId, incoming.clientMessageId, sender)
      if (before) return { conversation: current, message: before, repeated: true }
    }

    let conversation = current ?? (await startConversation(tx, incoming.customerId))
    if (!current) await incoming.thread?.begin(tx, conversation.id)
    if (conversation.owner === 'resolved') {
      conversation = await changeConversation(
        tx,
        conversation,
        { owner: 'assistant', resolvedAt: null, dialogue: { ...conversation.dialogue, flow: null } },
        [
          {
            type: 'conversation.reopened',
            data: {},
            actor: { kind: 'customer', id: incoming.customerId },
          },
        ],
      )
    }
    const attachments = await takeAttachments(tx, incoming.customerId, incoming.attachments ?? [])
    const appended = await appendMessage(tx, conversation, {
      kind: 'public',
      author: 'customer',
      clientMessageId: incoming.clientMessageId,
      text: incoming.text,
      attachments,
    })
    await bindAttachments(tx, appended.message.id, attachments)
    await afterStoring(tx, appended.conversation)
    return { ...appended, repeated: false }
  })
}
