import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Decision, OrderStatus } from '../../src/domain/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { MailServer } from '../support/mail-server.ts'
import { until } from '../support/wait.ts'

const BRAM = 'bram.willems@example.org'
const PLACED = 'TG-104310'
const DELIVERED = 'TG-103467'

describeOnEachDatabase('flows', ({ open }) => {
  let database: Database
  let app: TestApp
  let mail: MailServer
  let customer: CustomerClient

  beforeAll(async () => {
    database = await open()
    mail = await MailServer.start()
    app = await startApp(database, {
      EARSHOT_MAIL_URL: mail.url,
      EARSHOT_MAIL_FROM: 'TechGear <help@techgear.example>',
    })
  })
  afterAll(async () => {
    customer?.close()
    await app?.close()
    mail?.close()
    await database?.close()
  })

  const jobsDone = () =>
    until('the jobs to end', async () => {
      const rows = await database.query("select 1 from jobs where status = 'waiting'")
      return rows.length === 0
    })

  async function meet(): Promise<CustomerClient> {
    customer?.close()
    await jobsDone()
    await database.query('delete from code_attempts')
    await database.query("update jobs set created_at = created_at - interval '2 hours'")
    mail.mails.length = 0
    customer = await CustomerClient.connect(app.url)
    return customer
  }

  /** The assistant's next message that is no reply to anything: told by a job. */
  const told = (seq: number) => customer.next(seq, ({ author }) => author === 'assistant')

  async function decisionOn(text: string): Promise<Decision> {
    const [row] = await database.query<{ decision: Decision }>(
      'select decision from messages where conversation_id = $1 and text = $2 order by seq desc limit 1',
      [customer.conversation?.id, text],
    )
    if (!row?.decision) throw new Error(`"${text}" is not decided.`)
    return row.decision
  }

  const statusOf = async (number: string): Promise<OrderStatus | undefined> =>
    (await database.query<{ status: OrderStatus }>('select status from demo_orders where number = $1', [number]))[0]
      ?.status
  const reset = (number: string, status: OrderStatus) =>
    database.query('update demo_orders set status = $2 where number = $1', [number, status])

  /** From the question for the code on, to what follows it. */
  async function proveToBeBram() {
    return customer.say(await mail.codeFor(BRAM))
  }

  describe('order status', () => {
    it('asks for number and address, mails a code, and tells only whoever types it', async () => {
      await meet()
      const asked = await customer.say('where is my order')
      expect(asked.text).toContain('What is the order number?')
      expect(asked.sources.map(({ url }) => url)).toEqual(['/help/track-your-order'])
      expect((await customer.say(PLACED)).text).toContain('Which e-mail address')
      const waiting = await customer.say(BRAM)
      expect(waiting.text).toContain('If order TG-104310 belongs to bram.willems@example.org')
      expect(waiting.quickReplies).toEqual(['Send a new code', 'Stop here'])
      const answer = await proveToBeBram()
      expect(answer.text).toContain('Vanta 8')
      expect(answer.text).toContain('received')
      expect(await decisionOn('where is my order')).toMatchObject({ kind: 'flow', reason: 'flow_started' })
    })

    it('does not ask again who they are, and answers at once about another order of theirs', async () => {
      const answer = await customer.say(`where is my order ${DELIVERED}`)
      expect(answer.card).toMatchObject({ title: `Order ${DELIVERED}`, lines: expect.arrayContaining(['Delivered.']) })
      expect(answer.text).toContain('delivered')
      const other = await customer.say('where is my order TG-104233')
      expect(other.text).toContain('I find no order TG-104233')
      await customer.say('never mind')
    })

    it('takes number and address from what was said before', async () => {
      await meet()
      const asked = await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)
      expect(asked.text).toContain(`If order ${PLACED} belongs to ${BRAM}`)
    })

    it('says the same of an order that is not there, or somebody else’s, and mails nobody', async () => {
      const replies: string[] = []
      for (const number of [PLACED, 'TG-104233', 'TG-199999']) {
        await meet()
        const { text } = await customer.say(`Where is my order ${number}? I ordered it as ${BRAM}`)
        replies.push(text.replace(number, 'it'))
        if (number === PLACED) await mail.codeFor(BRAM)
        await jobsDone()
        expect(mail.mails).toHaveLength(number === PLACED ? 1 : 0)
      }
      expect(new Set(replies).size).toBe(1)
    })
  })

  describe('one-time codes', () => {
    it('locks after three wrong ones, for this customer and for everybody who asks about this order', async () => {
      await meet()
      await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)
      const code = await mail.codeFor(BRAM)
      const wrong = code === '000000' ? '111111' : '000000'
      expect((await customer.say(wrong)).text).toContain('That is not the code')
      expect((await customer.say(wrong)).text).toContain('That is not the code')
      expect((await customer.say(wrong)).text).toContain('for 15 minutes')
      const again = await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)
      expect(again.text).toContain('for 15 minutes')

      customer.close()
      customer = await CustomerClient.connect(app.url)
      const elsewhere = await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)
      expect(elsewhere.text).toContain('for 15 minutes')
      expect(elsewhere.quickReplies).toEqual(['Talk to a person'])
      await database.query("update code_attempts set at = at - interval '16 minutes'")
      expect((await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)).text).toContain(
        'a code of six digits',
      )
    })

    it('takes no order number for a code', async () => {
      await meet()
      await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)
      expect((await customer.say(`the order is ${PLACED}`)).text).toContain('I wait for the code')
      expect(await database.query('select 1 from code_attempts')).toEqual([])
      expect((await proveToBeBram()).text).toContain('Vanta 8')
    })

    it('keeps the code nowhere', async () => {
      await meet()
      await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)
      const code = await mail.codeFor(BRAM)
      for (const table of ['jobs', 'conversations', 'messages', 'code_attempts', 'events', 'settings']) {
        const rows = await database.query<{ row: string }>(`select t::text as row from ${table} t`)
        expect(rows.filter(({ row }) => new RegExp(`(?<!\\d)${code}(?!\\d)`).test(row))).toEqual([])
      }
    })

    it('sends a new one on request and accepts only the newest', async () => {
      await meet()
      await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)
      const first = await mail.codeFor(BRAM)
      await customer.say('Send a new code')
      const second = await mail.codeFor(BRAM, 2)
      expect(second).not.toBe(first)
      expect((await customer.say(first)).text).toContain('That is not the code')
      expect((await customer.say(second)).text).toContain('Vanta 8')
    })
  })

  describe('six codes in an hour', () => {
    it('are not promised: the sixth is neither mailed nor said to be', async () => {
      await meet()
      await customer.say(`Where is my order ${PLACED}? I ordered it as ${BRAM}`)
      for (let i = 0; i < 4; i++) {
        expect((await customer.say('Send a new code')).text).toContain('I have asked for a new code')
      }
      const newest = await mail.codeFor(BRAM, 5)
      expect((await customer.say('Send a new code')).text).toContain('no more are sent for now')
      await jobsDone()
      expect(mail.mails).toHaveLength(5)
      expect((await customer.say(newest)).text).toContain('Vanta 8')
    })
  })

  describe('cancelling an order', () => {
    it('shows what it would do, does it after a yes, and tells when it is done', async () => {
      await meet()
      await customer.say(`cancel my order ${PLACED} please, ${BRAM}`)
      const summary = await proveToBeBram()
      expect(summary.text).toContain(`I would cancel order ${PLACED} whole: Vanta 8, Vanta 8 case`)
      expect(summary.card).toMatchObject({ title: `Cancel order ${PLACED}?`, replies: ['Yes, cancel it', 'No'] })
      expect(summary.card?.lines[0]).toContain('Vanta 8')
      expect(summary.text.endsWith(summary.card?.standsFor ?? 'no card')).toBe(true)
      expect(summary.quickReplies).toEqual(expect.arrayContaining(summary.card?.replies ?? []))
      expect(await statusOf(PLACED)).toBe('placed')
      const done = await customer.say('Yes, cancel it')
      expect(done.text).toContain('is being cancelled')
      expect((await told(done.seq)).text).toContain(`Order ${PLACED} is cancelled`)
      expect(await statusOf(PLACED)).toBe('cancelled')
      expect(await decisionOn('Yes, cancel it')).toMatchObject({ kind: 'flow', reason: 'flow_completed', step: null })
      await reset(PLACED, 'placed')
    })

    it('changes nothing after "no", and lets the customer name another order', async () => {
      await customer.say(`cancel order ${PLACED}`)
      expect((await customer.say('no')).text).toContain('What is different?')
      const other = await customer.say(`sorry, I meant ${DELIVERED}`)
      expect(other.text).toContain(`Order ${DELIVERED} is delivered`)
      expect(await statusOf(PLACED)).toBe('placed')
    })

    it('answers a question in between and comes back to its own', async () => {
      const summary = await customer.say(`cancel order ${PLACED}`)
      const between = await customer.say('how long does a refund take?')
      expect(between.sources.map(({ url }) => url)).toEqual(['/help/refund-times'])
      expect(between.text).toContain(summary.text)
      expect(between.quickReplies).toContain('Yes, cancel it')
      expect((await customer.say('never mind')).text).toContain('Nothing was changed')
      expect(await decisionOn('never mind')).toMatchObject({ reason: 'flow_cancelled' })
      expect(await statusOf(PLACED)).toBe('placed')
    })

    it('asks twice more for what it cannot read, then offers a person', async () => {
      await meet()
      await customer.say('cancel my order please')
      expect((await customer.say('the blue one')).text).toContain('I need the order number')
      expect((await customer.say('the one from monday')).text).toContain('I need the order number')
      const last = await customer.say('it was a tablet')
      expect(last.quickReplies).toEqual(['Talk to a person'])
      expect(await decisionOn('it was a tablet')).toMatchObject({ reason: 'flow_failed' })
      await customer.say('yes')
      expect(await decisionOn('yes')).toMatchObject({ kind: 'escalate', reason: 'asked_for_person' })
    })

    it('gives way to a person in the middle, who reads where it stood', async () => {
      await meet()
      await customer.say(`please cancel order ${PLACED}`)
      await customer.say(BRAM)
      await customer.say('I want to talk to a person')
      expect(await decisionOn('I want to talk to a person')).toMatchObject({ kind: 'escalate' })
      const agent = await AgentClient.login(app.url, 'lotte@techgear.example')
      const { tickets } = await agent.open(customer.conversation?.id ?? '')
      expect(tickets[0]?.packet.flow).toContain(`Cancel an order: order ${PLACED}, e-mail ${BRAM}`)
      expect(tickets[0]?.packet.summary).toContain('The task “Cancel an order” was under way')
      expect(tickets[0]?.packet.flow).not.toContain('codeHash')
    })

    it('leaves questions about it to the article', async () => {
      await meet()
      const answer = await customer.say('how long do I have to cancel after ordering')
      expect(answer.sources.map(({ url }) => url)).toEqual(['/help/cancel-an-order'])
      expect(await decisionOn('how long do I have to cancel after ordering')).toMatchObject({ kind: 'answer' })
    })
  })

  describe('changing the address', () => {
    it('reads the new address, takes a correction of it, and changes it', async () => {
      await meet()
      await customer.say(`please change the delivery address of ${PLACED}, ${BRAM}`)
      expect((await proveToBeBram()).text).toContain('It now goes to Nationalestraat 88')
      expect((await customer.say('the office')).text).toContain('could not read that as an address')
      const summary = await customer.say('Meir 50, 2000 Antwerpen')
      expect(summary.text).toContain('Meir 50, 2000 Antwerpen (BE)')
      expect((await customer.say('no, the other address')).text).toContain('What is the new address')
      expect((await customer.say('Groenplaats 9, 2000 Antwerpen')).text).toContain('Groenplaats 9')
      expect((await customer.say('no, Groenplaats 7, 2000 Antwerpen')).text).toContain('Groenplaats 7')
      const done = await customer.say('yes')
      expect((await told(done.seq)).text).toContain('now goes to Groenplaats 7, 2000 Antwerpen')
      const [row] = await database.query('select address from demo_orders where number = $1', [PLACED])
      expect(row).toMatchObject({ address: { street: 'Groenplaats 7', name: 'Bram Willems', country: 'BE' } })
    })
  })

  describe('a return', () => {
    it('asks for the reason, sums up and gives the number of the return', async () => {
      await meet()
      await customer.say(`I want to return ${DELIVERED}, my mail is ${BRAM}`)
      expect((await proveToBeBram()).text).toContain('What is the reason?')
      const summary = await customer.say('Changed my mind')
      expect(summary.text).toContain('USB-C cable 2 m')
      const done = await customer.say('Yes, set it up')
      expect((await told(done.seq)).text).toContain('R-103467')
      expect(await statusOf(DELIVERED)).toBe('returned')
      await reset(DELIVERED, 'delivered')
    })
  })

  describe('a reset of the password', () => {
    it('sends the link to the account’s own address and says the same where there is none', async () => {
      const said: string[] = []
      for (const email of [BRAM, 'nobody@example.org']) {
        await meet()
        expect((await customer.say('reset password')).text).toContain('e-mail address of your account')
        await customer.say(email)
        said.push((await customer.say('yes')).text)
      }
      expect(new Set(said).size).toBe(1)
      await meet()
      await customer.say('reset password')
      await customer.say(BRAM)
      await customer.say('yes')
      const sent = await until('the mail', () => mail.mails[0])
      expect(sent.to).toBe(BRAM)
      expect(sent.text).toContain('?reset=')
    })
  })

  describe('talking to sales', () => {
    it('takes down what is needed and calls somebody of sales, with it in the packet', async () => {
      await meet()
      expect((await customer.say('We need 25 laptops for our office, we want a quote')).text).toContain('company')
      expect((await customer.say('Studio Noord')).text).toContain('e-mail')
      expect((await customer.say('inkoop@studionoord.example')).text).toContain('25 laptops')
      await customer.say('yes')
      expect(await decisionOn('yes')).toMatchObject({ kind: 'escalate', reason: 'flow_needs_person', skill: 'sales' })
      const agent = await AgentClient.login(app.url, 'lotte@techgear.example')
      const { tickets } = await agent.open(customer.conversation?.id ?? '')
      expect(tickets[0]).toMatchObject({ requiredSkill: 'sales' })
      expect(tickets[0]?.packet.flow).toContain('company Studio Noord')
    })
  })
})
