import { describe, expect, it } from 'vitest'
import { makeFindEntities } from '../../../src/understanding/entities/find-entities.ts'

const finder = (timeZone: string, country: string | null = 'NL') => {
  const find = makeFindEntities({ patterns: [], products: [], timeZone, country })
  return async (text: string, now: string) =>
    (await find(text, new Date(now))).filter(({ type }) => type === 'date').map(({ value }) => value)
}
/** A Wednesday, 11:00 in Amsterdam. */
const NOW = '2026-11-25T10:00:00Z'
const inAmsterdam = finder('Europe/Amsterdam')

describe('dates in a message', () => {
  it.each([
    ['it arrives today', ['2026-11-25']],
    ['tomorrow or the day after tomorrow', ['2026-11-26', '2026-11-27']],
    ['the day before yesterday', ['2026-11-23']],
    ['tmrw please', ['2026-11-26']],
    ['ordered yesterday evening', ['2026-11-24']],
    ['last night it broke', ['2026-11-24']],
    ['this morning', ['2026-11-25']],
    ['tonight', ['2026-11-25']],
    ['5 days ago', ['2026-11-20']],
    ['two weeks ago', ['2026-11-11']],
    ['two months ago', ['2026-09']],
    ['an hour ago', ['2026-11-25T10:00+01:00']],
    ['in 2 hours', ['2026-11-25T13:00+01:00']],
    ['in three weeks', ['2026-12-16']],
    ['last week', ['2026-11-16/2026-11-22']],
    ['this week and next week', ['2026-11-23/2026-11-29', '2026-11-30/2026-12-06']],
    ['last weekend, this weekend', ['2026-11-21/2026-11-22', '2026-11-28/2026-11-29']],
    ['last month, next month', ['2026-10', '2026-12']],
    ['last year', ['2025']],
    ['end of the month', ['2026-11-30']],
    ['the 1st of next month', ['2026-12-01']],
    ['on Thursday the 3rd of December', ['2026-12-03']],
    ['tomorrow at 17.00', ['2026-11-26T17:00+01:00']],
    ['last Monday', ['2026-11-23']],
    ['next tuesday 10:30', ['2026-12-01T10:30+01:00']],
    ['tomorrow at 11', ['2026-11-26T11:00+01:00']],
    ['the shop closes at 4 today', ['2026-11-25T16:00+01:00']],
    ['today at 04:00', ['2026-11-25T04:00+01:00']],
    ['delivered at 14:02', ['2026-11-25T14:02+01:00']],
    ['call me at 3pm', ['2026-11-25T15:00+01:00']],
    ['she turned 18 last week', ['2026-11-16/2026-11-22']],
    ['my train leaves in 15 minutes', ['2026-11-25T11:15+01:00']],
    ['before midnight tonight', ['2026-11-25']],
    ['22/11/2026', ['2026-11-22']],
    ['03/04/2026', ['2026-04-03']],
    ['22.11.2026 and 22-11-2026 and 2026-11-22', ['2026-11-22', '2026-11-22', '2026-11-22']],
    ['due on 3/12', ['2026-12-03']],
    ['11/22/26', ['2026-11-22']],
    ['20 November 2025', ['2025-11-20']],
    ['Nov 20', ['2026-11-20']],
    ['Thursday, November 19', ['2026-11-19']],
    ['november 20th at 4pm', ['2026-11-20T16:00+01:00']],
    ['from 20 nov to 22 nov', ['2026-11-20/2026-11-22']],
    ['on 2 June, 9 June, 17 June', ['2026-06-02', '2026-06-09', '2026-06-17']],
    ['tomorrow 3pm EST', ['2026-11-26T21:00+01:00']],
    ['2026-07-01T10:00:00Z', ['2026-07-01T12:00+02:00']],
    ['First Monday, then Wednesday, now it is late', ['2026-11-23', '2026-11-25']],
  ])('%j', async (text, expected) => {
    expect(await inAmsterdam(text, NOW)).toEqual(expected)
  })

  it.each([
    ['ordered them on Friday', ['2026-11-20']],
    ['I need it by Friday', ['2026-11-27']],
    ['nothing since Thursday', ['2026-11-19']],
    ['can you deliver on Saturday?', ['2026-11-28']],
    ['it was due on Tuesday', ['2026-11-24']],
    ["it wasn't here on Saturday", ['2026-11-21']],
    ['it was paid by card on Monday', ['2026-11-23']],
    ['I bought it in March', ['2026-03']],
    ['will it come in March', ['2027-03']],
    ['the invoice of 4 May', ['2026-05-04']],
    ['I am away until 4 May', ['2027-05-04']],
  ])('takes the side of today the sentence looks at: %j', async (text, expected) => {
    expect(await inAmsterdam(text, NOW)).toEqual(expected)
  })

  it.each([
    'now',
    'from now on',
    'you may ask, may I?',
    'it may be late, 2 may be missing',
    'you may 2 times',
    'I sat in the sun',
    'the second one',
    'march on',
    '24/7 support',
    'version 4.5, 3/4 of them, 16:10 screen',
    'battery at 20% at 11',
    'it lasts one day, the last minute, a few days',
    'for 3 weeks, within 14 days, after six months, two days after',
    'loses 40% in an hour',
    'you have destroyed in two weeks what took ten years',
    'never in ten years',
    'over the last 3 weeks',
    'in a few days',
    'next day delivery, the same day',
    'good morning, good evening, have a nice weekend',
    'a Black Friday voucher, every monday, easter monday',
    'sort code 20-11-45',
    'may 5 people share a room',
    'charged 12.50',
    '9 to 5',
    'at 5 a day',
    'in 99999999999 days, 31/02/2026, 99/99/2026',
    '2-3 working days',
    '5 working days',
    'TV with 55 inch and 120 Hz',
  ])('finds none in %j', async (text) => {
    expect(await inAmsterdam(text, NOW)).toEqual([])
  })

  it('reads the month first where people write it so', async () => {
    const inChicago = finder('America/Chicago', 'US')
    expect(await inChicago('03/04/2026', NOW)).toEqual(['2026-03-04'])
    expect(await inChicago('tomorrow at 3pm', NOW)).toEqual(['2026-11-26T15:00-06:00'])
  })

  it.each([
    ['Europe/Amsterdam', '2026-11-25T23:30:00Z', '2026-11-27'],
    ['America/Los_Angeles', '2026-11-25T05:00:00Z', '2026-11-25'],
    ['Pacific/Auckland', '2026-11-25T12:00:00Z', '2026-11-27'],
    ['UTC', '2026-12-31T23:59:00Z', '2027-01-01'],
  ])('means the day after the company’s own, in %s at %s', async (zone, now, tomorrow) => {
    expect(await finder(zone)('tomorrow', now)).toEqual([tomorrow])
  })

  it('counts hours across a change of the clocks', async () => {
    // The night in which 3:00 becomes 2:00 again: an hour is 60 minutes all the same.
    expect(await inAmsterdam('in 2 hours', '2026-10-24T23:30:00Z')).toEqual(['2026-10-25T02:30+01:00'])
    expect(await inAmsterdam('tomorrow at 3pm', '2026-03-28T10:00:00Z')).toEqual(['2026-03-29T15:00+02:00'])
  })
})
