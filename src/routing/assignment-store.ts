import { randomUUID } from 'node:crypto'
import type { Candidate, Queryable, Tx } from '../domain/index.ts'

/** The latest part of one person in a ticket, from the offer on. */
export interface Assignment {
  id: string
  ticketId: string
  conversationId: string
  agentId: string
  candidates: Candidate[]
  offeredAt: Date
  offerUntil: Date
  acceptedAt: Date | null
  endedAt: Date | null
}

interface AssignmentRow {
  id: string
  ticket_id: string
  conversation_id: string
  agent_id: string
  candidates: Candidate[]
  offered_at: Date
  offer_until: Date
  accepted_at: Date | null
  ended_at: Date | null
}

const toAssignment = (row: AssignmentRow): Assignment => ({
  id: row.id,
  ticketId: row.ticket_id,
  conversationId: row.conversation_id,
  agentId: row.agent_id,
  candidates: row.candidates,
  offeredAt: row.offered_at,
  offerUntil: row.offer_until,
  acceptedAt: row.accepted_at,
  endedAt: row.ended_at,
})

export type AssignmentOutcome =
  | 'declined'
  | 'not_accepted_in_time'
  | 'agent_gone'
  | 'transferred'
  | 'returned'
  | 'resolved'

/** Begins an assignment; `acceptedAt` equals `offeredAt` when the agent took the ticket themselves. */
export async function beginAssignment(
  tx: Tx,
  assignment: Pick<
    Assignment,
    'ticketId' | 'conversationId' | 'agentId' | 'candidates' | 'offeredAt' | 'offerUntil'
  > & {
    acceptedAt: Date | null
  },
): Promise<void> {
  await tx.query(
    `insert into assignments
       (id, ticket_id, conversation_id, agent_id, candidates, offered_at, offer_until, accepted_at)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)`,
    [
      randomUUID(),
      assignment.ticketId,
      assignment.conversationId,
      assignment.agentId,
      JSON.stringify(assignment.candidates),
      assignment.offeredAt,
      assignment.offerUntil,
      assignment.acceptedAt,
    ],
  )
  await markAssigned(tx, assignment.agentId, assignment.offeredAt)
}

/** The open assignment of the conversation was accepted. */
export async function acceptAssignment(tx: Tx, conversationId: string, at: Date): Promise<void> {
  await tx.query(
    'update assignments set accepted_at = $2 where conversation_id = $1 and ended_at is null and accepted_at is null',
    [conversationId, at],
  )
}

/** Ends the open assignment of the conversation, if there is one: whoever resolves it or hands it back calls this. */
export async function endAssignment(
  tx: Tx,
  conversationId: string,
  outcome: AssignmentOutcome,
  at: Date,
): Promise<void> {
  const [row] = await tx.query<{ agent_id: string }>(
    `update assignments set ended_at = $2, outcome = $3
     where conversation_id = $1 and ended_at is null
     returning agent_id`,
    [conversationId, at, outcome],
  )
  if (row) await markAssigned(tx, row.agent_id, at)
}

/** Idle time is counted from here. */
async function markAssigned(tx: Tx, agentId: string, at: Date): Promise<void> {
  await tx.query('update agents set last_assigned_at = greatest(last_assigned_at, $2::timestamptz) where id = $1', [
    agentId,
    at,
  ])
}

export async function findOpenAssignment(db: Queryable, conversationId: string): Promise<Assignment | null> {
  const [row] = await db.query<AssignmentRow>(
    'select * from assignments where conversation_id = $1 and ended_at is null',
    [conversationId],
  )
  return row ? toAssignment(row) : null
}

/** Conversations whose offer has run out at `at`, the longest ago first. */
export async function listLapsed(db: Queryable, at: Date): Promise<string[]> {
  const rows = await db.query<{ conversation_id: string }>(
    `select conversation_id from assignments
     where ended_at is null and accepted_at is null and offer_until <= $1
     order by offer_until, id`,
    [at],
  )
  return rows.map((row) => row.conversation_id)
}

/**
 * Conversations held by somebody not in `reachable` who neither got nor wrote anything in them for `goneMs`. By the
 * database's clock, as events, messages and presence are. With `conversationId` only that one.
 */
export async function listAbandoned(
  db: Queryable,
  reachable: ReadonlySet<string>,
  goneMs: number,
  conversationId: string | null = null,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select c.id from conversations c
     where c.owner in ('offered', 'agent')
       and ($3::uuid is null or c.id = $3::uuid)
       and c.agent_id <> all($1::uuid[])
       and not exists (
         select 1 from events e
         where e.conversation_id = c.id and e.type in ('conversation.offered', 'conversation.accepted')
           and e.at > now() - $2 * interval '1 millisecond'
       )
       and not exists (
         select 1 from messages m
         where m.conversation_id = c.id and m.agent_id = c.agent_id
           and m.created_at > now() - $2 * interval '1 millisecond'
       )
     order by c.id`,
    [[...reachable], goneMs, conversationId],
  )
  return rows.map((row) => row.id)
}

/** The packet says what the customer was last told about the wait. */
export async function recordPromise(tx: Tx, ticketId: string, promised: string): Promise<void> {
  await tx.query(`update tickets set packet = jsonb_set(packet, '{promised}', to_jsonb($2::text)) where id = $1`, [
    ticketId,
    promised,
  ])
}
