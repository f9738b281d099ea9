import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

const LEVELS = `
warnAt: 50%
policies:
  - { name: Everybody, time: calendar, firstReply: 2 min, nextReply: 4 min, resolution: 1 h }
`

describeOnEachDatabase('a ticket from the handoff to its closing', ({ open }) => {
  let folder: string
  let database: Database
  let app: TestApp
  let customer: CustomerClient
  let agent: AgentClient
  let id: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-company-'))
    await writeFile(join(folder, 'service-levels.yaml'), LEVELS)
    database = await open()
    app = await startApp(database, { EARSHOT_COMPANY_DIR: folder })
    customer = await CustomerClient.connect(app.url)
    agent = await (await AgentClient.login(app.url, 'lotte@techgear.example')).connect()
  })
  afterAll(async () => {
    customer?.close()
    agent?.disconnect()
    await app?.close()
    await database?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const clocks = async () => (await agent.open(id)).tickets.at(-1)?.clocks ?? []
  const told = async (type: string) => (await agent.open(id)).events.filter((event) => event.type === type)
  const load = async () => {
    const { agents } = await agent.inbox()
    return agents.find((one) => one.id === agent.me.id)?.load
  }
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
  /** What was set for later is due now; a note makes somebody look. */
  async function letTimePass(kind: string): Promise<void> {
    await database.query("update timers set due_at = now() where kind = $1 and status = 'waiting'", [kind])
    await agent.act(id, 'note', { clientMessageId: randomUUID(), text: 'time has passed' })
  }

  it('starts the clocks of the first reply and the resolution at the handoff', async () => {
    id = (await customer.send('I want to talk to a person please')).message.conversationId
    const row = await agent.row(id, ({ serviceLevel }) => serviceLevel !== null)
    expect(row).toMatchObject({ ticketState: 'open', serviceLevel: { target: 'first_reply' } })
    const [ticket] = (await agent.open(id)).tickets
    expect(row.serviceLevel?.dueAt).toBe(new Date(Date.parse(ticket?.openedAt ?? '') + 120_000).toISOString())
    expect((await clocks()).map(({ target, policy }) => [target, policy])).toEqual([
      ['first_reply', 'Everybody'],
      ['resolution', 'Everybody'],
    ])
  })

  it('warns before a promise is broken, and tells when it is, each once', async () => {
    for (const [seconds, type] of [
      [61, 'service_level.at_risk'],
      [60, 'service_level.breached'],
    ] as const) {
      await database.query("update tickets set opened_at = opened_at - $1 * interval '1 second'", [seconds])
      await letTimePass('look_at_clocks')
      const [event] = await until(type, async () => {
        const events = await told(type)
        return events.length > 0 && events
      })
      expect(event?.data).toMatchObject({ target: 'first_reply', policy: 'Everybody' })
    }
    await letTimePass('look_at_clocks')
    expect([(await told('service_level.at_risk')).length, (await told('service_level.breached')).length]).toEqual([
      1, 1,
    ])
  })

  it('waits for the customer after "send and wait": the clocks pause, and go on with their answer', async () => {
    await agent.act(id, 'accept')
    await agent.act(id, 'reply', { clientMessageId: randomUUID(), text: 'Which order?', lastSeenSeq: 99, wait: true })
    const waiting = await agent.row(id, (row) => row.serviceLevel === null)
    expect(waiting.ticketState).toBe('waiting_for_customer')
    expect(await clocks()).toMatchObject([{ ended: 'reply' }, { target: 'resolution', dueAt: null }])

    await customer.send('order TG-104310')
    const going = await agent.row(id, (row) => row.serviceLevel !== null)
    expect(going).toMatchObject({ ticketState: 'open', serviceLevel: { target: 'next_reply' } })
    expect(
      (await told('ticket.state_changed')).map(({ data, actor }) => [(data as { to: string }).to, actor.kind]),
    ).toEqual([
      ['waiting_for_customer', 'agent'],
      ['open', 'customer'],
    ])
  })

  it('leaves the capacity of its agent while it is snoozed, and wakes with the customer’s message', async () => {
    const { serviceLevel } = await agent.row(id, (row) => row.serviceLevel !== null)
    await agent.act(id, 'snooze', { until: inAnHour() })
    expect(await load()).toBe(0)
    const snoozed = await agent.row(id, (row) => row.ticketState === 'snoozed')
    // Snoozing is our own choice: the customer still waits.
    expect(snoozed).toMatchObject({ owner: 'agent', agentId: agent.me.id, serviceLevel })
    await customer.send('are you there?')
    expect(await agent.row(id, (row) => row.ticketState === 'open')).toMatchObject({ agentId: agent.me.id })
    expect(await load()).toBe(1)
  })

  it('refuses to be snoozed into the past', async () => {
    const response = await agent.request('POST', `/api/console/conversations/${id}/snooze`, {
      until: '2020-01-01T00:00:00Z',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'bad-snooze', field: 'until' } })
  })

  it('goes to the queue when its time comes and its agent does not take work', async () => {
    await agent.act(id, 'snooze', { until: inAnHour() })
    await agent.post('/api/console/availability', { availability: 'away' })
    await letTimePass('wake_ticket')
    const row = await agent.row(id, ({ owner }) => owner !== 'agent')
    expect(row).toMatchObject({ owner: 'queued', ticketState: 'open' })
  })

  it('is opened again by the next escalation while it is resolved, with clocks of its own', async () => {
    await agent.act(id, 'accept')
    await agent.reply(id, 'Here I am.')
    await agent.act(id, 'resolve')
    await until('all clocks to stop', async () => (await clocks()).every(({ stoppedAt }) => stoppedAt !== null))
    await customer.send('I want to talk to a person please')
    await until('new clocks', async () => {
      const running = (await clocks()).filter(({ stoppedAt }) => stoppedAt === null)
      return running.length === 2 && running.every(({ number }) => number === 2)
    })
    expect((await agent.open(id)).tickets).toHaveLength(1)
  })

  it('is closed when nobody comes back to it, and the next escalation opens another', async () => {
    await agent.act(id, 'accept')
    await agent.act(id, 'resolve')
    await letTimePass('close_ticket')
    await until('the closing', async () => (await agent.open(id)).tickets[0]?.status === 'closed')
    await customer.send('I want to talk to a person please')
    await until('another ticket', async () => (await agent.open(id)).tickets.length === 2)
    expect((await agent.open(id)).tickets.map(({ status }) => status)).toEqual(['closed', 'open'])
  })
})
