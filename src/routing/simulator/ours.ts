import type { Agent, SkillLevel } from '../../domain/index.ts'
import { chooseAgent } from '../choose-agent.ts'
import type { Demand, Rival } from '../opportunity.ts'
import { type AgentState, keyOf, type Standing, type TicketNeed, teamOf } from '../suit.ts'
import { OPTIONAL_SKILL_SECONDS, type RoutingWeights } from '../weights.ts'
import type { Kind, Ticket, Worker } from './floor.ts'
import type { SimulatedAgent } from './load.ts'
import type { StartPolicy } from './policies.ts'

/** Over this long arrivals are counted to know what is in demand, as the product does. In seconds. */
const RECENT = 3600

/** Those that ask for the same people, whatever they are about; before `gone` they are no longer recent. */
interface RecentArrivals extends Demand {
  arrivals: { at: number; seconds: number }[]
  gone: number
  /** Mean handling times of the recent ones, added up. */
  seconds: number
}

/** The product's own choice, with what the product would know; after `optionalSkillSeconds` optional skills are dropped. */
export const ours =
  (weights: RoutingWeights, optionalSkillSeconds = OPTIONAL_SKILL_SECONDS): StartPolicy =>
  ({ desks, costs }) => {
    const standings = desks.map((desk): Standing => ({ agent: asAgent(desk.agent, desk.index), ...standingOf(desk) }))
    const seen = desks.map(({ lastAssignedAt }) => lastAssignedAt)
    let team = teamOf(standings)
    const recent = new Map<string, RecentArrivals>()
    let demand: Demand[] = []

    const lookAtDesks = () => {
      let hasAnybodyComeOrGone = false
      for (const [index, standing] of standings.entries()) {
        const desk = desks[index]
        if (!desk) continue
        hasAnybodyComeOrGone ||= standing.isConnected !== desk.isOn
        if (seen[index] !== desk.lastAssignedAt) standing.lastAssignedAt = moment(desk.lastAssignedAt)
        seen[index] = desk.lastAssignedAt
        standing.isConnected = desk.isOn
        standing.load = desk.load
      }
      if (hasAnybodyComeOrGone) team = teamOf(standings)
    }
    const stateOf = (index: number, kind: Kind): AgentState | null => {
      const standing = standings[index]
      if (!standing) return null
      const slower = kind.isRight[index] ? 1 : costs.missingOptional
      const speed = desks[index]?.agent.speed ?? 1
      return { ...standing, handlingMs: (1000 * kind.meanHandlingSeconds * slower) / speed }
    }
    const demandAt = (now: number): readonly Demand[] => {
      for (const line of recent.values()) {
        for (let oldest = line.arrivals[line.gone]; oldest && oldest.at < now - RECENT; ) {
          line.seconds -= oldest.seconds
          oldest = line.arrivals[++line.gone]
        }
        line.places = line.gone === line.arrivals.length ? 0 : line.seconds / RECENT
      }
      return demand
    }

    return {
      holdSeconds: Math.min(weights.holdSeconds, optionalSkillSeconds),
      onArrival({ kind: { need, meanHandlingSeconds: seconds } }, now) {
        const key = keyOf(need)
        const line = recent.get(key) ?? { need, places: 0, arrivals: [], gone: 0, seconds: 0 }
        if (!recent.has(key)) demand = [...demand, line]
        recent.set(key, line)
        line.arrivals.push({ at: now, seconds })
        line.seconds += seconds
      },
      choose(ticket, free, { now, waiting }) {
        const dropped = now - optionalSkillSeconds
        const needOf = ({ kind: { need }, arrival }: Ticket): TicketNeed =>
          arrival.at > dropped ? need : { ...need, optionalSkills: [] }
        const rivals = waiting
          .heads(dropped)
          .flatMap((head): Rival[] =>
            head === ticket ? [] : [{ need: needOf(head), waitingSince: moment(head.arrival.at), declinedBy: [] }],
          )
        lookAtDesks()
        const states = free.flatMap(({ index }) => stateOf(index, ticket.kind) ?? [])
        const situation = { waitingSince: moment(ticket.arrival.at), rivals, demand: demandAt(now) }
        const { chosen } = chooseAgent(needOf(ticket), states, moment(now), weights, situation, team)
        return chosen === null ? null : Number(chosen)
      },
    }
  }

const standingOf = ({ isOn, load, lastAssignedAt }: Worker) => ({
  isConnected: isOn,
  load,
  lastAssignedAt: lastAssignedAt === -Infinity ? null : moment(lastAssignedAt),
})

const moment = (seconds: number) => new Date(seconds * 1000)

function asAgent(agent: SimulatedAgent, index: number): Agent {
  return {
    id: String(index).padStart(4, '0'),
    email: `agent-${index}@simulation.invalid`,
    name: agent.name,
    role: 'agent',
    skills: [...agent.skills].map(([name, level]) => ({ name, level: asLevel(level) })),
    languages: [...agent.languages],
    capacity: agent.capacity,
    availability: 'online',
    awayReason: null,
    workingHours: [],
    timeZone: 'UTC',
  }
}

const asLevel = (level: number): SkillLevel => (level >= 3 ? 3 : level >= 2 ? 2 : 1)
