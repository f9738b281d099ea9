import type { Agent, Selection, Tx } from '../domain/index.ts'
import { beginAssignments, endAssignments } from './assignment-store.ts'
import { hasSkill } from './choose-agent.ts'
import { type RoutingDeps, SYSTEM } from './deps.ts'
import { type QueuedTicket, recordOutcomes, toldKey } from './queue-store.ts'
import { waitMessage } from './wait-message.ts'

/** One waiting conversation and the agent it is to be put before. */
export interface Offer {
  ticket: Pick<QueuedTicket, 'ticketId' | 'conversationId' | 'requiredSkill' | 'language' | 'told'>
  to: Pick<Agent, 'id' | 'name' | 'skills'>
  selection: Selection
  /** Who had it before and lost the connection, and has not been told of yet. */
  goneName: string | null
}

/**
 * Puts conversations that wait before agents and tells the customers, unless they were last told just that. The caller
 * holds the routing lock and the conversations' row locks.
 */
export async function putBefore(tx: Tx, deps: RoutingDeps, offers: readonly Offer[]): Promise<void> {
  if (offers.length === 0) return
  const now = deps.now()
  const until = new Date(now.getTime() + deps.offerMs)
  const texts = offers.map((offer) => messageOf(offer, deps, now))
  const ids = offers.map(({ ticket }) => ticket.conversationId)
  // An assignment left open by somebody who moved the conversation on without ending it would refuse the new one.
  await endAssignments(tx, ids, 'returned', now)
  await beginAssignments(
    tx,
    offers.map(({ ticket, to, selection }) => ({ ...ticket, ...selection, agentId: to.id })),
    { offeredAt: now, offerUntil: until, acceptedAt: null },
  )
  const moved = await deps.moveConversations(
    tx,
    offers.map(({ ticket, to, selection }, i) => ({
      conversationId: ticket.conversationId,
      from: 'queued',
      owner: 'offered',
      agentId: to.id,
      event: {
        type: 'conversation.offered',
        data: { agentId: to.id, until: until.toISOString(), ...selection },
        actor: SYSTEM,
      },
      text: texts[i] ?? null,
    })),
  )
  if (moved.size !== offers.length) throw new Error('A waiting conversation changed its owner under its lock.')
  await recordOutcomes(
    tx,
    offers.map(({ ticket, to }, i) => ({
      ticketId: ticket.ticketId,
      told: toldKey('offered', to.id),
      text: texts[i] ?? null,
      isQueued: false,
    })),
  )
  for (const { ticket, to } of offers) {
    deps.log('info', 'routing.offered', {
      conversationId: ticket.conversationId,
      agentId: to.id,
      node: deps.nodeName,
    })
  }
}

function messageOf({ ticket, to, goneName }: Offer, deps: RoutingDeps, now: Date): string | null {
  if (ticket.told === toldKey('offered', to.id)) return null
  const skill = hasSkill(to, ticket.requiredSkill) ? ticket.requiredSkill : null
  const before = { wasOffered: ticket.told?.startsWith('offered') ?? false, goneName }
  return waitMessage({ kind: 'offered', agentName: to.name, skill }, before, {
    now,
    timeZone: deps.timeZone,
    language: ticket.language,
  })
}
