import { PRIORITIES } from '../domain/index.ts'
import { type Asked, askedOf, hasRoom, type Standing, type Team, type TicketNeed } from './suit.ts'

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
  const poor = freeWithoutWish(need, asked)
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

/** Who could take the ticket now and misses what it wishes for; nobody when it waits for nobody. */
function freeWithoutWish(need: TicketNeed, { able, right }: Asked): Standing[] {
  if (need.priority === 'urgent' || right.size === 0) return []
  return able.filter((state) => hasRoom(state) && !right.has(state))
}

/** Whether it matters to this ticket what else waits. */
export const mayLetPass = (need: TicketNeed, team: Team): boolean =>
  freeWithoutWish(need, askedOf(need, team)).length > 0

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

/** By agent id, for each of `candidates`, who have room: over all kinds of tickets that come. */
export function scarcityOf(
  candidates: readonly Standing[],
  team: Team,
  demand: readonly Demand[],
): Map<string, Scarcity> {
  const { kinds, byAgent } = wantedOf(team, demand)
  for (const kind of kinds) kind.ableFree = kind.rightFree = 0
  for (const { agent, load } of team.here) {
    if (load >= agent.capacity) continue
    for (const { kind, isRight } of byAgent.get(agent.id) ?? []) {
      kind.ableFree += agent.capacity - load
      if (isRight) kind.rightFree += agent.capacity - load
    }
  }
  return new Map(
    candidates.map(({ agent }) => {
      let [missed, awaited] = [0, 0]
      for (const { kind, isRight } of byAgent.get(agent.id) ?? []) {
        const { places } = kind.demand
        missed += (places * REQUIRED_SHARE) / kind.ableFree
        awaited += places / kind.ableFree ** 2
        if (isRight) missed += (places * (1 - REQUIRED_SHARE)) / kind.rightFree
      }
      return [agent.id, { missed, awaited }]
    }),
  )
}

/** One kind of what comes, with the free places of all who are able and of those who are right, counted for each choice. */
interface Wanted {
  demand: Demand
  ableFree: number
  rightFree: number
}

/** Whom what comes asks for. */
interface WantedOf {
  kinds: Wanted[]
  byAgent: Map<string, { kind: Wanted; isRight: boolean }[]>
}

/** Loads do not matter to it, so that it is worked out once for a team and a list of what comes. */
const known = new WeakMap<Team, WeakMap<readonly Demand[], WantedOf>>()

function wantedOf(team: Team, demand: readonly Demand[]): WantedOf {
  const ofTeam = known.get(team) ?? new WeakMap<readonly Demand[], WantedOf>()
  known.set(team, ofTeam)
  const wanted = ofTeam.get(demand) ?? findWanted(team, demand)
  ofTeam.set(demand, wanted)
  return wanted
}

function findWanted(team: Team, demand: readonly Demand[]): WantedOf {
  const kinds = demand.map((each): Wanted => ({ demand: each, ableFree: 0, rightFree: 0 }))
  const byAgent: WantedOf['byAgent'] = new Map()
  for (const { agent } of team.here) byAgent.set(agent.id, [])
  for (const kind of kinds) {
    const { able, right } = askedOf(kind.demand.need, team)
    for (const state of able) byAgent.get(state.agent.id)?.push({ kind, isRight: right.has(state) })
  }
  return { kinds, byAgent }
}
