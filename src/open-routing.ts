import { createAgentDirectory } from './agent-directory.ts'
import type { Building } from './building.ts'
import {
  appendMessage,
  changeConversation,
  lockConversation,
  lockFree,
  moveConversations,
} from './conversation/index.ts'
import type { Agent, Conversation, Tx } from './domain/index.ts'
import { debounce } from './housekeeping.ts'
import type { Edge } from './open-edge.ts'
import { countLoads, listAgents, reachableAgentIds } from './people/index.ts'
import { accept, createHistory, createRouter, type RoutingDeps } from './routing/index.ts'
import type { TicketWork } from './ticket-work.ts'
import { findResolvedTicket } from './tickets/index.ts'

/** How late customers who wait may see that they moved up. */
const TELL_QUEUE_MS = 500

/** The router, and who is told of what it does. */
export function openRouting(
  { config, database, log, onClose, afterCommit }: Building,
  { gateway, work }: { gateway: Edge; work: TicketWork },
) {
  const deps: RoutingDeps = {
    db: database,
    lockConversation,
    lockFree,
    moveConversations,
    changeConversation,
    appendMessage,
    listAgents,
    countLoads,
    reachableAgentIds,
    now: () => new Date(),
    log: log.write,
    afterCommit,
    history: createHistory(database, () => new Date()),
    weights: config.routingWeights,
    offerMs: config.offerMs,
    optionalSkillMs: config.optionalSkillMs,
    presenceGraceMs: config.presenceGraceMs,
    agentGoneMs: config.agentGoneMs,
    timeZone: config.timeZone,
    nodeName: config.nodeName,
  }
  const router = createRouter(deps)
  onClose(() => router.close())

  const agents = createAgentDirectory(database, config)
  /** Loads or presence changed: consoles see it. */
  const announce = debounce(
    50,
    async () => {
      gateway.sendAgents(await agents.list())
    },
    log.error,
  )
  onClose(announce.close)

  /** Others moved up in the queue: those who wait see their place. */
  const tellQueue = debounce(TELL_QUEUE_MS, () => gateway.sendQueue(database), log.error)
  onClose(tellQueue.close)

  return {
    deps,
    router,
    agents,
    announce,
    tellQueue,

    /** Somebody has changed something: who waits may move on, and everybody sees it. */
    afterAct(): void {
      router.nudge()
      afterCommit()
      announce()
    },

    async takeOver(tx: Tx, agent: Agent, conversation: Conversation): Promise<Conversation> {
      const actor = { kind: 'agent', id: agent.id } as const
      const resolved = conversation.owner === 'resolved' ? await findResolvedTicket(tx, conversation.id) : null
      if (resolved) await work.move(tx, conversation, resolved, 'open', { actor, reason: 'taken up again' })
      return accept(tx, deps, conversation, agent)
    },
  }
}

export type Routing = ReturnType<typeof openRouting>
