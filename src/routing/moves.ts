import { type Agent, type Conversation, conflict, type NewEvent, type Selection, type Tx } from '../domain/index.ts'
import { acceptAssignment, beginAssignments, endAssignment } from './assignment-store.ts'
import type { RoutingDeps } from './deps.ts'
import { scoreEstimates } from './history-store.ts'
import { enterQueue, findTicket, leaveQueue } from './queue-store.ts'

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
    return accept(tx, deps, await takeFrom(tx, deps, conversation, agent.id), agent)
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

/** Chosen by a person, not by score. */
export const byHand = ({ id, name }: Pick<Agent, 'id' | 'name'>): Selection => ({
  candidates: [{ agentId: id, name, score: null, parts: {}, excluded: null }],
  others: [],
})

/** A lead takes it from whoever has it or is asked. */
async function takeFrom(tx: Tx, deps: MoveDeps, conversation: Conversation, byAgentId: string): Promise<Conversation> {
  const data = { agentId: conversation.agentId ?? '', reason: 'transferred' } as const
  return backToQueue(tx, deps, conversation, {
    type: 'conversation.declined',
    data,
    actor: { kind: 'agent', id: byAgentId },
  })
}

/** Ends the part of whoever has it or is asked; who waits since they were accepted waits from now on. */
export async function backToQueue(
  tx: Tx,
  deps: MoveDeps,
  conversation: Conversation,
  event: NewEvent,
): Promise<Conversation> {
  const now = deps.now()
  await endAssignment(tx, conversation.id, 'transferred', now)
  const waitingSince = conversation.owner === 'agent' ? { waitingSince: now } : {}
  await enterQueue(tx, conversation.id, waitingSince.waitingSince ?? conversation.waitingSince ?? now)
  return deps.changeConversation(tx, conversation, { owner: 'queued', ...waitingSince }, [event])
}
