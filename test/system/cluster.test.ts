import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AgentClient } from '../support/agent-client.ts'
import { assignmentTimes } from '../support/assignment-times.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { openTestPostgres } from '../support/database.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { until } from '../support/wait.ts'

const postgres = process.env.DATABASE_URL
const redis = process.env.REDIS_URL
const TAKE_OVER_MS = 15_000

describe.skipIf(!postgres || !redis)('two processes on PostgreSQL and Redis (DATABASE_URL and REDIS_URL)', () => {
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let storage: Awaited<ReturnType<typeof openTestPostgres>>
  let a: ServerProcess
  let b: ServerProcess

  beforeAll(async () => {
    folder = await makeDataFolder()
    storage = await openTestPostgres(postgres ?? '')
    const settings = { DATABASE_URL: storage.url, REDIS_URL: redis ?? '', EARSHOT_DATA_DIR: folder.path }
    // Both at once: they migrate and load the demo one after the other.
    ;[a, b] = await Promise.all([
      startServer({ ...settings, EARSHOT_NODE_NAME: 'a' }),
      startServer({ ...settings, EARSHOT_NODE_NAME: 'b' }),
    ])
  })
  afterAll(async () => {
    await a?.kill()
    await b?.kill()
    await storage?.database.close()
    await folder?.remove()
  })

  it('carries a conversation between a customer on one and an agent on the other', async () => {
    const agent = await (await AgentClient.login(b.url, 'lotte@techgear.example')).connect()
    const customer = await CustomerClient.connect(a.url)
    await customer.say('where is my order')
    const { message } = await customer.send('I want to talk to a human about my order')
    await agent.row(message.conversationId, (row) => row.owner === 'offered')
    await agent.act(message.conversationId, 'accept')
    await agent.reply(message.conversationId, 'Hello from the other process')
    const reply = await customer.next(0, ({ author }) => author === 'agent')
    expect(reply.text).toBe('Hello from the other process')
    await customer.send('nice to read you')
    await until('the live change at the agent', () =>
      agent.changes.some(({ messages }) => messages.some(({ text }) => text === 'nice to read you')),
    )
    // The next test counts on her having nothing to do.
    await agent.act(message.conversationId, 'resolve')
    customer.close()
    agent.disconnect()
  })

  it('assigns within a second, and shows it, to an agent on the other', async () => {
    const { times, roadMs } = await assignmentTimes(storage.database, { customersAt: a.url, agentAt: b.url })
    for (const [cause, ms] of Object.entries(times)) expect(ms, cause).toBeLessThan(Math.max(1_000, 4 * roadMs))
  })

  it('loses nothing when one is killed for good: the other decides its turns and shows them to the agent', async () => {
    const agent = await (await AgentClient.login(b.url, 'sam@techgear.example')).connect()
    const customers = await Promise.all(Array.from({ length: 10 }, () => CustomerClient.connect(a.url)))
    const acknowledged: { customer: CustomerClient; clientMessageId: string }[] = []
    let sent = 0
    const texts = [
      'where is my order',
      'how do I get an invoice',
      'hello',
      'what are your opening hours',
      'do you ship to Norway',
    ]
    const writing = Promise.all(
      customers.map(async (customer) => {
        for (let i = 0; i < 20; i++) {
          const clientMessageId = randomUUID()
          sent++
          const ack = await customer.ask('message:send', { clientMessageId, text: texts[i % texts.length] }, 2_000)
          if (ack.ok) acknowledged.push({ customer, clientMessageId })
        }
      }),
    ).catch(() => {
      // The process died under the customers; what was acknowledged until then is what counts.
    })
    await until('120 acknowledged messages', () => acknowledged.length >= 120)
    const undecided = async () =>
      (
        await storage.database.query<{ count: number }>(
          `select count(*)::int as count from messages where author = 'customer' and decided_at is null`,
        )
      )[0]?.count ?? 0
    await a.kill()
    const killedAt = Date.now()
    const left = await undecided()
    await writing

    await until('the other process to decide what was left', async () => (await undecided()) === 0, TAKE_OVER_MS)
    const ids = new Set(customers.map((customer) => customer.conversation?.id))
    const inbox = await until(
      'the agent’s view to be complete',
      async () => {
        const { conversations } = await agent.inbox()
        const shown = conversations.filter(({ id }) => ids.has(id))
        const live = new Map(agent.changes.map((change) => [change.summary.id, change.summary.version]))
        return shown.length === ids.size && shown.every(({ id, version }) => live.get(id) === version) && shown
      },
      TAKE_OVER_MS - (Date.now() - killedAt),
    )
    expect(inbox).toHaveLength(10)
    expect(left, 'the kill must leave turns to take over').toBeGreaterThan(0)
    expect(acknowledged.length).toBeLessThanOrEqual(sent)

    for (const before of customers) {
      const customer = await CustomerClient.connect(b.url, before.token)
      await customer.resume()
      const messages = customer.inOrder()
      expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 1))
      const mine = acknowledged.filter((each) => each.customer === before).map((each) => each.clientMessageId)
      const stored = messages.flatMap(({ clientMessageId }) => (clientMessageId ? [clientMessageId] : []))
      expect(stored.slice(0, mine.length)).toEqual(mine)
      expect(new Set(stored).size).toBe(stored.length)
      customer.close()
    }
    const twice = await storage.database.query(
      'select in_reply_to from messages where in_reply_to is not null group by in_reply_to having count(*) > 1',
    )
    expect(twice).toEqual([])
    agent.disconnect()
  })
})
