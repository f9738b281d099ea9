import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase } from '../support/database.ts'

const LEVELS = `
policies:
  - { name: Everybody, time: calendar, firstReply: 2 min, nextReply: 4 min, resolution: 1 h }
`

describeOnEachDatabase('passing a conversation on', ({ open }) => {
  let folder: string
  let database: Database
  let app: TestApp
  let customer: CustomerClient
  let lotte: AgentClient
  let lead: AgentClient
  let id: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-company-'))
    await writeFile(join(folder, 'service-levels.yaml'), LEVELS)
    database = await open()
    app = await startApp(database, { EARSHOT_COMPANY_DIR: folder })
    lotte = await (await AgentClient.login(app.url, 'lotte@techgear.example')).connect()
    lead = await AgentClient.login(app.url, 'eva@techgear.example')
  })
  afterAll(async () => {
    lotte?.disconnect()
    await app?.close()
    await database?.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    customer = await CustomerClient.connect(app.url)
    id = (await customer.send('I want to talk to a person please')).message.conversationId
    await lotte.row(id, ({ owner }) => owner === 'offered')
  })

  const passOn = (by: AgentClient, order: object) =>
    by.request('POST', `/api/console/conversations/${id}/transfer`, { why: 'other_team', ...order })
  const mine = () => ({ owner: 'agent', agentId: lotte.me.id })

  it('asks the other team, leaves the next person the note, tells the customer, and lets the clocks go on', async () => {
    await lotte.act(id, 'accept')
    await lotte.act(id, 'reply', { clientMessageId: randomUUID(), text: 'Which order?', lastSeenSeq: 99, wait: true })
    await lotte.row(id, ({ serviceLevel }) => serviceLevel === null)
    const order = { to: { skill: 'billing' }, note: 'Charged twice, I think.', seen: mine() }
    expect((await passOn(lotte, order)).status).toBe(200)

    const row = await lotte.row(id, ({ serviceLevel }) => serviceLevel !== null)
    expect(row).toMatchObject({ requiredSkill: 'billing', ticketState: 'open' })
    const { messages, events, tickets } = await lotte.open(id)
    expect(tickets.at(-1)?.clocks).toMatchObject([
      { target: 'first_reply', ended: 'reply' },
      { target: 'resolution', dueAt: expect.any(String) },
    ])
    expect(messages.find(({ kind }) => kind === 'note')).toMatchObject({
      text: 'Charged twice, I think.',
      agentId: lotte.me.id,
    })
    expect(messages.map(({ text }) => text)).toContain(
      `${lotte.me.name} is passing this conversation on to our billing team. Everything written here is passed on with it.`,
    )
    expect(events.find(({ type }) => type === 'conversation.transferred')).toMatchObject({
      actor: { id: lotte.me.id },
      data: { from: lotte.me.id, to: 'skill', skill: 'billing', why: 'other_team' },
    })
    expect(events.find(({ type }) => type === 'ticket.skill_changed')?.data).toMatchObject({
      now: 'billing',
      by: 'person',
    })
    const again = await passOn(lotte, order)
    expect([again.status, (await again.json()).error.code]).toEqual([409, 'changed-hands'])
    expect((await lotte.open(id)).messages.filter(({ kind }) => kind === 'note')).toHaveLength(1)
    await lead.act(id, 'resolve')
  })

  it('is refused when somebody accepted it first, whoever passes it on', async () => {
    await lotte.act(id, 'accept')
    const late = await passOn(lead, { to: 'queue', seen: { owner: 'offered', agentId: lotte.me.id } })
    expect(late.status).toBe(409)
    expect((await late.json()).error).toMatchObject({
      code: 'changed-hands',
      message: expect.stringContaining('meanwhile this conversation is with an agent'),
    })
    expect(await lotte.row(id, () => true)).toMatchObject(mine())
    await lead.act(id, 'resolve')
  })

  it('and resolving it at the same moment come out one after the other', async () => {
    await lotte.act(id, 'accept')
    const [passed, resolved] = await Promise.all([
      passOn(lotte, { to: 'queue', seen: mine() }),
      lead.request('POST', `/api/console/conversations/${id}/resolve`, {}),
    ])
    expect(resolved.status).toBe(200)
    if (passed.status !== 200) expect((await passed.json()).error.code).toBe('changed-hands')
    expect((await lotte.row(id, ({ owner }) => owner === 'resolved')).ticketState).toBeNull()
    expect(await database.query('select 1 from assignments where ended_at is null')).toEqual([])
  })
})
