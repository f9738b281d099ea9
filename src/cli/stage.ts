import { randomUUID } from 'node:crypto'
import { startAssistant } from '../assistant.ts'
import { compose } from '../compose.ts'
import type { Config } from '../config.ts'
import { findConversation, listMessages } from '../conversation/index.ts'
import { createVisitor } from '../customers/index.ts'
import { loadPglite, migrate } from '../database/index.ts'
import type { Conversation, Message, Ticket } from '../domain/index.ts'
import { openDoor } from '../gateway/index.ts'
import { createLog } from '../log.ts'
import { insertAgent } from '../people/index.ts'
import { listTickets } from '../tickets/index.ts'

/** A turn has limits of its own, well below. */
const TURN_LIMIT_MS = 20_000
const LOOK_EVERY_MS = 10

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
  const config: Config = {
    ...installed,
    port: 0,
    host: '127.0.0.1',
    databaseUrl: undefined,
    redisUrl: undefined,
    admin: null,
    demo: true,
    logLevel: 'silent',
  }
  const log = createLog(config.logLevel, config.nodeName)
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end()
  }
  try {
    const { openPglite } = await loadPglite()
    const database = await openPglite(null)
    closers.push(() => database.close())
    await migrate(database)
    const assistant = await startAssistant(config, log)
    closers.push(() => assistant.close())
    const door = await openDoor(config)
    closers.push(() => door.close())
    const {
      actions,
      receive,
      close: stop,
    } = await compose(config, { door, assistant, storage: { database, close } }, log)
    closers.push(stop)
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
            const messages = await decided(() => listMessages(database, message.conversationId), message.id)
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

/** The conversation's messages once the one with `id` has been decided. */
async function decided(list: () => Promise<Message[]>, id: string): Promise<Message[]> {
  const until = performance.now() + TURN_LIMIT_MS
  while (performance.now() < until) {
    const messages = await list()
    if (messages.some((message) => message.id === id && message.decidedAt !== null)) return messages
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error(`The assistant did not decide within ${TURN_LIMIT_MS / 1000} s.`)
}
