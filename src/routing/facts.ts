import type { Agent, Queryable } from '../domain/index.ts'
import type { AgentState } from './choose-agent.ts'
import type { RoutingDeps } from './deps.ts'
import {
  type LastOutcome,
  listDeclines,
  listFamiliarAgents,
  listLastOutcomes,
  type QueuedTicket,
} from './queue-store.ts'

type Person = Agent & { lastAssignedAt: Date | null }

/** All that a choice rests on, for any number of tickets in six queries. */
export interface Facts {
  team: Person[]
  /** By agent; counted on by whoever makes an offer, so that the next ticket sees it. */
  loads: Map<string, number>
  reachable: Set<string>
  declines: Awaited<ReturnType<typeof listDeclines>>
  familiar: Map<string, Set<string>>
  lastOutcomes: Map<string, LastOutcome>
}

/** Reads through `db` alone: within a transaction that is the transaction. */
export async function gatherFacts(
  db: Queryable,
  deps: Pick<RoutingDeps, 'listAgents' | 'countLoads' | 'reachableAgentIds' | 'presenceGraceMs'>,
  tickets: readonly Pick<QueuedTicket, 'ticketId' | 'conversationId'>[],
): Promise<Facts> {
  const ticketIds = tickets.map((ticket) => ticket.ticketId)
  const conversationIds = tickets.map((ticket) => ticket.conversationId)
  return {
    team: await deps.listAgents(db),
    loads: await deps.countLoads(db),
    reachable: await deps.reachableAgentIds(db, deps.presenceGraceMs),
    declines: await listDeclines(db, ticketIds),
    familiar: await listFamiliarAgents(db, conversationIds),
    lastOutcomes: await listLastOutcomes(db, conversationIds),
  }
}

/** Everybody as they stand towards one ticket. */
export function statesFor(facts: Facts, ticket: Pick<QueuedTicket, 'ticketId' | 'conversationId'>): AgentState[] {
  return facts.team.map((agent) => ({
    agent,
    isConnected: facts.reachable.has(agent.id),
    load: facts.loads.get(agent.id) ?? 0,
    lastAssignedAt: agent.lastAssignedAt,
    hasTalkedBefore: facts.familiar.get(ticket.conversationId)?.has(agent.id) ?? false,
    handlingMs: null,
    declined: facts.declines.get(ticket.ticketId)?.get(agent.id) ?? null,
  }))
}
