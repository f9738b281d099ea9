import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findEntities } from '../../src/understanding/index.ts'

const found = (text: string) => findEntities(text).map(({ type, value }) => `${type} ${value}`)

describe('entities', () => {
  it.each([
    ['where is TG-104233?', ['order_number TG-104233']],
    ['order tg104233 and Tg-118420.', ['order_number TG-104233', 'order_number TG-118420']],
    ['TG-1042339 is one digit too long, TG-10423 one too short', []],
    ['write to Ann.Lee+shop@Example.co.uk.', ['email ann.lee+shop@example.co.uk']],
    ['not an address: me@home', []],
    ['call me on +44 20 7946 0958', ['phone +442079460958']],
    ['call 0032 470 12 34 56 or (020) 7946-0958', ['phone +32470123456', 'phone 02079460958']],
    ['0470123456', ['phone 0470123456']],
    ['parcel number 00123842', []],
    ['serial 12345678901', []],
    ['delivered on 2026-11-22 or 22/11/2026', []],
    ['it cost € 1.299,00 or 1,299.00 USD', ['amount 1299.00 EUR', 'amount 1299.00 USD']],
    ['$129.95, 20 euros and 1,299 pounds.', ['amount 129.95 USD', 'amount 20.00 EUR', 'amount 1299.00 GBP']],
    ['I have 3 dollhouses and 20 europallets', []],
    ['the S24 with 256 GB and 6.1 inch', []],
    ['', []],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('has offsets that cut out exactly its text, and never overlaps, whatever is around it', () => {
    const piece = fc.constantFrom('TG-104233', 'a@b.io', '€ 20', '+44 20 7946 0958', '\u0007', '\ud83d', '😡', ' ', 'x')
    const text = fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 12 }).map((all) => all.join(' '))
    fc.assert(
      fc.property(text, (message) => {
        const entities = findEntities(message)
        return entities.every(
          ({ start, end, text }, i) =>
            message.slice(start, end) === text && start < end && start >= (entities[i - 1]?.end ?? 0),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('reads 4,000 characters of anything in little time', () => {
    for (const text of [
      '1'.repeat(4000),
      '1 '.repeat(2000),
      'a@'.repeat(2000),
      'a.'.repeat(2000),
      '€1,'.repeat(1300),
    ]) {
      const startedAt = performance.now()
      findEntities(text)
      expect(performance.now() - startedAt).toBeLessThan(250)
    }
  })
})
