import { describe, expect, it } from 'vitest'
import { whenBack } from '../../src/routing/when-back.ts'
import { hoursBySkill, hoursFile, nextOpening } from '../../src/service-levels/index.ts'

/** A Wednesday. */
const now = new Date('2026-03-04T20:00:00Z')
const hours = (weekday: number, from: string, to = '23:00') => ({
  workingHours: [{ weekday, from, to }],
  timeZone: 'UTC',
})
const noHours = { workingHours: [], timeZone: 'UTC' }
const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
const company = (holidays: string[] = []) => {
  const hours = hoursBySkill(
    hoursFile.parse({
      timeZone: 'UTC',
      week: Object.fromEntries(workdays.map((day) => [day, ['10:00-18:00']])),
      holidays: holidays.map((date) => ({ date, name: 'closed' })),
    }),
    'UTC',
  )('any')
  return (at: Date) => nextOpening(at, hours)
}
const at = (iso: string) => ({ kind: 'at', at: new Date(iso) })

describe('who is back when', () => {
  it('is the first of several people', () => {
    expect(whenBack([hours(5, '08:00'), hours(4, '09:00')], now)).toEqual(at('2026-03-05T09:00:00Z'))
  })

  it('is any moment while somebody should be here', () => {
    expect(whenBack([hours(5, '08:00'), hours(3, '19:00')], now)).toEqual({ kind: 'any_moment' })
  })

  it.each([
    ['people without hours while the company works', [noHours], new Date('2026-03-04T12:00:00Z'), { kind: 'unknown' }],
    ['people without hours while it is closed', [noHours], now, at('2026-03-05T10:00:00Z')],
    ['whoever begins before the company opens', [hours(4, '07:00')], now, at('2026-03-05T10:00:00Z')],
    ['whoever begins after it', [hours(4, '11:30')], now, at('2026-03-05T11:30:00Z')],
    [
      'whoever works when the company does not',
      [hours(3, '19:00'), hours(5, '12:00')],
      now,
      at('2026-03-06T12:00:00Z'),
    ],
    ['hours that never meet', [hours(6, '10:00')], now, { kind: 'unknown' }],
    ['nobody at all', [], now, { kind: 'unknown' }],
  ])('says %s', (_, people, from, expected) => {
    expect(whenBack(people, from, company())).toEqual(expected)
  })

  it("leaves holidays out, the people's own week whatever it says", () => {
    expect(whenBack([hours(4, '09:00'), hours(5, '09:00')], now, company(['2026-03-05', '2026-03-06']))).toEqual(
      at('2026-03-12T10:00:00Z'),
    )
  })

  it('knows no time without any hours', () => {
    expect(whenBack([noHours], now)).toEqual({ kind: 'unknown' })
  })
})
