import { randomUUID } from 'node:crypto'
import type { Finding, Queryable, RuleAction, Suppression, Tx } from '../domain/index.ts'

export interface NewFiring {
  ruleId: string
  ruleVersion: number
  eventId: string
  eventType: string
  conversationId: string
  customerId: string
  findings: Finding[]
  causedBy: readonly string[]
  suppressed: Suppression | null
  actions: readonly RuleAction[]
  /** Asks a lead whether it was right. */
  isSampled: boolean
}

/** What a follow-up waits for is behind those before it. */
function dueAfterHours(actions: readonly RuleAction[], place: number): number {
  const action = actions[place]
  if (action?.kind !== 'follow_up_later') return 0
  return actions.slice(0, place + 1).reduce((sum, one) => sum + (one.kind === 'follow_up_later' ? one.hours : 0), 0)
}

/** Firings are stored one event after the other, on all nodes, so that limits count all that came before. */
export async function lockFirings(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [FIRINGS_LOCK])
}
/** Any number that nothing else in this database locks. */
const FIRINGS_LOCK = 7_265_013

/** Stores what a rule is to do, once for each rule and event; false when it is here already. */
export async function insertFiring(tx: Tx, firing: NewFiring): Promise<boolean> {
  const [row] = await tx.query<{ id: string }>(
    `insert into rule_firings (id, rule_id, rule_version, event_id, event_type, conversation_id, customer_id, findings,
       caused_by, suppressed, review)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11)
     on conflict (rule_id, event_id) do nothing
     returning id`,
    [
      randomUUID(),
      firing.ruleId,
      firing.ruleVersion,
      firing.eventId,
      firing.eventType,
      firing.conversationId,
      firing.customerId,
      JSON.stringify(firing.findings),
      JSON.stringify(firing.causedBy),
      firing.suppressed,
      firing.isSampled ? 'asked' : null,
    ],
  )
  if (!row) return false
  if (firing.suppressed !== null) return true
  for (const [place, action] of firing.actions.entries()) {
    await tx.query(
      `insert into rule_acts (firing_id, place, action, due_at)
       values ($1, $2, $3::jsonb, now() + $4 * interval '1 hour')`,
      [row.id, place, JSON.stringify(action), dueAfterHours(firing.actions, place)],
    )
  }
  return true
}

/** How often a rule has fired since `since`, for one customer or, with null, for all. */
export async function countFirings(
  db: Queryable,
  ruleId: string,
  customerId: string | null,
  hours: number,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from rule_firings
     where rule_id = $1 and suppressed is null and at > now() - $3 * interval '1 hour'
       and ($2::uuid is null or customer_id = $2)`,
    [ruleId, customerId, hours],
  )
  return row?.count ?? 0
}

/** One action of a firing that is due, with all that doing it needs. */
export interface Act {
  firingId: string
  place: number
  action: RuleAction
  /** Tries so far, this one included. */
  attempts: number
  ruleId: string
  ruleName: string
  ruleVersion: number
  /** The event that set it off; a timer's id where the clock did. */
  eventId: string
  conversationId: string
  /** The rules that led here, this one last. */
  chain: string[]
  /** Rule, version, event and place: handed on, so that nobody does it twice. */
  key: string
}

interface ActRow {
  firing_id: string
  place: number
  action: RuleAction
  attempts: number
  rule_id: string
  rule_version: number
  rule_name: string
  event_id: string
  conversation_id: string
  caused_by: string[]
}

/**
 * Takes the action that is due the longest, with a lease. The actions of a firing come one after the other; one that
 * failed and waits for its next try does not hold up those behind it.
 */
export async function claimAct(db: Queryable, token: string, leaseMs: number): Promise<Act | null> {
  const [row] = await db.query<ActRow>(
    `with claimed as (
       update rule_acts set
         attempts = attempts + 1, lease_token = $1, lease_until = now() + $2 * interval '1 millisecond'
       where (firing_id, place) = (
         select act.firing_id, act.place from rule_acts act join rule_firings firing on firing.id = act.firing_id
         where act.status = 'waiting' and act.due_at <= now() and (act.lease_until is null or act.lease_until < now())
           and not exists (
             select 1 from rule_acts earlier
             where earlier.firing_id = act.firing_id and earlier.place < act.place and earlier.status = 'waiting'
               and (earlier.attempts = 0 or earlier.lease_until > now())
           )
         order by act.due_at, firing.ordinal, act.place
         limit 1
         for update of act skip locked
       )
       returning firing_id, place, action, attempts
     )
     select claimed.*, f.rule_id, f.rule_version, f.event_id, f.conversation_id, f.caused_by,
       v.content ->> 'name' as rule_name
     from claimed
     join rule_firings f on f.id = claimed.firing_id
     join rule_versions v on v.rule_id = f.rule_id and v.version = f.rule_version`,
    [token, leaseMs],
  )
  return row
    ? {
        firingId: row.firing_id,
        place: row.place,
        action: row.action,
        attempts: row.attempts,
        ruleId: row.rule_id,
        ruleName: row.rule_name,
        ruleVersion: row.rule_version,
        eventId: row.event_id,
        conversationId: row.conversation_id,
        chain: [...row.caused_by, row.rule_id],
        key: `${row.rule_id}:${row.rule_version}:${row.event_id}:${row.place}`,
      }
    : null
}

export type ActEnd = { status: 'done' | 'failed' | 'skipped'; outcome: string }

/** Ends an action; false when its lease went to somebody else meanwhile, who ends it instead. */
export async function endAct(db: Queryable, act: Act, token: string, end: ActEnd): Promise<boolean> {
  const rows = await db.query(
    `update rule_acts set status = $4, outcome = $5, ended_at = now(), lease_token = null, lease_until = null
     where firing_id = $1 and place = $2 and lease_token = $3 and status = 'waiting' returning 1`,
    [act.firingId, act.place, token, end.status, end.outcome],
  )
  return rows.length > 0
}

/** Leaves out what a firing still had to do. */
export async function skipRest(db: Queryable, act: Act, why: string): Promise<void> {
  await db.query(
    `update rule_acts set status = 'skipped', outcome = $3, ended_at = now()
     where firing_id = $1 and place > $2 and status = 'waiting'`,
    [act.firingId, act.place, why],
  )
}

/** Gives the action back, to be tried again in `delayMs`. */
export async function postponeAct(db: Queryable, act: Act, token: string, delayMs: number, why: string): Promise<void> {
  await db.query(
    `update rule_acts set
       due_at = now() + $4 * interval '1 millisecond', outcome = $5, lease_token = null, lease_until = null
     where firing_id = $1 and place = $2 and lease_token = $3`,
    [act.firingId, act.place, token, delayMs, why],
  )
}

/** Calls of this address that failed for good in the last hour and that nobody has looked at. */
export async function countFailedCalls(db: Queryable, url: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from rule_acts
     where status = 'failed' and action ->> 'kind' = 'webhook' and action ->> 'url' = $1
       and ended_at > now() - interval '1 hour'`,
    [url],
  )
  return row?.count ?? 0
}
