import { type Conversation, notFound, type Queryable, type Tx } from '../domain/index.ts'
import { type ConversationRow, toConversation } from './rows.ts'

/** The customer's latest conversation, locked; the customer's row too, so that two first messages start one conversation. */
export async function lockCurrentConversation(tx: Tx, customerId: string): Promise<Conversation | null> {
  const customers = await tx.query('select 1 from customers where id = $1 for no key update', [customerId])
  if (customers.length === 0) {
    throw notFound('customer-unknown', 'This visitor is not known here any more. Start a new session.')
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
