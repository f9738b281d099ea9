import { describe, expect, it } from 'vitest'
import { languageName } from '../../console/state/languages.ts'
import { queueFinding, skillsInDemand, verdictOf, wantedOf } from '../../console/state/queue.ts'
import type { ConsoleAgent, ConversationSummary } from '../../console/state/wire.ts'
import { AT, later, NOTHING_BEYOND, summary } from './samples.ts'

const person = (name: string, part: Partial<ConsoleAgent> = {}): ConsoleAgent => ({
  id: name,
  name,
  email: `${name}@example.com`,
  role: 'agent',
  skills: [{ name: 'orders', level: 1 }],
  languages: ['en'],
  capacity: 3,
  availability: 'online',
  awayReason: null,
  connected: true,
  load: 0,
  ...part,
})
const queued = (queue: Partial<NonNullable<ConversationSummary['queue']>> = {}, skill = 'orders') =>
  summary({
    owner: 'queued',
    requiredSkill: skill,
    waitingSince: AT,
    queue: { priorityReasons: [], language: 'en', optionalSkills: [], expected: null, customerSaid: null, ...queue },
  })

const free = person('Anna Berg', { load: 1 })
const full = person('Bram Bos', { load: 3 })
const atLunch = person('Clara Dal', { availability: 'away', awayReason: 'lunch' })
const gone = person('Dirk Eng', { connected: false })

describe('who could take a waiting ticket', () => {
  it('names those with room first, then the busy, then the absent, each with what keeps them', () => {
    expect(wantedOf(queued(), [gone, atLunch, full, free]).takers).toEqual([
      { standing: 'free', why: 'Has room, 1 of 3', names: ['Anna Berg'] },
      { standing: 'full', why: 'Full, 3 of 3', names: ['Bram Bos'] },
      { standing: 'absent', why: 'Away: lunch', names: ['Clara Dal'] },
      { standing: 'absent', why: 'Not here', names: ['Dirk Eng'] },
    ])
  })

  it('leaves out whoever lacks the skill or the language, and who takes no conversations', () => {
    const team = [
      full,
      person('Dutch', { languages: ['nl'] }),
      person('Biller', { skills: [{ name: 'billing', level: 3 }] }),
      person('Lead', { capacity: 0 }),
    ]
    expect(wantedOf(queued(), team).takers.flatMap(({ names }) => names)).toEqual(['Bram Bos'])
  })

  it('asks, as routing does, for no skill and no language that nobody has', () => {
    expect(wantedOf(queued({ language: 'fi' }), [full])).toMatchObject({
      language: null,
      takers: [{ why: 'Full, 3 of 3' }],
    })
    expect(wantedOf(queued({}, 'cooking'), [full]).takers).toHaveLength(1)
    expect(wantedOf(queued({ language: 'en' }), [full]).language).toBe('en')
  })

  it('says beside a name which optional skill is missing', () => {
    const biller = person('Eva Biller', { skills: ['orders', 'billing'].map((name) => ({ name, level: 1 })) })
    expect(
      wantedOf(queued({ optionalSkills: ['billing'] }), [free, biller]).takers.flatMap(({ names }) => names),
    ).toEqual(['Anna Berg (without billing)', 'Eva Biller'])
  })

  it.each([
    [[free, full], 'Anna has room'],
    [[free, person('Zoë'), full], 'Anna, Zoë have room'],
    [[full, gone], 'Bram is full'],
    [[full, person('Zoë', { load: 3 })], 'all 2 are full'],
    [[gone, atLunch], 'nobody is here'],
  ])('comes to a few words in the list', (team, words) => {
    expect(verdictOf(wantedOf(queued(), team))).toBe(words)
  })
})

describe('the queue as a whole', () => {
  it('says how many wait and how long the longest does', () => {
    const now = Date.parse(later(600))
    expect(queueFinding([queued()], NOTHING_BEYOND.queue, now)).toBe(
      '1 customer waits for a person, the longest for 10 min',
    )
    expect(queueFinding([queued(), { ...queued(), waitingSince: later(300) }], NOTHING_BEYOND.queue, now)).toBe(
      '2 customers wait for a person, the longest for 10 min',
    )
  })

  it('counts for each skill who waits and the places of those who are here', () => {
    const queue = [queued({}, 'sales'), queued(), queued()]
    expect(skillsInDemand(queue, NOTHING_BEYOND.queue, [free, full, gone, atLunch])).toEqual([
      { skill: 'orders', waiting: 2, taken: 4, places: 6 },
      { skill: 'sales', waiting: 1, taken: 0, places: 0 },
    ])
  })

  it('counts those who wait beyond what is loaded, and the longest wait among them', () => {
    const beyond = { count: 734, oldestSince: AT, bySkill: { orders: 700, billing: 34 } }
    const row = { ...queued(), waitingSince: later(540) }
    expect(queueFinding([row], beyond, Date.parse(later(600)))).toBe(
      '735 customers wait for a person, the longest for 10 min',
    )
    expect(skillsInDemand([row], beyond, []).map(({ skill, waiting }) => [skill, waiting])).toEqual([
      ['orders', 701],
      ['billing', 34],
    ])
  })

  it('calls a language by its name', () => {
    expect(languageName('nl')).toBe('Dutch')
  })
})
