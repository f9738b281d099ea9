import type { Conversation, Priority, Queryable, ServiceTarget, ServiceTime, TicketState, Tx } from '../domain/index.ts'
import type { Clock, Fact, FactKind, Run } from './clocks.ts'

/** The version noted once all clocks of a ticket have stopped: nothing that happens later moves them. */
const STOPPED = 2_147_483_647

/** A ticket whose clocks are behind what happened in its conversation. */
export interface ClockedTicket {
  id: string
  status: TicketState
  priority: Priority
  requiredSkill: string
  openedAt: Date
  resolvedAt: Date | null
  tags: string[]
}

/** A clock with its promise, as it is kept. */
export interface KeptClock extends Clock {
  policy: string | null
  targetMs: number | null
  time: ServiceTime
  priority: Priority
  riskAt: Date | null
  dueAt: Date | null
  warnedAt: Date | null
  breachedAt: Date | null
  /** Once stopped. */
  businessMs: number | null
  calendarMs: number | null
}

/** Conversations with tickets whose clocks are behind; at most `limit`. */
export async function listBehind(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select distinct c.id from tickets t join conversations c on c.id = t.conversation_id
     where t.clocks_version < ${STOPPED} and t.clocks_version < c.version limit $1`,
    [limit],
  )
  return rows.map(({ id }) => id)
}

/** The tickets of a conversation whose clocks may still move. */
export async function listClockedTickets(db: Queryable, conversationId: string): Promise<ClockedTicket[]> {
  const rows = await db.query<{
    id: string
    status: TicketState
    priority: Priority
    required_skill: string
    opened_at: Date
    resolved_at: Date | null
    tags: string[]
  }>(
    `select t.id, t.status, t.priority, t.required_skill, t.opened_at, t.resolved_at,
       coalesce((select jsonb_agg(ct.tag) from conversation_tags ct where ct.conversation_id = $1), '[]') as tags
     from tickets t where t.conversation_id = $1 and t.clocks_version < ${STOPPED}
     order by t.number`,
    [conversationId],
  )
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    priority: row.priority,
    requiredSkill: row.required_skill,
    openedAt: row.opened_at,
    resolvedAt: row.resolved_at,
    tags: row.tags,
  }))
}

/**
 * All that moves a ticket's clocks, oldest first, at the times of the messages and events themselves. A merge that was undone
 * never was: the customer has waited all the while.
 */
export async function listFacts(db: Queryable, conversation: Conversation, ticket: ClockedTicket): Promise<Fact[]> {
  const moves = await db.query<{ at: Date; from: TicketState; to: TicketState; by: string }>(
    `select at, data ->> 'from' as "from", data ->> 'to' as "to", actor_kind as by from events e
     where conversation_id = $1 and type = 'ticket.state_changed' and data ->> 'ticketId' = $2 and not exists (
       select 1 from merges m
       where m.conversation_id = $1 and m.ticket_id::text = $2 and m.undone_at is not null
         and e.at between m.merged_at and m.undone_at
     )
     order by version, ordinal`,
    [conversation.id, ticket.id],
  )
  const messages = await db.query<{ at: Date; author: 'customer' | 'agent' }>(
    `select created_at as at, author from messages
     where conversation_id = $1 and kind = 'public' and author in ('customer', 'agent') and created_at > $2
     order by seq`,
    [conversation.id, ticket.openedAt],
  )
  const facts: Fact[] = [
    { kind: 'handed_over', at: ticket.openedAt },
    ...moves.flatMap(({ at, from, to, by }): Fact[] => {
      const kind = kindOfMove(from, to, by)
      return kind ? [{ kind, at }] : []
    }),
    ...messages.map(({ at, author }): Fact => ({ kind: author === 'agent' ? 'person_replied' : 'customer_wrote', at })),
  ]
  // Tickets that ended before their moves were told.
  if (ticket.resolvedAt && moves.length === 0) facts.push({ kind: 'resolved', at: ticket.resolvedAt })
  return facts.sort((a, b) => a.at.getTime() - b.at.getTime())
}

function kindOfMove(from: TicketState, to: TicketState, by: string): FactKind | null {
  switch (to) {
    case 'open':
      return from !== 'resolved' ? 'goes_on' : by === 'agent' ? 'taken_up' : 'handed_over'
    case 'snoozed':
      return 'goes_on'
    case 'waiting_for_customer':
      return 'waits_for_customer'
    case 'resolved':
      return 'resolved'
    case 'closed':
      return null
  }
}

interface ClockRow {
  target: ServiceTarget
  number: number
  policy: string | null
  target_ms: number | null
  time: ServiceTime
  priority: Priority
  runs: { from: string; to: string | null }[]
  started_at: Date
  stopped_at: Date | null
  ended: 'reply' | 'resolved' | null
  risk_at: Date | null
  due_at: Date | null
  warned_at: Date | null
  breached_at: Date | null
  business_ms: number | null
  calendar_ms: number | null
}

/** As they are stored. */
export const readRuns = (runs: { from: string; to: string | null }[]): Run[] =>
  runs.map(({ from, to }) => ({ from: new Date(from), to: to === null ? null : new Date(to) }))

export async function listClocks(db: Queryable, ticketId: string): Promise<KeptClock[]> {
  const rows = await db.query<ClockRow>(
    'select * from service_clocks where ticket_id = $1 order by started_at, target',
    [ticketId],
  )
  return rows.map((row) => ({
    target: row.target,
    number: row.number,
    policy: row.policy,
    targetMs: row.target_ms,
    time: row.time,
    priority: row.priority,
    runs: readRuns(row.runs),
    startedAt: row.started_at,
    stoppedAt: row.stopped_at,
    ended: row.ended,
    riskAt: row.risk_at,
    dueAt: row.due_at,
    warnedAt: row.warned_at,
    breachedAt: row.breached_at,
    businessMs: row.business_ms,
    calendarMs: row.calendar_ms,
  }))
}

export async function keepClock(tx: Tx, conversationId: string, ticketId: string, clock: KeptClock): Promise<void> {
  await tx.query(
    `insert into service_clocks
       (ticket_id, conversation_id, target, number, policy, target_ms, time, priority, runs, started_at, stopped_at, ended,
        risk_at, due_at, warned_at, breached_at, business_ms, calendar_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (ticket_id, target, number) do update set
       policy = excluded.policy, target_ms = excluded.target_ms, time = excluded.time, priority = excluded.priority,
       runs = excluded.runs, stopped_at = excluded.stopped_at, ended = excluded.ended, risk_at = excluded.risk_at,
       due_at = excluded.due_at, warned_at = excluded.warned_at, breached_at = excluded.breached_at,
       business_ms = excluded.business_ms, calendar_ms = excluded.calendar_ms`,
    [
      ticketId,
      conversationId,
      clock.target,
      clock.number,
      clock.policy,
      clock.targetMs,
      clock.time,
      clock.priority,
      JSON.stringify(clock.runs),
      clock.startedAt,
      clock.stoppedAt,
      clock.ended,
      clock.riskAt,
      clock.dueAt,
      clock.warnedAt,
      clock.breachedAt,
      clock.businessMs,
      clock.calendarMs,
    ],
  )
}

/** Up to this version of the conversation the clocks are right; for good where they have all stopped. */
export async function noteLookedAt(tx: Tx, ticket: ClockedTicket, version: number): Promise<void> {
  const isOver = ticket.status === 'resolved' || ticket.status === 'closed'
  await tx.query('update tickets set clocks_version = $2 where id = $1', [ticket.id, isOver ? STOPPED : version])
}
