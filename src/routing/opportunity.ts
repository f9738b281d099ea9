import { PRIORITIES } from '../domain/index.ts'
import { type Asked, askedOf, type Standing, type Team, type TicketNeed } from './suit.ts'

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
  need: Pick<TicketNeed, 'requiredSkills' | 'optionalSkills' | 'language'>
  /** Conversations of this kind open at a time: arrivals an hour times hours of handling. */
  places: number
}

/**
 * The ids of agents whose place is better given to another waiting ticket. A ticket that misses an optional skill in somebody is
 * overtaken by one that misses nothing in them, if that one has waited nearly as long: at most `rightSkillSeconds` less,
 * and the less the fewer there are of those whom the first could wait for. Nothing overtakes what is more urgent, and
 * urgent tickets wait for nobody.
 */
export function findKept(
  need: TicketNeed,
  asked: Asked,
  team: Team,
  { waitingSince, rivals }: Situation,
  rightSkillSeconds: number,
): Set<string> {
  const kept = new Set<string>()
  if (need.priority === 'urgent' || asked.right.size === 0) return kept
  const poor = asked.able.filter((state) => state.load < state.agent.capacity && !asked.right.has(state))
  if (poor.length === 0) return kept
  const lead = rightSkillSeconds * 1000 * Math.sqrt(places([...asked.right]) / places(asked.able))
  for (const rival of rivals) {
    const isCloseBehind = rival.waitingSince.getTime() - waitingSince.getTime() < lead
    if (!isCloseBehind || urgency(rival.need) < urgency(need)) continue
    const { right } = askedOf(rival.need, team)
    for (const state of poor) {
      if (right.has(state) && !rival.declinedBy.includes(state.agent.id)) kept.add(state.agent.id)
    }
  }
  return kept
}

const places = (of: readonly Standing[]) => of.reduce((sum, { agent }) => sum + agent.capacity, 0)

const urgency = ({ priority }: TicketNeed) => PRIORITIES.indexOf(priority)

/** Being wanted for what one must have counts more than for what is only wished for: without it nobody can help. */
const REQUIRED_SHARE = 0.75

/** How much others will miss the next place of one agent. */
export interface Scarcity {
  /** The places each kind of ticket keeps busy, divided among the free places of those able and those right for it. */
  missed: number
  /** The same among the able alone, by the square of the free places: near 1 and above, others will wait for this place. */
  awaited: number
}

/** By agent id, for everybody with room, over all kinds of tickets that come. */
export function scarcityOf(team: Team, demand: readonly Demand[]): Map<string, Scarcity> {
  const scarcity = new Map<string, Scarcity>()
  const share = (among: readonly Standing[], wanted: number, awaited: number) => {
    const free = among.filter(({ agent, load }) => load < agent.capacity)
    const room = free.reduce((sum, { agent, load }) => sum + agent.capacity - load, 0)
    for (const { agent } of free) {
      const known = scarcity.get(agent.id) ?? { missed: 0, awaited: 0 }
      scarcity.set(agent.id, { missed: known.missed + wanted / room, awaited: known.awaited + awaited / room ** 2 })
    }
  }
  for (const { need, places } of demand) {
    const { able, right } = askedOf(need, team)
    share(able, places * REQUIRED_SHARE, places)
    share([...right], places * (1 - REQUIRED_SHARE), 0)
  }
  return scarcity
}
