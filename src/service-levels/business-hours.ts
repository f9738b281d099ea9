import { DateTime } from 'luxon'

/** When one team works, by what the clock on its wall shows. */
export interface BusinessHours {
  /** IANA zone. */
  timeZone: string
  /** Index 0 is Monday. Several a day; one that ends before it begins goes on past midnight. */
  week: readonly (readonly OpenInterval[])[]
  /** By local date, `2026-12-25`: the hours that begin on that day instead of the week's; none when closed. */
  holidays: ReadonlyMap<string, readonly OpenInterval[]>
}

/** Minutes since midnight, `from` 0 to 1439, `to` 1 to 1440 and exclusive. `to` up to `from`: until that time the next day. */
export interface OpenInterval {
  from: number
  to: number
}

/** Milliseconds since 1970, `to` exclusive. */
interface Span {
  from: number
  to: number
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
/** How far ahead an opening is looked for: holidays, however many, are over by then. */
const HORIZON_DAYS = 800

/** Whether somebody works at this instant. */
export function isOpen(at: Date, hours: BusinessHours): boolean {
  const time = at.getTime()
  return openSpans(dayOf(at, hours), hours).some(({ from, to }) => from <= time && time < to)
}

/** The first instant from `at` on at which somebody works; null when nobody ever does. */
export function nextOpening(at: Date, hours: BusinessHours): Date | null {
  const time = at.getTime()
  for (const { from, to } of spansFrom(at, hours)) {
    if (to > time) return new Date(Math.max(from, time))
  }
  return null
}

/** The instant at which `ms` of business time have passed since `start`; null when there is no such instant. */
export function addBusinessTime(start: Date, ms: number, hours: BusinessHours): Date | null {
  let left = ms
  for (const { from, to } of spansFrom(start, hours)) {
    const begin = Math.max(from, start.getTime())
    if (to <= begin) continue
    if (left <= to - begin) return new Date(begin + left)
    left -= to - begin
  }
  return null
}

/** Milliseconds of business time between two instants; 0 when `end` is not after `start`. */
export function businessTimeBetween(start: Date, end: Date, hours: BusinessHours): number {
  let total = 0
  for (const { from, to } of spansFrom(start, hours)) {
    if (from >= end.getTime()) break
    total += Math.max(0, Math.min(to, end.getTime()) - Math.max(from, start.getTime()))
  }
  return total
}

/** Every span that may reach past `at`, day after day, in order and apart from each other. */
function* spansFrom(at: Date, hours: BusinessHours): Generator<Span> {
  const first = dayOf(at, hours)
  for (let ahead = 0; ahead < HORIZON_DAYS; ahead++) yield* openSpans(first.plus({ days: ahead }), hours)
}

const dayOf = (at: Date, hours: BusinessHours): DateTime =>
  DateTime.fromJSDate(at, { zone: hours.timeZone }).startOf('day')

/** What is open within one local day, yesterday's hours past midnight included. */
function openSpans(day: DateTime, hours: BusinessHours): Span[] {
  const yesterdays = intervalsOf(day.minus({ days: 1 }), hours)
    .filter(isPastMidnight)
    .map(({ to }) => ({ from: 0, to }))
  const todays = intervalsOf(day, hours).map(({ from, to }) => ({ from, to: to <= from ? DAY_MINUTES : to }))
  const open = merge([...yesterdays, ...todays])
  return stretches(day).flatMap(({ from, to, offsetMs }) => {
    const midnight = Date.UTC(day.year, day.month - 1, day.day) - offsetMs
    return open
      .map((interval) => ({
        from: Math.max(from, midnight + interval.from * MINUTE_MS),
        to: Math.min(to, midnight + interval.to * MINUTE_MS),
      }))
      .filter((span) => span.from < span.to)
  })
}

const isPastMidnight = ({ from, to }: OpenInterval) => to <= from

function intervalsOf(day: DateTime, hours: BusinessHours): readonly OpenInterval[] {
  return hours.holidays.get(day.toISODate() ?? '') ?? hours.week[day.weekday - 1] ?? []
}

function merge(intervals: OpenInterval[]): OpenInterval[] {
  const merged: OpenInterval[] = []
  for (const interval of intervals.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && interval.from <= last.to) last.to = Math.max(last.to, interval.to)
    else merged.push({ ...interval })
  }
  return merged
}

/**
 * The day in stretches of one offset from UTC: one, or two where the clocks change. An hour that the clocks skip is in
 * neither, one they repeat is in both, and what the wall shows is right in each.
 */
function stretches(day: DateTime): (Span & { offsetMs: number })[] {
  const from = day.toMillis()
  const to = day.plus({ days: 1 }).startOf('day').toMillis()
  const offsetAt = (time: number) => DateTime.fromMillis(time, { zone: day.zone }).offset * MINUTE_MS
  const before = offsetAt(from)
  const after = offsetAt(to - 1)
  if (before === after) return [{ from, to, offsetMs: before }]
  let [earlier, later] = [from, to - 1]
  while (later - earlier > 1) {
    const middle = Math.floor((earlier + later) / 2)
    if (offsetAt(middle) === before) earlier = middle
    else later = middle
  }
  return [
    { from, to: later, offsetMs: before },
    { from: later, to, offsetMs: after },
  ]
}
