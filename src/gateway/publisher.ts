import { listReaders } from '../conversation/index.ts'
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
 * new public messages and who answers now. Reads through the relay's transaction, and only for somebody who listens; called
 * again after a crash.
 */
export function createPublisher(reach: Reach, options: { assistantName: string }) {
  async function tellConsoles(tx: Tx, { conversationId, since, position }: Publication): Promise<void> {
    if (!reach.isHeard(CONSOLE_NAMESPACE, AGENTS_ROOM)) return
    const changes = await viewChanges(tx, conversationId, since)
    if (changes) reach.to(CONSOLE_NAMESPACE, AGENTS_ROOM).emit('conversation:changed', { ...changes, position })
  }

  async function tellCustomer(tx: Tx, { conversationId, since }: Publication): Promise<void> {
    const rooms = (await listReaders(tx, conversationId))
      .map(customerRoom)
      .filter((room) => reach.isHeard(CUSTOMER_NAMESPACE, room))
    if (rooms.length === 0) return
    const messages = await customerMessagesAfter(tx, conversationId, 0, { ...options, sinceVersion: since })
    const conversation = await viewCustomerConversation(tx, conversationId)
    for (const room of rooms) {
      const customer = reach.to(CUSTOMER_NAMESPACE, room)
      for (const message of messages) customer.emit('message:new', message)
      if (conversation) customer.emit('conversation:changed', conversation)
    }
  }

  return async (tx: Tx, publications: Publication[]): Promise<void> => {
    for (const publication of publications) {
      await tellConsoles(tx, publication)
      await tellCustomer(tx, publication)
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
      reach.to(CUSTOMER_NAMESPACE, customerRoom(customerId)).emit('conversation:changed', conversation)
    }
    told = new Map(waiting.map(({ conversation }) => [conversation.id, conversation.queuePosition]))
  }
}
