import type { Database, IntentDefinition } from '../domain/index.ts'
import type { Asked } from '../protocol/index.ts'
import { countArrived } from '../routing/index.ts'

const ASKED_DAYS = 7

/** What intents and lately opened tickets ask of people: skills and languages, the most asked for first. */
export async function whatIsAsked(
  database: Database,
  intents: ReadonlyMap<string, IntentDefinition>,
  now: Date,
): Promise<{ askedDays: number; skills: Asked[]; languages: Asked[] }> {
  const arrived = await countArrived(database, new Date(now.getTime() - ASKED_DAYS * 86_400_000))
  const skills = new Map<string, number>()
  const languages = new Map<string, number>()
  const add = (counts: Map<string, number>, names: Iterable<string>, tickets: number) => {
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + tickets)
  }
  for (const { skill, optionalSkills } of intents.values()) add(skills, [skill, ...optionalSkills], 0)
  for (const { requiredSkill, optionalSkills, language, count } of arrived) {
    add(skills, new Set([requiredSkill, ...optionalSkills]), count)
    if (language !== null) add(languages, [language], count)
  }
  return { askedDays: ASKED_DAYS, skills: ranked(skills), languages: ranked(languages) }
}

const ranked = (counts: ReadonlyMap<string, number>): Asked[] =>
  [...counts]
    .map(([name, tickets]) => ({ name, tickets }))
    .sort((a, b) => b.tickets - a.tickets || (a.name < b.name ? -1 : 1))
