import type { TicketWork } from '../actions/index.ts'
import type { Building } from '../building.ts'
import {
  appendMessage,
  changeConversation,
  lockConversation,
  lockFree,
  moveConversations,
} from '../conversation/index.ts'
import { debounce } from '../debounce.ts'
import type { Agent, Conversation, Tx } from '../domain/index.ts'
import { countLoads, createRoster, missOffer, reachableAgentIds } from '../people/index.ts'
import { accept, createHistory, createRouter, type RoutingDeps } from '../routing/index.ts'
import { type HoursOf, nextOpening } from '../service-levels/index.ts'
import { findResolvedTicket } from '../tickets/index.ts'
import { createAgentDirectory } from './agent-directory.ts'
import type { Edge } from './open-edge.ts'

/** How late customers who wait may see that they moved up. */
const TELL_QUEUE_MS = 500

/** What routing works with: the conversation's writers, the team, and the settings. */
export const routingDeps = (
  { config, database, log, afterCommit }: Pick<Building, 'config' | 'database' | 'log' | 'afterCommit'>,
  hoursOf: HoursOf,
): RoutingDeps => ({
  db: database,
  lockConversation,
  lockFree,
  moveConversations,
  changeConversation,
  appendMessage,
  listAgents: createRoster().list,
  countLoads,
  missOffer,
  reachableAgentIds,
  now: () => new Date(),
  log: log.write,
  afterCommit,
  history: createHistory(database, () => new Date()),
  weights: config.routingWeights,
  offerMs: config.offerMs,
  missedOffers: config.missedOffers,
  optionalSkillMs: config.optionalSkillMs,
  presenceGraceMs: config.presenceGraceMs,
  agentGoneMs: config.agentGoneMs,
  openFrom: (skill) => (at) => nextOpening(at, hoursOf(skill)),
  timeZone: config.timeZone,
  nodeName: config.nodeName,
})

/** The router, and who is told of what it does. */
export function openRouting(
  building: Building,
  { gateway, work, hoursOf }: { gateway: Edge; work: TicketWork; hoursOf: HoursOf },
) {
  const { config, database, log, onClose, afterCommit } = building
  const deps = routingDeps(building, hoursOf)
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
