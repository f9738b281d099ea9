import { findConversation } from '../conversation/index.ts'
import type { Publication, Queryable, Tx } from '../domain/index.ts'
import { CONSOLE_NAMESPACE, CUSTOMER_NAMESPACE } from '../protocol/index.ts'
import { AGENTS_ROOM } from './console-socket.ts'
import { customerRoom } from './customer-socket.ts'
import type { Reach } from './reach.ts'
import { viewChanges } from './views/conversation-view-store.ts'
import {
  customerMessagesAfter,
  viewCustomerConversation,
  viewQueuedConversations,
} from './views/customer-view-store.ts'

/**
 * Tells the sockets of every node what changed: consoles get the difference since the version before, the customer the
 * new public messages and who answers now. Reads through the relay's transaction; called again after a crash.
 */
export function createPublisher(reach: Reach, options: { assistantName: string }) {
  return async (tx: Tx, publications: Publication[]): Promise<void> => {
    for (const { conversationId, since, position } of publications) {
      const changes = await viewChanges(tx, conversationId, since)
      if (!changes) continue
      reach(CONSOLE_NAMESPACE)
        .to(AGENTS_ROOM)
        .emit('conversation:changed', { ...changes, position })
      const customer = reach(CUSTOMER_NAMESPACE).to(customerRoom(await customerOf(tx, conversationId)))
      const messages = await customerMessagesAfter(tx, conversationId, 0, { ...options, sinceVersion: since })
      for (const message of messages) customer.emit('message:new', message)
      customer.emit('conversation:changed', await viewCustomerConversation(tx, conversationId))
    }
  }
}

/** Tells customers whose place in the queue is another than this node last told them. */
export function createQueueTeller(reach: Reach) {
  let told = new Map<string, number | null>()
  return async (db: Queryable): Promise<void> => {
    const waiting = await viewQueuedConversations(db)
    for (const { customerId, conversation } of waiting) {
      if (told.get(conversation.id) === conversation.queuePosition) continue
      reach(CUSTOMER_NAMESPACE).to(customerRoom(customerId)).emit('conversation:changed', conversation)
    }
    told = new Map(waiting.map(({ conversation }) => [conversation.id, conversation.queuePosition]))
  }
}

async function customerOf(tx: Tx, conversationId: string): Promise<string> {
  const conversation = await findConversation(tx, conversationId)
  if (!conversation) throw new Error(`Conversation ${conversationId} vanished while it was published.`)
  return conversation.customerId
}
