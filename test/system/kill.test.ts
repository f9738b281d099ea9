import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AgentClient } from '../support/agent-client.ts'
import { CustomerClient, startSession } from '../support/customer-client.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { freePort, type ServerProcess, startServer } from '../support/server-process.ts'
import { until } from '../support/wait.ts'

/** Plain questions, each with an answer of its own. */
const QUESTIONS = [
  'where is my order',
  'how do I get an invoice',
  'can I pay with paypal',
  'how long is the warranty',
  'my bluetooth headphones will not pair',
  'what are your opening hours',
  'how do I return something',
  'do you ship to Norway',
  'thanks',
  'how do I reset my password',
  'what does express delivery cost',
  'do you have a student discount',
  'can I trade in my old phone',
  'how do I cancel my order',
  'which laptop should I buy for video editing',
  'how do I do a factory reset',
  'hello',
  'how long does a refund take',
  'where can I recycle an old tablet',
  'how do I update the firmware',
  'can I pick my parcel up somewhere',
  'what can you do',
  'how do gift cards work',
  'how do I unsubscribe from the newsletter',
  'are you a bot',
]
const CUSTOMERS = 8
const MESSAGES = QUESTIONS.length
const KILLS = 3

interface Written {
  clientMessageId: string
  text: string
  acknowledged: boolean
}

/**
 * A customer's widget as the protocol demands it: it keeps what was not acknowledged, connects again, asks for what it
 * missed, and sends again under the same id, in order.
 */
async function writeAll(url: string, token: string, written: Written[], isOver: () => boolean): Promise<void> {
  while (written.some((message) => !message.acknowledged)) {
    const client = await CustomerClient.connect(url, token).catch(() => null)
    if (!client) {
      if (isOver()) throw new Error('The server did not come back.')
      await new Promise((resolve) => setTimeout(resolve, 50))
      continue
    }
    try {
      for (const message of written) {
        if (message.acknowledged) continue
        const ack = await client.ask(
          'message:send',
          { clientMessageId: message.clientMessageId, text: message.text },
          3_000,
        )
        if (!ack.ok) throw new Error(ack.error.message)
        message.acknowledged = true
      }
    } catch {
      // The connection broke: whether the last message was stored is not known, so it is sent again.
    } finally {
      client.close()
    }
  }
}

describe('a server that is killed while 200 messages come in', () => {
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let server: ServerProcess

  beforeAll(async () => {
    folder = await makeDataFolder()
  })
  afterAll(async () => {
    await server?.kill()
    await folder?.remove()
  })

  it('has stored every acknowledged message once, in order, and answered it once', async () => {
    const settings = { PORT: String(await freePort()), EARSHOT_DATA_DIR: folder.path }
    server = await startServer(settings)
    const { url } = server
    const customers = await Promise.all(
      Array.from({ length: CUSTOMERS }, async (_, customer) => ({
        token: (await startSession(url)).token,
        written: Array.from(
          { length: MESSAGES },
          (_, i): Written => ({
            clientMessageId: randomUUID(),
            text: `${QUESTIONS[(customer + i) % QUESTIONS.length]}`,
            acknowledged: false,
          }),
        ),
      })),
    )

    let over = false
    const writing = Promise.all(customers.map(({ token, written }) => writeAll(url, token, written, () => over)))
    const acknowledged = () =>
      customers.flatMap(({ written }) => written).filter((message) => message.acknowledged).length
    for (let kill = 1; kill <= KILLS; kill++) {
      await until(`message ${kill * 40}`, () => acknowledged() >= kill * 40, 60_000)
      await server.kill()
      server = await startServer(settings)
      expect(server.readyMs).toBeLessThan(20_000)
    }
    await writing.finally(() => {
      over = true
    })
    expect(acknowledged()).toBe(CUSTOMERS * MESSAGES)

    const agent = await AgentClient.login(url, 'lotte@techgear.example')
    for (const { token, written } of customers) {
      const client = await CustomerClient.connect(url, token)
      await client.resume()
      const id = client.conversation?.id ?? ''
      const all = await until(
        'every decision',
        async () => {
          const { messages } = await agent.open(id)
          return messages.every(({ author, decision }) => author !== 'customer' || decision !== null) && messages
        },
        60_000,
      )
      // A decision that says something has said it exactly once; only waiting and silence say nothing.
      const spoken = all.filter(({ decision }) => decision && 'text' in decision && decision.text !== null)
      expect(all.filter(({ author }) => author === 'assistant')).toHaveLength(spoken.length)
      expect(spoken.length).toBeGreaterThan(MESSAGES / 2)

      await client.resume()
      const messages = client.inOrder()
      expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 1))
      const own = messages.filter(({ author }) => author === 'customer')
      expect(own.map(({ clientMessageId }) => clientMessageId)).toEqual(
        written.map(({ clientMessageId }) => clientMessageId),
      )
      client.close()
    }
  })
})
