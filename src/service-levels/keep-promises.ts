import type { Priority, ServiceTime } from '../domain/index.ts'
import { addBusinessTime, type BusinessHours, businessTimeBetween } from './business-hours.ts'
import type { KeptClock } from './clock-store.ts'
import { type Add, type Clock, elapsedMs, type Measure, type Run, reachedAt } from './clocks.ts'
import { policyFor, type ServiceLevels } from './policies.ts'

/** What agent and lead are told of a clock. */
export interface Warning {
  kind: 'at_risk' | 'breached'
  clock: KeptClock
}

const calendarMs: Measure = (from, to) => Math.max(0, to.getTime() - from.getTime())
const addCalendar: Add = (from, ms) => new Date(from.getTime() + ms)

/** How long a clock has run by `now`, in business or in calendar time. */
export const elapsedIn =
  (time: ServiceTime, hours: BusinessHours) =>
  (runs: Run[], now: Date): number =>
    elapsedMs({ runs }, now, time === 'business' ? (from, to) => businessTimeBetween(from, to, hours) : calendarMs)

/**
 * Puts a ticket's clocks beside what is promised it now. A clock that had stopped keeps the promise it stopped under; one
 * that runs takes the present policy's, with all it has run. Each is warned of once and told of as overdue once. Pure.
 */
export function keepPromises(
  clocks: readonly Clock[],
  before: readonly KeptClock[],
  ticket: { priority: Priority; tags: readonly string[] },
  { policies, warnAt }: ServiceLevels,
  hours: BusinessHours,
  now: Date,
): { clocks: KeptClock[]; warnings: Warning[] } {
  const policy = policyFor(ticket, policies)
  const measureBusiness: Measure = (from, to) => businessTimeBetween(from, to, hours)
  const warnings: Warning[] = []

  const kept = clocks.map((clock): KeptClock => {
    const known = before.find(({ target, number }) => target === clock.target && number === clock.number)
    // One that stopped for a merge which was undone goes on, or has stopped at another time.
    if (known?.stoppedAt && known.stoppedAt.getTime() === clock.stoppedAt?.getTime()) return known
    const targetMs = policy?.promises[clock.target] ?? null
    const time = policy?.time ?? 'calendar'
    const [measure, add]: [Measure, Add] =
      time === 'business'
        ? [measureBusiness, (from, ms) => addBusinessTime(from, ms, hours)]
        : [calendarMs, addCalendar]
    const at = (share: number) => (targetMs === null ? null : reachedAt(clock, targetMs * share, measure, add))
    const next: KeptClock = {
      ...clock,
      policy: policy?.name ?? null,
      targetMs,
      time,
      priority: ticket.priority,
      riskAt: at(warnAt),
      dueAt: at(1),
      warnedAt: known?.warnedAt ?? null,
      breachedAt: known?.breachedAt ?? null,
      businessMs: clock.stoppedAt && elapsedMs(clock, clock.stoppedAt, measureBusiness),
      calendarMs: clock.stoppedAt && elapsedMs(clock, clock.stoppedAt, calendarMs),
    }
    if (next.dueAt && next.dueAt <= now && !next.breachedAt) {
      next.breachedAt = now
      next.warnedAt ??= now
      warnings.push({ kind: 'breached', clock: next })
    } else if (next.riskAt && next.riskAt <= now && !next.warnedAt) {
      next.warnedAt = now
      warnings.push({ kind: 'at_risk', clock: next })
    }
    return next
  })
  return { clocks: kept, warnings }
}

/** When the next warning is due; null when none is. */
export function nextLookAt(clocks: readonly KeptClock[]): Date | null {
  const moments = clocks.flatMap(({ riskAt, dueAt, warnedAt, breachedAt }) => [
    ...(riskAt && !warnedAt ? [riskAt.getTime()] : []),
    ...(dueAt && !breachedAt ? [dueAt.getTime()] : []),
  ])
  return moments.length === 0 ? null : new Date(Math.min(...moments))
}
