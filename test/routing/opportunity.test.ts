import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Priority } from '../../src/domain/index.ts'
import { type AgentState, chooseAgent, type TicketNeed } from '../../src/routing/choose-agent.ts'
import { type Demand, type Rival, type Situation, scarcityOf } from '../../src/routing/opportunity.ts'
import { askedOf, teamOf } from '../../src/routing/suit.ts'
import { DEFAULT_WEIGHTS } from '../../src/routing/weights.ts'
import { aState } from './support/team.ts'

const now = new Date('2026-03-04T20:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const knows = (...names: string[]) => ({ skills: names.map((name) => ({ name, level: 2 as const })) })

const aNeed = (optional: string[], change: Partial<TicketNeed> = {}): TicketNeed => ({
  requiredSkills: [],
  optionalSkills: optional,
  language: null,
  priority: 'normal',
  intent: null,
  ...change,
})
const aRival = (optional: string[], waited: number, change: Partial<Rival> & { priority?: Priority } = {}): Rival => ({
  need: aNeed(optional, { priority: change.priority ?? 'normal' }),
  waitingSince: ago(waited),
  declinedBy: change.declinedBy ?? [],
})
const among = (waited: number, ...rivals: Rival[]): Situation => ({ waitingSince: ago(waited), rivals, demand: [] })

// Half the places at work are right for returns: a lead of 450 s times the root of a half, 318 s.
const busyMia = aState('Mia', { load: 4, agent: knows('returns') })
const tom = aState('Tom', { load: 3, agent: knows('billing') })

describe('a ticket whose optional skill is busy', () => {
  const returns = aNeed(['returns'])
  const cases: [string, TicketNeed, Situation, 'tom' | null][] = [
    ['takes who is free when nobody else waits', returns, among(0), 'tom'],
    ['lets one pass that suits them', returns, among(0, aRival(['billing'], 0)), null],
    ['lets one pass that suits anybody', returns, among(0, aRival([], 0)), null],
    ['lets nobody pass who misses as much', returns, among(0, aRival(['returns'], 0)), 'tom'],
    ['lets one pass that waited 317 s less', returns, among(400, aRival(['billing'], 83)), null],
    ['lets nobody pass who waited 319 s less', returns, among(400, aRival(['billing'], 81)), 'tom'],
    ['lets a more urgent one pass', returns, among(0, aRival(['billing'], 0, { priority: 'high' })), null],
    ['lets no less urgent one pass', returns, among(0, aRival(['billing'], 900, { priority: 'low' })), 'tom'],
    [
      'lets nobody pass who was declined there',
      returns,
      among(0, aRival(['billing'], 0, { declinedBy: ['tom'] })),
      'tom',
    ],
    [
      'waits for nobody when urgent',
      aNeed(['returns'], { priority: 'urgent' }),
      among(0, aRival(['billing'], 0)),
      'tom',
    ],
    ['waits for no skill that nobody here has', aNeed(['wifi']), among(0, aRival(['billing'], 0)), 'tom'],
  ]
  it.each(cases)('%s', (_, need, situation, chosen) => {
    const choice = chooseAgent(need, [busyMia, tom], now, DEFAULT_WEIGHTS, situation)
    expect(choice.chosen).toBe(chosen)
    if (chosen === null) {
      expect(choice.candidates.find(({ agentId }) => agentId === 'tom')?.excluded).toBe(
        'kept for a ticket that needs just their skills',
      )
    }
  })

  it('keeps a place empty for holdSeconds, when that is set', () => {
    const holding = { ...DEFAULT_WEIGHTS, holdSeconds: 30 }
    expect(chooseAgent(returns, [busyMia, tom], now, holding, among(29)).chosen).toBeNull()
    expect(chooseAgent(returns, [busyMia, tom], now, holding, among(30)).chosen).toBe('tom')
    const urgent = aNeed(['returns'], { priority: 'urgent' })
    expect(chooseAgent(urgent, [busyMia, tom], now, holding, among(0)).chosen).toBe('tom')
  })
})

describe('who is preferred', () => {
  const zoe = aState('Zoe', { load: 1, agent: knows('billing') })
  const amy = aState('Amy', { load: 0, agent: knows('billing', 'wifi') })
  const demand = [{ need: aNeed([], { requiredSkills: ['wifi'] }), places: 1 }]
  const quiet = { waitingSince: now, rivals: [], demand: [] }

  it('spares who is wanted for what else comes', () => {
    expect(chooseAgent(aNeed(['billing']), [zoe, amy], now, DEFAULT_WEIGHTS, quiet).chosen).toBe('amy')
    expect(chooseAgent(aNeed(['billing']), [zoe, amy], now, DEFAULT_WEIGHTS, { ...quiet, demand }).chosen).toBe('zoe')
  })
  it('is who has the optional skill, even busier, slower and scarce, but not with the last place others must have', () => {
    const wifi = (load: number) => aState('Amy', { load, handlingMs: 900_000, agent: knows('billing', 'wifi') })
    const fast = aState('Zoe', { handlingMs: 600_000, agent: knows('billing') })
    const choose = (amy: AgentState) =>
      chooseAgent(aNeed(['wifi']), [fast, amy], now, DEFAULT_WEIGHTS, { ...quiet, demand }).chosen
    expect(choose(wifi(1))).toBe('amy')
    expect(choose(wifi(3))).toBe('zoe')
  })
  it('is who is faster, and who has the higher level', () => {
    const slow = aState('Amy', { handlingMs: 300_000 })
    expect(chooseAgent(aNeed([]), [slow, aState('Zoe', { handlingMs: 200_000 })], now).chosen).toBe('zoe')
    const expert = aState('Zoe', { agent: { skills: [{ name: 'billing', level: 3 }] } })
    expect(chooseAgent(aNeed([], { requiredSkills: ['billing'] }), [aState('Amy'), expert], now).chosen).toBe('zoe')
  })
})

describe('any queue', () => {
  const skill = fc.constantFrom('a', 'b', 'c')
  const need = fc
    .record({ optional: fc.uniqueArray(skill), required: fc.uniqueArray(skill, { maxLength: 1 }), waited: fc.nat(900) })
    .map(({ optional, required, waited }) => ({ need: aNeed(optional, { requiredSkills: required }), waited }))
  const states = fc
    .array(fc.record({ skills: fc.uniqueArray(skill), load: fc.integer({ min: 0, max: 4 }) }), { maxLength: 4 })
    .map((all) => all.map(({ skills, load }, i): AgentState => aState(`A${i}`, { load, agent: knows(...skills) })))

  it('never waits as a whole while somebody is free who can take one of it', () => {
    fc.assert(
      fc.property(fc.array(need, { minLength: 1, maxLength: 6 }), states, (queue, team) => {
        const choose = (of: typeof queue, situated: boolean) =>
          of.map((ticket) => {
            const rivals = of
              .filter((other) => other !== ticket)
              .map((other): Rival => ({ need: other.need, waitingSince: ago(other.waited), declinedBy: [] }))
            const situation = { waitingSince: ago(ticket.waited), rivals: situated ? rivals : [], demand: [] }
            return chooseAgent(ticket.need, team, now, DEFAULT_WEIGHTS, situation).chosen
          })
        const canAny = choose(queue, false).some((chosen) => chosen !== null)
        expect(choose(queue, true).some((chosen) => chosen !== null)).toBe(canAny)
      }),
      { numRuns: 300 },
    )
  })
})

describe('how much the next place of one agent is missed', () => {
  const skill = fc.constantFrom('a', 'b', 'c')
  const language = fc.constantFrom('en', 'nl')
  const people = fc.array(
    fc.record({
      skills: fc.uniqueArray(skill),
      languages: fc.uniqueArray(language),
      capacity: fc.nat(4),
      load: fc.nat(4),
      isConnected: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  const demand = fc.array(
    fc.record({
      requiredSkills: fc.uniqueArray(skill, { maxLength: 2 }),
      optionalSkills: fc.uniqueArray(skill, { maxLength: 2 }),
      language: fc.option(language),
      places: fc.float({ min: 0, max: 20, noNaN: true }),
    }),
  )

  /** As docs/routing.md says it, one agent and one kind after the other. */
  function plainly(team: readonly AgentState[], kinds: readonly Demand[], one: AgentState) {
    const free = (among: Iterable<Pick<AgentState, 'agent' | 'load'>>) =>
      [...among].reduce((sum, { agent, load }) => sum + Math.max(0, agent.capacity - load), 0)
    let [missed, awaited] = [0, 0]
    for (const { need, places } of kinds) {
      const { able, right } = askedOf({ ...aNeed([]), ...need }, teamOf(team))
      if (!able.some(({ agent }) => agent.id === one.agent.id)) continue
      missed += (places * 0.75) / free(able)
      awaited += places / free(able) ** 2
      if ([...right].some(({ agent }) => agent.id === one.agent.id)) missed += (places * 0.25) / free(right)
    }
    return { missed, awaited }
  }

  it('is what the plain sum says, while places are taken and what comes changes', () => {
    fc.assert(
      fc.property(people, demand, fc.array(fc.nat()), (people, wanted, taken) => {
        const states = people.map(
          ({ skills, languages, capacity, load, isConnected }, i): AgentState =>
            aState(`A${i}`, { load, isConnected, agent: { ...knows(...skills), languages, capacity } }),
        )
        const team = teamOf(states)
        const kinds = wanted.map(({ places, ...need }): Demand => ({ need, places }))
        for (const who of [0, ...taken]) {
          const hasRoom = ({ agent, load, isConnected }: AgentState) => isConnected && load < agent.capacity
          const candidates = states.filter(hasRoom)
          expect([...scarcityOf(candidates, team, kinds)]).toEqual(
            candidates.map((each) => [each.agent.id, plainly(states, kinds, each)]),
          )
          const lucky = candidates[who % Math.max(1, candidates.length)]
          if (lucky) lucky.load++
          for (const kind of kinds) kind.places /= 2
        }
      }),
    )
  })
})
