import type { Agent, Candidate, Conversation, Tx } from '../domain/index.ts'
import { beginAssignment, endAssignment, recordPromise } from './assignment-store.ts'
import { type AgentState, chooseAgent, hasSkill } from './choose-agent.ts'
import { type RoutingDeps, SYSTEM } from './deps.ts'
import { type Facts, gatherFacts, statesFor } from './facts.ts'
import {
  type LastOutcome,
  listQueue,
  lockRouting,
  medianWaitMs,
  outcomeKey,
  type QueuedTicket,
  queuePosition,
} from './queue-store.ts'
import { type Outcome, type QueueReason, waitMessage, whenBack } from './wait-message.ts'

/**
 * Offers what can be offered, the most urgent and longest waiting first, one transaction each. Returns how many were
 * offered. A ticket for which nothing has changed costs no transaction: one look at everything decides which to open.
 */
export async function routeWaiting(deps: RoutingDeps): Promise<number> {
  const queue = await listQueue(deps.db)
  if (queue.length === 0) return 0
  const facts = await gatherFacts(deps.db, deps, queue)
  let offered = 0
  for (const ticket of queue) {
    if (!wouldChange(ticket, facts, deps)) continue
    try {
      const agentId = await deps.db.transaction((tx) => routeOne(tx, deps, ticket.conversationId))
      deps.afterCommit()
      if (agentId === null) continue
      facts.loads.set(agentId, (facts.loads.get(agentId) ?? 0) + 1)
      offered++
    } catch (error) {
      // One conversation that cannot be routed must not keep the others waiting.
      deps.log('warn', 'routing.failed', { conversationId: ticket.conversationId, node: deps.nodeName, err: error })
    }
  }
  return offered
}

function wouldChange(ticket: QueuedTicket, facts: Facts, deps: RoutingDeps): boolean {
  const states = statesFor(facts, ticket)
  if (chooseAgent(ticket, states, deps.now(), deps.weights).chosen !== null) return true
  const last = facts.lastOutcomes.get(ticket.conversationId)?.outcome
  return last !== outcomeKey('queued', whyQueued(ticket, states))
}

/** Decides on one waiting conversation as everything stands under the lock; the agent it was offered to, or null. */
async function routeOne(tx: Tx, deps: RoutingDeps, conversationId: string): Promise<string | null> {
  await lockRouting(tx)
  const conversation = await deps.lockConversation(tx, conversationId)
  const [ticket] = await listQueue(tx, conversationId)
  if (conversation?.owner !== 'queued' || !ticket) return null
  const facts = await gatherFacts(tx, deps, [ticket])
  const states = statesFor(facts, ticket)
  const last = facts.lastOutcomes.get(conversationId) ?? { outcome: null, goneAgentId: null }
  const { chosen, candidates } = chooseAgent(ticket, states, deps.now(), deps.weights)
  const state = states.find(({ agent }) => agent.id === chosen)
  if (!state) {
    await keepWaiting(tx, deps, { conversation, ticket, states, candidates, last })
    return null
  }
  await offer(tx, deps, { conversation, ticket, to: state.agent, candidates, last, team: facts.team })
  return chosen
}

/** Puts a conversation before one agent and tells the customer, unless they were last told just that. */
export async function offer(
  tx: Tx,
  deps: RoutingDeps,
  found: {
    conversation: Conversation
    ticket: Pick<QueuedTicket, 'ticketId' | 'requiredSkill'>
    to: Pick<Agent, 'id' | 'name' | 'skills'>
    candidates: Candidate[]
    last: LastOutcome
    team: readonly { id: string; name: string }[]
  },
): Promise<Conversation> {
  const { conversation, ticket, to, candidates, last } = found
  const now = deps.now()
  const until = new Date(now.getTime() + deps.offerMs)
  // An assignment left open by somebody who moved the conversation on without ending it would refuse the new one.
  await endAssignment(tx, conversation.id, 'returned', now)
  await beginAssignment(tx, {
    ticketId: ticket.ticketId,
    conversationId: conversation.id,
    agentId: to.id,
    candidates,
    offeredAt: now,
    offerUntil: until,
    acceptedAt: null,
  })
  const offered = await deps.changeConversation(tx, conversation, { owner: 'offered', agentId: to.id }, [
    {
      type: 'conversation.offered',
      data: { agentId: to.id, until: until.toISOString(), candidates },
      actor: SYSTEM,
    },
  ])
  deps.log('info', 'routing.offered', { conversationId: conversation.id, agentId: to.id, node: deps.nodeName })
  if (last.outcome === outcomeKey('offered', to.id)) return offered
  const skill = hasSkill(to, ticket.requiredSkill) ? ticket.requiredSkill : null
  return tell(tx, deps, { ...found, conversation: offered }, { kind: 'offered', agentName: to.name, skill })
}

/** Writes why it waits and tells the customer, once for each reason. */
async function keepWaiting(
  tx: Tx,
  deps: RoutingDeps,
  found: {
    conversation: Conversation
    ticket: QueuedTicket
    states: AgentState[]
    candidates: Candidate[]
    last: LastOutcome
  },
): Promise<void> {
  const { conversation, ticket, states, candidates, last } = found
  const reason = whyQueued(ticket, states)
  if (last.outcome === outcomeKey('queued', reason)) return
  const waiting = await deps.changeConversation(tx, conversation, {}, [
    { type: 'conversation.queued', data: { reason, candidates }, actor: SYSTEM },
  ])
  const helpers = whoCouldHelp(ticket, states)
  const team = states.map(({ agent }) => agent)
  await tell(
    tx,
    deps,
    { conversation: waiting, ticket, last, team },
    {
      kind: 'queued',
      reason,
      position: (await queuePosition(tx, conversation.id)) ?? 1,
      usualWaitMs: await medianWaitMs(tx, ticket.requiredSkill),
      back: whenBack(
        helpers.map(({ agent }) => agent),
        deps.now(),
      ),
    },
  )
}

async function tell(
  tx: Tx,
  deps: RoutingDeps,
  found: {
    conversation: Conversation
    ticket: Pick<QueuedTicket, 'ticketId'>
    last: LastOutcome
    team: readonly { id: string; name: string }[]
  },
  outcome: Outcome,
): Promise<Conversation> {
  const { conversation, ticket, last, team } = found
  const before = {
    wasOffered: last.outcome?.startsWith('offered') ?? false,
    goneName: team.find((agent) => agent.id === last.goneAgentId)?.name ?? null,
  }
  const text = waitMessage(outcome, before, deps.now(), deps.timeZone)
  await recordPromise(tx, ticket.ticketId, text)
  return (await deps.appendMessage(tx, conversation, { kind: 'public', author: 'system', text })).conversation
}

/** People with the skill; everybody when nobody in the team has it, as in `chooseAgent`. */
function whoCouldHelp(ticket: QueuedTicket, states: AgentState[]): AgentState[] {
  const skilled = states.filter(({ agent }) => hasSkill(agent, ticket.requiredSkill))
  return skilled.length > 0 ? skilled : states
}

function whyQueued(ticket: QueuedTicket, states: AgentState[]): QueueReason {
  const isSomebodyHere = whoCouldHelp(ticket, states).some(
    ({ agent, isConnected }) => isConnected && agent.availability === 'online' && agent.capacity > 0,
  )
  return isSomebodyHere ? 'everyone_busy' : 'nobody_here'
}
