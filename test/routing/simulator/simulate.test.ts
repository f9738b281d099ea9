import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawArrivals } from '../../../src/routing/simulator/draw-arrivals.ts'
import { measure } from '../../../src/routing/simulator/figures.ts'
import type { Arrival } from '../../../src/routing/simulator/load.ts'
import { ours } from '../../../src/routing/simulator/ours.ts'
import { fewestOpen, roundRobin, type StartPolicy, spareCapacity } from '../../../src/routing/simulator/policies.ts'
import { simulate } from '../../../src/routing/simulator/simulate.ts'
import { DEFAULT_WEIGHTS } from '../../../src/routing/weights.ts'
import { aLoad, anAgent, anIntent, FREE_OF_COST } from './loads.ts'

const POLICIES: [string, StartPolicy][] = [
  ['ours', ours(DEFAULT_WEIGHTS)],
  ['ours, holding back', ours({ ...DEFAULT_WEIGHTS, holdSeconds: 120 })],
  ['round-robin', roundRobin],
  ['fewest-open', fewestOpen],
  ['spare-capacity', spareCapacity],
]

const anArrival = (at: number, change: Partial<Arrival> = {}): Arrival => ({
  at,
  intent: 'any',
  requiredSkills: [],
  optionalSkills: [],
  language: null,
  priority: 'normal',
  handlingSeconds: 100,
  meanHandlingSeconds: 100,
  patienceSeconds: Infinity,
  luck: 0.5,
  ...change,
})

describe.each(POLICIES)('any workload under %s', (_, policy) => {
  const skill = fc.constantFrom('a', 'b', 'c')
  const load = fc
    .record({
      agents: fc.array(
        fc.record({
          skills: fc.uniqueArray(skill),
          capacity: fc.integer({ min: 0, max: 3 }),
          speed: fc.constantFrom(0.5, 1, 2),
          shifts: fc.constantFrom(null, [{ from: 600, to: 3000 }]),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      intents: fc.array(
        fc.record({
          requiredSkills: fc.uniqueArray(skill, { maxLength: 1 }),
          optionalSkills: fc.uniqueArray(skill, { maxLength: 2 }),
          patienceSeconds: fc.constantFrom(null, 200, 2000),
          priorities: fc.constantFrom(
            [{ value: 'normal' as const, share: 1 }],
            [
              { value: 'urgent' as const, share: 1 },
              { value: 'low' as const, share: 2 },
            ],
          ),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      costs: fc.record({
        missingOptional: fc.constantFrom(1, 1.5),
        transferProbability: fc.constantFrom(0, 0.5),
        transferSeconds: fc.constant(30),
        concurrencySlowdown: fc.constantFrom(0, 0.2),
      }),
      seed: fc.integer({ min: 0, max: 1e6 }),
    })
    .map(({ agents, intents, costs, seed }) => ({
      seed,
      load: aLoad(
        agents.map(({ skills, ...rest }, i) => anAgent(`agent ${i}`, skills, rest)),
        intents.map((intent, i) => anIntent(`intent ${i}`, intent)),
        [60, 20],
        costs,
      ),
    }))

  it('loses nobody, doubles nobody, and gives nobody more than they can take', () => {
    fc.assert(
      fc.property(load, ({ load: { agents, costs, until, ...load }, seed }) => {
        const arrivals = drawArrivals({ ...load, agents, costs, until }, seed, 0)
        let desks: { load: number; agent: { capacity: number } }[] = []
        const watched: StartPolicy = (floor) => {
          desks = [...floor.desks]
          const inner = policy(floor)
          return {
            ...inner,
            choose(ticket, free, moment) {
              expect(ticket.state).toBe('waiting')
              for (const each of desks) expect(each.load).toBeLessThanOrEqual(each.agent.capacity)
              for (const { index } of free) expect(ticket.kind.isAble[index]).toBe(true)
              return inner.choose(ticket, free, moment)
            },
          }
        }
        const replay = simulate(arrivals, agents, costs, watched, until)
        const { served, waiting, abandoned } = measure([replay])
        expect(replay.tickets).toHaveLength(arrivals.length)
        expect(served + waiting + Math.round(abandoned * arrivals.length)).toBe(arrivals.length)
        for (const [i, ticket] of replay.tickets.entries()) {
          expect(ticket.waited).toBeGreaterThanOrEqual(0)
          if (ticket.state === 'abandoned' && ticket.wasRight === null) {
            expect(ticket.waited).toBeCloseTo(arrivals[i]?.patienceSeconds ?? 0, 6)
          }
          if (ticket.state === 'served') expect(ticket.wasRight).not.toBeNull()
        }
        for (const { busySeconds, placeSeconds } of replay.agents.filter((_, i) => agents[i]?.shifts === null)) {
          expect(busySeconds).toBeLessThanOrEqual(placeSeconds + 1e-6)
        }
        // Nobody who could be served at the end is left: people always at work clear the queue within a day.
        const isLasting = agents.some(({ capacity, shifts }) => capacity > 0 && shifts === null)
        const isForAnybody = arrivals.every(({ requiredSkills }) => requiredSkills.length === 0)
        if (isLasting && isForAnybody && replay.transfers === 0) expect(waiting).toBe(0)
        expect(simulate(arrivals, agents, costs, policy, until)).toEqual(replay)
      }),
      { numRuns: 10 },
    )
  })
})

describe('the mathematics of queues', () => {
  /** Mean wait in seconds of M/M/c: Erlang's C formula. `busy` is arrival rate times mean handling, in agents. */
  function erlangC(agents: number, busy: number, handling: number): number {
    let term = 1
    let sum = 1
    for (let k = 1; k < agents; k++) {
      term *= busy / k
      sum += term
    }
    const all = (term * busy) / agents / (1 - busy / agents)
    return ((all / (sum + all)) * handling) / (agents - busy)
  }

  it.each([
    [1, 0.7],
    [4, 3.2],
    [10, 8],
  ])('agrees with Erlang C for %i agents of whom %d are busy', (agents, busy) => {
    const handling = 120
    const perHour = (busy * 3600) / handling
    const hours = Array.from({ length: Math.ceil(20_000 / perHour) }, () => perHour)
    const intent = anIntent('any', { handling: { mean: handling, distribution: 'exponential', sigma: 0 } })
    const load = aLoad(
      [...Array(agents).keys()].map((i) => anAgent(`${i}`, [])),
      [intent],
      hours,
    )
    const { waitMean } = measure([simulate(drawArrivals(load, 5, 0), load.agents, load.costs, roundRobin, load.until)])
    expect(waitMean / erlangC(agents, busy, handling)).toBeGreaterThan(0.9)
    expect(waitMean / erlangC(agents, busy, handling)).toBeLessThan(1.1)
  })
})

describe('one conversation', () => {
  const wish = { optionalSkills: ['a'] }
  const run = (arrivals: Arrival[], skills: string[][], costs = {}, capacity = 1) =>
    simulate(
      arrivals,
      skills.map((own, i) => anAgent(`${i}`, own, { capacity })),
      { ...FREE_OF_COST, ...costs },
      roundRobin,
      1e6,
    )

  it('takes longer when an optional skill is missing', () => {
    const { tickets, agents } = run([anArrival(0, wish), anArrival(1)], [[]], { missingOptional: 1.5 })
    expect(tickets).toMatchObject([
      { waited: 0, wasRight: false },
      { waited: 149, wasRight: true },
    ])
    expect(agents[0]?.busySeconds).toBeCloseTo(250)
  })

  it('is handed on to who has the skill, waits again, and still counts as begun wrong', () => {
    const costs = { transferProbability: 0.6, transferSeconds: 40 }
    const busy = anArrival(0, { requiredSkills: ['a'] })
    const { tickets, transfers } = run([busy, anArrival(10, wish)], [['a'], []], costs)
    expect(transfers).toBe(1)
    expect(tickets[1]).toEqual({ state: 'served', waited: 50, wasRight: false })
  })

  it('stays where it is when nobody has the skill', () => {
    expect(run([anArrival(0, wish)], [['b']], { transferProbability: 1 }).transfers).toBe(0)
  })

  it('goes to somebody without the language where nobody who has the skill speaks it, and waits for who does otherwise', () => {
    const agents = [
      anAgent('dutch', ['b'], { languages: ['nl'] }),
      anAgent('english', ['a', 'b'], { languages: ['en'], shifts: [{ from: 500, to: 900 }] }),
    ]
    const asking = (requiredSkill: string) => [anArrival(0, { requiredSkills: [requiredSkill], language: 'nl' })]
    expect(simulate(asking('a'), agents, FREE_OF_COST, fewestOpen, 5000).tickets[0]?.waited).toBe(500)
    expect(simulate(asking('b'), agents, FREE_OF_COST, fewestOpen, 5000).tickets[0]?.waited).toBe(0)
  })

  it('slows down beside others', () => {
    const { agents } = run([anArrival(0), anArrival(0)], [[]], { concurrencySlowdown: 0.5 }, 2)
    expect(agents[0]?.busySeconds).toBeCloseTo(300)
  })

  it('comes before earlier ones when it is more urgent', () => {
    const { tickets } = run([anArrival(0), anArrival(1), anArrival(2, { priority: 'high' })], [[]])
    expect(tickets.map(({ waited }) => waited)).toEqual([0, 199, 98])
  })

  it('waits for the next shift', () => {
    const agents = [anAgent('early', [], { shifts: [{ from: 500, to: 900 }] })]
    const { tickets } = simulate([anArrival(0), anArrival(850)], agents, FREE_OF_COST, fewestOpen, 5000)
    expect(tickets).toMatchObject([
      { state: 'served', waited: 500 },
      { state: 'served', waited: 0 },
    ])
  })
})
