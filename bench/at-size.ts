/**
 * What agents and leads wait for, at size: `npx tsx bench/at-size.ts --conversations 100000`. With DATABASE_URL on
 * PostgreSQL, in a database of its own that is dropped at the end (`--keep NAME` makes it once and uses it again); without
 * on PGlite, in a folder that is removed. Each is asked once to warm up and 50 times; one line each for docs/benchmarks.md.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { overviewReport, reportConversationIds, serviceLevelReport } from '../src/analytics/index.ts'
import { dryRun } from '../src/automation/index.ts'
import { migrate } from '../src/database/index.ts'
import { openPglite } from '../src/database/pglite.ts'
import { openPostgres } from '../src/database/postgres.ts'
import type { Database, RuleContent } from '../src/domain/index.ts'
import { viewConversation } from '../src/gateway/views/conversation-view-store.ts'
import { customerMessagesAfter, viewCustomerConversation } from '../src/gateway/views/customer-view-store.ts'
import { viewInbox } from '../src/gateway/views/inbox-store.ts'
import { currentPosition } from '../src/gateway/views/inbox-view-store.ts'
import { searchConversations } from '../src/gateway/views/search-store.ts'
import { fillDesk } from './fill-desk.ts'

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '5000' },
    days: { type: 'string', default: '90' },
    keep: { type: 'string' },
    times: { type: 'string', default: '50' },
    only: { type: 'string', default: '' },
  },
})
const CONVERSATIONS = Number(values.conversations)
const TIMES = Number(values.times)
const DAY_MS = 86_400_000
const EVERY_MESSAGE: RuleContent = {
  name: 'Every message',
  event: { type: 'message_received' },
  conditions: { all: [] },
  actions: [{ kind: 'note', text: 'x' }],
  stopOnMatch: false,
  limits: { perCustomer: { times: 100, hours: 1 }, perRule: { times: 10_000, hours: 1 } },
}

const { db, close } = await open()
try {
  if ((await count(db)) === 0) {
    const began = performance.now()
    await fillDesk(db, {
      conversations: CONVERSATIONS,
      days: Number(values.days),
      agents: 50,
      queued: Math.ceil(CONVERSATIONS / 400),
      assistant: Math.ceil(CONVERSATIONS / 50),
    })
    console.log(`Filled in ${((performance.now() - began) / 1000).toFixed(0)} s.`)
  }
  console.log(`${await count(db)} conversations on ${db.kind}, ${values.days} days, each asked ${TIMES} times`)
  console.log('| what | median ms | 99th percentile ms | longest ms |')
  console.log('| --- | --- | --- | --- |')
  await measureAll()
} finally {
  await close()
}

async function measureAll(): Promise<void> {
  const agents = await ids('select id from agents order by email')
  const conversations = await ids('select id from conversations order by md5(id::text) limit 200')
  const [faithful] = await ids('select customer_id as id from conversations group by 1 order by count(*) desc limit 1')
  const ofFaithful = await ids(`select id from conversations where customer_id = '${faithful}' limit 200`)
  const range = { from: new Date(Date.now() - 90 * DAY_MS), to: new Date(), timeZone: 'Europe/Amsterdam' }

  await measure('inbox: list and counts', (at) => db.snapshot((tx) => viewInbox(tx, agents[at % agents.length] ?? '')))
  await measure('inbox: its place in the stream of events', () => currentPosition(db))
  const searches: Record<string, string[]> = {
    'search: a common word': ['delivery'],
    'search: two words': ['anna', 'returns'],
    'search: a word that stands nowhere': ['nowhere'],
    "search: a ticket's number": ['#17'],
  }
  for (const [what, words] of Object.entries(searches)) await measure(what, () => searchConversations(db, words))
  await measure('a conversation opened', (at) =>
    db.snapshot((tx) => viewConversation(tx, conversations[at % conversations.length] ?? '')),
  )
  await measure(`a conversation opened, of a customer with ${ofFaithful.length}`, (at) =>
    db.snapshot((tx) => viewConversation(tx, ofFaithful[at % ofFaithful.length] ?? '')),
  )
  await measure('what a customer sees of theirs', async (at) => {
    const id = conversations[at % conversations.length] ?? ''
    await viewCustomerConversation(db, id)
    await customerMessagesAfter(db, id, 0, { assistantName: 'Earshot' })
  })
  await measure('report over 90 days', () => overviewReport(db, { ...range, bucket: 'day' }))
  await measure('report over 90 days: service levels', () =>
    serviceLevelReport(db, { ...range, time: 'calendar' }, () => 0),
  )
  await measure('report: conversations with a tag', () => reportConversationIds(db, { ...range, tag: 'delivery' }))
  await measure('report: conversations the assistant resolved', () =>
    reportConversationIds(db, { ...range, resolvedByAssistant: true }),
  )
  await measure('dry run of a rule on every message, 30 days', exhaustDryRun, 3)
}

async function exhaustDryRun(): Promise<void> {
  const run = dryRun(db, EVERY_MESSAGE)
  for (let step = await run.next(); !step.done; step = await run.next());
}

async function measure(what: string, work: (at: number) => Promise<unknown>, times = TIMES): Promise<void> {
  if (!what.includes(values.only)) return
  await work(0)
  const taken: number[] = []
  for (let at = 1; at <= times; at++) {
    const from = performance.now()
    await work(at)
    taken.push(performance.now() - from)
  }
  taken.sort((a, b) => a - b)
  const place = (share: number) => (taken[Math.ceil(share * taken.length) - 1] ?? 0).toFixed(1)
  console.log(`| ${what} | ${place(0.5)} | ${place(0.99)} | ${place(1)} |`)
}

async function open(): Promise<{ db: Database; close(): Promise<void> }> {
  const server = process.env.DATABASE_URL
  if (!server) {
    const folder = await mkdtemp(path.join(tmpdir(), 'earshot-bench-'))
    const db = await openPglite(folder)
    await migrate(db)
    return { db, close: () => db.close().then(() => rm(folder, { recursive: true })) }
  }
  const name = values.keep ?? `earshot_bench_${process.pid}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name])
  if (rowCount === 0) await admin.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const db = openPostgres(url.href, { poolSize: 10, log: () => {} })
  await migrate(db)
  return {
    db,
    async close() {
      await db.close()
      if (values.keep === undefined) await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

async function count(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>('select count(*)::int as count from conversations')
  return row?.count ?? 0
}

async function ids(sql: string): Promise<string[]> {
  return (await db.query<{ id: string }>(sql)).map(({ id }) => id)
}
