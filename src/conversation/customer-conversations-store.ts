import { type Conversation, notFound, type Queryable, type Tx } from '../domain/index.ts'
import { lockConversation } from './conversation-store.ts'
import { type ConversationRow, toConversation } from './rows.ts'

/** Where a channel keeps a conversation of its own for one customer; everybody else has their latest. */
export interface Thread {
  /** The conversation's id; null when this message begins it. */
  find(tx: Tx): Promise<string | null>
  begin(tx: Tx, conversationId: string): Promise<void>
}

/** The customer's latest conversation, and where it goes on, once merged. */
const CURRENT = `
  select own.id, coalesce(m.into_id, own.id) as goes_on_in
  from conversations own
  left join merges m on m.conversation_id = own.id and m.undone_at is null
  where own.customer_id = $1 order by own.created_at desc, own.id limit 1`

/**
 * Where the customer's next message belongs, locked: in their latest conversation or the thread's, or where that goes on since
 * it was merged. The customer's row is locked too, so that two first messages start one conversation.
 */
export async function lockCurrentConversation(
  tx: Tx,
  customerId: string,
  thread?: Thread,
): Promise<{ current: Conversation | null; ownId: string | null }> {
  const customers = await tx.query('select 1 from customers where id = $1 for no key update', [customerId])
  if (customers.length === 0) {
    throw notFound('customer-unknown', 'This visitor is not known here any more. Start a new session.')
  }
  const ownId = thread
    ? await thread.find(tx)
    : ((await tx.query<{ id: string }>(CURRENT, [customerId]))[0]?.id ?? null)
  return { current: ownId === null ? null : await lockWhereItGoesOn(tx, ownId), ownId }
}

/** Both are locked in the order of their ids, as merging does; who merges or undoes meanwhile is waited for. */
async function lockWhereItGoesOn(tx: Tx, id: string): Promise<Conversation | null> {
  const before = (await findInto(tx, id)) ?? id
  const locked = new Map<string, Conversation | null>()
  for (const one of [...new Set([id, before])].sort()) locked.set(one, await lockConversation(tx, one))
  const into = (await findInto(tx, id)) ?? id
  return locked.get(into) ?? lockConversation(tx, into)
}

async function findInto(db: Queryable, id: string): Promise<string | null> {
  const [row] = await db.query<{ into_id: string }>(
    'select into_id from merges where conversation_id = $1 and undone_at is null',
    [id],
  )
  return row?.into_id ?? null
}

/** What the customer has before them: as for their next message. */
export async function currentConversation(db: Queryable, customerId: string): Promise<Conversation | null> {
  const [row] = await db.query<ConversationRow>(
    `select c.* from (${CURRENT}) own join conversations c on c.id = own.goes_on_in`,
    [customerId],
  )
  return row ? toConversation(row) : null
}

/** Who has this conversation before them: its customer, and those whose own goes on in it; nobody once it goes on elsewhere. */
export async function listReaders(db: Queryable, conversationId: string): Promise<string[]> {
  const rows = await db.query<{ customer_id: string }>(
    `select own.customer_id from conversations own
     where own.id = $1 and not exists (
       select 1 from merges m where m.conversation_id = own.id and m.undone_at is null
     )
     union
     select own.customer_id from merges m join conversations own on own.id = m.conversation_id
     where m.into_id = $1 and m.undone_at is null`,
    [conversationId],
  )
  return rows.map((row) => row.customer_id)
}
