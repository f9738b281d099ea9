import { describe, expect, it } from 'vitest'
import { gapsOf, hoursLines, loadWords, suggestedLanguages, suggestedSkills } from '../../console/state/people-words.ts'
import type { PeopleList, Person } from '../../console/state/wire.ts'

const person = (change: Partial<Person>): Person => ({
  id: 'p1',
  name: 'Mia Jansen',
  email: 'mia@techgear.example',
  role: 'agent',
  skills: [],
  languages: ['en'],
  capacity: 4,
  availability: 'online',
  awayReason: null,
  connected: true,
  load: 0,
  version: 'v',
  workingHours: [],
  timeZone: 'UTC',
  leftAt: null,
  ...change,
})
const list: PeopleList = {
  people: [
    person({ skills: [{ name: 'juggling', level: 1 }], languages: ['nl'] }),
    person({ skills: [{ name: 'billing', level: 3 }], languages: ['fr'], leftAt: '2026-03-02T09:00:00.000Z' }),
  ],
  askedDays: 7,
  skills: [
    { name: 'billing', tickets: 1 },
    { name: 'orders', tickets: 0 },
    { name: 'juggling', tickets: 0 },
  ],
  languages: [
    { name: 'fr', tickets: 3 },
    { name: 'nl', tickets: 2 },
  ],
}

describe('people in words', () => {
  it('name what is asked for and nobody here has, the most asked for first', () => {
    expect(gapsOf(list)).toEqual([
      'Nobody speaks French; 3 tickets asked for it in the last 7 days.',
      'Nobody has the skill billing; 1 ticket asked for it in the last 7 days.',
      'Nobody has the skill orders, which some intents ask for.',
    ])
  })

  it('suggest what is asked for before what is in use, and every other language behind', () => {
    expect(suggestedSkills(list)).toEqual(['billing', 'orders', 'juggling'])
    const { likely, others } = suggestedLanguages(list)
    expect(likely).toEqual(['fr', 'nl'])
    expect(others).toEqual(expect.arrayContaining(['de', 'pl']))
    expect(others).not.toContain('fr')
  })

  it('tell hours day by day, and how much room there is', () => {
    const hours = [
      { weekday: 2, from: '13:00', to: '17:00' },
      { weekday: 1, from: '09:00', to: '12:00' },
      { weekday: 2, from: '09:00', to: '12:00' },
    ]
    expect(hoursLines(hours)).toEqual(['Monday 09:00–12:00', 'Tuesday 09:00–12:00, 13:00–17:00'])
    expect(loadWords({ load: 1, capacity: 4 })).toBe('1 of 4 conversations')
    expect(loadWords({ load: 0, capacity: 0 })).toBe('nothing is offered to them')
  })
})
