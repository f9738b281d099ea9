import { createAgentActions } from './agent-actions.ts'
import type { Building } from './building.ts'
import { createChannelActions } from './channel-actions.ts'
import { createMergeActions } from './merge-actions.ts'
import type { Routing } from './open-routing.ts'
import { setAvailability } from './people/index.ts'
import { decline, transfer } from './routing/index.ts'
import { createTicketActions } from './ticket-actions.ts'
import type { TicketWork } from './ticket-work.ts'
import { changeTags, overridePriority, releasePriority } from './tickets/index.ts'

/** Everything that people do to conversations and tickets, joined to the steps that do it. */
export function createPeopleActions(
  { config, database, assistant }: Building,
  { routing, work }: { routing: Routing; work: TicketWork },
) {
  const { afterAct: afterCommit, takeOver, deps } = routing
  const { endWork } = work
  return {
    conversations: createAgentActions({
      database,
      afterCommit,
      takeOver,
      decline: async (tx, agent, conversation) => void (await decline(tx, deps, conversation, agent.id)),
      transfer: async (tx, agent, conversationId, toAgentId) => {
        const handedOn = await transfer(tx, deps, { conversationId, byAgentId: agent.id, toAgentId })
        const actor = { kind: 'agent', id: agent.id } as const
        await work.moveOpen(tx, handedOn, 'open', { actor, reason: 'handed on' })
      },
      endWork,
      afterReply: (tx, conversation, agent, wait) =>
        work.agentWrote(tx, conversation, agent, wait ?? (config.waitAfterReply ? true : null)),
      changeTags: (tx, conversation, agent, change) =>
        changeTags(tx, conversation.id, change, {
          agentId: agent.id,
          modelVersion: assistant.understander.status().modelVersion,
          knownTags: new Set(assistant.tags.map(({ name }) => name)),
        }),
      setPriority: (tx, agent, id, priority) =>
        priority === null
          ? releasePriority(tx, id, { agentId: agent.id, now: new Date() })
          : overridePriority(tx, id, { priority, agent }),
      setAvailability: async (agent, availability, reason) =>
        void (await setAvailability(database, agent.id, availability, reason)),
      knowsIntent: (name) => assistant.intents.has(name),
    }),
    merges: createMergeActions({ database, afterCommit, takeOver, endWork }),
    tickets: createTicketActions({ database, work, afterCommit }),
    channels: createChannelActions({ database, afterCommit, endWork }),
  }
}

export type PeopleActions = ReturnType<typeof createPeopleActions>
