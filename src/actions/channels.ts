import { appendMessage, changeConversation, findByClientMessageId, lockConversation } from '../conversation/index.ts'
import type { Actor, Conversation, Database, Tx } from '../domain/index.ts'
import { handBack } from './agents.ts'

export interface ChannelActionParts {
  database: Database
  /** After each commit: publish, and look whether somebody waits. */
  afterCommit(): void
  /** Ends the assignment and resolves the ticket. */
  endWork(tx: Tx, conversation: Conversation, outcome: 'resolved' | 'returned', actor: Actor): Promise<void>
}

/** What a channel brings about in a conversation besides messages; each in one transaction, each harmless when repeated. */
export function createChannelActions(parts: ChannelActionParts) {
  async function change(id: string, work: (tx: Tx, conversation: Conversation) => Promise<void>): Promise<void> {
    await parts.database.transaction(async (tx) => {
      const conversation = await lockConversation(tx, id)
      if (conversation) await work(tx, conversation)
    })
    parts.afterCommit()
  }

  const write = (id: string, kind: 'note' | 'public', message: { clientMessageId: string; text: string }) =>
    change(id, async (tx, conversation) => {
      const sender = { kind, author: 'system' } as const
      if (await findByClientMessageId(tx, id, message.clientMessageId, sender)) return
      await appendMessage(tx, conversation, { ...sender, ...message })
    })

  return {
    /** A note for the agents, stored once per `clientMessageId`. */
    note: (id: string, note: { clientMessageId: string; text: string }) => write(id, 'note', note),

    /** Said to the customer, stored once per `clientMessageId`. */
    tell: (id: string, said: { clientMessageId: string; text: string }) => write(id, 'public', said),

    /** The person outside is done: the assistant answers again. */
    handBack: (id: string, reason: string) =>
      change(id, async (tx, conversation) => {
        if (conversation.owner === 'assistant' || conversation.owner === 'resolved') return
        const actor = { kind: 'system', id: null } as const
        await parts.endWork(tx, conversation, 'returned', actor)
        await handBack(tx, conversation, { reason, actor })
      }),

    /** The customer left. A conversation that people have, or that waits for them, stays theirs to end. */
    customerLeft: (id: string) =>
      change(id, async (tx, conversation) => {
        if (conversation.owner !== 'assistant') return
        await changeConversation(tx, conversation, { owner: 'resolved', resolvedAt: new Date() }, [
          {
            type: 'conversation.resolved',
            data: { by: 'customer' },
            actor: { kind: 'customer', id: conversation.customerId },
          },
        ])
      }),
  }
}

export type ChannelActions = ReturnType<typeof createChannelActions>
