import type { Likeness, Queryable, Tx } from '../domain/index.ts'
import { ARE_ONE_PERSON } from './merges-store.ts'
import type { Matter } from './relate.ts'

/** Tickets of one customer that are compared with a new one. */
const COMPARED = 30
const COMPARED_DAYS = 365

export interface UnrelatedTicket {
  ticketId: string
  conversationId: string
  openedAt: Date
  isOpen: boolean
}

/** Tickets for which nobody has looked for others yet, oldest first. */
export async function listUnrelated(db: Queryable, limit: number): Promise<UnrelatedTicket[]> {
  return db.query(
    `select id as "ticketId", conversation_id as "conversationId", opened_at as "openedAt",
       status not in ('resolved', 'closed') as "isOpen" from tickets
     where related_at is null order by opened_at limit $1`,
    [limit],
  )
}

export interface PastTicket extends Matter {
  ticketId: string
  conversationId: string
  /** False where all they are known to share is an address that one of them typed. */
  isOnePerson: boolean
}

interface PastRow {
  id: string
  conversation_id: string
  status: string
  opened_at: Date
  is_one_person: boolean
  matter: Pick<Matter, 'intent' | 'title' | 'numbers'> | null
  vector: string | null
}

/** Earlier tickets of the same customer, or of one with the same e-mail address, verified or not; the latest first. */
export async function listPastTickets(db: Queryable, ticketId: string): Promise<PastTicket[]> {
  const rows = await db.query<PastRow>(
    `select t.id, t.conversation_id, t.status, t.opened_at, t.matter, encode(t.matter_vector, 'base64') as vector,
       ${ARE_ONE_PERSON('cu.id', 'same.id')} as is_one_person
     from tickets mine
     join conversations c on c.id = mine.conversation_id
     join customers cu on cu.id = c.customer_id
     cross join lateral (
       select cu.id union
       select id from customers where email = cu.email union
       select vb.customer_id from verified_identities va join verified_identities vb on vb.email = va.email
       where va.customer_id = cu.id and va.valid_until > now() and vb.valid_until > now()
     ) same
     join conversations oc on oc.customer_id = same.id
     join tickets t on t.conversation_id = oc.id
     where mine.id = $1 and t.id <> mine.id and t.number < mine.number and t.related_at is not null
       and t.opened_at > mine.opened_at - make_interval(days => ${COMPARED_DAYS})
     order by t.opened_at desc limit ${COMPARED}`,
    [ticketId],
  )
  return rows.map((row) => ({
    ticketId: row.id,
    conversationId: row.conversation_id,
    isOnePerson: row.is_one_person,
    intent: row.matter?.intent ?? null,
    title: row.matter?.title ?? null,
    numbers: row.matter?.numbers ?? [],
    openedAt: row.opened_at,
    isOpen: row.status !== 'resolved' && row.status !== 'closed',
    vector: row.vector === null ? null : new Float32Array(Uint8Array.from(Buffer.from(row.vector, 'base64')).buffer),
  }))
}

/**
 * Keeps what a ticket is about and which others are like it. False when another node was faster; the caller holds the
 * row lock of its conversation.
 */
export async function storeRelated(
  tx: Tx,
  ticketId: string,
  matter: Matter,
  found: readonly (Likeness & { otherId: string })[],
): Promise<boolean> {
  const { intent, title, numbers, vector } = matter
  const [row] = await tx.query<{ id: string }>(
    `update tickets set related_at = now(), matter = $2::jsonb, matter_vector = decode($3, 'base64')
     where id = $1 and related_at is null returning id`,
    [
      ticketId,
      JSON.stringify({ intent, title, numbers }),
      vector && Buffer.from(Float32Array.from(vector).buffer).toString('base64'),
    ],
  )
  if (!row) return false
  await tx.query(
    `insert into related_tickets (ticket_id, other_id, kind, score, reasons)
     select $1, r."otherId", r.kind, r.score, r.reasons
     from jsonb_to_recordset($2::jsonb) as r ("otherId" uuid, kind text, score real, reasons jsonb)
     on conflict do nothing`,
    [ticketId, JSON.stringify(found)],
  )
  return true
}
