import type { RangeQuery } from './api.ts'
import type { OverviewReport } from './wire.ts'

export const PRESETS = ['today', '7', '30', 'custom'] as const
export type Preset = (typeof PRESETS)[number]

export interface RangeChoice {
  preset: Preset
  /** Local days `YYYY-MM-DD`, both inclusive; used for `custom`. */
  fromDay: string
  toDay: string
  bucket: 'hour' | 'day'
}

const DAY_MS = 86_400_000

/** The chosen range as instants: from the start of its first local day to the end of its last. */
export function rangeOf(choice: RangeChoice, now: Date, timeZone: string): RangeQuery {
  const today = startOfDay(now)
  const tomorrow = addDays(today, 1)
  const range = (from: Date, to: Date) => ({ from: from.toISOString(), to: to.toISOString(), timeZone })
  switch (choice.preset) {
    case 'today':
      return range(today, tomorrow)
    case '7':
      return range(addDays(today, -6), tomorrow)
    case '30':
      return range(addDays(today, -29), tomorrow)
    case 'custom': {
      const from = parseDay(choice.fromDay) ?? today
      const to = parseDay(choice.toDay) ?? from
      return to < from ? range(to, addDays(from, 1)) : range(from, addDays(to, 1))
    }
  }
}

/** `YYYY-MM-DD` of the local day. */
export function dayText(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** One bucket of a report as a range. */
export function bucketRange(report: OverviewReport, index: number): RangeQuery {
  const from = report.buckets[index]?.from ?? report.from
  return { from, to: report.buckets[index + 1]?.from ?? report.to, timeZone: report.timeZone }
}

/** What the bucket is called on the axis: "14:00" or "Mon 3 Nov". */
export function bucketName(from: string, bucket: 'hour' | 'day', isOneDay: boolean): string {
  const hour: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
  const options = bucket === 'day' ? day : isOneDay ? hour : { ...day, ...hour }
  return new Intl.DateTimeFormat(undefined, options).format(new Date(from))
}

export const isWithinOneDay = (range: Pick<RangeQuery, 'from' | 'to'>) =>
  Date.parse(range.to) - Date.parse(range.from) <= DAY_MS + 3_600_000

function startOfDay(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate())
}

function addDays(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)
}

function parseDay(text: string): Date | null {
  const [year, month, day] = text.split('-').map(Number)
  if (!year || !month || !day) return null
  return new Date(year, month - 1, day)
}
