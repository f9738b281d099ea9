import type { Tx } from '../domain/index.ts'
import { type RoutingDeps, SYSTEM } from './deps.ts'
import { loadFacts } from './facts.ts'
import { keepEstimates, type StoredEstimate } from './history-store.ts'
import { type QueuedTicket, queuePositions, recordOutcomes, type Servable, toldKey } from './queue-store.ts'
import { select } from './select.ts'
import { lookRound } from './situation.ts'
import type { Team } from './team.ts'
import { waitMessage } from './wait-message.ts'

/** Writes why these tickets wait and tells their customers, with the place in the queue and how long it will take. */
export async function keepWaiting(
  tx: Tx,
  deps: RoutingDeps,
  { team, servable }: { team: Team; servable: readonly Servable[] },
  tickets: readonly QueuedTicket[],
): Promise<void> {
  if (tickets.length === 0) return
  const now = deps.now()
  const positions = await queuePositions(
    tx,
    tickets.map(({ ticketId }) => ticketId),
  )
  const { knowledge } = await loadFacts(tx, deps, tickets)
  const situationOf = await lookRound(tx, deps, team, servable).at(tickets)
  const estimates: StoredEstimate[] = []
  const waits = tickets.map((ticket) => {
    const { whyWaiting: reason, places, back, hasRoom } = team.of(ticket)
    const isAnyoneFree = hasRoom()
    const position = positions.get(ticket.ticketId) ?? 1
    const { ticketId, requiredSkill: skill } = ticket
    const estimate = reason === 'everyone_busy' ? deps.history.estimate({ skill, position, places }) : null
    if (estimate) estimates.push({ ticketId, skill, position, ...estimate })
    const options = { now, weights: deps.weights, situation: situationOf(ticket) }
    const { chosen: _, ...selection } = select(ticket, team, knowledge(ticket), options)
    const before = {
      wasOffered: ticket.told?.startsWith('offered') ?? false,
      goneName: team.nameOf(ticket.goneAgentId),
    }
    const text = waitMessage(
      reason === 'everyone_busy'
        ? { kind: 'queued', reason, position, estimate, isAnyoneFree }
        : { kind: 'queued', reason, back: back(now, deps.openFrom(skill)) },
      before,
      { now, timeZone: deps.timeZone, language: ticket.language },
    )
    return { ticket, reason, why: isAnyoneFree ? 'not_taken' : reason, selection, text }
  })
  await deps.moveConversations(
    tx,
    waits.map(({ ticket, why, selection, text }) => ({
      conversationId: ticket.conversationId,
      from: 'queued',
      owner: 'queued',
      agentId: null,
      event: { type: 'conversation.queued', data: { reason: why, ...selection }, actor: SYSTEM },
      text,
    })),
  )
  await recordOutcomes(
    tx,
    waits.map(({ ticket, reason, text }) => ({
      ticketId: ticket.ticketId,
      told: toldKey('queued', reason),
      text,
      isQueued: true,
    })),
  )
  await keepEstimates(tx, estimates, now)
}
