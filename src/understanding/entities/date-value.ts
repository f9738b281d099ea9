import type { ParsedResult } from 'chrono-node/en'
import { directionOf } from './date-direction.ts'
import { isNoise } from './date-noise.ts'
import { isoDay, type WallTime, type ZoneTime } from './zone-time.ts'

type ParsedComponents = ParsedResult['start']

const YEARS: [number, number] = [1900, 2200]
const DAY_MS = 86_400_000

/** Where a reading stands and when it was written. */
interface Place {
  text: string
  start: number
  end: number
  /** `now` as wall time of the company, in the machine's time zone, in which chrono counts. */
  reference: Date
  now: Date
  zone: ZoneTime
}

/** ISO 8601, `start/end` for a span; null for what is no date a customer meant, and for times no calendar has. */
export function readDateValue(result: ParsedResult, place: Place): string | null {
  const { text, start, end } = place
  const before = text.slice(Math.max(0, start - 100), start)
  const hasDay = (['day', 'weekday', 'month', 'year'] as const).some((part) => result.start.isCertain(part))
  const written = text.slice(start, end).toLowerCase().replace(/’/g, "'")
  if (start >= end || isNoise({ text: written, before, after: text.slice(end, end + 12), hasDay })) return null
  const isOpen = !/\b(?:this|last|past|next)\b/.test(written) && !result.end
  const first = isoOf(result.start, place, isOpen ? directionOf(before) : 0, written)
  if (first === null || !result.end) return first
  const last = isoOf(result.end, place, 0, written)
  return last === null || last === first ? first : `${first}/${last}`
}

/** ISO 8601 with as much as was said; null for a time that no calendar has. */
function isoOf(said: ParsedComponents, place: Place, direction: -1 | 0 | 1, written: string): string | null {
  const { reference, now, zone } = place
  const wall = turned(said, wallOf(said, written), reference, direction)
  if (wall.year < YEARS[0] || wall.year > YEARS[1]) return null
  if (said.isCertain('hour')) return zone.isoOf(exactTime(said, wall, reference, now, zone))
  if (said.isCertain('day') || said.isCertain('weekday')) return isoDay(wall)
  if (said.isCertain('month')) return isoDay({ ...wall, day: 1 }).slice(0, 7)
  return said.isCertain('year') ? String(wall.year) : null
}

function wallOf(said: ParsedComponents, written: string): WallTime {
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute') => said.get(name) ?? 0
  // "closes at 4 today" is the afternoon, 04:00 is not.
  const isAfternoon = part('hour') >= 1 && part('hour') <= 6 && !said.isCertain('meridiem') && !written.includes(':')
  const hour = part('hour') + (isAfternoon ? 12 : 0)
  return { year: part('year'), month: part('month'), day: part('day'), hour, minute: part('minute') }
}

/** A weekday or a day without its year on the side of today the writer looks at; chrono takes the nearest. */
function turned(said: ParsedComponents, wall: WallTime, reference: Date, direction: -1 | 0 | 1): WallTime {
  const today = Date.UTC(reference.getFullYear(), reference.getMonth(), reference.getDate())
  const day = Date.UTC(wall.year, wall.month - 1, wall.day)
  if (direction === 0 || Math.sign(day - today) !== -direction) return wall
  if (said.isCertain('month') && !said.isCertain('year')) {
    const isThisMonth = wall.year === reference.getFullYear() && wall.month === reference.getMonth() + 1
    return !said.isCertain('day') && isThisMonth ? wall : { ...wall, year: wall.year + direction }
  }
  if (!said.isCertain('weekday') || said.isCertain('day')) return wall
  const moved = new Date(day + direction * 7 * DAY_MS)
  return { ...wall, year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() }
}

/** Wall time of the company: "3pm EST" is moved into its zone, "in 2 hours" counted from the very instant. */
function exactTime(said: ParsedComponents, wall: WallTime, reference: Date, now: Date, zone: ZoneTime): WallTime {
  if (said.tags().has('result/relativeDateAndTime')) {
    return zone.wallTime(new Date(now.getTime() + said.date().getTime() - reference.getTime()))
  }
  const offset = said.isCertain('timezoneOffset') ? said.get('timezoneOffset') : null
  if (offset === null) return wall
  return zone.wallTime(new Date(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute - offset)))
}
