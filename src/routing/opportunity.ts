import { PRIORITIES } from '../domain/index.ts'
import { type AgentState, type Asked, askedOf, isAble, isHere, isRight, type TicketNeed } from './suit.ts'

/** What else is wanted of the team at the moment of a choice. */
export interface Situation {
  /** When the ticket at hand began to wait. */
  waitingSince: Date
  /** The longest waiting of each other kind of ticket. */
  rivals: readonly Rival[]
  /** What came lately, by kind. */
  demand: readonly Demand[]
}

export interface Rival {
  need: TicketNeed
  waitingSince: Date
  /** Agents who gave it back and will not be asked: none of them is kept for it. */
  declinedBy: readonly string[]
}

export interface Demand {
  need: TicketNeed
  /** Conversations of this kind open at a time: arrivals an hour times hours of handling. */
  places: number
}

/**
 * Agents whose place is better given to another waiting ticket. A ticket that misses an optional skill in somebody is
 * overtaken by one that misses nothing in them, if that one has waited nearly as long: at most `rightSkillSeconds` less,
 * and the less the fewer there are of those whom the first could wait for. Nothing overtakes what is more urgent, and
 * urgent tickets wait for nobody.
 */
export function findKept(
  need: TicketNeed,
  states: readonly AgentState[],
  { waitingSince, rivals }: Situation,
  rightSkillSeconds: number,
): Set<AgentState> {
  const kept = new Set<AgentState>()
  if (need.priority === 'urgent' || need.optionalSkills.length === 0 || rivals.length === 0) return kept
  const asked = askedOf(need, states)
  const lead = rightSkillSeconds * 1000 * Math.sqrt(shareRight(asked, states))
  const poor = states.filter(
    (state) => isHere(state) && state.load < state.agent.capacity && !isRight(asked, state.agent),
  )
  if (lead === 0 || poor.length === 0) return kept
  for (const rival of rivals) {
    const isBehind = rival.waitingSince.getTime() - waitingSince.getTime() < lead
    if (!isBehind || urgency(rival.need) < urgency(need)) continue
    const theirs = askedOf(rival.need, states)
    for (const state of poor) {
      if (!isAble(theirs, state.agent) || !isRight(theirs, state.agent)) continue
      if (!rival.declinedBy.includes(state.agent.id)) kept.add(state)
    }
  }
  return kept
}

/** The share of the places at work for such a ticket, taken or not, whose people have all it wishes for. */
function shareRight(asked: Asked, states: readonly AgentState[]): number {
  const able = states.filter((state) => isHere(state) && isAble(asked, state.agent))
  const places = (of: readonly AgentState[]) => of.reduce((sum, { agent }) => sum + agent.capacity, 0)
  return able.length === 0 ? 0 : places(able.filter(({ agent }) => isRight(asked, agent))) / places(able)
}

const urgency = ({ priority }: TicketNeed) => PRIORITIES.indexOf(priority)

/** Being wanted for what one must have counts more than for what is only wished for: without it nobody can help. */
const REQUIRED_SHARE = 0.75

/**
 * How much others will miss the next place of each agent: for each kind of ticket that comes, the places it keeps busy
 * divided among the free places of those who can take it, and of those who are right for it.
 */
export function scarcityOf(states: readonly AgentState[], demand: readonly Demand[]): Map<AgentState, number> {
  const free = states.filter((state) => isHere(state) && state.load < state.agent.capacity)
  const scarcity = new Map(free.map((state) => [state, 0]))
  const share = (among: readonly AgentState[], places: number) => {
    const room = among.reduce((sum, { agent, load }) => sum + agent.capacity - load, 0)
    for (const state of among) scarcity.set(state, (scarcity.get(state) ?? 0) + places / room)
  }
  for (const { need, places } of demand) {
    const asked = askedOf(need, states)
    const able = free.filter(({ agent }) => isAble(asked, agent))
    share(able, places * REQUIRED_SHARE)
    share(
      able.filter(({ agent }) => isRight(asked, agent)),
      places * (1 - REQUIRED_SHARE),
    )
  }
  return scarcity
}
