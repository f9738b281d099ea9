import type { Agent, SkillLevel } from '../../domain/index.ts'
import { chooseAgent } from '../choose-agent.ts'
import type { Demand, Rival } from '../opportunity.ts'
import type { AgentState, TicketNeed } from '../suit.ts'
import { OPTIONAL_SKILL_SECONDS, type RoutingWeights } from '../weights.ts'
import type { Kind, Ticket, Worker } from './floor.ts'
import type { SimulatedAgent } from './load.ts'
import type { StartPolicy } from './policies.ts'

/** Over this long arrivals are counted to know what is in demand, as the product does. In seconds. */
const RECENT = 3600

/** Those that ask for the same people, whatever they are about; before `gone` they are no longer recent. */
interface RecentArrivals {
  need: TicketNeed
  arrivals: { at: number; seconds: number }[]
  gone: number
  /** Mean handling times of the recent ones, added up. */
  seconds: number
}

/** The product's own choice, with what the product would know; after `optionalSkillSeconds` optional skills are dropped. */
export const ours =
  (weights: RoutingWeights, optionalSkillSeconds = OPTIONAL_SKILL_SECONDS): StartPolicy =>
  ({ desks, costs }) => {
    const team = desks.map(({ agent, index }) => asAgent(agent, index))
    const recent = new Map<string, RecentArrivals>()

    const stateOf = (desk: Worker, kind: Kind): AgentState | null => {
      const agent = team[desk.index]
      if (!agent) return null
      const slower = kind.isRight[desk.index] ? 1 : costs.missingOptional
      return {
        agent,
        isConnected: desk.isOn,
        load: desk.load,
        lastAssignedAt: desk.lastAssignedAt === -Infinity ? null : moment(desk.lastAssignedAt),
        hasTalkedBefore: false,
        handlingMs: (1000 * kind.meanHandlingSeconds * slower) / desk.agent.speed,
        declined: null,
      }
    }
    const demandAt = (now: number): Demand[] =>
      [...recent.values()].flatMap((line) => {
        for (let oldest = line.arrivals[line.gone]; oldest && oldest.at < now - RECENT; ) {
          line.seconds -= oldest.seconds
          oldest = line.arrivals[++line.gone]
        }
        return line.gone === line.arrivals.length ? [] : [{ need: line.need, places: line.seconds / RECENT }]
      })

    return {
      holdSeconds: Math.min(weights.holdSeconds, optionalSkillSeconds),
      onArrival({ kind: { need, meanHandlingSeconds: seconds } }, now) {
        const key = JSON.stringify([need.requiredSkills, need.optionalSkills, need.language])
        const line = recent.get(key) ?? { need, arrivals: [], gone: 0, seconds: 0 }
        recent.set(key, line)
        line.arrivals.push({ at: now, seconds })
        line.seconds += seconds
      },
      choose(ticket, _, { now, waiting }) {
        const dropped = now - optionalSkillSeconds
        const needOf = ({ kind: { need }, arrival }: Ticket): TicketNeed =>
          arrival.at > dropped ? need : { ...need, optionalSkills: [] }
        const rivals = waiting
          .heads(dropped)
          .flatMap((head): Rival[] =>
            head === ticket ? [] : [{ need: needOf(head), waitingSince: moment(head.arrival.at), declinedBy: [] }],
          )
        const states = desks.flatMap((desk) => stateOf(desk, ticket.kind) ?? [])
        const situation = { waitingSince: moment(ticket.arrival.at), rivals, demand: demandAt(now) }
        const { chosen } = chooseAgent(needOf(ticket), states, moment(now), weights, situation)
        return chosen === null ? null : team.findIndex(({ id }) => id === chosen)
      },
    }
  }

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
