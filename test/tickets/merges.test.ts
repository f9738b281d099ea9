import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import type { ConversationDetail } from '../../src/protocol/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { openTestDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

let database: Database
let app: TestApp
let lotte: AgentClient

beforeAll(async () => {
  database = await openTestDatabase()
  app = await startApp(database)
  lotte = await AgentClient.login(app.url, 'lotte@techgear.example')
})
afterAll(async () => {
  await app?.close()
  await database?.close()
})

/** Somebody who asked for a person about a late parcel, known by this address. */
async function escalated(email: string | null) {
  const customer = await CustomerClient.connect(app.url)
  const { conversationId: id } = await customer.say('my parcel is late, it should have come on Monday')
  await lotte.row(id, ({ intent }) => intent !== null)
  await database.query(
    'update customers set email = $2 from conversations c where c.id = $1 and c.customer_id = customers.id',
    [id, email],
  )
  await customer.say('I want to talk to a person')
  await lotte.row(id, ({ owner }) => owner === 'queued' || owner === 'offered')
  return { customer, id }
}
const viewWith = (id: string, isWanted: (view: ConversationDetail) => boolean) =>
  until(`a view of ${id}`, async () => {
    const view = await lotte.open(id)
    return isWanted(view) && view
  })

describe('two open tickets of one customer about one matter', () => {
  it('are offered for merging, become one, and two again', async () => {
    const first = await escalated('twice@example.com')
    const second = await escalated('twice@example.com')
    const view = await viewWith(second.id, ({ links }) => links.related.length > 0)
    expect(view.links.related).toMatchObject([{ id: first.id, kind: 'duplicate' }])
    expect(view.links.related[0]?.reasons[0]).toMatch(/both are about/)
    await viewWith(first.id, ({ links }) => links.related[0]?.id === second.id)

    await lotte.act(second.id, 'merge', { intoId: first.id })
    await lotte.act(second.id, 'merge', { intoId: first.id })
    const into = await lotte.open(first.id)
    expect(into.links.merged).toMatchObject([{ id: second.id, owner: 'resolved' }])
    expect(into.links.merged[0]?.messages[0]?.text).toMatch(/^my parcel is late/)
    expect(into.links.related).toEqual([])
    expect(into.events.filter(({ type }) => type === 'merge.made')).toHaveLength(1)
    const from = await lotte.open(second.id)
    expect(from.links.into).toMatchObject({ id: first.id, ticketNumber: into.summary.ticketNumber })
    expect(from.tickets.at(-1)?.status).toBe('resolved')
    expect(from.messages.at(-1)?.text).toContain(`ticket #${into.summary.ticketNumber}. It goes on there`)

    await lotte.act(second.id, 'merge/undo')
    await lotte.act(second.id, 'merge/undo')
    const back = await lotte.open(second.id)
    expect(back.links).toMatchObject({ into: null, related: [{ id: first.id }] })
    expect(back.summary).toMatchObject({ owner: 'agent', agentId: lotte.me.id })
    expect(back.tickets.at(-1)?.status).toBe('open')
    expect((await lotte.open(first.id)).links.merged).toEqual([])
  })

  it('of somebody else, or of itself, cannot be merged', async () => {
    const mine = await escalated('one@example.com')
    const other = await escalated('another@example.com')
    expect((await lotte.open(other.id)).links.related).toEqual([])
    const merge = async (intoId: string) => {
      const response = await lotte.request('POST', `/api/console/conversations/${mine.id}/merge`, { intoId })
      return ((await response.json()) as { error: { code: string } }).error.code
    }
    expect(await merge(other.id)).toBe('not-same-customer')
    expect(await merge(mine.id)).toBe('merge-with-itself')
    expect((await lotte.open(mine.id)).summary.owner).not.toBe('resolved')
  })
})

describe('a priority given in the console', () => {
  it('is shown with who gave it, and released again', async () => {
    const { id } = await escalated(null)
    await lotte.act(id, 'priority', { priority: 'urgent' })
    const given = (await lotte.open(id)).tickets.at(-1)
    expect(given).toMatchObject({ priority: 'urgent', prioritySetBy: { agentId: lotte.me.id, agentName: lotte.me.name } })
    await lotte.act(id, 'priority', { priority: null })
    const released = (await lotte.open(id)).tickets.at(-1)
    expect(released?.prioritySetBy).toBeNull()
    expect(released?.priority).not.toBe('urgent')
  })
})
