import type { Candidate, Queryable, Selection, Tx } from '../domain/index.ts'

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

/** Begins assignments; `acceptedAt` equals `offeredAt` when the agent took the ticket themselves. */
export async function beginAssignments(
  tx: Tx,
  assignments: readonly (Pick<Assignment, 'ticketId' | 'conversationId' | 'agentId'> & Selection)[],
  times: Pick<Assignment, 'offeredAt' | 'offerUntil' | 'acceptedAt'>,
): Promise<void> {
  await tx.queryPlanned(
    `with begun as (
       insert into assignments
         (id, ticket_id, conversation_id, agent_id, candidates, others, offered_at, offer_until, accepted_at)
       select gen_random_uuid(), b.ticket_id, b.conversation_id, b.agent_id, b.candidates, b.others, $2, $3, $4
       from jsonb_to_recordset($1::jsonb)
         as b (ticket_id uuid, conversation_id uuid, agent_id uuid, candidates jsonb, others jsonb)
       returning agent_id
     )
     update agents set last_assigned_at = greatest(last_assigned_at, $2::timestamptz),
       missed_offers = case when $4::timestamptz is null then missed_offers else 0 end
     where id in (select agent_id from begun)`,
    [
      JSON.stringify(
        assignments.map(({ ticketId, conversationId, agentId, candidates, others }) => ({
          ticket_id: ticketId,
          conversation_id: conversationId,
          agent_id: agentId,
          candidates,
          others,
        })),
      ),
      times.offeredAt,
      times.offerUntil,
      times.acceptedAt,
    ],
  )
}

/** The open assignment of the conversation was accepted: whoever takes one misses none in a row any more. */
export async function acceptAssignment(tx: Tx, conversationId: string, at: Date): Promise<void> {
  await tx.query(
    `with accepted as (
       update assignments set accepted_at = $2 where conversation_id = $1 and ended_at is null and accepted_at is null
       returning agent_id
     )
     update agents set missed_offers = 0 where id in (select agent_id from accepted)`,
    [conversationId, at],
  )
}

/** Ends the open assignment of the conversation, if there is one: whoever resolves it or hands it back calls this. */
export function endAssignment(tx: Tx, conversationId: string, outcome: AssignmentOutcome, at: Date): Promise<void> {
  return endAssignments(tx, [conversationId], outcome, at)
}

export async function endAssignments(
  tx: Tx,
  conversationIds: readonly string[],
  outcome: AssignmentOutcome,
  at: Date,
): Promise<void> {
  // Idle time is counted from the end, too. Who declines is there.
  await tx.queryPlanned(
    `with ended as (
       update assignments set ended_at = $2, outcome = $3
       where conversation_id = any($1::uuid[]) and ended_at is null
       returning agent_id
     )
     update agents set last_assigned_at = greatest(last_assigned_at, $2::timestamptz),
       missed_offers = case when $3::text = 'declined' then 0 else missed_offers end
     where id in (select agent_id from ended)`,
    [conversationIds, at, outcome],
  )
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
 * database's clock, as events, messages and presence are. With `conversationId` only that one. What is snoozed or waits
 * for the customer stays with them: nobody is to act. Who does not work here any more is gone at once.
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
       and not exists (
         select 1 from tickets t
         where t.conversation_id = c.id and t.status in ('snoozed', 'waiting_for_customer')
       )
       and (
         exists (select 1 from agents a where a.id = c.agent_id and a.left_at is not null)
         or c.agent_id <> all($1::uuid[])
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
       )
     order by c.id`,
    [[...reachable], goneMs, conversationId],
  )
  return rows.map((row) => row.id)
}

/** When the next offer runs out, or somebody who gave a waiting ticket back may be asked again; null when neither is to come. */
export async function nextAssignmentDue(db: Queryable, at: Date, restMs: number): Promise<Date | null> {
  const [row] = await db.queryPlanned<{ due: Date | null }>(
    `select least(
       (select min(offer_until) from assignments where ended_at is null and accepted_at is null),
       (select min(a.ended_at) + $2 * interval '1 millisecond'
        from assignments a join tickets t on t.id = a.ticket_id
        where t.queued_since is not null and a.outcome in ('declined', 'transferred')
          and a.ended_at > $1::timestamptz - $2 * interval '1 millisecond')
     ) as due`,
    [at, restMs],
  )
  return row?.due ?? null
}
