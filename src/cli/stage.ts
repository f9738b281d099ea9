import { randomUUID } from 'node:crypto'
import type { Config } from '../config/index.ts'
import { findConversation } from '../conversation/index.ts'
import { createVisitor } from '../customers/index.ts'
import type { Conversation, Message, Ticket } from '../domain/index.ts'
import { insertAgent } from '../people/index.ts'
import { listTickets } from '../tickets/index.ts'
import { openEmptyInstallation } from './empty-installation.ts'
import { messagesOnceDecided } from './once-decided.ts'

/** The whole product on an empty database in memory, for conversations that leave no trace. */
export interface Stage {
  /** A new customer with nothing said yet. */
  enter(): Promise<Actor>
  close(): Promise<void>
}

export interface Actor {
  /** Sends a message and waits for the turn. */
  say(text: string): Promise<TurnResult>
  agentDoes(act: 'accepts' | 'returns' | 'resolves' | { says: string }): Promise<Conversation>
}

export interface TurnResult {
  message: Message
  /** What the customer read in answer to this message; null when nothing. */
  reply: Message | null
  conversation: Conversation
  ticket: Ticket | null
}

/** The installation's own intents and articles. Its database and its Redis are left alone. */
export async function openStage(installed: Config): Promise<Stage> {
  const { database, actions, receive, close } = await openEmptyInstallation(installed)
  try {
    const agent = await insertAgent(database, {
      email: 'script@stage.invalid',
      name: 'Robin',
      role: 'admin',
      skills: [],
      languages: [],
      capacity: 100,
      workingHours: [],
      timeZone: 'UTC',
      // Nobody can log in with it: it is no hash.
      passwordHash: 'none',
    })
    if (!agent) throw new Error('The agent of the scripts could not be made.')

    return {
      close,
      async enter() {
        const customerId = await createVisitor(database)
        let conversationId: string | null = null
        const current = async () => {
          const conversation = conversationId === null ? null : await findConversation(database, conversationId)
          if (!conversation) throw new Error('The customer has to speak before an agent can.')
          return conversation
        }
        return {
          async say(text) {
            const { message } = await receive({ customerId, clientMessageId: randomUUID(), text })
            conversationId = message.conversationId
            const messages = await messagesOnceDecided(database, message)
            const at = messages.findIndex(({ id }) => id === message.id)
            return {
              message: messages[at] ?? message,
              reply: messages.slice(at + 1).find(({ author }) => author === 'assistant') ?? null,
              conversation: await current(),
              ticket: (await listTickets(database, message.conversationId)).at(-1) ?? null,
            }
          },
          async agentDoes(act) {
            const { id, lastSeq } = await current()
            if (act === 'accepts') await actions.accept(agent, id)
            else if (act === 'returns') await actions.returnToAssistant(agent, id)
            else if (act === 'resolves') await actions.resolve(agent, id)
            else await actions.reply(agent, id, { clientMessageId: randomUUID(), text: act.says, lastSeenSeq: lastSeq })
            return current()
          },
        }
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
