import type { Queryable } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import type { QueuedTicket } from './queue-store.ts'
import type { Knowledge } from './select.ts'
import { indexTeam, type Team } from './team.ts'
import { listDeclines, listFamiliarAgents } from './ticket-facts-store.ts'

/** Reads through `db` alone: within a transaction that is the transaction. `before` is used again while it is the same team. */
export async function loadTeam(
  db: Queryable,
  deps: Pick<RoutingDeps, 'listAgents' | 'countLoads' | 'reachableAgentIds' | 'presenceGraceMs'>,
  before: Team | null = null,
): Promise<Team> {
  const people = await deps.listAgents(db)
  const loads = await deps.countLoads(db)
  const reachable = await deps.reachableAgentIds(db, deps.presenceGraceMs)
  return before?.recount(people, loads, reachable) ? before : indexTeam(people, loads, reachable)
}

/** What is known of everybody for each of the tickets, in two queries for all of them. */
export async function loadFacts(
  db: Queryable,
  deps: Pick<RoutingDeps, 'history'>,
  tickets: readonly QueuedTicket[],
): Promise<{ knowledge(ticket: QueuedTicket): Knowledge; wasGivenBack(ticket: QueuedTicket): boolean }> {
  const declines =
    tickets.length === 0
      ? null
      : await listDeclines(
          db,
          tickets.map(({ ticketId }) => ticketId),
        )
  const familiar =
    tickets.length === 0
      ? null
      : await listFamiliarAgents(
          db,
          tickets.map(({ conversationId }) => conversationId),
        )
  return {
    wasGivenBack: ({ ticketId }) => declines?.has(ticketId) ?? false,
    knowledge: (ticket) => (agentId) => ({
      hasTalkedBefore: familiar?.get(ticket.conversationId)?.has(agentId) ?? false,
      handlingMs: deps.history.handlingMs(agentId, ticket),
      declined: declines?.get(ticket.ticketId)?.get(agentId) ?? null,
    }),
  }
}
