import { randomUUID } from 'node:crypto'
import type {
  ExpectedTime,
  HandoffPacket,
  Opening,
  Priority,
  Queryable,
  Ticket,
  TicketState,
  Tx,
} from '../domain/index.ts'

interface TicketRow {
  id: string
  conversation_id: string
  number: number
  status: TicketState
  state_since: Date
  snoozed_until: Date | null
  priority: Priority
  priority_reasons: string[]
  required_skill: string
  optional_skills: string[]
  dropped_skills: string[]
  intent: string | null
  language: string | null
  packet: HandoffPacket
  opening: Opening | null
  expected: ExpectedTime | null
  opened_at: Date
  resolved_at: Date | null
}

const toTicket = (row: TicketRow): Ticket => ({
  id: row.id,
  conversationId: row.conversation_id,
  number: row.number,
  status: row.status,
  stateSince: row.state_since,
  snoozedUntil: row.snoozed_until,
  priority: row.priority,
  priorityReasons: row.priority_reasons,
  requiredSkill: row.required_skill,
  optionalSkills: row.optional_skills,
  droppedSkills: row.dropped_skills,
  intent: row.intent,
  language: row.language,
  packet: row.packet,
  opening: row.opening,
  expected: row.expected,
  openedAt: row.opened_at,
  resolvedAt: row.resolved_at,
})

export type NewTicket = Pick<
  Ticket,
  'conversationId' | 'priority' | 'priorityReasons' | 'requiredSkill' | 'language' | 'packet'
> &
  Partial<Pick<Ticket, 'optionalSkills' | 'intent' | 'opening' | 'expected'>> & { openedAt: Date }

/** As in the unique index: a conversation has one ticket that is not done. */
export const NOT_DONE = `status in ('open', 'waiting_for_customer', 'snoozed')`

/**
 * Opens a ticket, or returns the one that is not done as it is: a conversation has one at a time. One that is resolved
 * and not closed is opened again, with what is known now. Either way it waits in the queue. The caller holds the row lock.
 */
export async function openTicket(
  tx: Tx,
  ticket: NewTicket,
): Promise<{ ticket: Ticket; opened: boolean; reopened: boolean }> {
  const existing = await findOpenTicket(tx, ticket.conversationId)
  if (existing) return { ticket: existing, opened: false, reopened: false }
  const resolved = await findResolvedTicket(tx, ticket.conversationId)
  const details = [
    ticket.priority,
    JSON.stringify(ticket.priorityReasons),
    ticket.requiredSkill,
    JSON.stringify(ticket.optionalSkills ?? []),
    ticket.intent ?? null,
    ticket.language,
    JSON.stringify(ticket.packet),
  ]
  const [row] = resolved
    ? await tx.query<TicketRow>(
        `update tickets set
           priority = case when priority_set_by is null then $2 else priority end,
           priority_reasons = case when priority_set_by is null then $3::jsonb else priority_reasons end,
           required_skill = $4, optional_skills = $5::jsonb, dropped_skills = '[]', intent = $6, language = $7, packet = $8::jsonb, queued_since = $9, told = null,
           status = 'open', state_since = $9, resolved_at = null, clocks_version = -1
         where id = $1
         returning *`,
        [resolved.id, ...details, ticket.openedAt],
      )
    : await tx.query<TicketRow>(
        `insert into tickets
           (id, priority, priority_reasons, required_skill, optional_skills, intent, language, packet,
            opened_at, state_since, queued_since, conversation_id, opening, expected)
         values ($1, $2, $3::jsonb, $4, $5::jsonb, $6, $7, $8::jsonb, $9, $9, $9, $10, $11::jsonb, $12::jsonb)
         returning *`,
        [
          randomUUID(),
          ...details,
          ticket.openedAt,
          ticket.conversationId,
          ticket.opening ? JSON.stringify(ticket.opening) : null,
          ticket.expected ? JSON.stringify(ticket.expected) : null,
        ],
      )
  if (!row) throw new Error('The database returned no row for an opened ticket.')
  return { ticket: toTicket(row), opened: true, reopened: resolved !== null }
}

/** The ticket that is not done, whoever is to act. */
export async function findOpenTicket(db: Queryable, conversationId: string): Promise<Ticket | null> {
  const [row] = await db.query<TicketRow>(`select * from tickets where conversation_id = $1 and ${NOT_DONE}`, [
    conversationId,
  ])
  return row ? toTicket(row) : null
}

/** The last ticket, where it is resolved and not closed: it can be opened again. */
export async function findResolvedTicket(db: Queryable, conversationId: string): Promise<Ticket | null> {
  const [row] = await db.query<TicketRow>(
    'select * from tickets where conversation_id = $1 order by number desc limit 1',
    [conversationId],
  )
  return row?.status === 'resolved' ? toTicket(row) : null
}

/** Writes where a ticket stands; whether it may is for `checkTicketMove` to say before. */
export async function moveTicket(
  tx: Tx,
  id: string,
  to: TicketState,
  { at, until }: { at: Date; until: Date | null },
): Promise<Ticket> {
  const isDone = to === 'resolved' || to === 'closed'
  const [row] = await tx.query<TicketRow>(
    `update tickets set
       status = $2, state_since = $3, snoozed_until = $4,
       resolved_at = case when $5 then coalesce(resolved_at, $3) end, clocks_version = -1,
       queued_since = case when not $5 then queued_since end
     where id = $1
     returning *`,
    [id, to, at, until, isDone],
  )
  if (!row) throw new Error(`Ticket ${id} vanished under its conversation's lock.`)
  return toTicket(row)
}

/** From now on the ticket needs this skill, and wishes for it no more. */
export async function requireSkill(tx: Tx, id: string, skill: string): Promise<void> {
  await tx.query(
    `update tickets set required_skill = $2, optional_skills = optional_skills - $2, dropped_skills = dropped_skills - $2
     where id = $1`,
    [id, skill],
  )
}

/** All tickets of the conversation, oldest first. */
export async function listTickets(db: Queryable, conversationId: string): Promise<Ticket[]> {
  const rows = await db.query<TicketRow>('select * from tickets where conversation_id = $1 order by number', [
    conversationId,
  ])
  return rows.map(toTicket)
}
