import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { listMessages } from '../../src/conversation/index.ts'
import { createOneTimeCodes, createVisitor } from '../../src/customers/index.ts'
import { loadDemo } from '../../src/demo/index.ts'
import { type Database, type NewJob, type Orders, unavailable } from '../../src/domain/index.ts'
import { addJobs } from '../../src/flows/index.ts'
import { createMailer, type Mailer } from '../../src/mail/index.ts'
import { createDemoOrders } from '../../src/orders/index.ts'
import { startFlowJobs } from '../../src/turn/index.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { MailServer } from '../support/mail-server.ts'
import { until } from '../support/wait.ts'

const PLACED = 'TG-104310'
const cancel = (runId: string): NewJob => ({ runId, step: 'cancel', act: { kind: 'cancel_order', number: PLACED } })
const secret = 'a secret of thirty-two characters'
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function prepare(database: Database): Promise<string> {
  await loadDemo(database, { hashPassword: async () => 'none', log: () => {} })
  const id = await createVisitor(database)
  await database.query('insert into conversations (id, customer_id) values ($1, $1)', [id])
  return id
}

/** A node that works on jobs, as the composed server has it. */
function work(database: Database, options: { orders?: Orders; mail?: Mailer; tries?: number } = {}) {
  const jobs = startFlowJobs({
    database,
    orders: options.orders ?? createDemoOrders(database, { sendResetLink: async () => {} }),
    codes: createOneTimeCodes(database, secret),
    mail: options.mail ?? createMailer({ url: undefined, from: undefined, demo: false, log: () => {} }),
    tries: options.tries ?? 6,
    afterCommit: () => {},
    log: () => {},
    onError: (error) => {
      throw error
    },
  })
  closers.push(() => jobs.close())
  jobs.nudge()
  return jobs
}

const ended = (database: Database) =>
  until('the job to end', async () => {
    const [row] = await database.query<{ status: string; attempts: number }>('select status, attempts from jobs')
    return row && row.status !== 'waiting' && row
  })

describeOnEachDatabase('jobs', ({ open }) => {
  async function start() {
    const database = await open()
    closers.push(() => database.close())
    return { database, conversationId: await prepare(database) }
  }

  it('are done once by two nodes that work side by side', async () => {
    const { database, conversationId } = await start()
    const asked: string[] = []
    const orders: Orders = {
      ...createDemoOrders(database, { sendResetLink: async () => {} }),
      async act(_act, key) {
        asked.push(key)
        return { done: true, reference: null }
      },
    }
    await database.transaction((tx) =>
      addJobs(
        tx,
        conversationId,
        Array.from({ length: 12 }, (_, i) => ({ ...cancel('run'), step: `step-${i}` })),
      ),
    )
    work(database, { orders })
    work(database, { orders })
    await until('all to be done', async () => {
      const rows = await database.query("select 1 from jobs where status = 'done'")
      return rows.length === 12
    })
    expect(new Set(asked).size).toBe(12)
    expect(asked).toHaveLength(12)
  })

  it('are the same job under the same conversation, run and step', async () => {
    const { database, conversationId } = await start()
    for (let i = 0; i < 2; i++) await database.transaction((tx) => addJobs(tx, conversationId, [cancel('run')]))
    expect(await database.query('select 1 from jobs')).toHaveLength(1)
  })

  it('do not exist when the turn that wanted them was rolled back', async () => {
    const { database, conversationId } = await start()
    await database
      .transaction(async (tx) => {
        await addJobs(tx, conversationId, [cancel('run')])
        throw new Error('the turn lost its lease')
      })
      .catch(() => {})
    expect(await database.query('select 1 from jobs')).toHaveLength(0)
  })

  it('are tried again, and offer a person when the last try has failed', async () => {
    const { database, conversationId } = await start()
    let asked = 0
    const orders: Orders = {
      ...createDemoOrders(database, { sendResetLink: async () => {} }),
      async act() {
        asked += 1
        throw unavailable('orders-unreachable', 'No answer.')
      },
    }
    await database.transaction((tx) => addJobs(tx, conversationId, [cancel('run')]))
    work(database, { orders, tries: 2 })
    expect(await ended(database)).toEqual({ status: 'failed', attempts: 2 })
    expect(asked).toBe(2)
    const [message] = await listMessages(database, conversationId)
    expect(message?.text).toContain('I cannot say that the order is cancelled')
    expect(message?.quickReplies).toEqual(['Talk to a person'])
    const events = await database.query<{ type: string }>("select type from events where type like 'job.%'")
    expect(events).toEqual([{ type: 'job.failed' }])
  })

  it('tell of a refusal with its reason', async () => {
    const { database, conversationId } = await start()
    await database.query("update demo_orders set status = 'packed' where number = $1", [PLACED])
    await database.transaction((tx) => addJobs(tx, conversationId, [cancel('run')]))
    work(database)
    expect(await ended(database)).toEqual({ status: 'done', attempts: 1 })
    const [message] = await listMessages(database, conversationId)
    expect(message?.text).toContain('That was not possible: the order is packed by now')
  })

  it('speak as the system once a person has the conversation', async () => {
    const { database, conversationId } = await start()
    await database.transaction(async (tx) => {
      await addJobs(tx, conversationId, [cancel('run')])
    })
    await database.query("update conversations set owner = 'queued' where id = $1", [conversationId])
    work(database)
    await ended(database)
    expect(await listMessages(database, conversationId)).toMatchObject([{ author: 'system', quickReplies: [] }])
  })

  it('mail the same code again when a mail server refuses at first, and the mail names no other order', async () => {
    const { database, conversationId } = await start()
    const server = await MailServer.start()
    closers.push(() => server.close())
    server.refuses = true
    const mail = createMailer({ url: server.url, from: 'help@techgear.example', demo: false, log: () => {} })
    closers.push(() => mail.close())
    const challengeId = randomUUID()
    const act = { kind: 'send_code' as const, challengeId, email: 'bram.willems@example.org', orderNumber: PLACED }
    await database.transaction((tx) => addJobs(tx, conversationId, [{ runId: 'run', step: 'code', act }]))
    work(database, { mail })
    await until(
      'a try',
      async () => (await database.query('select 1 from jobs where last_error is not null')).length > 0,
    )
    server.refuses = false
    expect(await ended(database)).toEqual({ status: 'done', attempts: 2 })
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]?.text).toContain(createOneTimeCodes(database, secret).codeOf(challengeId))
    expect(server.mails[0]?.text).toMatch(/^Message-ID:\s+<[\w.-]+@techgear\.example>$/m)
    expect(await listMessages(database, conversationId)).toEqual([])
  })
})

describe('mail without a server', () => {
  it('stands in the log in demo mode, and nowhere else', async () => {
    const lines: [string, object][] = []
    const log = (_level: string, event: string, fields: object) => void lines.push([event, fields])
    const mail = { to: 'a@example.org', subject: '123456 is your code', text: 'Your code is 123456.', key: 'k' }
    await createMailer({ url: undefined, from: undefined, demo: true, log }).send(mail)
    expect(lines).toMatchObject([['mail.shown_here', { to: 'a@example.org', text: 'Your code is 123456.' }]])
    const outside = createMailer({ url: undefined, from: undefined, demo: false, log })
    expect(outside.canSend).toBe(false)
    await expect(outside.send(mail)).rejects.toMatchObject({ kind: 'unavailable' })
    expect(lines).toHaveLength(1)
  })
})
