import type { Agent, Candidate } from '../domain/index.ts'
import { findKept, type Situation, scarcityOf } from './opportunity.ts'
import { type AgentState, type Asked, askedOf, hasRoom, hasSkill, type Team, type TicketNeed, teamOf } from './suit.ts'
import { DEFAULT_WEIGHTS, type RoutingWeights } from './weights.ts'
import { isWorking, nextStart, sayWhenShort } from './working-hours.ts'

export { type AgentState, hasSkill, type TicketNeed } from './suit.ts'

export const IDLE_FULL_MS = 30 * 60_000
/** A ticket that somebody declined is not put before them again for this long, even if nobody else is there. */
export const DECLINE_REST_MS = 60_000

/**
 * Who takes the ticket, and how everybody stood. People who declined it come back only when nobody else could take it.
 * The same input gives the same choice.
 *
 * With `situation`, one who lacks an optional skill takes the ticket after `holdSeconds`, unless another that waits suits
 * them better (`findKept`). Without it, a ticket waits for its optional skills as long as somebody who has them is here.
 * `states` may leave out people who do not suit the ticket, if `team` is everybody.
 */
export function chooseAgent(
  need: TicketNeed,
  states: readonly AgentState[],
  now: Date,
  weights: RoutingWeights = DEFAULT_WEIGHTS,
  situation?: Situation,
  team: Team = teamOf(states),
): { chosen: string | null; candidates: Candidate[] } {
  const asked = askedOf(need, team)
  const kept = situation ? findKept(need, asked, team, situation, weights.rightSkillSeconds) : new Set<string>()
  const isHeld = !situation || isHeldBack(need, situation, now, weights.holdSeconds)
  const judged = states.map((state) => ({
    state,
    excluded: exclude(isHeld ? asked : { ...asked, wishes: [] }, state, kept, now),
    declined: excludeDeclined(state, now),
  }))
  const isAnyoneFresh = judged.some(({ excluded, declined }) => excluded === null && declined === null)
  const reasons = judged.map(
    ({ excluded, declined }) =>
      excluded ?? (declined !== null && (isAnyoneFresh || declined.isResting) ? declined.reason : null),
  )
  const eligible = states.filter((_, i) => reasons[i] === null)
  const standing = compare(eligible, team, situation)

  const candidates = states.map((state, i): Candidate & { state: AgentState } => {
    const why = reasons[i] ?? null
    const parts = why === null ? score(need, asked, state, standing, now, weights) : {}
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

/** Urgent tickets wait for nobody. */
function isHeldBack(need: TicketNeed, { waitingSince }: Situation, now: Date, holdSeconds: number): boolean {
  return need.priority !== 'urgent' && now.getTime() - waitingSince.getTime() < holdSeconds * 1000
}

/** Why this person cannot take the ticket, in words; null when they can. */
function exclude(asked: Asked, state: AgentState, kept: ReadonlySet<string>, now: Date): string | null {
  const { agent } = state
  const missing = asked.skills.find((skill) => !hasSkill(agent, skill))
  if (missing !== undefined) return `does not have the skill ${missing}`
  if (asked.language !== null && !agent.languages.includes(asked.language)) return `does not speak ${asked.language}`
  if (!state.isConnected) return absent(agent, now)
  if (agent.availability !== 'online') return agent.availability
  const wish = asked.wishes.find((skill) => !hasSkill(agent, skill))
  if (wish !== undefined) return `does not have the skill ${wish}, which is waited for first`
  if (!hasRoom(state)) return `at capacity, ${state.load} of ${agent.capacity}`
  if (kept.has(agent.id)) return 'kept for a ticket that needs just their skills'
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

/** How those who could take it stand to each other; 0 where there is nothing to compare. */
interface Standing {
  /** 1 for whose next place nobody else would miss, 0 for whose is missed most. */
  spared: (state: AgentState) => number
  /** 0 for who has the last place of a kind that needs it at once, towards 1 the more others could. */
  dispensable: (state: AgentState) => number
  /** 1 for the fastest, 0.5 for half as fast; unknown times count as the mean of the known. */
  pace: (state: AgentState) => number
}

function compare(eligible: readonly AgentState[], team: Team, situation: Situation | undefined): Standing {
  // Where there is no choice there is nothing to compare, and under load there seldom is.
  const scarcity = situation && eligible.length > 1 ? scarcityOf(eligible, team, situation.demand) : null
  const most = scarcity ? Math.max(...[...scarcity.values()].map(({ missed }) => missed)) : 0
  const known = eligible.flatMap(({ handlingMs }) => handlingMs ?? [])
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length
  const fastest = Math.min(...known)
  return {
    spared: (state) => (scarcity && most > 0 ? 1 - (scarcity.get(state.agent.id)?.missed ?? 0) / most : 0),
    dispensable: (state) => (scarcity && most > 0 ? 1 - Math.min(1, scarcity.get(state.agent.id)?.awaited ?? 0) : 0),
    pace: ({ handlingMs }) => (known.length === 0 ? 0 : fastest / (handlingMs ?? mean)),
  }
}

function score(
  need: TicketNeed,
  asked: Asked,
  state: AgentState,
  standing: Standing,
  now: Date,
  weights: RoutingWeights,
): Record<string, number> {
  const { agent, load, lastAssignedAt } = state
  const speaks = need.language !== null && agent.languages.includes(need.language)
  const isSkilled = need.requiredSkills.every((skill) => hasSkill(agent, skill))
  const spare = (agent.capacity - load) / agent.capacity
  const idleMs = lastAssignedAt ? Math.max(0, now.getTime() - lastAssignedAt.getTime()) : IDLE_FULL_MS
  return {
    language: speaks ? weights.language : 0,
    skill: isSkilled ? round(weights.skill * (0.5 + 0.5 / Math.max(1, agent.skills.length))) : 0,
    optionalSkills: round(weights.optionalSkills * shareHeld(asked.wishes, agent)),
    level: round(weights.level * levelOf([...asked.skills, ...asked.wishes], agent)),
    handling: round(weights.handling * standing.pace(state)),
    scarcity: round(weights.scarcity * standing.spared(state)),
    lastPlace: round(weights.lastPlace * standing.dispensable(state)),
    familiarity: state.hasTalkedBefore ? weights.familiarity : 0,
    spareCapacity: round(weights.spareCapacity * spare * (need.priority === 'urgent' ? 2 : 1)),
    idle: round(weights.idle * Math.min(1, idleMs / IDLE_FULL_MS)),
  }
}

/** 0 when nothing is wished for. */
const shareHeld = (skills: readonly string[], agent: Agent) =>
  skills.length === 0 ? 0 : skills.filter((skill) => hasSkill(agent, skill)).length / skills.length

/** 0 for level 1 to 1 for level 3, the mean over `skills`; 0 without any. */
function levelOf(skills: readonly string[], agent: Agent): number {
  const levels = skills.flatMap((skill) => agent.skills.find(({ name }) => name === skill)?.level ?? [])
  return levels.length === 0 ? 0 : levels.reduce((sum, level) => sum + (level - 1) / 2, 0) / skills.length
}

/** One decimal is what people are shown, so it is what decides. */
const round = (points: number) => Math.round(points * 10) / 10
