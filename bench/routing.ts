/**
 * Routing at 500 agents and 5,000 waiting tickets on PostgreSQL: `DATABASE_URL=… npx tsx bench/routing.ts`. Makes a
 * database of its own on that server and drops it. First one decision at a time: a place is freed, and the run of the
 * router that gives it away is measured, with all it reads and writes. Then 200 new tickets a second for 20 s, while as
 * many are finished: how long until each new customer was told, and what the process and the server kept up with.
 * Events are written to the outbox and not published.
 */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import {
  appendMessage,
  changeConversation,
  lockConversation,
  lockFree,
  moveConversations,
} from '../src/conversation/index.ts'
import { migrate } from '../src/database/index.ts'
import { openPostgres } from '../src/database/postgres.ts'
import type { Database } from '../src/domain/index.ts'
import { countLoads, listAgents, reachableAgentIds } from '../src/people/index.ts'
import {
  createHistory,
  createRouter,
  DEFAULT_WEIGHTS,
  OPTIONAL_SKILL_SECONDS,
  type RoutingDeps,
  runOnce,
} from '../src/routing/index.ts'

const AGENTS = 500
const CAPACITY = 4
const WAITING = 5_000
const DECISIONS = Number(process.env.BENCH_DECISIONS ?? 300)
const PER_SECOND = 200
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20)
/** The share of tickets with an optional skill. */
const WISHING = Number(process.env.BENCH_WISHING ?? 0.3)
const SKILLS = ['orders', 'delivery', 'returns', 'billing', 'technical', 'account', 'sales', 'privacy']
const LANGUAGES = ['en', 'nl', 'de', 'fr', 'es']

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
  const deps = routingDeps(db)
  await runOnce(deps)
  await measureDecisions(deps)
  await measureThroughput(deps)
} finally {
  await db.close()
  await onServer(`drop database ${name} with (force)`)
}

async function measureDecisions(deps: RoutingDeps): Promise<void> {
  const memory = { toldFor: null }
  const [walls, cpus, servers]: [number[], number[], number[]] = [[], [], []]
  for (let i = 0; i < DECISIONS; i++) {
    await finish(1)
    const serverBefore = await serverCpuMs()
    const [from, cpu] = [performance.now(), process.cpuUsage()]
    await runOnce(deps, { isSweep: false, isDue: false, memory })
    walls.push(performance.now() - from)
    const used = process.cpuUsage(cpu)
    cpus.push((used.user + used.system) / 1000)
    servers.push((await serverCpuMs()) - serverBefore)
    await arrive(1, 'queued everyone_busy')
  }
  console.log(`${DECISIONS} decisions, ${AGENTS} agents, ${await count('queued')} waiting: ${spread(walls)}`)
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
      await arrive(due, null)
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
  const [offers] = await db.query<{ count: number }>(
    'select count(*)::int as count from assignments where offered_at >= $1',
    [new Date(began)],
  )
  console.log(
    `${sent} new tickets in ${SECONDS} s (${(sent / SECONDS).toFixed(0)}/s), ${offers?.count} offers: ` +
      `told after ${spread(told.map(({ ms }) => ms))}; ${untold} not told yet when the last came\n` +
      `  CPU for each, arriving and finishing included: this process ${((user + system) / 1000 / sent).toFixed(2)} ms, the server ${(serverMs / sent).toFixed(2)} ms`,
  )
}

function routingDeps(db: Database): RoutingDeps {
  return {
    db,
    lockConversation,
    lockFree,
    moveConversations,
    changeConversation,
    appendMessage,
    listAgents,
    countLoads,
    reachableAgentIds,
    now: () => new Date(),
    log(level, event, fields) {
      if (level === 'warn') console.error(event, fields)
    },
    afterCommit() {},
    history: createHistory(db, () => new Date()),
    weights: DEFAULT_WEIGHTS,
    offerMs: 3_600_000,
    optionalSkillMs: OPTIONAL_SKILL_SECONDS * 1000,
    presenceGraceMs: 3_600_000,
    agentGoneMs: 3_600_000,
    timeZone: 'Europe/Amsterdam',
    nodeName: 'bench',
  }
}

/** Everybody has two skills and two languages, English first, and is full; a hundred past tickets teach the waits. */
async function fill(db: Database): Promise<void> {
  const agents = Array.from({ length: AGENTS }, (_, i) => ({
    id: randomUUID(),
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
  await arrive(WAITING + AGENTS * CAPACITY, 'queued everyone_busy')
  await db.query(
    `with places as (
       select a.id as agent_id, row_number() over () as nth from agents a, generate_series(1, $1) place
     ), tickets_taken as (
       select t.id, t.conversation_id, row_number() over (order by t.number) as nth from tickets t
       order by t.number limit $2
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
  await db.execute('analyze')
}

/** New tickets, as an escalation leaves them; `told` null when their customers know nothing yet. */
async function arrive(howMany: number, told: string | null): Promise<void> {
  const tickets = Array.from({ length: howMany }, () => ({
    id: randomUUID(),
    conversation_id: randomUUID(),
    customer_id: randomUUID(),
    skill: pick(SKILLS),
    language: Math.random() < 0.6 ? 'en' : pick(LANGUAGES),
    priority: pick(['low', 'normal', 'normal', 'normal', 'high', 'urgent']),
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

/** Agents finish so many conversations, chosen at random; offers that stand are accepted with that. */
async function finish(howMany: number): Promise<void> {
  await db.query(
    `with done as (
       select id from conversations where owner in ('agent', 'offered') order by random() limit $1 for no key update skip locked
     ), resolved as (
       update conversations c set owner = 'resolved', version = version + 1 from done where c.id = done.id
     ), closed as (
       update tickets t set status = 'resolved', queued_since = null from done where t.conversation_id = done.id
     )
     update assignments a set ended_at = now(), accepted_at = coalesce(accepted_at, now()), outcome = 'resolved'
     from done where a.conversation_id = done.id and a.ended_at is null`,
    [howMany],
  )
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

function spread(ms: number[]): string {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)
  return `median ${at(0.5)} ms, 90th percentile ${at(0.9)} ms, 99th ${at(0.99)} ms, longest ${at(1)} ms`
}
