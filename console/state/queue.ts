import { inUnits } from './time.ts'
import type { ConsoleAgent, ConversationSummary, InboxBeyond } from './wire.ts'
import { count, presenceWords } from './words.ts'

/** Why somebody who has what a ticket asks for does not have it yet. */
type Standing = 'free' | 'full' | 'absent'

/** Those who could take a waiting ticket and stand alike. */
export interface Takers {
  standing: Standing
  /** "Has room, 2 of 4", "Full, 3 of 3", "Away: lunch", "Not here". */
  why: string
  /** With what they lack of the optional skills: "Jonas Weber (without billing)". */
  names: string[]
}

/** What a ticket asks of the team, as routing does: nobody waits for a skill or a language that nobody has. */
export interface Wanted {
  skill: string | null
  /** ISO 639-1; null when it is not known or nobody with the skill speaks it. */
  language: string | null
  optionalSkills: string[]
  /** Those with room first, then those who are here, then the others. */
  takers: Takers[]
}

export function wantedOf({ requiredSkill, queue }: ConversationSummary, agents: readonly ConsoleAgent[]): Wanted {
  const team = agents.filter(({ capacity }) => capacity > 0)
  const skilled = team.filter(({ skills }) => skills.some(({ name }) => name === requiredSkill))
  const able = skilled.length > 0 ? skilled : team
  const speakers = able.filter(({ languages }) => queue?.language && languages.includes(queue.language))
  const optionalSkills = queue?.optionalSkills ?? []
  return {
    skill: requiredSkill,
    language: speakers.length > 0 ? (queue?.language ?? null) : null,
    optionalSkills,
    takers: inGroups(speakers.length > 0 ? speakers : able, optionalSkills),
  }
}

const RANK: Record<Standing, number> = { free: 0, full: 1, absent: 2 }

function inGroups(able: readonly ConsoleAgent[], optionalSkills: readonly string[]): Takers[] {
  const groups = new Map<string, Takers>()
  for (const agent of able.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const why = takerWords(agent)
    const group = groups.get(why) ?? { standing: standingOf(agent), why, names: [] }
    const lacks = optionalSkills.filter((skill) => !agent.skills.some(({ name }) => name === skill))
    group.names.push(lacks.length > 0 ? `${agent.name} (without ${lacks.join(' and ')})` : agent.name)
    groups.set(why, group)
  }
  return [...groups.values()].sort((a, b) => RANK[a.standing] - RANK[b.standing])
}

const isHere = ({ connected, availability }: ConsoleAgent) => connected && availability === 'online'

function standingOf(agent: ConsoleAgent): Standing {
  if (!isHere(agent)) return 'absent'
  return agent.load < agent.capacity ? 'free' : 'full'
}

function takerWords(agent: ConsoleAgent): string {
  if (!isHere(agent)) return presenceWords(agent)
  return `${standingOf(agent) === 'free' ? 'Has room' : 'Full'}, ${agent.load} of ${agent.capacity}`
}

/** Why nobody has it yet, in a few words: "Lotte has room", "Jonas is full", "nobody is here". */
export function verdictOf({ takers }: Wanted): string {
  const named = (standing: Standing) =>
    takers.filter((group) => group.standing === standing).flatMap(({ names }) => names.map(firstName))
  const free = named('free')
  if (free.length > 0) return `${free.join(', ')} ${free.length === 1 ? 'has' : 'have'} room`
  const full = named('full')
  if (full.length === 0) return 'nobody is here'
  return full.length === 1 ? `${full[0]} is full` : `all ${full.length} are full`
}

const firstName = (name: string) => name.split(' ')[0] ?? name

/** "9 customers wait for a person, the longest for 24 min"; those beyond the rows count too. */
export function queueFinding(
  queue: readonly ConversationSummary[],
  beyond: InboxBeyond['queue'],
  nowMs: number,
): string {
  const since = [...queue.map(({ waitingSince }) => waitingSince), beyond.oldestSince]
  const longest = Math.max(...since.map((one) => nowMs - Date.parse(one ?? '')).filter(Number.isFinite))
  const waiting = count(queue.length + beyond.count, 'customer waits', 'customers wait')
  return `${waiting} for a person, the longest for ${inUnits(longest)}`
}

/**
 * For each skill that is waited for: how many wait, those beyond the rows too, and the places of those who are here. The
 * most waited for first.
 */
export function skillsInDemand(
  queue: readonly ConversationSummary[],
  beyond: InboxBeyond['queue'],
  agents: readonly ConsoleAgent[],
): { skill: string; waiting: number; taken: number; places: number }[] {
  const skills = new Map<string, number>(Object.entries(beyond.bySkill))
  for (const { requiredSkill } of queue) {
    if (requiredSkill) skills.set(requiredSkill, (skills.get(requiredSkill) ?? 0) + 1)
  }
  return [...skills]
    .map(([skill, waiting]) => {
      const here = agents.filter((agent) => isHere(agent) && agent.skills.some(({ name }) => name === skill))
      const sum = (of: (agent: ConsoleAgent) => number) => here.reduce((total, agent) => total + of(agent), 0)
      return { skill, waiting, taken: sum(({ load }) => load), places: sum(({ capacity }) => capacity) }
    })
    .sort((a, b) => b.waiting - a.waiting || a.skill.localeCompare(b.skill))
}
