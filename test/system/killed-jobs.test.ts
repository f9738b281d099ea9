import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { listMessages } from '../../src/conversation/index.ts'
import { createOneTimeCodes, createVisitor } from '../../src/customers/index.ts'
import { openPglite } from '../../src/database/pglite.ts'
import { loadDemo } from '../../src/demo/index.ts'
import type { Database } from '../../src/domain/index.ts'
import { addJobs } from '../../src/flows/index.ts'
import { createMailer } from '../../src/mail/index.ts'
import { createDemoOrders } from '../../src/orders/index.ts'
import { projectRoot } from '../../src/project-root.ts'
import { startFlowJobs } from '../../src/turn/index.ts'
import { openTestPostgres } from '../support/database.ts'
import { until } from '../support/wait.ts'

const PLACED = 'TG-104310'
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

describe('a node that is killed in the middle of a job', () => {
  const kinds: { name: string; open(): Promise<{ where: string; database: () => Promise<Database> }> }[] = [
    {
      name: 'PGlite',
      async open() {
        const where = await mkdtemp(join(tmpdir(), 'earshot-jobs-'))
        closers.push(() => rm(where, { recursive: true, force: true }))
        await (await openPglite(where, { snapshot: await openAsBlob(inject('pgliteSnapshot')) })).close()
        return { where, database: () => openPglite(where) }
      },
    },
  ]
  const server = process.env.DATABASE_URL
  if (server) {
    kinds.push({
      name: 'PostgreSQL',
      async open() {
        const { database, url } = await openTestPostgres(server)
        closers.push(() => database.close())
        return { where: url, database: async () => ({ ...database, close: async () => {} }) }
      },
    })
  }

  describe.each(kinds)('on $name', ({ open }) => {
    it.each([
      ['before it acts', 'claimed'],
      ['after it has acted and before it has recorded that', 'acted'],
    ])('%s: another does the rest, and nothing happens twice', async (_when, stopAt) => {
      const { where, database: openIt } = await open()
      const first = await openIt()
      await loadDemo(first, { hashPassword: async () => 'none', log: () => {} })
      const conversationId = await createVisitor(first)
      await first.query('insert into conversations (id, customer_id) values ($1, $1)', [conversationId])
      await first.transaction((tx) =>
        addJobs(tx, conversationId, [
          { runId: 'run-1', step: 'cancel', act: { kind: 'cancel_order', number: PLACED } },
        ]),
      )
      await first.close()

      const script = [
        join(projectRoot, 'test/support/run-typescript.mjs'),
        join(import.meta.dirname, 'worker-process.ts'),
      ]
      const child = spawn(process.execPath, [...script, where, stopAt], { stdio: ['ignore', 'pipe', 'inherit'] })
      closers.push(() => child.kill('SIGKILL'))
      const [said] = await once(child.stdout, 'data')
      expect(String(said).trim()).toBe(stopAt)
      child.kill('SIGKILL')
      await once(child, 'exit')

      const database = await openIt()
      closers.push(() => database.close())
      const acts = () => database.query<{ key: string; at: Date }>('select key, at from demo_order_acts')
      const before = await acts()
      expect(before).toHaveLength(stopAt === 'acted' ? 1 : 0)
      const jobs = startFlowJobs({
        database,
        orders: createDemoOrders(database, { sendResetLink: async () => {} }),
        codes: createOneTimeCodes(database, 'a secret of thirty-two characters'),
        mail: createMailer({ url: undefined, from: undefined, demo: false, log: () => {} }),
        tries: 6,
        afterCommit: () => {},
        log: () => {},
        onError: console.error,
      })
      closers.push(() => jobs.close())
      const job = await until('the job to end', async () => {
        const [row] = await database.query<{ status: string; attempts: number }>('select status, attempts from jobs')
        return row?.status !== 'waiting' && row
      })
      expect(job).toMatchObject({ status: 'done' })
      expect(job.attempts).toBeGreaterThan(1)
      const after = await acts()
      expect(after.map(({ key }) => key)).toEqual([`${conversationId}:run-1:cancel`])
      if (stopAt === 'acted') expect(after).toEqual(before)
      const messages = await listMessages(database, conversationId)
      expect(messages.map(({ text }) => text)).toEqual([expect.stringContaining(`Order ${PLACED} is cancelled`)])
    })
  })
})
