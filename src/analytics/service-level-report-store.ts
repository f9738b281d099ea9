import type {
  Priority,
  Queryable,
  ServiceFigures,
  ServiceLevelReport,
  ServiceTarget,
  ServiceTime,
} from '../domain/index.ts'
import { PRIORITIES, SERVICE_TARGETS } from '../domain/index.ts'
import { checkRange } from './time-buckets.ts'

export interface ServiceLevelQuery {
  from: Date
  to: Date
  /** The time in which lengths are told. Whether a promise was kept is always judged in its own. */
  time: ServiceTime
}

/** A clock that is overdue and has not stopped. */
export interface OverdueClock {
  runs: { from: string; to: string | null }[]
  requiredSkill: string
}

/** More tickets than this are not overdue at once; beyond it the figures leave some out rather than take for ever. */
const OVERDUE_LIMIT = 20_000

/**
 * The percentiles of all that ended in the range, in time or not, at the times of the messages themselves, and of what
 * is overdue still: leaving out what is late would make every figure look better. A reply that was owed and never came
 * before the end has no length; it counts as a broken promise when it was late. `elapsedMs` measures a running clock.
 */
export async function serviceLevelReport(
  db: Queryable,
  query: ServiceLevelQuery,
  elapsedMs: (clock: OverdueClock, time: ServiceTime, now: Date) => number,
  now: Date = new Date(),
): Promise<ServiceLevelReport> {
  checkRange({ ...query, timeZone: 'UTC' })
  const overdue = await db.query<{ target: string; priority: string; runs: OverdueClock['runs']; skill: string }>(
    `select s.target, s.priority, s.runs, t.required_skill as skill
     from service_clocks s join tickets t on t.id = s.ticket_id
     where s.stopped_at is null and s.target_ms is not null and s.started_at < $1
       and (s.breached_at is not null or s.due_at <= $2)
     limit $3`,
    [query.to, now, OVERDUE_LIMIT],
  )
  const open = overdue.map(({ target, priority, runs, skill }) => ({
    target,
    priority,
    ms: elapsedMs({ runs, requiredSkill: skill }, query.time, now),
  }))
  const rows = await db.query<FiguresRow>(
    `with measured as (
       select target, priority, case when $3 = 'business' then business_ms else calendar_ms end as ms,
         false as is_open, target = 'resolution' or ended = 'reply' as is_length, target_ms is not null as is_promised,
         case when time = 'business' then business_ms else calendar_ms end <= target_ms as is_kept
       from service_clocks where stopped_at >= $1 and stopped_at < $2
       union all
       select target, priority, ms, true, true, true, false
       from jsonb_to_recordset($4::jsonb) as late (target text, priority text, ms float8)
     )
     select target, priority,
       count(*) filter (where is_length and not is_open)::int as ended,
       count(*) filter (where is_open)::int as "stillOverdue",
       percentile_cont(0.5) within group (order by ms) filter (where is_length) / 1000 as p50,
       percentile_cont(0.9) within group (order by ms) filter (where is_length) / 1000 as p90,
       count(*) filter (where is_promised and (is_length or not is_kept))::int as promised,
       count(*) filter (where is_promised and is_length and is_kept)::int as kept
     from measured group by grouping sets ((target), (target, priority))`,
    [query.from, query.to, query.time, JSON.stringify(open)],
  )
  const figuresOf = (target: ServiceTarget, priority: Priority | null) => {
    const row = rows.find((one) => one.target === target && one.priority === priority)
    if (!row) return NONE
    const { target: _target, priority: _priority, ...figures } = row
    return figures
  }
  return {
    from: query.from.toISOString(),
    to: query.to.toISOString(),
    time: query.time,
    targets: SERVICE_TARGETS.map((target) => ({
      target,
      ...figuresOf(target, null),
      byPriority: [...PRIORITIES]
        .reverse()
        .filter((priority) => rows.some((row) => row.target === target && row.priority === priority))
        .map((priority) => ({ priority, ...figuresOf(target, priority) })),
    })),
  }
}

/** The priority is null in the row of all priorities together. */
interface FiguresRow extends ServiceFigures {
  target: ServiceTarget
  priority: Priority | null
}

const NONE: ServiceFigures = { ended: 0, stillOverdue: 0, p50: null, p90: null, promised: 0, kept: 0 }
