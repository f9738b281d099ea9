import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import type { OverviewReport } from '../../src/protocol/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

describeOnEachDatabase('the predicted rating', ({ open }) => {
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

  /** What the console shows of a new conversation once all of these messages are decided. */
  async function tell(...texts: string[]) {
    const customer = await CustomerClient.connect(app.url)
    let id = ''
    for (const text of texts) {
      const { message } = await customer.send(text)
      id = message.conversationId
      await until('the decision', async () => {
        const { messages } = await agent.open(id)
        return messages.find(({ seq }) => seq === message.seq)?.decision
      })
    }
    const { summary, messages } = await agent.open(id)
    const predicted = messages.filter(({ author }) => author === 'customer').map((each) => each.predictedRating)
    customer.close()
    return { id, summary, predicted }
  }

  it('stands with every message and is that of the last one for the conversation', async () => {
    const { summary, predicted } = await tell(
      'hi, how long does delivery take?',
      'still nothing after three weeks, this is the fourth time I write and nobody helps',
    )
    expect(predicted).toHaveLength(2)
    expect(predicted[1]).toBeLessThan(predicted[0]!)
    expect(predicted[1]).toBeLessThan(2.5)
    expect(summary.predictedRating).toBeCloseTo(predicted[1]!, 5)
  })

  it('is high for a contented customer', async () => {
    const { summary } = await tell('everything arrived early and works perfectly, thank you so much!')
    expect(summary.predictedRating).toBeGreaterThan(4)
  })

  it('is unknown where the message is in a language that is not read', async () => {
    const { summary, predicted } = await tell('Guten Tag, ich hätte gerne gewusst, wann meine Bestellung ankommt')
    expect(predicted).toEqual([null])
    expect(summary.predictedRating).toBeNull()
  })

  it('is compared with ratings only where there are some', async () => {
    const lead = await AgentClient.login(app.url, 'eva@techgear.example')
    const range = new URLSearchParams({
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
    })
    const { totals } = await lead.get<OverviewReport>(`/api/reports/overview?${range}`)
    expect(totals.predictedRating).toEqual({ conversations: 0, mean: null, meanError: null })
  })
})
