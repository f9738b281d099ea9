import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketStarts, MAX_BUCKETS } from '../../src/analytics/index.ts'
import { EarshotError } from '../../src/domain/index.ts'

const starts = (from: string, to: string, timeZone: string, bucket: 'hour' | 'day') =>
  bucketStarts({ from: new Date(from), to: new Date(to), timeZone, bucket }).map((start) =>
    start.toISOString().replace(':00.000Z', 'Z'),
  )

describe('the buckets of a report', () => {
  it.each([
    ['23 hours when the clocks go forward', '2026-03-28T23:00Z', '2026-03-29T22:00Z', 'Europe/Amsterdam', 23],
    ['25 hours when the clocks go back', '2026-10-24T22:00Z', '2026-10-25T23:00Z', 'Europe/Amsterdam', 25],
    ['24 hours otherwise', '2026-06-01T22:00Z', '2026-06-02T22:00Z', 'Europe/Amsterdam', 24],
  ])('give a day %s', (_, from, to, timeZone, hours) => {
    expect(starts(from, to, timeZone, 'day')).toEqual([from])
    expect(starts(from, to, timeZone, 'hour')).toHaveLength(hours)
  })

  it.each([
    ['at midnight', 'Europe/Amsterdam', '2026-03-28T12:00Z', ['2026-03-28T23:00Z', '2026-03-29T22:00Z']],
    ['at one where the clocks skip midnight', 'America/Sao_Paulo', '2018-11-03T12:00Z', ['2018-11-04T03:00Z']],
    [
      'at the first of two midnights',
      'Atlantic/Azores',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:00Z', '2026-10-26T01:00Z'],
    ],
    ['after the hour the clocks repeat', 'Asia/Beirut', '2026-10-24T12:00Z', ['2026-10-24T22:00Z']],
    ['after a date that was left out', 'Pacific/Apia', '2011-12-29T20:00Z', ['2011-12-30T10:00Z']],
  ])('begin a day %s', (_, timeZone, from, days) => {
    const until = new Date(Date.parse(days.at(-1) ?? '') + 1).toISOString()
    expect(starts(from, until, timeZone, 'day')).toEqual([from, ...days])
  })

  it('begin hours at full hours of zones that are half an hour off', () => {
    expect(starts('2026-01-05T10:10Z', '2026-01-05T12:00Z', 'Asia/Kolkata', 'hour')).toEqual([
      '2026-01-05T10:10Z',
      '2026-01-05T10:30Z',
      '2026-01-05T11:30Z',
    ])
  })

  it('ascend from the start of the range, each bucket within one local day and, but for the first, at its beginning', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2015-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 40 * 24 * 3_600_000 }),
        fc.constantFrom(
          'UTC',
          'Europe/Amsterdam',
          'America/New_York',
          'America/Havana',
          'Australia/Lord_Howe',
          'Asia/Kathmandu',
        ),
        (from, lengthMs, timeZone) => {
          const to = new Date(from.getTime() + lengthMs)
          const days = bucketStarts({ from, to, timeZone, bucket: 'day' })
          const dayOf = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' })
          const shown = days.map((day) => dayOf.format(day))
          expect(days[0]).toEqual(from)
          expect(new Set(shown).size).toBe(days.length)
          days.slice(1).forEach((day, index) => {
            expect(dayOf.format(day.getTime() - 1)).toBe(shown[index])
          })
          expect(dayOf.format(to.getTime() - 1)).toBe(shown.at(-1))
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each([
    ['an empty range', { to: '2026-01-01T00:00:00Z' }, 'to'],
    ['a range that ends before it starts', { to: '2025-01-01T00:00:00Z' }, 'to'],
    ['a start that is no date', { from: 'soon' }, 'from'],
    ['an end that is no date', { to: 'late' }, 'to'],
    ['an unknown zone', { timeZone: 'Europe/Rotterdam' }, 'timeZone'],
    ['an offset instead of a zone', { timeZone: '+02:00' }, 'timeZone'],
    ['SQL instead of a zone', { timeZone: "UTC'; drop table messages; --" }, 'timeZone'],
    ['more than 1,000 days', { to: '2028-09-27T00:00:01Z' }, 'to'],
    ['more than 1,000 hours', { to: '2026-02-11T16:00:01Z', bucket: 'hour' as const }, 'bucket'],
  ])('are refused for %s, naming the field', (_, given, field) => {
    const query = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', timeZone: 'UTC', bucket: 'day' as const }
    const { from, to, ...rest } = { ...query, ...given }
    const cut = () => bucketStarts({ ...rest, from: new Date(from), to: new Date(to) })
    expect(cut).toThrow(EarshotError)
    expect(cut).toThrow(expect.objectContaining({ kind: 'invalid-request', field }))
  })

  it('may be exactly 1,000', () => {
    expect(starts('2026-01-01T00:00:00Z', '2028-09-27T00:00:00Z', 'UTC', 'day')).toHaveLength(MAX_BUCKETS)
    expect(starts('2026-01-01T00:00:00Z', '2026-02-11T16:00:00Z', 'UTC', 'hour')).toHaveLength(MAX_BUCKETS)
  })
})
