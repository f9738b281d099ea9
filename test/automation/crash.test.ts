import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEventReader } from '../../src/automation/read-events.ts'
import { insertRule } from '../../src/automation/rule-store.ts'
import { startActWorkers } from '../../src/automation/work-on-acts.ts'
import { appendMessage, lockConversation, startConversation } from '../../src/conversation/conversation-store.ts'
import { createVisitor } from '../../src/customers/index.ts'
import { startRelay } from '../../src/database/index.ts'
import type { Database, RuleContent } from '../../src/domain/index.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

const RULE: RuleContent = {
  name: 'Answer everything',
  event: { type: 'message_received' },
  conditions: { all: [] },
  actions: [
    { kind: 'note', text: 'one' },
    { kind: 'note', text: 'two' },
  ],
  stopOnMatch: false,
  limits: { perCustomer: { times: 100, hours: 1 }, perRule: { times: 100, hours: 1 } },
}

describeOnEachDatabase('a node that dies', ({ open }) => {
  let db: Database
  let relay: { nudge(): void; close(): Promise<void> }
  beforeEach(async () => {
    db = await open()
    relay = startRelay({ database: db, publish: async () => {}, onError: () => {} })
    await db.transaction((tx) => insertRule(tx, { content: RULE, enabled: true, authorId: null, shippedAs: null }))
  })
  afterEach(async () => {
    await relay.close()
    await db.close()
  })

  const readerOf = (beforeMove?: () => void, leaseMs = 50) =>
    createEventReader({ database: db, setTimer: async () => {}, leaseMs, ...(beforeMove && { beforeMove }) })

  async function write(texts: string[]): Promise<string> {
    const id = await db.transaction(async (tx) => {
      let conversation = await startConversation(tx, await createVisitor(tx))
      for (const text of texts) {
        conversation = (await appendMessage(tx, conversation, { kind: 'public', author: 'customer', text }))
          .conversation
      }
      return conversation.id
    })
    relay.nudge()
    await until('the numbers', async () => (await db.query('select 1 from events where position is null')).length === 0)
    return id
  }
  const firings = () => db.query<{ event_id: string }>('select event_id from rule_firings')

  it('between storing a firing and moving on leaves both undone, and another node does both once', async () => {
    await readerOf().readPage()
    await write(['first', 'second', 'third'])
    let events = 0
    const dying = readerOf(() => {
      if (++events === 2) throw new Error('killed')
    })
    await expect(dying.readPage()).rejects.toThrow('killed')
    expect(await firings()).toHaveLength(1)

    const other = readerOf()
    await until('the lease to end', () => other.readPage())
    expect(await firings()).toHaveLength(3)
    // The dead one comes back and finds that nothing is left.
    expect(await dying.readPage()).toBe(false)
    expect(new Set((await firings()).map(({ event_id }) => event_id)).size).toBe(3)
  })

  it('reads on one node at a time', async () => {
    await readerOf().readPage()
    await write(['first'])
    const [one, two] = [readerOf(undefined, 10_000), readerOf(undefined, 10_000)]
    expect(await one.readPage()).toBe(true)
    await write(['second'])
    expect(await two.readPage()).toBe(false)
    await one.leave()
    expect(await two.readPage()).toBe(true)
    expect(await firings()).toHaveLength(2)
  })

  it('after doing an action and before ending it has done nothing, and another node does it once, in order', async () => {
    const reader = readerOf()
    await reader.readPage()
    const id = await write(['first'])
    await reader.readPage()
    let tries = 0
    const startWorkers = (dies: boolean) =>
      startActWorkers({
        database: db,
        acts: {
          async note(tx, { text }) {
            tries++
            const conversation = await lockConversation(tx, id)
            if (!conversation) throw new Error('gone')
            await appendMessage(tx, conversation, { kind: 'note', author: 'system', text })
            // What is in the transaction is lost with it, as when the process is killed.
            if (dies) throw new Error('the connection is gone')
            return 'done'
          },
        },
        callWebhook: async () => '',
        afterCommit: () => {},
        log: () => {},
        onError: (error) => {
          throw error
        },
        everyMs: 50,
        pausesMs: [200, 200, 200],
      })
    const dying = startWorkers(true)
    dying.nudge()
    await until('a try', async () => tries > 0)
    await dying.close()
    const notes = async () =>
      (
        await db.query<{ text: string }>(
          `select text from messages where conversation_id = $1 and kind = 'note' order by version`,
          [id],
        )
      ).map(({ text }) => text)
    expect(await notes()).toEqual([])
    const living = startWorkers(false)
    await until('both', async () => (await notes()).length === 2)
    await living.close()
    expect((await notes()).sort()).toEqual(['one', 'two'])
    const consequences = await db.query(`select 1 from events where type = 'note.added' and caused_by is not null`)
    expect(consequences).toHaveLength(2)
  })
})
