import type { Agent, Priority } from '../domain/index.ts'

/** What a ticket needs of whoever takes it. */
export interface TicketNeed {
  /** Whoever takes it has all of these, except those that nobody in the team has. */
  requiredSkills: readonly string[]
  /** Not dropped yet: people who have them are asked first. */
  optionalSkills: readonly string[]
  /** ISO 639-1; null when it is not known. Required when somebody with the required skills speaks it. */
  language: string | null
  priority: Priority
  /** What it is about; null when no intent could be read. */
  intent: string | null
}

/** What is the same of one person for every ticket. */
export interface Standing {
  agent: Agent
  /** A socket is open, or was within the grace period. */
  isConnected: boolean
  /** Conversations offered to or owned by them. */
  load: number
  lastAssignedAt: Date | null
}

/** What is known of one person for one ticket. */
export interface Known {
  /** They wrote to this customer before. */
  hasTalkedBefore: boolean
  /** How long they will probably take for a ticket of this kind; null when nothing is known. */
  handlingMs: number | null
  /** When they last declined this ticket or let its offer lapse; null when never. */
  declined: { at: Date; how: 'declined' | 'not_accepted_in_time' | 'transferred' } | null
}

/** One person as routing sees them for one ticket. What is known matters only of who has room. */
export type AgentState = Standing & Partial<Known>

export const hasRoom = ({ agent, load }: Standing): boolean => load < agent.capacity

/** Everybody, with who has what looked up once: a choice asks it for every kind of ticket that is about. */
export interface Team {
  bySkill: ReadonlyMap<string, ReadonlySet<Standing>>
  byLanguage: ReadonlyMap<string, ReadonlySet<Standing>>
  /** At work, whether or not they have room. */
  here: ReadonlySet<Standing>
  /** What `askedOf` said of each kind of ticket; loads do not matter to it. */
  asked: Map<string, Asked>
}

export function teamOf(states: readonly Standing[]): Team {
  const bySkill = new Map<string, Set<Standing>>()
  const byLanguage = new Map<string, Set<Standing>>()
  const put = (into: Map<string, Set<Standing>>, key: string, state: Standing) => {
    const known = into.get(key)
    if (known) known.add(state)
    else into.set(key, new Set([state]))
  }
  for (const state of states) {
    for (const { name } of state.agent.skills) put(bySkill, name, state)
    for (const language of state.agent.languages) put(byLanguage, language, state)
  }
  const here = new Set(
    states.filter(({ agent, isConnected }) => isConnected && agent.availability === 'online' && agent.capacity > 0),
  )
  return { bySkill, byLanguage, here, asked: new Map() }
}

/** What can be asked of this team: nobody waits for what nobody has. */
export interface Asked {
  skills: readonly string[]
  language: string | null
  /** Optional skills that somebody who is here has, besides all that is required. */
  wishes: readonly string[]
  /** Those of the team who are here and have all that is required. */
  able: readonly Standing[]
  /** Those of the able who have all that is wished for. */
  right: ReadonlySet<Standing>
}

type Asking = Pick<TicketNeed, 'requiredSkills' | 'optionalSkills' | 'language'>

/** Tickets with the same key ask for the same people. */
export const keyOf = ({ requiredSkills, optionalSkills, language }: Asking): string =>
  JSON.stringify([requiredSkills, optionalSkills, language])

export function askedOf(need: Asking, team: Team): Asked {
  const key = keyOf(need)
  const asked = team.asked.get(key) ?? findAsked(need, team)
  team.asked.set(key, asked)
  return asked
}

function findAsked(need: Asking, { bySkill, byLanguage, here }: Team): Asked {
  const skills = need.requiredSkills.filter((skill) => bySkill.has(skill))
  const having = (skill: string) => bySkill.get(skill) ?? NOBODY
  const spoken = need.language === null ? NOBODY : (byLanguage.get(need.language) ?? NOBODY)
  // Among those who could take it at all: or it would wait for ever for somebody who is two people.
  const language = inAll([spoken, ...skills.map(having)]).length > 0 ? need.language : null
  const speakers = language === null ? [] : [spoken]
  const able = inAll([here, ...speakers, ...skills.map(having)])
  const wishes = need.optionalSkills.filter((skill) => able.some((state) => having(skill).has(state)))
  const right = able.filter((state) => wishes.every((skill) => having(skill).has(state)))
  return { skills, language, wishes, able, right: new Set(right) }
}

const NOBODY: ReadonlySet<Standing> = new Set()

/** Begins with the fewest. */
function inAll(sets: ReadonlySet<Standing>[]): Standing[] {
  const [fewest = NOBODY, ...rest] = sets.sort((a, b) => a.size - b.size)
  return [...fewest].filter((state) => rest.every((set) => set.has(state)))
}

export const hasSkill = (agent: Pick<Agent, 'skills'>, skill: string): boolean =>
  agent.skills.some(({ name }) => name === skill)
