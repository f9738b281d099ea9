import {
  type Agent,
  type Conversation,
  conflict,
  type NewEvent,
  notFound,
  type Selection,
  type Tx,
} from '../domain/index.ts'
import { acceptAssignment, beginAssignments, endAssignment } from './assignment-store.ts'
import { type RoutingDeps, SYSTEM } from './deps.ts'
import { loadTeam } from './facts.ts'
import { scoreEstimates } from './history-store.ts'
import { putBefore } from './offer.ts'
import { enterQueue, findTicket, leaveQueue, lockRouting, toldKey } from './queue-store.ts'
import type { Standing } from './suit.ts'

type MoveDeps = Pick<RoutingDeps, 'changeConversation' | 'now'>

/**
 * The handoff: the agent takes an offer, a waiting conversation, one from the assistant, or a resolved one. What they
 * have already stays as it is. The caller holds the row lock; an agent who replies to an offer calls this first.
 * Throws `conflict` when a colleague has it, unless a lead takes it over. Taking by hand may exceed the agent's capacity: that is for them to judge.
 */
export async function accept(
  tx: Tx,
  deps: MoveDeps,
  conversation: Conversation,
  agent: Pick<Agent, 'id' | 'name' | 'role'>,
): Promise<Conversation> {
  const { owner, agentId } = conversation
  if (owner === 'agent' && agentId === agent.id) return conversation
  if (agent.role !== 'agent' && agentId !== null && agentId !== agent.id && owner !== 'resolved') {
    return accept(tx, deps, await handOn(tx, deps, conversation, agent.id), agent)
  }
  if (owner === 'agent') throw conflict('already-taken', 'A colleague has this conversation. Reload to see who.')
  if (owner === 'offered' && agentId !== agent.id) {
    throw conflict('offered-to-another', 'This conversation is offered to a colleague. Wait for their answer.')
  }
  const now = deps.now()
  if (owner === 'offered') await acceptAssignment(tx, conversation.id, now)
  else {
    await endAssignment(tx, conversation.id, 'returned', now)
    const ticket = await findTicket(tx, conversation.id)
    if (ticket) {
      const chosen = { ...ticket, agentId: agent.id, ...byHand(agent) }
      await beginAssignments(tx, [chosen], { offeredAt: now, offerUntil: now, acceptedAt: now })
    }
  }
  await leaveQueue(tx, conversation.id)
  await scoreEstimates(tx, conversation.id, now)
  return deps.changeConversation(
    tx,
    conversation,
    {
      owner: 'agent',
      agentId: agent.id,
      waitingSince: null,
      // A resolved conversation that somebody takes up again is not resolved any more.
      ...(owner === 'resolved' ? { resolvedAt: null } : {}),
    },
    [{ type: 'conversation.accepted', data: { agentId: agent.id }, actor: { kind: 'agent', id: agent.id } }],
  )
}

/** The agent does not take the offer; it goes back to its place in the queue. Throws `conflict` when it is not theirs. */
export async function decline(
  tx: Tx,
  deps: MoveDeps,
  conversation: Conversation,
  agentId: string,
): Promise<Conversation> {
  if (conversation.owner !== 'offered' || conversation.agentId !== agentId) {
    throw conflict('offer-over', 'This conversation is not offered to you any more. Nothing was changed.')
  }
  await endAssignment(tx, conversation.id, 'declined', deps.now())
  await enterQueue(tx, conversation.id, conversation.waitingSince ?? deps.now())
  return deps.changeConversation(tx, conversation, { owner: 'queued' }, [
    { type: 'conversation.declined', data: { agentId, reason: 'declined' }, actor: { kind: 'agent', id: agentId } },
  ])
}

/**
 * Hands a conversation to a named colleague, who gets it as an offer, or back to the queue (`toAgentId` null). Locks
 * routing and the conversation itself, in this order; call it first in its transaction. Throws `not-found` for an
 * unknown conversation or colleague, `conflict` when it has no open ticket, or they are away, not connected or full.
 */
export async function transfer(
  tx: Tx,
  deps: RoutingDeps,
  order: { conversationId: string; byAgentId: string | null; toAgentId: string | null },
): Promise<Conversation> {
  await lockRouting(tx)
  const conversation = await deps.lockConversation(tx, order.conversationId)
  if (!conversation) throw notFound('conversation-unknown', 'This conversation does not exist any more.')
  const ticket = await findTicket(tx, conversation.id)
  if (!ticket || !['queued', 'offered', 'agent'].includes(conversation.owner)) {
    throw conflict('nothing-to-transfer', 'Only a conversation with an open ticket can be transferred.')
  }
  if (order.toAgentId !== null && conversation.agentId === order.toAgentId) return conversation
  const team = await loadTeam(tx, deps)
  const standing = order.toAgentId === null ? null : team.find(order.toAgentId)
  if (standing === undefined) {
    throw notFound('agent-unknown', 'This colleague does not exist any more. Choose another.')
  }
  const obstacle = standing && whyNotFree(standing)
  if (standing && obstacle) {
    throw conflict('agent-not-free', `${standing.agent.name} is ${obstacle}. Choose a colleague who has room.`)
  }

  const handedOn = await handOn(tx, deps, conversation, order.byAgentId)
  if (!standing) return handedOn
  // To the customer a transfer is somebody else being asked, whether the first had accepted or not.
  const told = conversation.agentId === null ? null : toldKey('offered', conversation.agentId)
  const { agent } = standing
  await putBefore(tx, deps, [{ ticket: { ...ticket, told }, to: agent, selection: byHand(agent), goneName: null }])
  return { ...handedOn, owner: 'offered', agentId: agent.id }
}

function whyNotFree({ agent, isConnected, load }: Standing): string | null {
  if (!isConnected) return 'not connected'
  if (agent.availability === 'away') return 'away'
  return load >= agent.capacity ? `at capacity, ${load} of ${agent.capacity}` : null
}

/** Chosen by a person, not by score. */
const byHand = ({ id, name }: Pick<Agent, 'id' | 'name'>): Selection => ({
  candidates: [{ agentId: id, name, score: null, parts: {}, excluded: null }],
  others: [],
})

/** Takes it from whoever has it; in the queue there is nobody to take it from. `byAgentId` is null for a rule. */
async function handOn(
  tx: Tx,
  deps: MoveDeps,
  conversation: Conversation,
  byAgentId: string | null,
): Promise<Conversation> {
  if (conversation.agentId === null || conversation.owner === 'queued') return conversation
  const now = deps.now()
  await endAssignment(tx, conversation.id, 'transferred', now)
  const declined: NewEvent = {
    type: 'conversation.declined',
    data: { agentId: conversation.agentId, reason: 'transferred' },
    actor: byAgentId === null ? SYSTEM : { kind: 'agent', id: byAgentId },
  }
  const waitingSince = conversation.owner === 'agent' ? { waitingSince: now } : {}
  await enterQueue(tx, conversation.id, waitingSince.waitingSince ?? conversation.waitingSince ?? now)
  return deps.changeConversation(tx, conversation, { owner: 'queued', ...waitingSince }, [declined])
}
