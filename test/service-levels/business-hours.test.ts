import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addBusinessTime,
  type BusinessHours,
  businessTimeBetween,
  isOpen,
  nextOpening,
  type OpenInterval,
} from '../../src/service-levels/index.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const at = (text: string) => new Date(text)
const hm = (from: string, to: string): OpenInterval => ({ from: minutes(from), to: minutes(to) })
const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Monday to Friday, 9 to 17. */
const OFFICE: BusinessHours = {
  timeZone: 'Europe/Amsterdam',
  week: [...Array.from({ length: 5 }, () => [hm('09:00', '17:00')]), [], []],
  holidays: new Map([['2026-12-25', []]]),
}
const onEveryDay = (...intervals: OpenInterval[]): BusinessHours => ({
  ...OFFICE,
  week: Array.from({ length: 7 }, () => intervals),
})

describe('business time', () => {
  it.each([
    // An hour from Friday 16:30 is Monday 09:30.
    ['over a weekend', OFFICE, '2026-03-06T15:30:00Z', HOUR, '2026-03-09T08:30:00Z'],
    ['from before opening', OFFICE, '2026-03-09T04:00:00Z', HOUR, '2026-03-09T09:00:00Z'],
    ['up to closing', OFFICE, '2026-03-09T15:00:00Z', HOUR, '2026-03-09T16:00:00Z'],
    ['over a holiday and a weekend', OFFICE, '2026-12-24T15:30:00Z', HOUR, '2026-12-28T08:30:00Z'],
    ['over the night the clocks go forward', OFFICE, '2026-03-27T15:30:00Z', HOUR, '2026-03-30T07:30:00Z'],
    ['over the night the clocks go back', OFFICE, '2026-10-23T14:30:00Z', HOUR, '2026-10-26T08:30:00Z'],
    [
      'over lunch',
      onEveryDay(hm('09:00', '12:00'), hm('13:00', '17:00')),
      '2026-03-09T10:30:00Z',
      HOUR,
      '2026-03-09T12:30:00Z',
    ],
    ['across midnight', onEveryDay(hm('22:00', '02:00')), '2026-03-09T22:30:00Z', 3 * HOUR, '2026-03-10T21:30:00Z'],
  ])('is added %s', (_name, hours, start, ms, due) => {
    expect(addBusinessTime(at(start), ms, hours)).toEqual(at(due))
    expect(businessTimeBetween(at(start), at(due), hours)).toBe(ms)
  })

  it('has an hour less where the clocks skip one, and one more where they repeat one', () => {
    const night = onEveryDay(hm('00:00', '06:00'))
    const of = (day: string) => businessTimeBetween(at(`${day}T00:00:00+02:00`), at(`${day}T12:00:00+01:00`), night)
    expect(of('2026-03-29') / HOUR).toBe(5)
    expect(of('2026-10-25') / HOUR).toBe(7)
  })

  it('is open from the first minute and not at the last', () => {
    expect(isOpen(at('2026-03-09T07:59:59.999Z'), OFFICE)).toBe(false)
    expect(isOpen(at('2026-03-09T08:00:00Z'), OFFICE)).toBe(true)
    expect(isOpen(at('2026-03-09T15:59:59.999Z'), OFFICE)).toBe(true)
    expect(isOpen(at('2026-03-09T16:00:00Z'), OFFICE)).toBe(false)
    expect(nextOpening(at('2026-03-06T17:00:00Z'), OFFICE)).toEqual(at('2026-03-09T08:00:00Z'))
    expect(nextOpening(at('2026-03-09T09:00:00Z'), OFFICE)).toEqual(at('2026-03-09T09:00:00Z'))
  })

  it('never comes where nobody ever works', () => {
    expect(addBusinessTime(at('2026-03-09T09:00:00Z'), 1, onEveryDay())).toBeNull()
    expect(nextOpening(at('2026-03-09T09:00:00Z'), onEveryDay())).toBeNull()
  })
})

describe('business time counted minute by minute', () => {
  /** Another way to the same number: what the wall shows at each minute, by the platform's own calendar. */
  function bruteForce(hours: BusinessHours) {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: hours.timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    const intervalsOn = (date: string) =>
      hours.holidays.get(date) ?? hours.week[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? []
    const yesterday = new Map<string, string>()
    const before = (date: string) => {
      const known = yesterday.get(date)
      if (known) return known
      const found = new Date(Date.parse(`${date}T00:00:00Z`) - 24 * HOUR).toISOString().slice(0, 10)
      yesterday.set(date, found)
      return found
    }
    return (time: number): boolean => {
      const [date = '', clock = ''] = format.format(time).split(', ')
      const minute = minutes(clock)
      return (
        intervalsOn(date).some(({ from, to }) => from <= minute && (minute < to || to <= from)) ||
        intervalsOn(before(date)).some(({ from, to }) => to <= from && minute < to)
      )
    }
  }

  const interval = fc
    .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
    .map(([from, to]) => ({ from: from * 15, to: to * 15 }))
  const hoursArbitrary = fc
    .record({
      timeZone: fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'),
      week: fc.array(fc.array(interval, { maxLength: 3 }), { minLength: 7, maxLength: 7 }),
      holiday: fc.array(interval, { maxLength: 1 }),
    })
    .map(
      ({ timeZone, week, holiday }): BusinessHours => ({
        timeZone,
        week,
        holidays: new Map([
          ['2026-03-30', holiday],
          ['2026-11-02', []],
        ]),
      }),
    )
  /** Days on which clocks change in one of the zones, and their neighbours. */
  const start = fc
    .tuple(
      fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31', '2026-06-10'),
      fc.integer({ min: 0, max: 2 * 1_440 }),
    )
    .map(([day, minute]) => Date.parse(`${day}T00:00:00Z`) + minute * MINUTE)

  it('is the same, by every function', () => {
    fc.assert(
      fc.property(hoursArbitrary, start, fc.integer({ min: 0, max: 1_800 }), (hours, from, length) => {
        const isOpenAt = bruteForce(hours)
        let open = 0
        let firstOpen: number | null = null
        for (let minute = 0; minute < length; minute++) {
          if (!isOpenAt(from + minute * MINUTE)) continue
          firstOpen ??= from + minute * MINUTE
          open++
        }
        const to = from + length * MINUTE
        expect(businessTimeBetween(new Date(from), new Date(to), hours)).toBe(open * MINUTE)
        expect(isOpen(new Date(from), hours)).toBe(isOpenAt(from))
        const opening = nextOpening(new Date(from), hours)
        if (firstOpen !== null) expect(opening?.getTime()).toBe(firstOpen)
        else if (opening !== null) expect(opening.getTime()).toBeGreaterThanOrEqual(to)
      }),
      { numRuns: 60 },
    )
  })

  it('is what was added, and the earliest instant at which it has passed', () => {
    fc.assert(
      fc.property(hoursArbitrary, start, fc.integer({ min: 1, max: 3_000 * MINUTE }), (hours, from, ms) => {
        const due = addBusinessTime(new Date(from), ms, hours)
        if (due === null) return
        expect(businessTimeBetween(new Date(from), due, hours)).toBe(ms)
        expect(businessTimeBetween(new Date(from), new Date(due.getTime() - 1), hours)).toBe(ms - 1)
      }),
      { numRuns: 200 },
    )
  })

  it('adds up: the parts of a stretch make the whole', () => {
    fc.assert(
      fc.property(hoursArbitrary, start, fc.nat(5_000_000), fc.nat(200_000_000), (hours, from, first, second) => {
        const [a, b, c] = [from, from + first, from + first + second].map((time) => new Date(time)) as [
          Date,
          Date,
          Date,
        ]
        const parts = businessTimeBetween(a, b, hours) + businessTimeBetween(b, c, hours)
        expect(parts).toBe(businessTimeBetween(a, c, hours))
      }),
      { numRuns: 200 },
    )
  })
})
