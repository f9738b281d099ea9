import type { WorkingInterval } from '../domain/index.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Wall-clock time somewhere: a calendar day, its weekday (1 Monday … 7 Sunday) and minutes since its midnight. */
interface LocalTime {
  year: number
  month: number
  day: number
  weekday: number
  minute: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** A zone that Intl does not know counts as UTC: one person's misspelt zone must not stop the routing of all. */
function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const options = {
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const
  let formatter: Intl.DateTimeFormat
  try {
    formatter = new Intl.DateTimeFormat('en-GB', { ...options, timeZone })
  } catch {
    formatter = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
  }
  formatters.set(timeZone, formatter)
  return formatter
}

/** What calendar and clock show at `at` in the zone. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const parts = new Map(
    formatterFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const [year = 0, month = 1, day = 1] = [parts.get('year'), parts.get('month'), parts.get('day')]
  return {
    year,
    month,
    day,
    weekday: weekdayOf(new Date(Date.UTC(year, month - 1, day))),
    minute: (parts.get('hour') ?? 0) * 60 + (parts.get('minute') ?? 0),
  }
}

const weekdayOf = (day: Date) => ((day.getUTCDay() + 6) % 7) + 1

/** "09:30" → 570; "24:00" is the end of the day. */
function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

/** Whether `at` falls into one of the hours. An interval that ends at or before its start runs past midnight. */
export function isWorking(hours: readonly WorkingInterval[], timeZone: string, at: Date): boolean {
  const { weekday, minute } = localTime(at, timeZone)
  const yesterday = weekday === 1 ? 7 : weekday - 1
  return hours.some((interval) => {
    const [from, to] = [minutesOf(interval.from), minutesOf(interval.to)]
    if (to > from) return interval.weekday === weekday && from <= minute && minute < to
    return (interval.weekday === weekday && from <= minute) || (interval.weekday === yesterday && minute < to)
  })
}

/**
 * When hours next begin strictly after `at`, within the coming week; null when there are none. A beginning that the
 * clocks skip in spring counts from the same number of minutes after the skip.
 */
export function nextStart(hours: readonly WorkingInterval[], timeZone: string, at: Date): Date | null {
  const today = localTime(at, timeZone)
  let next: Date | null = null
  // The eighth day is today's weekday again, for hours of today that have passed.
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = new Date(Date.UTC(today.year, today.month - 1, today.day) + ahead * DAY_MS)
    for (const interval of hours) {
      if (interval.weekday !== weekdayOf(day)) continue
      const start = instantOf(day, minutesOf(interval.from), timeZone)
      if (start > at && (next === null || start < next)) next = start
    }
    if (next) return next
  }
  return null
}

/** The instant at which the zone's clock shows `minute` on `day`; the earlier of two in autumn. */
function instantOf(day: Date, minute: number, timeZone: string): Date {
  const wanted = day.getTime() + minute * MINUTE_MS
  const offsetAt = (instant: number) => {
    const local = localTime(new Date(instant), timeZone)
    return Date.UTC(local.year, local.month - 1, local.day) + local.minute * MINUTE_MS - instant
  }
  // The two offsets around the day; where they differ, the clocks change in between.
  const [before, after] = [offsetAt(wanted - DAY_MS), offsetAt(wanted + DAY_MS)]
  for (const offset of [before, after]) {
    if (offsetAt(wanted - offset) === offset) return new Date(wanted - offset)
  }
  // The clocks skip this time: with the old offset it lies as far behind the skip.
  return new Date(wanted - before)
}

/** Calendar days in the zone: 0 is today, 1 tomorrow. */
export function daysUntil(instant: Date, now: Date, timeZone: string): number {
  const [there, here] = [localTime(instant, timeZone), localTime(now, timeZone)]
  return Math.round(
    (Date.UTC(there.year, there.month - 1, there.day) - Date.UTC(here.year, here.month - 1, here.day)) / DAY_MS,
  )
}

/** "08:00" */
export const clockAt = (instant: Date, timeZone: string): string => clock(localTime(instant, timeZone).minute)

/** "today at 14:00", "tomorrow at 08:00", "on Monday at 08:00", as the zone's calendar has it; for the coming week. */
export function sayWhen(instant: Date, now: Date, timeZone: string): string {
  const days = daysUntil(instant, now, timeZone)
  const weekday = WEEKDAYS[localTime(instant, timeZone).weekday - 1]
  const day = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `on ${weekday}`
  return `${day} at ${clockAt(instant, timeZone)}`
}

/** "Mon 08:00", for lists. */
export function sayWhenShort(instant: Date, timeZone: string): string {
  const { weekday, minute } = localTime(instant, timeZone)
  return `${WEEKDAYS[weekday - 1]?.slice(0, 3)} ${clock(minute)}`
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
