import { randomUUID } from 'node:crypto'
import type { HandoffPacket, Priority, Queryable, Ticket, Tx } from '../domain/index.ts'

interface TicketRow {
  id: string
  conversation_id: string
  number: number
  status: 'open' | 'resolved'
  priority: Priority
  priority_reasons: string[]
  required_skill: string
  optional_skills: string[]
  dropped_skills: string[]
  intent: string | null
  language: string | null
  packet: HandoffPacket
  opened_at: Date
  resolved_at: Date | null
}

const toTicket = (row: TicketRow): Ticket => ({
  id: row.id,
  conversationId: row.conversation_id,
  number: row.number,
  status: row.status,
  priority: row.priority,
  priorityReasons: row.priority_reasons,
  requiredSkill: row.required_skill,
  optionalSkills: row.optional_skills,
  droppedSkills: row.dropped_skills,
  intent: row.intent,
  language: row.language,
  packet: row.packet,
  openedAt: row.opened_at,
  resolvedAt: row.resolved_at,
})

export type NewTicket = Pick<
  Ticket,
  'conversationId' | 'priority' | 'priorityReasons' | 'requiredSkill' | 'language' | 'packet'
> &
  Partial<Pick<Ticket, 'optionalSkills' | 'intent'>> & { openedAt: Date }

/** Opens a ticket, which waits in the queue, or returns the open one as it is: a conversation has one at a time. The caller holds the row lock. */
export async function openTicket(tx: Tx, ticket: NewTicket): Promise<{ ticket: Ticket; opened: boolean }> {
  const [row] = await tx.query<TicketRow>(
    `insert into tickets
       (id, conversation_id, priority, priority_reasons, required_skill, optional_skills, intent,
        language, packet, opened_at, queued_since)
     values ($1, $2, $3, $4::jsonb, $5, $6::jsonb, $7, $8, $9::jsonb, $10, $10)
     on conflict (conversation_id) where status = 'open' do nothing
     returning *`,
    [
      randomUUID(),
      ticket.conversationId,
      ticket.priority,
      JSON.stringify(ticket.priorityReasons),
      ticket.requiredSkill,
      JSON.stringify(ticket.optionalSkills ?? []),
      ticket.intent ?? null,
      ticket.language,
      JSON.stringify(ticket.packet),
      ticket.openedAt,
    ],
  )
  if (row) return { ticket: toTicket(row), opened: true }
  const existing = await findOpenTicket(tx, ticket.conversationId)
  if (!existing) throw new Error(`The open ticket of conversation ${ticket.conversationId} vanished under its lock.`)
  return { ticket: existing, opened: false }
}

export async function findOpenTicket(db: Queryable, conversationId: string): Promise<Ticket | null> {
  const [row] = await db.query<TicketRow>(`select * from tickets where conversation_id = $1 and status = 'open'`, [
    conversationId,
  ])
  return row ? toTicket(row) : null
}

/** Resolves the open ticket, if there is one, and returns it. */
export async function resolveTicket(tx: Tx, conversationId: string, at: Date): Promise<Ticket | null> {
  const [row] = await tx.query<TicketRow>(
    `update tickets set status = 'resolved', resolved_at = $2, queued_since = null
     where conversation_id = $1 and status = 'open'
     returning *`,
    [conversationId, at],
  )
  return row ? toTicket(row) : null
}

/** All tickets of the conversation, oldest first. */
export async function listTickets(db: Queryable, conversationId: string): Promise<Ticket[]> {
  const rows = await db.query<TicketRow>('select * from tickets where conversation_id = $1 order by number', [
    conversationId,
  ])
  return rows.map(toTicket)
}
