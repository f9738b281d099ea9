import { knownLanguages, languageName } from './languages.ts'
import type { PeopleList, Person, PersonContent } from './wire.ts'
import { count } from './words.ts'

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

export const SKILL_LEVELS = [
  { value: 1, label: 'Knows it' },
  { value: 2, label: 'Good at it' },
  { value: 3, label: 'Expert' },
] as const

export const ROLE_WORD: Record<Person['role'], string> = { agent: 'Agent', lead: 'Lead', admin: 'Admin' }

/** A form's content: what is written of somebody, and the address that is written once. */
export type PersonDraft = PersonContent & { email: string }

export const newPerson = (timeZone: string): PersonDraft => ({
  email: '',
  name: '',
  role: 'agent',
  skills: [],
  languages: ['en'],
  capacity: 4,
  workingHours: [],
  timeZone,
})

export const draftOf = (person: Person): PersonDraft => {
  const { email, name, role, skills, languages, capacity, workingHours, timeZone } = person
  return { email, name, role, skills, languages, capacity, workingHours, timeZone }
}

/** "2 of 4 conversations", "nothing is offered to them". */
export const loadWords = ({ load, capacity }: Pick<Person, 'load' | 'capacity'>): string =>
  capacity === 0 && load === 0
    ? 'nothing is offered to them'
    : `${load} of ${count(capacity, 'conversation', 'conversations')}`

/** "Monday 09:00–12:00, 13:00–17:00", a line for each day that has hours. */
export const hoursLines = (hours: Person['workingHours']): string[] =>
  WEEKDAYS.flatMap((day, index) => {
    const times = hours.filter(({ weekday }) => weekday === index + 1).map(({ from, to }) => `${from}–${to}`)
    return times.length > 0 ? [`${day} ${times.sort().join(', ')}`] : []
  })

/** What nobody who works here has, though intents or tickets ask for it; what most tickets asked for comes first. */
export function gapsOf({ people, skills, languages, askedDays }: PeopleList): string[] {
  const here = people.filter(({ leftAt }) => leftAt === null)
  const held = new Set(here.flatMap((person) => person.skills.map(({ name }) => name)))
  const spoken = new Set(here.flatMap((person) => person.languages))
  const gaps = [
    ...skills
      .filter(({ name }) => !held.has(name))
      .map(({ name, tickets }) => ({ tickets, what: `Nobody has the skill ${name}` })),
    ...languages
      .filter(({ name }) => !spoken.has(name))
      .map(({ name, tickets }) => ({ tickets, what: `Nobody speaks ${languageName(name)}` })),
  ]
  return gaps
    .sort((a, b) => b.tickets - a.tickets)
    .map(({ what, tickets }) =>
      tickets > 0
        ? `${what}; ${count(tickets, 'ticket', 'tickets')} asked for it in the last ${askedDays} days.`
        : `${what}, which some intents ask for.`,
    )
}

/** Names to choose from: what is asked for, the most asked first, then what somebody has. */
export function suggestedSkills({ people, skills }: PeopleList): string[] {
  const inUse = people.flatMap((person) => person.skills.map(({ name }) => name)).sort()
  return [...new Set([...skills.map(({ name }) => name), ...inUse])]
}

/** Codes: first what tickets asked for and what somebody speaks, then every language with a code of two letters. */
export function suggestedLanguages({ people, languages }: PeopleList): { likely: string[]; others: string[] } {
  const likely = [...new Set([...languages.map(({ name }) => name), ...people.flatMap((person) => person.languages)])]
  return { likely, others: knownLanguages().filter((code) => !likely.includes(code)) }
}
