import { describe, expect, it } from 'vitest'
import { drawArrivals } from '../../../src/routing/simulator/draw-arrivals.ts'
import { readLoads } from '../../../src/routing/simulator/read-load.ts'

const minimal = { hours: [10], intents: [{ name: 'any' }], agents: [{}] }
const one = (change: object) => readLoads({ ...minimal, ...change }, 'file')[0]!

describe('a load file', () => {
  it('needs only hours, an intent and an agent', () => {
    expect(one({})).toMatchObject({
      name: 'file',
      agents: [{ name: 'Agent 1', capacity: 1, speed: 1, shifts: null }],
      arrivals: {
        kind: 'generated',
        start: 0,
        hours: [10],
        intents: [{ name: 'any', share: 1, patienceSeconds: null }],
      },
      costs: { missingOptional: 1.3, transferProbability: 0.1, transferSeconds: 60, concurrencySlowdown: 0 },
    })
  })

  it('may hold one load, a list, or loads', () => {
    expect(readLoads(minimal, 'file')).toHaveLength(1)
    expect(readLoads([minimal, minimal], 'file').map(({ name }) => name)).toEqual(['file 1', 'file 2'])
    expect(readLoads({ loads: [{ ...minimal, name: 'quiet' }] }, 'file')[0]?.name).toBe('quiet')
  })

  it.each([
    ['names', ['a', 'b'], { a: 1, b: 1 }],
    ['text', 'a, b', { a: 1, b: 1 }],
    ['levels', { a: 3, b: 1 }, { a: 3, b: 1 }],
    ['objects', [{ name: 'a', level: 2 }, { skill: 'b' }], { a: 2, b: 1 }],
  ])('takes skills as %s', (_, skills, levels) => {
    expect(Object.fromEntries(one({ agents: [{ skills }] }).agents[0]!.skills)).toEqual(levels)
  })

  it('takes the other names of fields, and shares of languages and priorities', () => {
    const intent = {
      intent: 'x',
      weight: 2,
      requiredSkill: 'a',
      optional: 'b',
      languages: { nl: 1, en: 3 },
      priority: 'high',
    }
    const { arrivals, agents } = one({ intents: [intent], agents: [{ id: 'Mia', maxConcurrent: 4, count: 2 }] })
    expect(arrivals).toMatchObject({
      intents: [
        {
          name: 'x',
          share: 2,
          requiredSkills: ['a'],
          optionalSkills: ['b'],
          languages: [
            { value: 'nl', share: 1 },
            { value: 'en', share: 3 },
          ],
          priorities: [{ value: 'high', share: 1 }],
        },
      ],
    })
    expect(agents).toMatchObject([
      { name: 'Mia 1', capacity: 4 },
      { name: 'Mia 2', capacity: 4 },
    ])
  })

  it('turns a median into the mean of the distribution', () => {
    const mean = (handlingSeconds: unknown) => {
      const { arrivals } = one({ intents: [{ name: 'x', handlingSeconds }] })
      return arrivals.kind === 'generated' ? arrivals.intents[0]?.handling.mean : null
    }
    expect(mean({ median: 100, sigma: 0.5 })).toBeCloseTo(113.31, 1)
    expect(mean({ mean: 100, sigma: 0.5 })).toBe(100)
    expect(mean(100)).toBe(100)
  })

  it.each([
    ['every day', [9, 17], [9, 17, 33, 41]],
    ['as text', '09:30-12:00', [9.5, 12, 33.5, 36]],
    ['past midnight', { from: 22, to: 6 }, [0, 6, 22, 30]],
    ['once, on the second day', { start: 33, end: 41 }, [33, 41]],
    ['as one when they touch', ['08:00-12:00', '12:00-16:00'], [8, 16, 32, 40]],
  ])('takes shifts %s', (_, shifts, begin) => {
    const { agents } = one({ hours: Array.from({ length: 12 }, () => 1), startsAt: 8, agents: [{ shifts }, {}] })
    const hours = agents[0]!.shifts!.flatMap(({ from, to }) => [from / 3600, to / 3600])
    expect(hours.slice(0, begin.length)).toEqual(begin)
  })

  it('replays recorded arrivals, which have from their intent what they leave out', () => {
    const load = one({
      hours: undefined,
      intents: [{ name: 'bill', optionalSkills: 'billing', priority: 'high', patienceSeconds: 5 }],
      arrivals: [
        { at: '2026-03-04T09:00:10Z', intent: 'bill', handlingSeconds: 60, patienceSeconds: null },
        { at: '2026-03-04T09:00:00Z', requiredSkills: 'orders', handlingSeconds: 30, patienceSeconds: 9 },
      ],
    })
    expect(drawArrivals(load, 1, 0)).toMatchObject([
      { at: 32_400, intent: 'any', requiredSkills: ['orders'], handlingSeconds: 30, patienceSeconds: 9 },
      { at: 32_410, optionalSkills: ['billing'], priority: 'high', handlingSeconds: 60, patienceSeconds: Infinity },
    ])
  })

  it.each<[string, unknown]>([
    [
      'loads[0].intents[0].handlingSeconds.mean must be more than 0.',
      { loads: [{ ...minimal, intents: [{ name: 'a', handlingSeconds: -1 }] }] },
    ],
    ['intents[1].name must be text.', { ...minimal, intents: [{ name: 'a' }, {}] }],
    ['[0].agents[0].capacity must be a whole number.', [{ ...minimal, agents: [{ capacity: 1.5 }] }]],
    ['agents[0].skills[1].level must be at least 1.', { ...minimal, agents: [{ skills: { a: 1, b: 0 } }] }],
    ['agents[0].shifts[0].to must be a number.', { ...minimal, agents: [{ shifts: { from: 9 } }] }],
    ['hours[1] must not be negative.', { ...minimal, hours: [1, -2] }],
    ['hours or arrivals must be given, one of them.', { ...minimal, hours: undefined }],
    [
      'intents[0].priority[0].value must be one of low, normal, high, urgent.',
      { ...minimal, intents: [{ name: 'a', priority: 'vip' }] },
    ],
    [
      'intents[0].handlingSeconds must have mean or median.',
      { ...minimal, intents: [{ name: 'a', handlingSeconds: { sigma: 1 } }] },
    ],
    [
      'arrivals[0].at must be seconds, or a moment such as 2026-03-04T09:15:00Z.',
      { agents: [{}], arrivals: [{ at: 'soon' }] },
    ],
    ['costs.transferProbability must be at most 1.', { ...minimal, costs: { transferProbability: 2 } }],
    ['agents must be a list.', { ...minimal, agents: 'Mia' }],
    ['loads must be a list.', { loads: 3 }],
    ['the file must be an object.', 'nothing'],
    [
      'agents has nobody on shift with a capacity while customers arrive; startsAt says when hours begin.',
      { ...minimal, agents: [{ shifts: [9, 17] }] },
    ],
  ])('is refused: %s', (message, content) => {
    expect(() => readLoads(content, 'file')).toThrow(message)
  })
})
