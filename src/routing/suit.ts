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

/** One person as routing sees them for one ticket. */
export interface AgentState {
  agent: Agent
  /** A socket is open, or was within the grace period. */
  isConnected: boolean
  /** Conversations offered to or owned by them. */
  load: number
  lastAssignedAt: Date | null
  /** They wrote to this customer before. */
  hasTalkedBefore: boolean
  /** How long they will probably take for a ticket of this kind; null when nothing is known. */
  handlingMs: number | null
  /** When they last declined this ticket or let its offer lapse; null when never. */
  declined: { at: Date; how: 'declined' | 'not_accepted_in_time' | 'transferred' } | null
}

/** Everybody, with who has what looked up once: a choice asks it for every kind of ticket that is about. */
export interface Team {
  bySkill: ReadonlyMap<string, ReadonlySet<AgentState>>
  byLanguage: ReadonlyMap<string, ReadonlySet<AgentState>>
  /** At work, whether or not they have room. */
  here: ReadonlySet<AgentState>
}

export function teamOf(states: readonly AgentState[]): Team {
  const bySkill = new Map<string, Set<AgentState>>()
  const byLanguage = new Map<string, Set<AgentState>>()
  const put = (into: Map<string, Set<AgentState>>, key: string, state: AgentState) => {
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
  return { bySkill, byLanguage, here }
}

/** What can be asked of this team: nobody waits for what nobody has. */
export interface Asked {
  skills: readonly string[]
  language: string | null
  /** Optional skills that somebody who is here has, besides all that is required. */
  wishes: readonly string[]
  /** Those of the team who are here and have all that is required. */
  able: readonly AgentState[]
  /** Those of the able who have all that is wished for. */
  right: readonly AgentState[]
}

export function askedOf(need: TicketNeed, { bySkill, byLanguage, here }: Team): Asked {
  const skills = need.requiredSkills.filter((skill) => bySkill.has(skill))
  const having = (skill: string) => bySkill.get(skill) ?? NOBODY
  const spoken = need.language === null ? NOBODY : (byLanguage.get(need.language) ?? NOBODY)
  // Among those who could take it at all: or it would wait for ever for somebody who is two people.
  const language = inAll([spoken, ...skills.map(having)]).length > 0 ? need.language : null
  const speakers = language === null ? [] : [spoken]
  const able = inAll([here, ...speakers, ...skills.map(having)])
  const wishes = need.optionalSkills.filter((skill) => able.some((state) => having(skill).has(state)))
  const right = wishes.length === 0 ? able : able.filter((state) => wishes.every((skill) => having(skill).has(state)))
  return { skills, language, wishes, able, right }
}

const NOBODY: ReadonlySet<AgentState> = new Set()

/** Begins with the fewest. */
function inAll(sets: ReadonlySet<AgentState>[]): AgentState[] {
  const [fewest = NOBODY, ...rest] = sets.sort((a, b) => a.size - b.size)
  return [...fewest].filter((state) => rest.every((set) => set.has(state)))
}

export const hasSkill = (agent: Pick<Agent, 'skills'>, skill: string): boolean =>
  agent.skills.some(({ name }) => name === skill)
