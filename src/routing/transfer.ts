import {
  type Agent,
  type Conversation,
  conflict,
  invalid,
  type NewEvent,
  notFound,
  type TransferReason,
  type TransferTarget,
  type Tx,
} from '../domain/index.ts'
import { type RoutingDeps, SYSTEM } from './deps.ts'
import { loadTeam } from './facts.ts'
import { forgetEstimates } from './history-store.ts'
import { backToQueue, byHand } from './moves.ts'
import { putBefore } from './offer.ts'
import { findTicket, forgetTold, lockRouting, type QueuedTicket, toldKey } from './queue-store.ts'
import type { Standing } from './suit.ts'
import type { Team } from './team.ts'
import { sayTransfer } from './wait-message.ts'

export interface TransferOrder {
  conversationId: string
  to: TransferTarget
  /** Null for a rule. */
  by: Pick<Agent, 'id' | 'name'> | null
  /** Null for a rule. */
  why: TransferReason | null
  /** Throws where the sender may not, or decided on what is no longer so; called with the conversation locked. */
  check?: (conversation: Conversation) => void
}

/**
 * Passes a conversation on: to the queue, which then asks for the same or another skill, or to a named colleague, who gets
 * it as an offer. The customer is told, and whoever had it is not asked again at once. Locks routing and the conversation
 * itself, in this order; call it first in its transaction. The caller writes the ticket's new skill.
 * Throws `not-found` for an unknown conversation or colleague, `invalid-request` for a skill that nobody has or whoever has
 * it already, `conflict` when no ticket is open, or the colleague is away, not connected or full.
 */
export async function transfer(tx: Tx, deps: RoutingDeps, order: TransferOrder): Promise<Conversation> {
  await lockRouting(tx)
  const conversation = await deps.lockConversation(tx, order.conversationId)
  if (!conversation) throw notFound('conversation-unknown', 'This conversation does not exist any more.')
  order.check?.(conversation)
  const ticket = await findTicket(tx, conversation.id)
  if (!ticket || !['queued', 'offered', 'agent'].includes(conversation.owner)) {
    throw conflict('nothing-to-transfer', 'Only a conversation with an open ticket can be passed on.')
  }
  const team = await loadTeam(tx, deps)
  if (order.to !== 'queue' && 'agentId' in order.to) {
    return toColleague(tx, deps, { ...order, to: order.to }, conversation, ticket, team)
  }
  const skill = order.to === 'queue' ? ticket.requiredSkill : order.to.skill
  if (order.to !== 'queue' && !team.everybody.some(({ agent }) => agent.skills.some(({ name }) => name === skill))) {
    throw invalid('skill-unknown', `Not passed on: nobody here has the skill "${skill}".`, 'to.skill')
  }
  const isOtherSkill = skill !== ticket.requiredSkill
  if (conversation.owner === 'queued' && !isOtherSkill) {
    if (order.by === null) return conversation
    throw conflict('waits-already', `It waits in the queue for somebody with ${skill} already. Nothing was changed.`)
  }
  const queued = await handOn(tx, deps, conversation, order)
  if (isOtherSkill) {
    // What was said of the wait was said of another queue.
    await forgetTold(tx, conversation.id)
    await forgetEstimates(tx, conversation.id)
  }
  return tellCustomer(tx, deps, { before: conversation, queued, ticket }, order.by, isOtherSkill ? skill : null)
}

async function toColleague(
  tx: Tx,
  deps: RoutingDeps,
  order: TransferOrder & { to: { agentId: string } },
  conversation: Conversation,
  ticket: QueuedTicket,
  team: Team,
): Promise<Conversation> {
  const { agentId } = order.to
  if (conversation.agentId === agentId) {
    if (order.by === null) return conversation
    throw invalid('same-agent', 'They have it already. Choose somebody else.', 'to.agentId')
  }
  const standing = team.find(agentId)
  if (!standing) throw notFound('agent-unknown', 'This colleague does not exist any more. Choose another.')
  const { agent } = standing
  const obstacle = whyNotFree(standing)
  if (obstacle) {
    throw conflict('agent-not-free', `${agent.name} is ${obstacle}. Choose a colleague who has room.`)
  }
  const queued = await handOn(tx, deps, conversation, order)
  const handedOn = await tellCustomer(tx, deps, { before: conversation, queued, ticket }, order.by, null)
  // To the customer, one more person who is asked; somebody else after one who had only been asked.
  const told = conversation.owner === 'offered' ? toldKey('offered', conversation.agentId ?? '') : null
  await putBefore(tx, deps, [{ ticket: { ...ticket, told }, to: agent, selection: byHand(agent), goneName: null }])
  return { ...handedOn, owner: 'offered', agentId }
}

function whyNotFree({ agent, isConnected, load }: Standing): string | null {
  if (!isConnected) return 'not connected'
  if (agent.availability !== 'online') return agent.availability
  return load >= agent.capacity ? `at capacity, ${load} of ${agent.capacity}` : null
}

/** The fact with who and why; what somebody has or is asked about goes back to the queue. */
async function handOn(
  tx: Tx,
  deps: RoutingDeps,
  conversation: Conversation,
  { to, by, why }: TransferOrder,
): Promise<Conversation> {
  const isWaiting = conversation.owner === 'queued'
  const event: NewEvent = {
    type: 'conversation.transferred',
    data: {
      from: isWaiting ? null : conversation.agentId,
      to: to === 'queue' ? 'queue' : 'skill' in to ? 'skill' : 'agent',
      skill: to !== 'queue' && 'skill' in to ? to.skill : null,
      agentId: to !== 'queue' && 'agentId' in to ? to.agentId : null,
      why,
    },
    actor: by === null ? SYSTEM : { kind: 'agent', id: by.id },
  }
  return isWaiting ? deps.changeConversation(tx, conversation, {}, [event]) : backToQueue(tx, deps, conversation, event)
}

/** Who had talked with somebody, or is to wait for another team, hears of it; who only waits hears whom routing asks. */
async function tellCustomer(
  tx: Tx,
  deps: RoutingDeps,
  { before, queued, ticket }: { before: Conversation; queued: Conversation; ticket: QueuedTicket },
  by: Pick<Agent, 'id' | 'name'> | null,
  skill: string | null,
): Promise<Conversation> {
  if (before.owner !== 'agent' && skill === null) return queued
  const name = before.owner === 'agent' && by?.id === before.agentId ? by.name : null
  const text = sayTransfer({ name, skill, language: ticket.language })
  const said = await deps.appendMessage(tx, queued, { kind: 'public', author: 'system', text })
  return said.conversation
}
