/** What clock and calendar on the wall say; months from 1. */
export interface WallTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

/** Turns instants into wall time of one IANA time zone, and back. */
export interface ZoneTime {
  wallTime(instant: Date): WallTime
  /** `2026-11-25T15:00+01:00`. In the hour a clock change leaves out, the time is read as if it had not changed yet. */
  isoOf(wall: WallTime): string
}

export function makeZoneTime(timeZone: string): ZoneTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const wallTime = (instant: Date): WallTime => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
    return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
  }
  const offsetMs = (ms: number) => inUtc(wallTime(new Date(ms))) - Math.floor(ms / 60_000) * 60_000
  return {
    wallTime,
    isoOf(wall) {
      const asUtc = inUtc(wall)
      const offset = offsetMs(asUtc - offsetMs(asUtc - offsetMs(asUtc)))
      const minutes = Math.round(Math.abs(offset) / 60_000)
      const sign = offset < 0 ? '-' : '+'
      return `${new Date(asUtc).toISOString().slice(0, 16)}${sign}${two(minutes / 60)}:${two(minutes % 60)}`
    },
  }
}

const inUtc = ({ year, month, day, hour, minute }: WallTime) => Date.UTC(year, month - 1, day, hour, minute)

const two = (number: number) => String(Math.floor(number)).padStart(2, '0')

/** `2026-11-25`. */
export const isoDay = ({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>): string =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
