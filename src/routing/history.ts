import type { Queryable } from '../domain/index.ts'
import type { TicketNeed } from './choose-agent.ts'
import { countArrived } from './demand-store.ts'
import { type Handled, listHandled, listWaitRatios } from './history-store.ts'
import type { Demand } from './opportunity.ts'
import { estimateWait, type WaitEstimate } from './wait-estimate.ts'

/** Fewer tickets of a kind than this say nothing about the next. */
export const FEWEST_HANDLED = 5
/** So many tickets of one's own count as much as all that the others did of this kind. */
const OWN_WEIGHT = 5
const LOOK_BACK_MS = 30 * 24 * 60 * 60_000
const KEEP_MS = 60_000
const RATIOS = 100
/** Over this long arrivals are counted to know what is in demand, as in the simulator. */
const RECENT_MS = 60 * 60_000
const KEEP_DEMAND_MS = 30_000
/** What a ticket is taken for until anything was handled: 8 min, what a load of the simulator takes when it does not say. */
const UNKNOWN_HANDLING_MS = 8 * 60_000

/** What past tickets tell. Read at most once a minute, demand twice: a few more or less change nothing. */
export interface History {
  refresh(): Promise<void>
  /** How long this agent will probably take for a ticket like it; null when nothing is known. */
  handlingMs(agentId: string, need: Pick<TicketNeed, 'requiredSkills' | 'intent'>): number | null
  /** What came in the last hour, by whom it asks for. */
  demand(): readonly Demand[]
  estimate(queue: { skill: string; position: number; places: number }): WaitEstimate | null
}

export function createHistory(db: Queryable, now: () => Date): History {
  let handled: Handled[] = []
  let ratios = new Map<string, number[]>()
  let readAt = Number.NEGATIVE_INFINITY
  let demand: readonly Demand[] = []
  let demandReadAt = Number.NEGATIVE_INFINITY
  const known = new Map<string, HandlingOfKind>()
  const kindOf = (skill: string, intent: string | null): HandlingOfKind => {
    const key = JSON.stringify([skill, intent])
    const kind = known.get(key) ?? handlingOfKind(handled, skill, intent)
    known.set(key, kind)
    return kind
  }

  const meanHandlingMs = (skill: string, intent: string | null): number => {
    const kind = [kindOf(skill, intent), kindOf(skill, null)].find(({ count }) => count >= FEWEST_HANDLED)
    return kind ? kind.sum / kind.count : UNKNOWN_HANDLING_MS
  }

  return {
    async refresh() {
      const at = now().getTime()
      if (at - readAt >= KEEP_MS) {
        handled = await listHandled(db, new Date(at - LOOK_BACK_MS))
        ratios = await listWaitRatios(db, RATIOS)
        known.clear()
        readAt = at
      }
      if (at - demandReadAt >= KEEP_DEMAND_MS) {
        const arrived = await countArrived(db, new Date(at - RECENT_MS))
        demand = arrived.map(({ requiredSkill, intent, count, ...asked }) => ({
          need: { requiredSkills: [requiredSkill], ...asked },
          places: (count * meanHandlingMs(requiredSkill, intent)) / RECENT_MS,
        }))
        demandReadAt = at
      }
    },
    demand: () => demand,
    handlingMs(agentId, { requiredSkills, intent }) {
      const skill = requiredSkills[0]
      if (skill === undefined) return null
      return predictHandling(kindOf(skill, intent), agentId) ?? predictHandling(kindOf(skill, null), agentId)
    },
    estimate({ skill, position, places }) {
      const { count, sum } = kindOf(skill, null)
      if (count < FEWEST_HANDLED) return null
      return estimateWait({ position, places, handlingMs: sum / count }, ratios.get(skill) ?? [])
    },
  }
}

/** What is known of one kind of ticket, in all and by agent. */
export interface HandlingOfKind {
  count: number
  logSum: number
  sum: number
  byAgent: Map<string, { count: number; logSum: number }>
}

/** Tickets with this skill and, where `intent` is given, this intent. */
export function handlingOfKind(handled: readonly Handled[], skill: string, intent: string | null): HandlingOfKind {
  const kind: HandlingOfKind = { count: 0, logSum: 0, sum: 0, byAgent: new Map() }
  for (const row of handled) {
    if (row.skill !== skill || (intent !== null && row.intent !== intent)) continue
    kind.count += row.count
    kind.logSum += row.logSum
    kind.sum += row.sum
    const own = kind.byAgent.get(row.agentId) ?? { count: 0, logSum: 0 }
    kind.byAgent.set(row.agentId, { count: own.count + row.count, logSum: own.logSum + row.logSum })
  }
  return kind
}

/**
 * The geometric mean of the agent's own times, drawn towards that of everybody as if they had `OWN_WEIGHT` tickets of
 * it: a newcomer is taken for average, and one slow ticket does not make somebody slow. Null for too few in all.
 */
export function predictHandling(kind: HandlingOfKind, agentId: string): number | null {
  if (kind.count < FEWEST_HANDLED) return null
  const everybody = kind.logSum / kind.count
  const own = kind.byAgent.get(agentId) ?? { count: 0, logSum: 0 }
  return Math.exp((own.logSum + OWN_WEIGHT * everybody) / (own.count + OWN_WEIGHT))
}
