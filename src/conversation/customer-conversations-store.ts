import { type Conversation, notFound, type Queryable, type Tx } from '../domain/index.ts'
import { lockConversation } from './conversation-store.ts'
import { type ConversationRow, toConversation } from './rows.ts'

/** Where a channel keeps a conversation of its own for one customer; everybody else has their latest. */
export interface Thread {
  /** The conversation's id; null when this message begins it. */
  find(tx: Tx): Promise<string | null>
  begin(tx: Tx, conversationId: string): Promise<void>
}

/**
 * The customer's latest conversation, or the thread's, locked; the customer's row too, so that two first messages start
 * one conversation.
 */
export async function lockCurrentConversation(
  tx: Tx,
  customerId: string,
  thread?: Thread,
): Promise<Conversation | null> {
  const customers = await tx.query('select 1 from customers where id = $1 for no key update', [customerId])
  if (customers.length === 0) {
    throw notFound('customer-unknown', 'This visitor is not known here any more. Start a new session.')
  }
  if (thread) {
    const id = await thread.find(tx)
    return id === null ? null : lockConversation(tx, id)
  }
  const [row] = await tx.query<ConversationRow>(
    'select * from conversations where customer_id = $1 order by created_at desc, id limit 1 for no key update',
    [customerId],
  )
  return row ? toConversation(row) : null
}

export async function currentConversation(db: Queryable, customerId: string): Promise<Conversation | null> {
  const [row] = await db.query<ConversationRow>(
    'select * from conversations where customer_id = $1 order by created_at desc, id limit 1',
    [customerId],
  )
  return row ? toConversation(row) : null
}
