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

/** What can be asked of this team: nobody waits for what nobody has. */
export interface Asked {
  skills: readonly string[]
  /** Optional ones that somebody who is here has, besides all that is required. */
  wishes: readonly string[]
  language: string | null
}

export function askedOf(need: TicketNeed, states: readonly AgentState[]): Asked {
  const skills = need.requiredSkills.filter((skill) => states.some(({ agent }) => hasSkill(agent, skill)))
  const { language } = need
  // Among those who could take it at all: or it would wait for ever for somebody who is two people.
  const isSpoken = language !== null && states.some(({ agent }) => isAble({ skills, language }, agent))
  const hard = { skills, language: isSpoken ? language : null }
  const wishes = need.optionalSkills.filter((skill) =>
    states.some((state) => hasSkill(state.agent, skill) && isHere(state) && isAble(hard, state.agent)),
  )
  return { ...hard, wishes }
}

export const hasSkill = (agent: Pick<Agent, 'skills'>, skill: string): boolean =>
  agent.skills.some(({ name }) => name === skill)

/** Has all that is required. */
export const isAble = ({ skills, language }: Pick<Asked, 'skills' | 'language'>, agent: Agent): boolean =>
  skills.every((skill) => hasSkill(agent, skill)) && (language === null || agent.languages.includes(language))

/** Has all that is wished for besides. */
export const isRight = ({ wishes }: Pick<Asked, 'wishes'>, agent: Agent): boolean =>
  wishes.every((skill) => hasSkill(agent, skill))

/** At work, whether or not there is room. */
export const isHere = ({ agent, isConnected }: AgentState): boolean =>
  isConnected && agent.availability === 'online' && agent.capacity > 0
