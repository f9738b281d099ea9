import {
  appendMessage,
  changeConversation,
  correctIntent,
  correctSentiment,
  findByClientMessageId,
  findColleagueSince,
  lockConversation,
} from '../conversation/index.ts'
import {
  type Actor,
  type Agent,
  type Availability,
  type AwayReason,
  type Conversation,
  conflict,
  type Database,
  invalid,
  type Message,
  type NewEvent,
  notAllowed,
  notFound,
  type Priority,
  type Sentiment,
  type Tx,
} from '../domain/index.ts'
import { sayJoined, sayReturned } from '../routing/index.ts'
import { markResolved } from './mark-resolved.ts'

/** What other steps do inside an action's transaction; handed in by compose, with the conversation locked. */
export interface AgentActionParts {
  database: Database
  /** After each commit: publish, and look whether somebody waits. */
  afterCommit(): void
  /** Makes the agent the owner; throws `conflict` when a colleague has it. */
  takeOver(tx: Tx, agent: Agent, conversation: Conversation): Promise<Conversation>
  decline(tx: Tx, agent: Agent, conversation: Conversation): Promise<void>
  /** Ends the assignment and, unless the ticket stays open, resolves it. */
  endWork(tx: Tx, conversation: Conversation, outcome: 'resolved' | 'returned', actor: Actor): Promise<void>
  /** What an agent's reply changes in the ticket; `wait` null where they left it to the company's rule. */
  afterReply(tx: Tx, conversation: Conversation, agent: Agent, wait: boolean | null): Promise<void>
  changeTags(
    tx: Tx,
    conversation: Conversation,
    agent: Agent,
    change: { add: string[]; remove: string[] },
  ): Promise<NewEvent[]>
  /** A priority stands until it is released, which null does. */
  setPriority(tx: Tx, agent: Agent, conversationId: string, priority: Priority | null): Promise<NewEvent[]>
  setAvailability(agent: Agent, availability: Availability, reason: AwayReason | null): Promise<void>
  knowsIntent(name: string): boolean
  /** What a conversation is about whose messages had these intents, oldest first. */
  matterOf(intents: readonly (string | null)[]): string | null
}

/** What agents do, each in one transaction, each harmless when repeated. `conflict` tells that somebody was faster. */
export function createAgentActions(parts: AgentActionParts) {
  async function change<T>(id: string, work: (tx: Tx, conversation: Conversation) => Promise<T>): Promise<T> {
    const result = await parts.database.transaction(async (tx) => {
      const conversation = await lockConversation(tx, id)
      if (!conversation) throw notFound('conversation-unknown', 'There is no conversation with this id.')
      return work(tx, conversation)
    })
    parts.afterCommit()
    return result
  }

  return {
    accept: (agent: Agent, id: string) =>
      change(id, async (tx, conversation) => {
        if (isOwnedBy(conversation, agent)) return
        await greet(tx, agent, await parts.takeOver(tx, agent, conversation))
      }),

    decline: (agent: Agent, id: string) =>
      change(id, async (tx, conversation) => {
        if (conversation.owner !== 'offered' || conversation.agentId !== agent.id) {
          throw conflict('not-offered', 'This conversation is not offered to you any more.')
        }
        await parts.decline(tx, agent, conversation)
      }),

    resolve: (agent: Agent, id: string) =>
      change(id, async (tx, conversation) => {
        if (conversation.owner === 'resolved') return
        mayAct(conversation, agent)
        const actor = { kind: 'agent', id: agent.id } as const
        await parts.endWork(tx, conversation, 'resolved', actor)
        await markResolved(tx, conversation, { by: 'agent', actor })
      }),

    returnToAssistant: (agent: Agent, id: string) =>
      change(id, async (tx, conversation) => {
        if (conversation.owner === 'assistant') return
        if (conversation.owner === 'resolved') {
          throw conflict('resolved', 'This conversation is resolved. It reopens when the customer writes.')
        }
        mayAct(conversation, agent)
        const actor = { kind: 'agent', id: agent.id } as const
        await parts.endWork(tx, conversation, 'returned', actor)
        await handBack(tx, conversation, { reason: `handed back by ${agent.name}`, actor })
      }),

    /** An agent who answers what was offered or waits has thereby accepted it. */
    reply: (
      agent: Agent,
      id: string,
      reply: { clientMessageId: string; text: string; lastSeenSeq: number; wait?: boolean | undefined },
    ) =>
      change(id, async (tx, conversation): Promise<Message> => {
        const sender = { kind: 'public', author: 'agent', agentId: agent.id } as const
        const stored = await findByClientMessageId(tx, id, reply.clientMessageId, sender)
        if (stored) return stored
        if (conversation.owner === 'resolved') {
          throw conflict('resolved', 'This conversation is resolved. It reopens when the customer writes.')
        }
        if (conversation.owner === 'agent' && !isOwnedBy(conversation, agent)) {
          throw notAllowed('not-yours', 'Another agent has this conversation. Leave a note, or ask them to pass it on.')
        }
        await refuseCrossedReply(tx, agent, conversation, reply.lastSeenSeq)
        const mine = isOwnedBy(conversation, agent) ? conversation : await parts.takeOver(tx, agent, conversation)
        const said = await appendMessage(tx, mine, {
          ...sender,
          clientMessageId: reply.clientMessageId,
          text: reply.text,
        })
        await parts.afterReply(tx, said.conversation, agent, reply.wait ?? null)
        return said.message
      }),

    note: (agent: Agent, id: string, note: { clientMessageId: string; text: string }) =>
      change(id, async (tx, conversation): Promise<Message> => {
        const sender = { kind: 'note', author: 'agent', agentId: agent.id } as const
        const stored = await findByClientMessageId(tx, id, note.clientMessageId, sender)
        if (stored) return stored
        const appended = await appendMessage(tx, conversation, { ...sender, ...note })
        return appended.message
      }),

    changeTags: (agent: Agent, id: string, tags: { add: string[]; remove: string[] }) =>
      change(id, async (tx, conversation) => {
        const events = await parts.changeTags(tx, conversation, agent, tags)
        if (events.length > 0) await changeConversation(tx, conversation, {}, events)
      }),

    setPriority: (agent: Agent, id: string, priority: Priority | null) =>
      change(id, async (tx, conversation) => {
        mayAct(conversation, agent)
        const events = await parts.setPriority(tx, agent, id, priority)
        if (events.length > 0) await changeConversation(tx, conversation, {}, events)
      }),

    async correctIntent(agent: Agent, messageId: string, intent: string): Promise<void> {
      if (!parts.knowsIntent(intent)) {
        throw invalid('intent-unknown', `The intent was not corrected: there is no intent named "${intent}".`, 'intent')
      }
      await parts.database.transaction((tx) =>
        correctIntent(tx, {
          messageId,
          agentId: agent.id,
          intent,
          matterOf: parts.matterOf,
        }),
      )
      parts.afterCommit()
    },

    async correctSentiment(agent: Agent, messageId: string, sentiment: Sentiment): Promise<void> {
      await parts.database.transaction((tx) => correctSentiment(tx, { messageId, agentId: agent.id, sentiment }))
      parts.afterCommit()
    },

    async setAvailability(agent: Agent, availability: Availability, reason: AwayReason | null = null): Promise<void> {
      await parts.setAvailability(agent, availability, reason)
      parts.afterCommit()
    },
  }
}

/** Gives the conversation to the assistant, who begins afresh, and says so to the customer. The caller has ended the work on it. */
export async function handBack(
  tx: Tx,
  conversation: Conversation,
  by: { reason: string; actor: Actor },
): Promise<void> {
  const said = await appendMessage(tx, conversation, {
    kind: 'public',
    author: 'system',
    text: sayReturned(null, conversation.language),
  })
  await changeConversation(
    tx,
    said.conversation,
    {
      owner: 'assistant',
      waitingSince: null,
      dialogue: { ...conversation.dialogue, failedAttempts: 0, offered: [], flow: null },
      frustration: { value: 0, high: false, drivers: [] },
    },
    [{ type: 'conversation.returned', data: { reason: by.reason }, actor: by.actor }],
  )
}

const isOwnedBy = (conversation: Conversation, agent: Agent): boolean =>
  conversation.owner === 'agent' && conversation.agentId === agent.id

/** Its agent may, and leads may. */
export function mayAct(conversation: Conversation, agent: Agent): void {
  const someoneElses = conversation.agentId !== null && conversation.agentId !== agent.id
  if (someoneElses && agent.role === 'agent') {
    throw notAllowed('not-yours', 'Another agent has this conversation. Ask them to pass it on.')
  }
}

async function greet(tx: Tx, agent: Agent, conversation: Conversation): Promise<void> {
  await appendMessage(tx, conversation, {
    kind: 'public',
    author: 'system',
    text: sayJoined(agent.name, conversation.language),
  })
}

/** A reply written without having seen a colleague's is refused once; the sender then decides with both in view. */
async function refuseCrossedReply(
  tx: Tx,
  agent: Agent,
  conversation: Conversation,
  lastSeenSeq: number,
): Promise<void> {
  const colleague = await findColleagueSince(tx, conversation.id, agent.id, lastSeenSeq)
  if (colleague === null) return
  throw conflict('newer-messages', `${colleague} has answered meanwhile. Your reply was not sent; read theirs first.`)
}
