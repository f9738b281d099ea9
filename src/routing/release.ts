import { endAssignment, findOpenAssignment, listAbandoned, listLapsed } from './assignment-store.ts'
import { type RoutingDeps, SYSTEM } from './deps.ts'
import { eachAlone } from './each-alone.ts'
import { sayLapsed, sayPart } from './part-note.ts'
import { findPartOf } from './part-store.ts'
import { enterQueue, findTicket } from './queue-store.ts'
import { sayReturned } from './wait-message.ts'

/** Takes back the offers that ran out. Returns how many. */
export async function lapseOffers(deps: RoutingDeps): Promise<number> {
  const conversationIds = await listLapsed(deps.db, deps.now())
  return eachAlone(deps, conversationIds, async (tx, conversation) => {
    const assignment = await findOpenAssignment(tx, conversation.id)
    // Accepted or offered anew between the look and the lock.
    if (!assignment || assignment.acceptedAt || assignment.offerUntil > deps.now()) return false
    if (conversation.owner !== 'offered') {
      // The customer or the assistant moved it on while the offer stood.
      const outcome = conversation.owner === 'resolved' ? 'resolved' : 'returned'
      await endAssignment(tx, conversation.id, outcome, deps.now())
      return false
    }
    await endAssignment(tx, conversation.id, 'not_accepted_in_time', deps.now())
    await enterQueue(tx, conversation.id, conversation.waitingSince ?? deps.now())
    const queued = await deps.changeConversation(tx, conversation, { owner: 'queued' }, [
      {
        type: 'conversation.declined',
        data: { agentId: assignment.agentId, reason: 'not_accepted_in_time' },
        actor: SYSTEM,
      },
    ])
    const { agentId, offeredAt } = assignment
    const missed = await deps.missOffer(tx, agentId, { offeredAt, at: deps.now(), limit: deps.missedOffers })
    const text = sayLapsed(missed.name, deps.now().getTime() - offeredAt.getTime())
    await deps.appendMessage(tx, queued, { kind: 'note', author: 'system', text })
    if (missed.isSetAway) deps.log('info', 'routing.set_away', { agentId, node: deps.nodeName })
    return true
  })
}

/**
 * Takes conversations from agents who have not been reachable for `agentGoneMs`: back to the queue, or, when no ticket
 * is open (somebody had stepped in by hand), back to the assistant. Returns how many.
 */
export async function releaseGoneAgents(deps: RoutingDeps): Promise<number> {
  const reachable = await deps.reachableAgentIds(deps.db, deps.agentGoneMs)
  const conversationIds = await listAbandoned(deps.db, reachable, deps.agentGoneMs)
  return eachAlone(deps, conversationIds, async (tx, conversation) => {
    // They may have come back, answered or handed it on between the look and the lock.
    const stillReachable = await deps.reachableAgentIds(tx, deps.agentGoneMs)
    const [abandoned] = await listAbandoned(tx, stillReachable, deps.agentGoneMs, conversation.id)
    if (!abandoned || !conversation.agentId) return false
    await endAssignment(tx, conversation.id, 'agent_gone', deps.now())
    const gone = {
      type: 'conversation.declined',
      data: { agentId: conversation.agentId, reason: 'agent_gone' },
      actor: SYSTEM,
    } as const
    if (await findTicket(tx, conversation.id)) {
      if (conversation.owner === 'offered') {
        await enterQueue(tx, conversation.id, conversation.waitingSince ?? deps.now())
        await deps.changeConversation(tx, conversation, { owner: 'queued' }, [gone])
        return true
      }
      const part = await findPartOf(tx, conversation.id, conversation.agentId)
      await enterQueue(tx, conversation.id, deps.now(), conversation.agentId)
      const change = { owner: 'queued', waitingSince: deps.now() } as const
      const queued = await deps.changeConversation(tx, conversation, change, [gone])
      // Whoever takes it next need not ask what was said.
      const text = sayPart(part, deps.now(), deps.timeZone)
      await deps.appendMessage(tx, queued, { kind: 'note', author: 'system', text })
      return true
    }
    const returned = await deps.changeConversation(tx, conversation, { owner: 'assistant' }, [
      gone,
      { type: 'conversation.returned', data: { reason: 'agent_gone' }, actor: SYSTEM },
    ])
    const { name } = await findPartOf(tx, conversation.id, conversation.agentId)
    const text = sayReturned(name, conversation.language)
    await deps.appendMessage(tx, returned, { kind: 'public', author: 'system', text })
    return true
  })
}
