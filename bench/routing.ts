/**
 * Routing at 500 agents and 5,000 waiting tickets on PostgreSQL: `DATABASE_URL=… npx tsx bench/routing.ts`. Makes a
 * database of its own on that server and drops it.
 *
 * 1. Everybody is full. A place is freed, and the run of the router that gives it away is measured, with all it reads and writes.
 * 2. 200 new tickets a second for 20 s, while as many are finished: how long until each new customer was told, and what the
 *    process and the server kept up with.
 * 3. The queue is gone and a third of the places is free. A ticket comes, and the run that chooses among those who have
 *    room is measured.
 *
 * Events are written to the outbox and not published.
 */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { readConfig } from '../src/config/index.ts'
import { migrate } from '../src/database/index.ts'
import { openPostgres } from '../src/database/postgres.ts'
import type { Database } from '../src/domain/index.ts'
import { createLog } from '../src/log.ts'
import { routingDeps } from '../src/parts/index.ts'
import { createRouter, noMemory, type RoutingDeps, runOnce } from '../src/routing/index.ts'
import { ALWAYS_OPEN } from '../src/service-levels/index.ts'

const AGENTS = 500
const CAPACITY = 4
const WAITING = 5_000
/** Tickets that were resolved before, with their assignments. */
const PAST = Number(process.env.BENCH_PAST ?? 30_000)
const DECISIONS = Number(process.env.BENCH_DECISIONS ?? 300)
/** Before the measured ones, since the first in a process run code that is not compiled yet. */
const WARM_UP = Number(process.env.BENCH_WARM_UP ?? 30)
const PER_SECOND = 200
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20)
/** The share of tickets with an optional skill. */
const WISHING = Number(process.env.BENCH_WISHING ?? 0.3)
const SKILLS = ['orders', 'delivery', 'returns', 'billing', 'technical', 'account', 'sales', 'privacy']
const LANGUAGES = ['en', 'nl', 'de', 'fr', 'es']
const PRIORITIES = ['low', 'normal', 'normal', 'normal', 'high', 'urgent']
/** Urgent ones have long been taken from a queue that waits. */
const PRIORITIES_OF_QUEUE = PRIORITIES.filter((priority) => priority !== 'urgent')
const agentIds = Array.from({ length: AGENTS }, () => randomUUID())

const server = process.env.DATABASE_URL
if (!server) throw new Error('Set DATABASE_URL to a PostgreSQL server on which a database may be made.')
const name = `earshot_bench_${process.pid}`
await onServer(`create database ${name}`)
const url = new URL(server)
url.pathname = `/${name}`
const db = openPostgres(url.href, { poolSize: 10, log: () => {} })
try {
  await migrate(db)
  await fill(db)
  const config = readConfig({ EARSHOT_OFFER_SECONDS: '600', EARSHOT_PRESENCE_GRACE_SECONDS: '600' })
  const deps = routingDeps(
    { config, database: db, log: createLog('warn', 'bench'), afterCommit() {} },
    () => ALWAYS_OPEN,
  )
  await runOnce(deps)
  await measureDecisions(deps, 'a freed place given away', {
    before: () => finish(1),
    after: () => arrive(1, 'queued everyone_busy', PRIORITIES),
  })
  await measureThroughput(deps)
  await emptyQueue()
  await measureDecisions(deps, 'a new ticket, a third of the places free', {
    before: () => arrive(1, null, PRIORITIES),
    after: () => finish(1),
  })
} finally {
  await db.close()
  await onServer(`drop database ${name} with (force)`)
}

async function measureDecisions(
  deps: RoutingDeps,
  what: string,
  { before, after }: { before(): Promise<void>; after(): Promise<void> },
): Promise<void> {
  const memory = noMemory()
  const [walls, cpus, servers]: [number[], number[], number[]] = [[], [], []]
  const offersBefore = await countOffers(new Date(0))
  for (let i = -WARM_UP; i < DECISIONS; i++) {
    await before()
    const serverBefore = await serverCpuMs()
    const [from, cpu] = [performance.now(), process.cpuUsage()]
    await runOnce(deps, { isSweep: false, isDue: false, memory })
    const wall = performance.now() - from
    const used = process.cpuUsage(cpu)
    if (i >= 0) {
      walls.push(wall)
      cpus.push((used.user + used.system) / 1000)
      servers.push((await serverCpuMs()) - serverBefore)
    }
    await after()
  }
  const offered = (await countOffers(new Date(0))) - offersBefore
  console.log(`${what}, ${AGENTS} agents, ${await count('queued')} waiting, ${DECISIONS} decisions: ${spread(walls)}`)
  console.log(`  ${offered} offers with ${WARM_UP} decisions to warm up`)
  console.log(`  CPU of this process: ${spread(cpus)}`)
  console.log(`  CPU of the server: mean ${(servers.reduce((a, b) => a + b, 0) / DECISIONS).toFixed(1)} ms`)
}

async function measureThroughput(deps: RoutingDeps): Promise<void> {
  const router = createRouter(deps)
  const began = Date.now()
  const [cpu, serverBefore] = [process.cpuUsage(), await serverCpuMs()]
  let sent = 0
  while (Date.now() - began < SECONDS * 1000) {
    const due = Math.floor(((Date.now() - began) / 1000) * PER_SECOND) - sent
    if (due > 0) {
      await finish(due)
      await arrive(due, null, PRIORITIES)
      sent += due
      router.nudge()
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const untold = await countUntold()
  while ((await countUntold()) > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  const { user, system } = process.cpuUsage(cpu)
  const serverMs = (await serverCpuMs()) - serverBefore
  await router.close()
  const told = await db.query<{ ms: number }>(
    `select extract(epoch from min(e.at) - t.opened_at)::float8 * 1000 as ms
     from tickets t join events e on e.conversation_id = t.conversation_id
       and e.type in ('conversation.queued', 'conversation.offered')
     where t.opened_at >= $1 group by t.id`,
    [new Date(began)],
  )
  console.log(
    `${sent} new tickets in ${SECONDS} s (${(sent / SECONDS).toFixed(0)}/s), ${await countOffers(new Date(began))} offers: ` +
      `told after ${spread(told.map(({ ms }) => ms))}; ${untold} not told yet when the last came\n` +
      `  CPU for each, arriving and finishing included: this process ${((user + system) / 1000 / sent).toFixed(2)} ms, the server ${(serverMs / sent).toFixed(2)} ms`,
  )
}

/** Everybody has two skills and two languages, English first, and is full; what was resolved before teaches the waits. */
async function fill(db: Database): Promise<void> {
  const agents = Array.from({ length: AGENTS }, (_, i) => ({
    id: agentIds[i],
    email: `agent${i}@bench.example`,
    name: `Agent ${i}`,
    skills: [
      { name: SKILLS[i % 8], level: 3 },
      { name: SKILLS[(i * 3 + 1) % 8], level: 1 },
    ],
    languages: ['en', LANGUAGES[i % 5]],
    hours: [{ weekday: 1 + (i % 5), from: '08:00', to: '17:00' }],
  }))
  await db.query(
    `insert into agents (id, email, name, role, password_hash, skills, languages, capacity, working_hours)
     select id, email, name, 'agent', '-', skills, languages, $2, hours from jsonb_to_recordset($1::jsonb)
       as a (id uuid, email text, name text, skills jsonb, languages jsonb, hours jsonb)`,
    [JSON.stringify(agents), CAPACITY],
  )
  await db.query(`insert into presence (socket_id, agent_id, node) select id::text, id, 'bench' from agents`)
  for (let past = PAST; past > 0; past -= 5_000) await arrive(Math.min(past, 5_000), 'accepted', PRIORITIES)
  await db.query(
    `with times as (
       select t.id, t.conversation_id, a.id as agent_id, now() - interval '1 day' * random() * 20 as opened,
         interval '1 minute' * (3 + 10 * random()) as took
       from tickets t
       join (select id, row_number() over () as nth from agents) a on a.nth = 1 + t.number % $1
     ), gone as (
       update tickets t set status = 'resolved', queued_since = null, opened_at = x.opened from times x where x.id = t.id
     ), done as (
       update conversations c set owner = 'resolved', waiting_since = null from times x where c.id = x.conversation_id
     )
     insert into assignments
       (id, ticket_id, conversation_id, agent_id, candidates, offered_at, offer_until, accepted_at, ended_at, outcome)
     select gen_random_uuid(), id, conversation_id, agent_id, '[]', opened, opened, opened, opened + took, 'resolved' from times`,
    [AGENTS],
  )
  await arrive(WAITING + AGENTS * CAPACITY, 'queued everyone_busy', PRIORITIES_OF_QUEUE)
  await db.query(
    `with places as (
       select a.id as agent_id, row_number() over () as nth from agents a, generate_series(1, $1) place
     ), tickets_taken as (
       select t.id, t.conversation_id, row_number() over (order by t.number) as nth from tickets t
       where t.queued_since is not null order by t.number limit $2
     ), gone as (
       update tickets t set queued_since = null, told = 'accepted' from tickets_taken x where x.id = t.id
     ), taken as (
       update conversations c set owner = 'agent', agent_id = p.agent_id, waiting_since = null
       from tickets_taken x join places p using (nth) where c.id = x.conversation_id
     )
     insert into assignments (id, ticket_id, conversation_id, agent_id, candidates, offered_at, offer_until, accepted_at)
     select gen_random_uuid(), x.id, x.conversation_id, p.agent_id, '[]', now(), now(), now() - interval '5 minutes'
     from tickets_taken x join places p using (nth)`,
    [CAPACITY, AGENTS * CAPACITY],
  )
  // As the server's own upkeep leaves it, which may be off or not have come round yet.
  await db.execute('vacuum analyze')
}

/** New tickets, as an escalation leaves them; `told` null when their customers know nothing yet. */
async function arrive(howMany: number, told: string | null, priorities: readonly string[]): Promise<void> {
  const tickets = Array.from({ length: howMany }, () => ({
    id: randomUUID(),
    conversation_id: randomUUID(),
    customer_id: randomUUID(),
    skill: pick(SKILLS),
    language: Math.random() < 0.6 ? 'en' : pick(LANGUAGES),
    priority: pick(priorities),
    optional: Math.random() < WISHING ? [pick(SKILLS)] : [],
  }))
  await db.query(
    `with asked as (
       select * from jsonb_to_recordset($1::jsonb)
         as a (id uuid, conversation_id uuid, customer_id uuid, skill text, language text, priority text, optional jsonb)
     ), customers_new as (
       insert into customers (id) select customer_id from asked
     ), conversations_new as (
       insert into conversations (id, customer_id, owner, version, waiting_since)
       select conversation_id, customer_id, 'queued', 1, $2 from asked
     ), events_new as (
       insert into events (id, conversation_id, version, type, data, actor_kind)
       select gen_random_uuid(), conversation_id, 1, 'conversation.escalated', '{}', 'assistant' from asked
     )
     insert into tickets (id, conversation_id, priority, required_skill, language, optional_skills, packet, opened_at, queued_since, told)
     select id, conversation_id, priority, skill, language, optional, $4::jsonb, $2, $2, $3 from asked`,
    [JSON.stringify(tickets), new Date(), told, JSON.stringify({ summary: 'x'.repeat(600), promised: '' })],
  )
}

/** So many agents, chosen at random, finish a conversation; an offer that stands is accepted with that. */
async function finish(howMany: number): Promise<void> {
  await db.query(
    `with first as (
       select distinct on (agent_id) id from conversations where agent_id = any($1::uuid[]) and owner in ('agent', 'offered')
     ), done as (
       select id from conversations where id in (select id from first) and owner in ('agent', 'offered')
       for no key update skip locked
     ), resolved as (
       update conversations c set owner = 'resolved', version = version + 1 from done where c.id = done.id
     ), closed as (
       update tickets t set status = 'resolved', queued_since = null from done where t.conversation_id = done.id
     )
     update assignments a set ended_at = now(), accepted_at = coalesce(accepted_at, now()), outcome = 'resolved'
     from done where a.conversation_id = done.id and a.ended_at is null`,
    [pickSome(agentIds, howMany)],
  )
}

/** Customers who wait leave, and every third conversation ends. */
async function emptyQueue(): Promise<void> {
  await db.execute(`
    update tickets set status = 'resolved', queued_since = null where queued_since is not null;
    update conversations set owner = 'resolved', waiting_since = null where owner = 'queued'`)
  for (let third = 0; third < CAPACITY / 3; third++) await finish(AGENTS / 2)
  await db.execute('vacuum analyze')
}

/** CPU that the server's processes for our connections have used, where they run on this machine; ticks of 10 ms. */
async function serverCpuMs(): Promise<number> {
  const rows = await db.query<{ pid: number }>('select pid from pg_stat_activity where datname = current_database()')
  let ticks = 0
  for (const { pid } of rows) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  }
  return ticks * 10
}

async function countUntold(): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from tickets t
     where t.queued_since is not null and not (t.told is not null and t.told like 'queued %')`,
  )
  return row?.count ?? 0
}

async function countOffers(since: Date): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from assignments where offered_at >= $1 and candidates <> '[]'`,
    [since],
  )
  return row?.count ?? 0
}

async function count(owner: string): Promise<number> {
  const [row] = await db.query<{ count: number }>('select count(*)::int as count from conversations where owner = $1', [
    owner,
  ])
  return row?.count ?? 0
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)] as T // not empty
}

function pickSome<T>(from: readonly T[], howMany: number): T[] {
  const left = [...from]
  return Array.from({ length: howMany }, () => left.splice(Math.floor(Math.random() * left.length), 1)).flat()
}

function spread(ms: number[]): string {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)
  return `median ${at(0.5)} ms, 90th percentile ${at(0.9)} ms, 99th ${at(0.99)} ms, longest ${at(1)} ms`
}
