import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AgentState,
  chooseAgent,
  DECLINE_REST_MS,
  hasSkill,
  IDLE_FULL_MS,
  type TicketNeed,
} from '../../src/routing/choose-agent.ts'
import { aState } from './support/team.ts'

/** A Wednesday. */
const now = new Date('2026-03-04T20:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const need: TicketNeed = {
  requiredSkills: ['billing'],
  optionalSkills: [],
  language: 'en',
  priority: 'normal',
  intent: null,
}
const good = (...names: string[]) => names.map((name) => ({ name, level: 2 as const }))

describe('who may be chosen', () => {
  const office = [{ weekday: 1, from: '08:00', to: '17:00' }]
  const cases: [string, AgentState, string | null][] = [
    ['free and connected', aState('Mia'), null],
    ['one place left', aState('Mia', { load: 3 }), null],
    ['no place left', aState('Mia', { load: 4 }), 'at capacity, 4 of 4'],
    ['more than full after taking by hand', aState('Mia', { load: 5 }), 'at capacity, 5 of 4'],
    ['no capacity at all', aState('Mia', { agent: { capacity: 0 } }), 'at capacity, 0 of 0'],
    ['away', aState('Mia', { agent: { availability: 'away' } }), 'away'],
    ['not connected', aState('Mia', { isConnected: false }), 'not connected'],
    [
      'not connected outside hours',
      aState('Mia', { isConnected: false, agent: { workingHours: office } }),
      'outside working hours until Mon 08:00',
    ],
    ['connected outside hours', aState('Mia', { agent: { workingHours: office } }), null],
  ]
  it.each(cases)('%s', (_, state, excluded) => {
    const choice = chooseAgent(need, [state], now)
    expect(choice.candidates[0]?.excluded).toBe(excluded)
    expect(choice.chosen).toBe(excluded === null ? 'mia' : null)
  })

  it('is nobody without the skill while somebody in the team has it', () => {
    const choice = chooseAgent(
      need,
      [aState('Mia', { isConnected: false }), aState('Tom', { agent: { skills: good('delivery') } })],
      now,
    )
    expect(choice.chosen).toBeNull()
    expect(choice.candidates.find(({ agentId }) => agentId === 'tom')?.excluded).toBe('does not have the skill billing')
  })

  it('is anybody when nobody in the team has the skill', () => {
    expect(chooseAgent(need, [aState('Tom', { agent: { skills: [] } })], now).chosen).toBe('tom')
  })

  it('is nobody who does not speak the language while somebody in the team does', () => {
    const dutch = { ...need, language: 'nl' }
    const mia = aState('Mia', { isConnected: false, agent: { languages: ['nl'] } })
    const choice = chooseAgent(dutch, [mia, aState('Tom')], now)
    expect(choice.chosen).toBeNull()
    expect(choice.candidates.find(({ agentId }) => agentId === 'tom')?.excluded).toBe('does not speak nl')
    expect(chooseAgent(dutch, [aState('Tom')], now).chosen).toBe('tom')
  })

  it('is nobody without an optional skill while somebody who has it is here, busy or not', () => {
    const wishing = { ...need, optionalSkills: ['returns'] }
    const both = { skills: good('billing', 'returns') }
    const choice = chooseAgent(wishing, [aState('Mia', { load: 4, agent: both }), aState('Tom')], now)
    expect(choice.chosen).toBeNull()
    expect(choice.candidates.find(({ agentId }) => agentId === 'tom')?.excluded).toBe(
      'does not have the skill returns, which is waited for first',
    )
    const absent = [aState('Mia', { isConnected: false, agent: both }), aState('Tom')]
    expect(chooseAgent(wishing, absent, now).chosen).toBe('tom')
    const unsuited = [aState('Mia', { agent: { skills: good('returns') } }), aState('Tom')]
    expect(chooseAgent(wishing, unsuited, now).chosen).toBe('tom')
  })

  it('is who declined it only when nobody else can and they had a rest', () => {
    const declined = (ms: number) => aState('Mia', { declined: { at: ago(ms), how: 'declined' } })
    expect(chooseAgent(need, [declined(DECLINE_REST_MS)], now).chosen).toBe('mia')
    const resting = chooseAgent(need, [declined(DECLINE_REST_MS - 1)], now)
    expect(resting).toMatchObject({ chosen: null, candidates: [{ excluded: 'declined this one' }] })
    const other = chooseAgent(need, [declined(DECLINE_REST_MS), aState('Tom', { load: 3 })], now)
    expect(other.chosen).toBe('tom')
    expect(other.candidates[1]?.excluded).toBe('declined this one')
  })

  it('is who let it lapse at once, when nobody else can', () => {
    const lapsed = aState('Mia', { declined: { at: now, how: 'not_accepted_in_time' } })
    expect(chooseAgent(need, [lapsed], now).chosen).toBe('mia')
    expect(chooseAgent(need, [lapsed, aState('Tom')], now).chosen).toBe('tom')
  })
})

describe('who is preferred', () => {
  const cases: [string, AgentState, AgentState, Partial<{ language: string; priority: 'urgent' }>][] = [
    [
      "who speaks the customer's language, even busier and without knowing them",
      aState('Zoe', { load: 3, agent: { languages: ['nl'] } }),
      aState('Amy', { hasTalkedBefore: true, agent: { languages: ['de'] } }),
      { language: 'nl', priority: 'urgent' },
    ],
    ['who talked with the customer before', aState('Zoe', { load: 1, hasTalkedBefore: true }), aState('Amy'), {}],
    ['who has more room', aState('Zoe', { load: 1 }), aState('Amy', { load: 2 }), {}],
    [
      'who has more room for an urgent ticket, before who knows the customer',
      aState('Zoe', { load: 0 }),
      aState('Amy', { load: 3, hasTalkedBefore: true }),
      { priority: 'urgent' },
    ],
    [
      'who has fewer other skills',
      aState('Zoe'),
      aState('Amy', { agent: { skills: good('billing', 'orders', 'technical') } }),
      {},
    ],
    [
      'who has been idle longest',
      aState('Zoe', { lastAssignedAt: ago(20 * 60_000) }),
      aState('Amy', { lastAssignedAt: ago(10 * 60_000) }),
      {},
    ],
    [
      'who has been idle longest, also beyond the time that gives points',
      aState('Zoe', { lastAssignedAt: ago(IDLE_FULL_MS + 2) }),
      aState('Amy', { lastAssignedAt: ago(IDLE_FULL_MS + 1) }),
      {},
    ],
  ]
  it.each(cases)('%s', (_, better, worse, change) => {
    for (const states of [
      [better, worse],
      [worse, better],
    ])
      expect(chooseAgent({ ...need, ...change }, states, now).chosen).toBe('zoe')
  })

  it('is shown in parts that add up to the score', () => {
    const { candidates } = chooseAgent(
      need,
      [aState('Mia', { load: 1, hasTalkedBefore: true, lastAssignedAt: ago(IDLE_FULL_MS / 2) })],
      now,
    )
    expect(candidates[0]).toMatchObject({
      score: 100 + 20 + 5 + 25 + 18.8 + 5,
      parts: { language: 100, skill: 20, level: 5, familiarity: 25, spareCapacity: 18.8, idle: 5 },
    })
  })
})

describe('any team and any ticket', () => {
  const skill = fc.constantFrom('billing', 'orders', 'technical')
  const state = (index: number) =>
    fc
      .record({
        isConnected: fc.boolean(),
        load: fc.integer({ min: 0, max: 4 }),
        lastAssignedAt: fc.option(fc.integer({ min: 0, max: 3 }).map((hours) => ago(hours * 3_600_000))),
        hasTalkedBefore: fc.boolean(),
        declined: fc.option(
          fc.record({
            at: fc.integer({ min: 0, max: 2 * DECLINE_REST_MS }).map(ago),
            how: fc.constantFrom('declined' as const, 'not_accepted_in_time' as const, 'transferred' as const),
          }),
        ),
        agent: fc.record({
          skills: fc.uniqueArray(skill).map((names) => good(...names)),
          languages: fc.uniqueArray(fc.constantFrom('en', 'nl')),
          capacity: fc.integer({ min: 0, max: 3 }),
          availability: fc.constantFrom('online' as const, 'away' as const),
        }),
      })
      .map((change) => aState(`Agent${index}`, change))
  const team = fc
    .integer({ min: 0, max: 6 })
    .chain((size) => fc.tuple(...Array.from({ length: size }, (_, i) => state(i))))
  const ticket = fc.record({
    requiredSkills: fc.uniqueArray(skill, { minLength: 1, maxLength: 2 }),
    optionalSkills: fc.uniqueArray(skill, { maxLength: 2 }),
    intent: fc.constant(null),
    language: fc.option(fc.constantFrom('en', 'nl', 'fr')),
    priority: fc.constantFrom('low' as const, 'normal' as const, 'high' as const, 'urgent' as const),
  })

  it('gets somebody who may take it, whenever there is somebody, whatever the order of the team', () => {
    fc.assert(
      fc.property(ticket, team, (ticket, states) => {
        const { chosen, candidates } = chooseAgent(ticket, states, now)
        expect(candidates.map(({ agentId }) => agentId).sort()).toEqual(states.map(({ agent }) => agent.id).sort())
        expect(chooseAgent(ticket, states.toReversed(), now)).toEqual({ chosen, candidates })
        for (const candidate of candidates) expect(candidate.score === null).toBe(candidate.excluded !== null)

        const { language } = ticket
        const asked = ticket.requiredSkills.filter((name) => states.some(({ agent }) => hasSkill(agent, name)))
        const isSkilled = ({ agent }: AgentState) => asked.every((name) => hasSkill(agent, name))
        const speaksIt = ({ agent }: AgentState) => language !== null && agent.languages.includes(language)
        const isSpoken = states.some((state) => isSkilled(state) && speaksIt(state))
        const suits = (state: AgentState) => isSkilled(state) && (!isSpoken || speaksIt(state))
        const isHere = ({ agent, isConnected }: AgentState) =>
          isConnected && agent.availability === 'online' && agent.capacity > 0
        const wished = ticket.optionalSkills.filter((name) =>
          states.some((state) => suits(state) && isHere(state) && hasSkill(state.agent, name)),
        )
        const free = states.filter(
          (state) =>
            isHere(state) &&
            state.load < state.agent.capacity &&
            suits(state) &&
            wished.every((name) => hasSkill(state.agent, name)) &&
            state.declined === null,
        )
        if (free.length > 0) expect(free.map(({ agent }) => agent.id)).toContain(chosen)
        const state = states.find(({ agent }) => agent.id === chosen)
        if (!state) return
        expect(state.load).toBeLessThan(state.agent.capacity)
        expect(isHere(state) && suits(state)).toBe(true)
        expect(candidates[0]).toMatchObject({ agentId: chosen, excluded: null })
      }),
    )
  })
})
