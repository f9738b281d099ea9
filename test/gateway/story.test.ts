import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import type { OverviewReport } from '../../src/protocol/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

describeOnEachDatabase('a conversation from the first question to the rating', ({ open }) => {
  let database: Database
  let app: TestApp
  let customer: CustomerClient
  let agent: AgentClient

  beforeAll(async () => {
    database = await open()
    app = await startApp(database)
    customer = await CustomerClient.connect(app.url)
    agent = await (await AgentClient.login(app.url, 'lotte@techgear.example')).connect()
  })
  afterAll(async () => {
    customer?.close()
    agent?.disconnect()
    await app?.close()
    await database?.close()
  })

  it('answers three questions from the right articles and names them', async () => {
    for (const [question, article] of [
      ['where can i see how far my parcel is', 'track-your-order'],
      ['how many days do I have to send something back?', 'return-an-item'],
      ['can i pay in three parts', 'pay-in-instalments'],
    ] as const) {
      const answer = await customer.say(question)
      expect(answer.sources.map((source) => source.url)).toEqual([`/help/${article}`])
      expect(answer.name).toBe('TechGear assistant')
    }
  })

  it('asks back when it does not know, and never guesses', async () => {
    const answer = await customer.say('do you know a good recipe for lentil soup')
    expect(answer.sources).toEqual([])
    const detail = await agent.open(answer.conversationId)
    expect(detail.messages.findLast((message) => message.author === 'customer')?.decision?.kind).toBe('clarify')
  })

  it('hands an angry customer to the best agent with the whole story', async () => {
    const { message } = await customer.send('my order was supposed to arrive last week and it still has not come')
    const id = message.conversationId
    const offered = await agent.row(id, (row) => row.owner === 'offered')
    expect(offered.agentId).toBe(agent.me.id)
    expect(offered.priority === 'high' || offered.priority === 'urgent').toBe(true)

    const { tickets } = await agent.open(id)
    const packet = tickets[0]?.packet
    expect(packet?.reason).toMatch(/frustrated|intent_for_people/)
    expect(packet?.tried.map((source) => source.articleId)).toContain('track-your-order')
    expect(packet?.sentimentCurve).toHaveLength(5)
    expect(tickets[0]?.assignment?.candidates.length).toBeGreaterThan(5)
    expect(packet?.summary.length).toBeGreaterThan(60)
  })

  it('stays silent once a person has taken over, and suggests to them instead', async () => {
    const id = customer.conversation?.id ?? ''
    await agent.act(id, 'accept')
    await agent.reply(id, 'Hello, I am looking at your order now.')
    const seen = await customer.next(0, (message) => message.author === 'agent')
    expect(seen).toMatchObject({ name: agent.me.name, text: 'Hello, I am looking at your order now.' })

    const { message } = await customer.send('how long does a refund take?')
    const decided = await until('the decision', async () => {
      const { messages } = await agent.open(id)
      return messages.find((each) => each.seq === message.seq)?.decision
    })
    expect(decided.kind).toBe('assist')
    expect(decided.kind === 'assist' && decided.suggestions[0]?.source.articleId).toBe('refund-times')
    expect(customer.inOrder().filter((each) => each.seq > message.seq && each.author === 'assistant')).toEqual([])
  })

  it('keeps notes from the customer', async () => {
    const id = customer.conversation?.id ?? ''
    await agent.act(id, 'note', { clientMessageId: 'note-0001', text: 'parcel is at the depot' })
    expect((await agent.open(id)).messages.some((message) => message.kind === 'note')).toBe(true)
    const afresh = await CustomerClient.connect(app.url, customer.token)
    await afresh.resume()
    expect(afresh.inOrder().map((message) => message.text)).not.toContain('parcel is at the depot')
    afresh.close()
  })

  it('is resolved by the agent, rated by the customer and seen by the lead', async () => {
    const id = customer.conversation?.id ?? ''
    await agent.act(id, 'resolve')
    await until('the end', () => customer.conversation?.resolved)
    expect(await customer.ask('rating:send', { conversationId: id, rating: 4, comment: 'Fast in the end' })).toEqual({
      ok: true,
      result: {},
    })

    const lead = await AgentClient.login(app.url, 'eva@techgear.example')
    const range = new URLSearchParams({
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
    })
    const report = await lead.get<OverviewReport>(`/api/reports/overview?${range}`)
    expect(report.totals).toMatchObject({ conversations: 1, customerMessages: 6, escalated: 1, meanRating: 4 })
    expect(report.totals.firstHumanReplySeconds.p50).not.toBeNull()
    expect(report.tags.map(({ tag }) => tag)).toContain('tracking')
    expect(report.sentiment.negative + report.sentiment.very_negative).toBeGreaterThan(0)
  })

  it('is all there after the server was started again', async () => {
    const before = customer.inOrder()
    customer.close()
    agent.disconnect()
    await app.close()
    app = await startApp(database)
    customer = await CustomerClient.connect(app.url, customer.token)
    await customer.resume()
    expect(customer.inOrder()).toEqual(before.length === 0 ? [] : expect.arrayContaining(before))
    expect(customer.conversation).toMatchObject({ resolved: true, rating: 4 })
  })
})
