import type { Agent, Candidate, Priority } from '../domain/index.ts'
import { isWorking, nextStart, sayWhenShort } from './working-hours.ts'

/** What a ticket needs of whoever takes it. */
export interface TicketNeed {
  requiredSkill: string
  /** ISO 639-1; null when the customer's language is not known. */
  language: string | null
  priority: Priority
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
  /** When they last declined this ticket or let its offer lapse; null when never. */
  declined: { at: Date; how: 'declined' | 'not_accepted_in_time' | 'transferred' } | null
}

/**
 * Points each part of a score can give. Language outweighs all the rest together, because an answer nobody can read
 * helps nobody; the rest fit the person to the customer and share the work out.
 */
export const WEIGHTS = {
  /** They speak the customer's language. Nothing when it is not known. */
  language: 100,
  /** They have the skill: half for having it, the rest the fewer others they have, which keeps generalists free. */
  skill: 20,
  /** They have talked with this customer before. */
  familiarity: 25,
  /** The share of their capacity that is free; doubled for urgent tickets, which need somebody with hands free. */
  spareCapacity: 25,
  /** Idle since their last assignment, full after `IDLE_FULL_MS` or when there was none. */
  idle: 10,
} as const

export const IDLE_FULL_MS = 30 * 60_000
/** A ticket that somebody declined is not put before them again for this long, even if nobody else is there. */
export const DECLINE_REST_MS = 60_000

/**
 * Who takes the ticket, and how everybody stood. People who declined it come back only when nobody else could take it.
 * When nobody in the whole team has the skill, it is not required. The same input gives the same choice.
 */
export function chooseAgent(
  need: TicketNeed,
  states: readonly AgentState[],
  now: Date,
): { chosen: string | null; candidates: Candidate[] } {
  const isSkillHeld = states.some(({ agent }) => agent.skills.includes(need.requiredSkill))
  const judged = states.map((state) => ({
    state,
    excluded: exclude(need, state, isSkillHeld, now),
    declined: excludeDeclined(state, now),
  }))
  const isAnyoneFresh = judged.some(({ excluded, declined }) => excluded === null && declined === null)

  const candidates = judged.map(({ state, excluded, declined }): Candidate & { state: AgentState } => {
    const why = excluded ?? (declined !== null && (isAnyoneFresh || declined.isResting) ? declined.reason : null)
    const parts = why === null ? score(need, state, now) : {}
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

/** Why this person cannot take the ticket, in words; null when they can. */
function exclude(need: TicketNeed, state: AgentState, isSkillHeld: boolean, now: Date): string | null {
  const { agent, load } = state
  if (isSkillHeld && !agent.skills.includes(need.requiredSkill)) return `does not have the skill ${need.requiredSkill}`
  if (!state.isConnected) return absent(agent, now)
  if (agent.availability === 'away') return 'away'
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

function score(need: TicketNeed, state: AgentState, now: Date): Record<string, number> {
  const { agent, load, lastAssignedAt } = state
  const speaks = need.language !== null && agent.languages.includes(need.language)
  const isSkilled = agent.skills.includes(need.requiredSkill)
  const spare = (agent.capacity - load) / agent.capacity
  const idleMs = lastAssignedAt ? Math.max(0, now.getTime() - lastAssignedAt.getTime()) : IDLE_FULL_MS
  return {
    language: speaks ? WEIGHTS.language : 0,
    skill: isSkilled ? round(WEIGHTS.skill * (0.5 + 0.5 / agent.skills.length)) : 0,
    familiarity: state.hasTalkedBefore ? WEIGHTS.familiarity : 0,
    spareCapacity: round(WEIGHTS.spareCapacity * spare * (need.priority === 'urgent' ? 2 : 1)),
    idle: round(WEIGHTS.idle * Math.min(1, idleMs / IDLE_FULL_MS)),
  }
}

/** One decimal is what people are shown, so it is what decides. */
const round = (points: number) => Math.round(points * 10) / 10
