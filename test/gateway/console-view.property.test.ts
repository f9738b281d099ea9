import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adoptDetail, applyChanges } from '../../console/state/detail.ts'
import { adoptSnapshot, applyResume, applyToInbox } from '../../console/state/inbox.ts'
import type { Database } from '../../src/domain/index.ts'
import type { ConversationChanges, ConversationDetail, InboxSnapshot } from '../../src/protocol/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

/** What people do to a conversation, in any order; what the server refuses is part of it. */
const ACTIONS = [
  'ask',
  'demand a person',
  'accept',
  'reply',
  'note',
  'tag',
  'untag',
  'correct',
  'return',
  'resolve',
  'rate',
] as const
type Action = (typeof ACTIONS)[number]

describeOnEachDatabase('what a console shows', ({ open }) => {
  let database: Database
  let app: TestApp
  let agent: AgentClient

  beforeAll(async () => {
    database = await open()
    app = await startApp(database)
    agent = await (await AgentClient.login(app.url, 'lotte@techgear.example')).connect()
  })
  afterAll(async () => {
    agent?.disconnect()
    await app?.close()
    await database?.close()
  })

  async function act(action: Action, customer: CustomerClient, id: string): Promise<void> {
    const post = (path: string, body: unknown = {}) => agent.request('POST', `/api/console/${path}`, body)
    switch (action) {
      case 'ask':
        await customer.send('how do I get an invoice')
        return
      case 'demand a person':
        await customer.send('I want to talk to a human')
        return
      case 'reply':
        await post(`conversations/${id}/reply`, {
          clientMessageId: randomUUID(),
          text: 'Looking into it',
          lastSeenSeq: 999,
        })
        return
      case 'note':
        await post(`conversations/${id}/note`, { clientMessageId: randomUUID(), text: 'called the depot' })
        return
      case 'tag':
        await post(`conversations/${id}/tags`, { add: ['refunds'] })
        return
      case 'untag':
        await post(`conversations/${id}/tags`, { remove: ['refunds', 'invoice'] })
        return
      case 'correct': {
        const message = (await agent.open(id)).messages.findLast(({ author }) => author === 'customer')
        await post(`messages/${message?.id}/sentiment`, { sentiment: 'negative' })
        return
      }
      case 'rate':
        await customer.ask('rating:send', { conversationId: id, rating: 5, comment: null })
        return
      default:
        await post(`conversations/${id}/${action}`)
    }
  }

  /** Until every message is decided and every event published; then the server is at rest. */
  const settle = () =>
    until('the server to be at rest', async () => {
      const [row] = await database.query<{ open: number }>(
        `select ((select count(*) from messages where author = 'customer' and decided_at is null)
          + (select count(*) from events where position is null))::int as open`,
      )
      return row?.open === 0
    })

  it('is the fresh view again after it missed any of the events and asks for the rest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ action: fc.constantFrom(...ACTIONS), isSeen: fc.boolean() }), {
          minLength: 3,
          maxLength: 10,
        }),
        async (steps) => {
          const customer = await CustomerClient.connect(app.url)
          const { conversation } = await customer.send('where is my order')
          const id = conversation.id
          let view: ConversationDetail = adoptDetail(undefined, await agent.open(id))
          let inbox: InboxSnapshot = adoptSnapshot(undefined, await agent.inbox())

          for (const { action, isSeen } of steps) {
            agent.changes.length = 0
            await act(action, customer, id)
            // Some events reach this console, some are lost on the way: whole, or in the middle.
            if (!isSeen) continue
            await settle()
            for (const changes of agent.changes.filter(({ summary }) => summary.id === id)) {
              const applied = applyChanges(view, changes)
              if (applied !== 'gap') view = applied
              inbox = applyToInbox(inbox, { ...changes, position: inbox.position })
            }
          }
          await settle()

          // Routing may still move the conversation on; what is compared must be of one moment.
          const { missed, fresh } = await until('a moment of rest', async () => {
            const request = { conversationId: id, version: view.summary.version }
            const missed = await agent.ask<ConversationChanges>('conversation:watch', request)
            if (!missed.ok) throw new Error(missed.error.message)
            const fresh = adoptDetail(undefined, await agent.open(id))
            return missed.result.summary.version === fresh.summary.version && { missed: missed.result, fresh }
          })
          expect(missed.messages.every(({ version }) => version > view.summary.version)).toBe(true)
          const caughtUp = applyChanges(view, missed)
          expect(caughtUp === 'gap' ? caughtUp : { ...caughtUp, customer: fresh.customer }).toEqual(fresh)

          const row = (rows: InboxSnapshot['conversations']) => rows.find((each) => each.id === id)
          await until('the same row in both', async () => {
            const resumed = await agent.resume(inbox.position)
            if (!resumed.ok || resumed.result.reset) throw new Error('The inbox could not be resumed.')
            const shown = row(applyResume(inbox, resumed.result).conversations)
            const loaded = row((await agent.inbox()).conversations)
            if (shown?.version !== loaded?.version) return false
            expect(shown).toEqual(loaded)
            return true
          })
          customer.close()
        },
      ),
      { numRuns: 12 },
    )
  }, 90_000)
})
