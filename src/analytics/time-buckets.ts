import { invalid } from '../domain/index.ts'

/** Six weeks of hours, or nearly three years of days: what a chart can show and one statement can carry. */
export const MAX_BUCKETS = 1_000

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

/** Throws `invalid-request` naming `from`, `to` or `timeZone` when the range is empty or the zone unknown. */
export function checkRange({ from, to, timeZone }: { from: Date; to: Date; timeZone: string }): void {
  if (Number.isNaN(from.getTime())) throw invalid('not-an-instant', 'The start of the range is not a date.', 'from')
  if (Number.isNaN(to.getTime())) throw invalid('not-an-instant', 'The end of the range is not a date.', 'to')
  if (from >= to) throw invalid('empty-range', 'The end of the range must come after its start.', 'to')
  // Offsets pass Intl, but SQL reads the sign of "+01:00" the other way round.
  if (!/^[A-Za-z]/.test(timeZone) || !isTimeZone(timeZone)) throw unknownTimeZone(timeZone)
}

export const unknownTimeZone = (timeZone: string) =>
  invalid(
    'time-zone-unknown',
    `"${timeZone}" is not a time zone. Give an IANA name such as Europe/Amsterdam.`,
    'timeZone',
  )

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/**
 * The first instants of the hours or days of `timeZone` that the range touches, ascending; the first is `from` itself.
 * They are instants, not clock readings: an hour that the clocks repeat is two buckets, one they skip is none, and a
 * day may have 23 or 25 hours. Throws `invalid-request` for a bad range, an unknown zone or more than `MAX_BUCKETS`.
 */
export function bucketStarts(query: { from: Date; to: Date; timeZone: string; bucket: 'hour' | 'day' }): Date[] {
  checkRange(query)
  const clock = clockOf(query.timeZone)
  const next = query.bucket === 'hour' ? nextHour : nextDay
  const starts: Date[] = []
  for (let at = query.from.getTime(); at < query.to.getTime(); at = next(at, clock)) {
    if (starts.length === MAX_BUCKETS) throw tooMany(query.bucket)
    starts.push(new Date(at))
  }
  return starts
}

const tooMany = (bucket: 'hour' | 'day') =>
  bucket === 'hour'
    ? invalid('too-many-buckets', 'The range has more than 1,000 hours. Cut it into days, or shorten it.', 'bucket')
    : invalid('too-many-buckets', 'The range has more than 1,000 days. Shorten it.', 'to')

/** What the clocks of a zone show at an instant, as if it were UTC; both in milliseconds. */
type Clock = (at: number) => number

function clockOf(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (at) => {
    const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
    for (const { type, value } of format.formatToParts(at)) shown[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
    return Date.UTC(year, month - 1, day, hour, minute, second) + modulo(at, 1000)
  }
}

/** Clocks change on a full hour of the old time, so the next full hour of the time before is always a boundary. */
function nextHour(at: number, clock: Clock): number {
  return at + HOUR_MS - modulo(clock(at), HOUR_MS)
}

/** The first instant that shows tomorrow's date: its midnight, or when the clocks skip that, the moment they do. */
function nextDay(at: number, clock: Clock): number {
  const shown = clock(at)
  const midnight = shown - modulo(shown, DAY_MS) + DAY_MS
  const before = midnight - (shown - at)
  // The clocks may change between now and then; the difference to UTC at midnight is then another one.
  const after = midnight - (clock(before) - before)
  const isFirst = (instant: number) => clock(instant) >= midnight && clock(instant - 1) < midnight
  return [before, after].sort((a, b) => a - b).find(isFirst) ?? before
}

const modulo = (value: number, by: number) => ((value % by) + by) % by
