import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkingInterval } from '../../src/domain/index.ts'
import { isWorking, nextStart, sayWhen } from '../../src/routing/working-hours.ts'

const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
const sunday = (from: string, to: string): WorkingInterval[] => [{ weekday: 7, from, to }]
const at = (iso: string) => new Date(iso)

describe('isWorking', () => {
  // Clocks change on 29 March and 25 October 2026 in Amsterdam, on 8 March and 1 November in New York.
  const cases: [string, WorkingInterval[], string, string, boolean][] = [
    ['begins at the minute', weekdays, 'Europe/Amsterdam', '2026-03-27T08:00:00Z', true],
    ['not a minute before', weekdays, 'Europe/Amsterdam', '2026-03-27T07:59:59Z', false],
    ['ends before its end', weekdays, 'Europe/Amsterdam', '2026-03-27T16:00:00Z', false],
    ['until the last minute', weekdays, 'Europe/Amsterdam', '2026-03-27T15:59:59Z', true],
    ['an hour earlier in summer time', weekdays, 'Europe/Amsterdam', '2026-03-30T07:00:00Z', true],
    ['and ends an hour earlier', weekdays, 'Europe/Amsterdam', '2026-03-30T15:00:00Z', false],
    ['not at the weekend', weekdays, 'Europe/Amsterdam', '2026-03-28T10:00:00Z', false],
    ['New York in winter', weekdays, 'America/New_York', '2026-03-06T14:00:00Z', true],
    ['New York in summer', weekdays, 'America/New_York', '2026-03-09T13:00:00Z', true],
    ['New York before nine in summer', weekdays, 'America/New_York', '2026-03-09T12:59:00Z', false],
    [
      "the zone's weekday counts",
      [{ weekday: 1, from: '20:00', to: '24:00' }],
      'America/New_York',
      '2026-03-10T01:00:00Z',
      true,
    ],
    ['until midnight', [{ weekday: 1, from: '20:00', to: '24:00' }], 'America/New_York', '2026-03-10T04:00:00Z', false],
    [
      'the hour that comes twice in autumn, first',
      sunday('02:00', '03:00'),
      'Europe/Amsterdam',
      '2026-10-25T00:30:00Z',
      true,
    ],
    [
      'the hour that comes twice in autumn, second',
      sunday('02:00', '03:00'),
      'Europe/Amsterdam',
      '2026-10-25T01:30:00Z',
      true,
    ],
    ['past midnight, before', sunday('22:00', '06:00'), 'UTC', '2026-03-01T23:00:00Z', true],
    ['past midnight, after', sunday('22:00', '06:00'), 'UTC', '2026-03-02T05:59:00Z', true],
    ['past midnight, ended', sunday('22:00', '06:00'), 'UTC', '2026-03-02T06:00:00Z', false],
    ['nobody without hours', [], 'UTC', '2026-03-02T10:00:00Z', false],
    ['an unknown zone counts as UTC', weekdays, 'Europe/Amsterdma', '2026-03-27T09:00:00Z', true],
  ]
  it.each(cases)('%s', (_, hours, zone, instant, working) => {
    expect(isWorking(hours, zone, at(instant))).toBe(working)
  })
})

describe('nextStart', () => {
  const cases: [string, WorkingInterval[], string, string, string | null][] = [
    ['today', weekdays, 'Europe/Amsterdam', '2026-03-25T05:00:00Z', '2026-03-25T08:00:00Z'],
    ['strictly later', weekdays, 'Europe/Amsterdam', '2026-03-25T08:00:00Z', '2026-03-26T08:00:00Z'],
    [
      'after the weekend in which the clocks go forward',
      weekdays,
      'Europe/Amsterdam',
      '2026-03-27T16:00:00Z',
      '2026-03-30T07:00:00Z',
    ],
    [
      'after the weekend in which they go back',
      weekdays,
      'Europe/Amsterdam',
      '2026-10-23T16:00:00Z',
      '2026-10-26T08:00:00Z',
    ],
    ['New York forward', weekdays, 'America/New_York', '2026-03-06T23:00:00Z', '2026-03-09T13:00:00Z'],
    ['New York back', weekdays, 'America/New_York', '2026-10-30T22:00:00Z', '2026-11-02T14:00:00Z'],
    [
      'in an hour that is skipped',
      sunday('02:30', '12:00'),
      'Europe/Amsterdam',
      '2026-03-28T12:00:00Z',
      '2026-03-29T01:30:00Z',
    ],
    [
      'in an hour that comes twice: the first',
      sunday('02:30', '12:00'),
      'Europe/Amsterdam',
      '2026-10-24T12:00:00Z',
      '2026-10-25T00:30:00Z',
    ],
    [
      'between two skipped nights in New York',
      sunday('02:30', '12:00'),
      'America/New_York',
      '2026-03-08T05:00:00Z',
      '2026-03-08T07:30:00Z',
    ],
    [
      'a week on, for hours of today that began',
      [{ weekday: 3, from: '09:00', to: '10:00' }],
      'UTC',
      '2026-03-04T09:30:00Z',
      '2026-03-11T09:00:00Z',
    ],
    [
      'the second interval of a day',
      [
        { weekday: 3, from: '09:00', to: '12:00' },
        { weekday: 3, from: '13:00', to: '17:00' },
      ],
      'UTC',
      '2026-03-04T12:30:00Z',
      '2026-03-04T13:00:00Z',
    ],
    ['never without hours', [], 'UTC', '2026-03-04T09:30:00Z', null],
  ]
  it.each(cases)('%s', (_, hours, zone, instant, start) => {
    expect(nextStart(hours, zone, at(instant))).toEqual(start === null ? null : at(start))
  })

  it('is the first working minute after any moment outside hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 366 * 24 * 12 }),
        fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Asia/Kathmandu', 'UTC'),
        (fiveMinutes, zone) => {
          const moment = new Date(Date.UTC(2026, 0, 1) + fiveMinutes * 5 * 60_000)
          fc.pre(!isWorking(weekdays, zone, moment))
          const start = nextStart(weekdays, zone, moment)
          if (!start) throw new Error('there are hours in every week')
          expect(isWorking(weekdays, zone, start)).toBe(true)
          expect(isWorking(weekdays, zone, new Date(start.getTime() - 60_000))).toBe(false)
          for (let between = moment.getTime(); between < start.getTime(); between += 30 * 60_000)
            expect(isWorking(weekdays, zone, new Date(between))).toBe(false)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('sayWhen', () => {
  it.each([
    ['2026-03-04T12:00:00Z', 'today at 13:00'],
    ['2026-03-04T23:30:00Z', 'tomorrow at 00:30'],
    ['2026-03-09T07:00:00Z', 'on Monday at 08:00'],
  ])('%s', (instant, words) => {
    expect(sayWhen(at(instant), at('2026-03-04T08:00:00Z'), 'Europe/Amsterdam')).toBe(words)
  })
})
