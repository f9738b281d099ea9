import type { Finding, Queryable, RuleAction, RuleEventType, Suppression } from '../domain/index.ts'

export interface ShownFiring {
  id: string
  ordinal: number
  ruleId: string
  ruleName: string
  ruleVersion: number
  event: RuleEventType
  conversationId: string
  customerName: string
  at: Date
  findings: Finding[]
  causedBy: string[]
  suppressed: Suppression | null
  review: 'asked' | 'right' | 'wrong' | null
  reviewedBy: string | null
  acts: ShownAct[]
}

export interface ShownAct {
  place: number
  kind: RuleAction['kind']
  status: 'waiting' | 'done' | 'failed' | 'skipped' | 'dismissed'
  attempts: number
  outcome: string | null
  dueAt: string
  endedAt: string | null
}

export interface ShownException {
  firingId: string
  place: number
  kind: RuleAction['kind']
  ruleId: string
  ruleName: string
  conversationId: string
  customerName: string
  attempts: number
  outcome: string
  at: Date
}

const PAGE = 50
const MOST_EXCEPTIONS = 100

const CUSTOMER_NAME = `coalesce(cu.name, cu.email, 'Visitor ' || left(cu.id::text, 4))`

/** Firings, the newest first, 50 a page. */
export async function listFirings(
  db: Queryable,
  wanted: {
    ruleId?: string | undefined
    conversationId?: string | undefined
    review?: string | undefined
    before?: number | undefined
  },
): Promise<ShownFiring[]> {
  const rows = await db.query<ShownFiring>(
    `select f.id, f.ordinal, f.rule_id as "ruleId", v.content ->> 'name' as "ruleName", f.rule_version as "ruleVersion",
       f.event_type as event, f.conversation_id as "conversationId", ${CUSTOMER_NAME} as "customerName", f.at, f.findings,
       array(
         select coalesce(cv.content ->> 'name', 'a removed rule')
         from jsonb_array_elements_text(f.caused_by) with ordinality as cause (id, place)
         left join rules cr on cr.id = cause.id::uuid
         left join rule_versions cv on cv.rule_id = cr.id and cv.version = cr.version
         order by cause.place
       ) as "causedBy",
       f.suppressed, f.review, reviewer.name as "reviewedBy",
       coalesce((
         select jsonb_agg(jsonb_build_object(
           'place', a.place, 'kind', a.action ->> 'kind', 'status', a.status, 'attempts', a.attempts,
           'outcome', a.outcome, 'dueAt', a.due_at, 'endedAt', a.ended_at
         ) order by a.place)
         from rule_acts a where a.firing_id = f.id
       ), '[]') as acts
     from rule_firings f
     join rule_versions v on v.rule_id = f.rule_id and v.version = f.rule_version
     join customers cu on cu.id = f.customer_id
     left join agents reviewer on reviewer.id = f.reviewed_by
     where ($1::uuid is null or f.rule_id = $1) and ($2::uuid is null or f.conversation_id = $2)
       and ($3::text is null or f.review = $3) and ($4::bigint is null or f.ordinal < $4)
     order by f.ordinal desc limit ${PAGE}`,
    [wanted.ruleId ?? null, wanted.conversationId ?? null, wanted.review ?? null, wanted.before ?? null],
  )
  return rows
}

/** By rule: how often it has acted in the last 30 days, and how many of its actions wait for a person. */
export async function countByRule(db: Queryable): Promise<Map<string, { fired: number; failed: number }>> {
  const rows = await db.query<{ rule_id: string; fired: number; failed: number }>(
    `select r.id as rule_id,
       (select count(*)::int from rule_firings f
        where f.rule_id = r.id and f.suppressed is null and f.at > now() - interval '30 days') as fired,
       (select count(*)::int from rule_acts a join rule_firings f on f.id = a.firing_id
        where f.rule_id = r.id and a.status = 'failed') as failed
     from rules r where r.removed_at is null`,
  )
  return new Map(rows.map(({ rule_id, ...counts }) => [rule_id, counts]))
}

/** What failed and waits for a person, the oldest first. */
export async function listExceptions(db: Queryable): Promise<{ total: number; exceptions: ShownException[] }> {
  const rows = await db.query<ShownException & { total: number }>(
    `select a.firing_id as "firingId", a.place, a.action ->> 'kind' as kind, f.rule_id as "ruleId",
       v.content ->> 'name' as "ruleName", f.conversation_id as "conversationId", ${CUSTOMER_NAME} as "customerName",
       a.attempts, a.outcome, a.ended_at as at, (count(*) over ())::int as total
     from rule_acts a
     join rule_firings f on f.id = a.firing_id
     join rule_versions v on v.rule_id = f.rule_id and v.version = f.rule_version
     join customers cu on cu.id = f.customer_id
     where a.status = 'failed'
     order by a.ended_at limit ${MOST_EXCEPTIONS}`,
  )
  return { total: rows[0]?.total ?? 0, exceptions: rows.map(({ total: _, ...exception }) => exception) }
}

/** Tries a failed action anew, or lets it be; false when it is not there to be handled any more. */
export async function handleException(
  db: Queryable,
  exception: { firingId: string; place: number },
  how: 'retry' | 'dismiss',
  agentId: string,
): Promise<boolean> {
  const rows = await db.query(
    `update rule_acts set
       status = case when $3 = 'retry' then 'waiting' else 'dismissed' end,
       attempts = 0, due_at = now(), ended_at = case when $3 = 'retry' then null else now() end, handled_by = $4
     where firing_id = $1 and place = $2 and status = 'failed' returning 1`,
    [exception.firingId, exception.place, how, agentId],
  )
  return rows.length > 0
}

/** So many of a rule are retried by one request; each may call somebody else's server. */
const MOST_RETRIED = 500

/** Tries these failed actions anew, or the oldest 500 of a rule; returns those that were there to be retried, and how many are left. */
export async function retryExceptions(
  db: Queryable,
  which: { exceptions: readonly { firingId: string; place: number }[] } | { ruleId: string },
  agentId: string,
): Promise<{ retried: { firingId: string; place: number }[]; left: number }> {
  const ofRule = 'ruleId' in which
  const retried = await db.query<{ firingId: string; place: number }>(
    `update rule_acts a set status = 'waiting', attempts = 0, due_at = now(), ended_at = null, handled_by = $2
     where a.status = 'failed' and (a.firing_id, a.place) in (
       ${
         ofRule
           ? `select e.firing_id, e.place from rule_acts e join rule_firings f on f.id = e.firing_id
         where f.rule_id = $1 and e.status = 'failed' order by e.ended_at limit ${MOST_RETRIED}`
           : `select "firingId", place from jsonb_to_recordset($1::jsonb) as named ("firingId" uuid, place int)`
       }
     ) returning a.firing_id as "firingId", a.place`,
    [ofRule ? which.ruleId : JSON.stringify(which.exceptions), agentId],
  )
  if (!ofRule) return { retried, left: 0 }
  const [row] = await db.query<{ left: number }>(
    `select count(*)::int as left from rule_acts a join rule_firings f on f.id = a.firing_id
     where f.rule_id = $1 and a.status = 'failed'`,
    [which.ruleId],
  )
  return { retried, left: row?.left ?? 0 }
}

/** Removes what nobody looks at any more: what was held back after 30 days, what was done after a year. */
export async function sweepFirings(db: Queryable): Promise<void> {
  await db.query(
    `delete from rule_firings
     where (suppressed is not null and at < now() - interval '30 days')
       or (at < now() - interval '1 year' and not exists (
         select 1 from rule_acts where firing_id = rule_firings.id and status in ('waiting', 'failed')
       ))`,
  )
}

/** A lead's word on a firing; false when there is none such. */
export async function reviewFiring(
  db: Queryable,
  id: string,
  verdict: 'right' | 'wrong',
  agentId: string,
): Promise<boolean> {
  const rows = await db.query(
    `update rule_firings set review = $2, reviewed_by = $3, reviewed_at = now() where id = $1 returning 1`,
    [id, verdict, agentId],
  )
  return rows.length > 0
}
