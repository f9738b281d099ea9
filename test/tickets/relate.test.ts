import { describe, expect, it } from 'vitest'
import { type Matter, relate } from '../../src/tickets/index.ts'

const day = (n: number) => new Date(Date.UTC(2026, 2, 1 + n))
/** Two vectors made so have the cosine of the difference of their angles. */
const vector = (cosine: number) => Float32Array.from([cosine, Math.sqrt(1 - cosine * cosine)])

const late: Matter = {
  intent: 'late_delivery',
  title: 'Late delivery',
  numbers: [],
  openedAt: day(5),
  isOpen: true,
  vector: vector(1),
}

describe('two tickets of one customer', () => {
  const cases: [string, Partial<Matter>, 'duplicate' | 'related' | null][] = [
    ['of one intent, both open', { vector: vector(0.1) }, 'duplicate'],
    ['of one intent, one done', { isOpen: false }, 'related'],
    ['of one intent, seven days apart', { openedAt: day(-2) }, 'duplicate'],
    ['of one intent, eight days apart', { openedAt: day(-3) }, 'related'],
    ['of one intent without vectors', { vector: null }, 'duplicate'],
    ['of other intents that say the same', { intent: 'order_status', vector: vector(0.61) }, 'duplicate'],
    ['of other intents in words that are akin', { intent: 'order_status', vector: vector(0.41) }, 'related'],
    ['of other intents in other words', { intent: 'invoice', vector: vector(0.39) }, null],
    ['that nobody understood and nobody encoded', { intent: null, vector: null }, null],
  ]
  it.each(cases)('%s', (_, change, kind) => {
    expect(relate(late, { ...late, openedAt: day(4), ...change })?.kind ?? null).toBe(kind)
  })

  it('that name one order are one matter, and two that name different ones are not', () => {
    const named = { ...late, numbers: ['TG-104233'] }
    expect(relate(named, { ...named, intent: 'invoice', vector: vector(0) })).toMatchObject({
      kind: 'duplicate',
      reasons: ['both name TG-104233', 'opened within a day'],
    })
    expect(relate(named, { ...late, numbers: ['TG-109999'] })?.kind).toBe('related')
  })

  it('say why', () => {
    expect(relate(late, { ...late, openedAt: day(3), vector: vector(0.7) })?.reasons).toEqual([
      'both are about “Late delivery”',
      'the words are alike (0.70 of 1)',
      'opened 2 days apart',
    ])
  })
})
