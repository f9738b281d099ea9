import type { TicketWork } from '../actions/index.ts'
import {
  createAgentActions,
  createChannelActions,
  createMergeActions,
  createPersonActions,
  createTicketActions,
  createTransfer,
} from '../actions/index.ts'
import type { Building } from '../building.ts'
import { matterAfter } from '../domain/index.ts'
import { type Passwords, setAvailability } from '../people/index.ts'
import { decline, transfer } from '../routing/index.ts'
import { changeTags, overridePriority, releasePriority } from '../tickets/index.ts'
import { whatIsAsked } from './asked.ts'
import type { Edge } from './open-edge.ts'
import type { Routing } from './open-routing.ts'

/** Everything that people do to conversations, tickets and each other, joined to the steps that do it. */
export function createPeopleActions(
  { config, database, assistant, log }: Building,
  { gateway, passwords, routing, work }: { gateway: Edge; passwords: Passwords; routing: Routing; work: TicketWork },
) {
  const { afterAct: afterCommit, takeOver, deps } = routing
  const { endWork } = work
  return {
    conversations: createAgentActions({
      database,
      afterCommit,
      takeOver,
      decline: async (tx, agent, conversation) => void (await decline(tx, deps, conversation, agent.id)),
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
      matterOf: (intents) =>
        intents.reduce((before: string | null, name) => matterAfter(before, assistant.intents.get(name ?? '')), null),
    }),
    merges: createMergeActions({ database, afterCommit, takeOver, endWork, requeue: work.requeue }),
    tickets: createTicketActions({ database, work, afterCommit }),
    transfer: createTransfer({ database, work, afterCommit, transfer: (tx, order) => transfer(tx, deps, order) }),
    channels: createChannelActions({ database, afterCommit, endWork }),
    people: createPersonActions({
      database,
      log,
      passwords,
      describe: routing.agents.describeAll,
      asked: () => whatIsAsked(database, assistant.intents, new Date()),
      afterCommit,
      takeBack: routing.router.sweep,
      closeConsoles: gateway.closeConsoles,
    }),
  }
}

export type PeopleActions = ReturnType<typeof createPeopleActions>
