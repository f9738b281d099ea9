import type { Queryable, Tx } from '../domain/index.ts'

/** Tickets that one agent took and resolved, of one kind. */
export interface Handled {
  agentId: string
  skill: string
  intent: string | null
  count: number
  /** Sum of the natural logarithms of the handling times in milliseconds. */
  logSum: number
  /** Sum of the handling times in milliseconds. */
  sum: number
}

/** What was resolved since `since`, from acceptance to end; shorter than a second counts as a second. */
export async function listHandled(db: Queryable, since: Date): Promise<Handled[]> {
  const rows = await db.query<{
    agent_id: string
    skill: string
    intent: string | null
    count: number
    log_sum: number
    sum: number
  }>(
    `select agent_id, skill, intent, count(*)::int as count, sum(ln(ms))::float8 as log_sum, sum(ms)::float8 as sum
     from (
       select a.agent_id, t.required_skill as skill, t.intent,
         greatest(1000, extract(epoch from a.ended_at - a.accepted_at) * 1000)::float8 as ms
       from assignments a join tickets t on t.id = a.ticket_id
       where a.outcome = 'resolved' and a.accepted_at is not null and a.ended_at > $1
     ) as handled
     group by agent_id, skill, intent`,
    [since],
  )
  return rows.map((row) => ({
    agentId: row.agent_id,
    skill: row.skill,
    intent: row.intent,
    count: row.count,
    logSum: row.log_sum,
    sum: row.sum,
  }))
}

/** By skill: how the last waits came out against what the queue alone had said, the newest `limit` of each. */
export async function listWaitRatios(db: Queryable, limit: number): Promise<Map<string, number[]>> {
  const rows = await db.query<{ skill: string; ratio: number }>(
    `select skill, ratio from (
       select skill, waited_ms::float8 / greatest(1, raw_ms) as ratio,
         row_number() over (partition by skill order by made_at desc) as nth
       from wait_estimates where waited_ms is not null
     ) as scored
     where nth <= $1`,
    [limit],
  )
  const bySkill = new Map<string, number[]>()
  for (const { skill, ratio } of rows) bySkill.set(skill, [...(bySkill.get(skill) ?? []), ratio])
  return bySkill
}

export interface StoredEstimate {
  ticketId: string
  skill: string
  position: number
  rawMs: number
  medianMs: number
  boundMs: number
}

export async function keepEstimates(tx: Tx, estimates: readonly StoredEstimate[], at: Date): Promise<void> {
  if (estimates.length === 0) return
  await tx.queryPlanned(
    `insert into wait_estimates (ticket_id, skill, position, raw_ms, median_ms, bound_ms, made_at)
     select e.ticket_id, e.skill, e.position, e.raw_ms, e.median_ms, e.bound_ms, $2
     from jsonb_to_recordset($1::jsonb)
       as e (ticket_id uuid, skill text, position int, raw_ms int, median_ms int, bound_ms int)`,
    [
      JSON.stringify(
        estimates.map(({ ticketId, skill, position, rawMs, medianMs, boundMs }) => ({
          ticket_id: ticketId,
          skill,
          position,
          raw_ms: Math.round(rawMs),
          median_ms: Math.round(medianMs),
          bound_ms: Math.round(boundMs),
        })),
      ),
      at,
    ],
  )
}

/** The wait of the conversation's open ticket is over: its estimates are scored. */
export async function scoreEstimates(tx: Tx, conversationId: string, at: Date): Promise<void> {
  await tx.query(
    `update wait_estimates e
     set waited_ms = greatest(0, extract(epoch from $2::timestamptz - e.made_at) * 1000)::int
     from tickets t
     where t.conversation_id = $1 and t.status not in ('resolved', 'closed') and e.ticket_id = t.id and e.waited_ms is null`,
    [conversationId, at],
  )
}

/** The wait goes on in another queue: what was said of the first will never be known to have been right. */
export async function forgetEstimates(tx: Tx, conversationId: string): Promise<void> {
  await tx.query(
    `delete from wait_estimates e using tickets t
     where t.conversation_id = $1 and t.status not in ('resolved', 'closed') and e.ticket_id = t.id and e.waited_ms is null`,
    [conversationId],
  )
}
