import type { Agent, Candidate, Priority } from '../domain/index.ts'
import { DEFAULT_WEIGHTS, type RoutingWeights } from './weights.ts'
import { isWorking, nextStart, sayWhenShort } from './working-hours.ts'

/** What a ticket needs of whoever takes it. */
export interface TicketNeed {
  /** Whoever takes it has all of these, except those that nobody in the team has. */
  requiredSkills: string[]
  /** Not dropped yet: only people who have them are asked while one of those is here. */
  optionalSkills: string[]
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

export const IDLE_FULL_MS = 30 * 60_000
/** A ticket that somebody declined is not put before them again for this long, even if nobody else is there. */
export const DECLINE_REST_MS = 60_000

/**
 * Who takes the ticket, and how everybody stood. People who declined it come back only when nobody else could take it.
 * The same input gives the same choice.
 */
export function chooseAgent(
  need: TicketNeed,
  states: readonly AgentState[],
  now: Date,
  weights: RoutingWeights = DEFAULT_WEIGHTS,
): { chosen: string | null; candidates: Candidate[] } {
  const demand = demandOf(need, states)
  const judged = states.map((state) => ({
    state,
    excluded: exclude(demand, state, now),
    declined: excludeDeclined(state, now),
  }))
  const isAnyoneFresh = judged.some(({ excluded, declined }) => excluded === null && declined === null)

  const candidates = judged.map(({ state, excluded, declined }): Candidate & { state: AgentState } => {
    const why = excluded ?? (declined !== null && (isAnyoneFresh || declined.isResting) ? declined.reason : null)
    const parts = why === null ? score(need, state, now, weights) : {}
    const sum = Object.values(parts).reduce((a, b) => a + b, 0)
    return {
      state,
      agentId: state.agent.id,
      name: state.agent.name,
      score: why === null ? round(sum) : null,
      parts,
      excluded: why,
    }
  })
  candidates.sort(
    (a, b) =>
      (b.score ?? -1) - (a.score ?? -1) ||
      (a.state.lastAssignedAt?.getTime() ?? 0) - (b.state.lastAssignedAt?.getTime() ?? 0) ||
      (a.agentId < b.agentId ? -1 : 1),
  )
  const first = candidates[0]
  return {
    chosen: first && first.score !== null ? first.agentId : null,
    candidates: candidates.map(({ state: _, ...candidate }) => candidate),
  }
}

/** What can be asked of this team. */
interface Demand {
  skills: string[]
  /** Optional ones that somebody who is here has, besides all that is required. */
  wishes: string[]
  language: string | null
}

function demandOf(need: TicketNeed, states: readonly AgentState[]): Demand {
  const skills = need.requiredSkills.filter((skill) => states.some(({ agent }) => hasSkill(agent, skill)))
  const hasAll = (agent: Agent) => skills.every((skill) => hasSkill(agent, skill))
  // Among those who could take it at all: or it would wait for ever for somebody who is two people.
  const isSpoken = states.some(
    ({ agent }) => need.language !== null && agent.languages.includes(need.language) && hasAll(agent),
  )
  const language = isSpoken ? need.language : null
  const able = states.filter(
    ({ agent, isConnected }) =>
      isConnected &&
      agent.availability === 'online' &&
      agent.capacity > 0 &&
      hasAll(agent) &&
      (language === null || agent.languages.includes(language)),
  )
  const wishes = need.optionalSkills.filter((skill) => able.some(({ agent }) => hasSkill(agent, skill)))
  return { skills, language, wishes }
}

export const hasSkill = (agent: Pick<Agent, 'skills'>, skill: string): boolean =>
  agent.skills.some(({ name }) => name === skill)

/** Why this person cannot take the ticket, in words; null when they can. */
function exclude(demand: Demand, state: AgentState, now: Date): string | null {
  const { agent, load } = state
  const missing = demand.skills.find((skill) => !hasSkill(agent, skill))
  if (missing !== undefined) return `does not have the skill ${missing}`
  if (demand.language !== null && !agent.languages.includes(demand.language)) return `does not speak ${demand.language}`
  if (!state.isConnected) return absent(agent, now)
  if (agent.availability === 'away') return 'away'
  const wish = demand.wishes.find((skill) => !hasSkill(agent, skill))
  if (wish !== undefined) return `does not have the skill ${wish}, which is waited for first`
  if (load >= agent.capacity) return `at capacity, ${load} of ${agent.capacity}`
  return null
}

/** Hours matter only for who is not here: somebody connected and online is working, whatever the plan says. */
function absent(agent: Agent, now: Date): string {
  if (agent.workingHours.length === 0 || isWorking(agent.workingHours, agent.timeZone, now)) return 'not connected'
  const next = nextStart(agent.workingHours, agent.timeZone, now)
  return next ? `outside working hours until ${sayWhenShort(next, agent.timeZone)}` : 'not connected'
}

function excludeDeclined({ declined }: AgentState, now: Date): { reason: string; isResting: boolean } | null {
  if (!declined) return null
  // A lapsed offer took its time already; one refused in a second must not come back in the next.
  const isResting = declined.how !== 'not_accepted_in_time' && now.getTime() - declined.at.getTime() < DECLINE_REST_MS
  switch (declined.how) {
    case 'declined':
      return { reason: 'declined this one', isResting }
    case 'not_accepted_in_time':
      return { reason: 'did not accept this one in time', isResting }
    case 'transferred':
      return { reason: 'handed this one on', isResting }
  }
}

function score(need: TicketNeed, state: AgentState, now: Date, weights: RoutingWeights): Record<string, number> {
  const { agent, load, lastAssignedAt } = state
  const speaks = need.language !== null && agent.languages.includes(need.language)
  const isSkilled = need.requiredSkills.every((skill) => hasSkill(agent, skill))
  const spare = (agent.capacity - load) / agent.capacity
  const idleMs = lastAssignedAt ? Math.max(0, now.getTime() - lastAssignedAt.getTime()) : IDLE_FULL_MS
  return {
    language: speaks ? weights.language : 0,
    skill: isSkilled ? round(weights.skill * (0.5 + 0.5 / agent.skills.length)) : 0,
    familiarity: state.hasTalkedBefore ? weights.familiarity : 0,
    spareCapacity: round(weights.spareCapacity * spare * (need.priority === 'urgent' ? 2 : 1)),
    idle: round(weights.idle * Math.min(1, idleMs / IDLE_FULL_MS)),
  }
}

/** One decimal is what people are shown, so it is what decides. */
const round = (points: number) => Math.round(points * 10) / 10
