import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from '@node-rs/argon2'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { disableDemoLogins, loadDemo } from '../../src/demo/index.ts'
import type { Database } from '../../src/domain/index.ts'
import { projectRoot } from '../../src/project-root.ts'
import { describeOnEachDatabase, emptyTables, openTestDatabase } from '../support/database.ts'

const NOW = new Date('2026-03-02T12:00:00Z')
const hashPassword = vi.fn(async (password: string) => `hash of ${password}`)
const log = vi.fn()
const options = { hashPassword, log, now: () => NOW }

const tables = ['agents', 'customers', 'demo_orders', 'settings']
const contents = (db: Database) =>
  Promise.all(tables.map((table) => db.query(`select * from ${table} as row order by row::text`)))
const passwordHashes = async (db: Database) =>
  new Set(
    (await db.query<{ password_hash: string }>('select password_hash from agents')).map((row) => row.password_hash),
  )

let folder: string
beforeEach(async () => {
  vi.clearAllMocks()
  folder = await mkdtemp(join(tmpdir(), 'earshot-demo-'))
  await cp(join(projectRoot, 'demo'), folder, { recursive: true })
})
afterEach(() => rm(folder, { recursive: true }))
const edit = async (file: string, change: (text: string) => string) => {
  const text = await readFile(join(folder, file), 'utf8')
  expect(change(text)).not.toBe(text)
  await writeFile(join(folder, file), change(text))
}

describeOnEachDatabase('the demo company', ({ open }) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())
  beforeEach(() => emptyTables(db))

  it('has eight agents, two leads and an admin who log in with the demo password', async () => {
    const { logins, password } = await loadDemo(db, options)
    expect(hashPassword.mock.calls).toEqual([[password]])
    expect(logins.map((login) => login.role)).toEqual([...Array(8).fill('agent'), 'lead', 'lead', 'admin'])
    expect(logins.every((login) => login.email.endsWith('@techgear.example'))).toBe(true)
    expect(await passwordHashes(db)).toEqual(new Set([`hash of ${password}`]))
    expect(log).toHaveBeenCalledWith('warn', 'demo.public_password', expect.objectContaining({ logins: 11 }))
  })

  it('covers every skill and language with at least two agents each', async () => {
    await loadDemo(db, options)
    const agents = await db.query<{ skills: { name: string }[]; languages: string[]; capacity: number }>(
      `select skills, languages, capacity from agents where role = 'agent'`,
    )
    for (const skill of ['orders', 'delivery', 'returns', 'billing', 'account', 'technical', 'sales']) {
      expect(
        agents.filter((agent) => agent.skills.some(({ name }) => name === skill)).length,
        skill,
      ).toBeGreaterThanOrEqual(2)
    }
    for (const language of ['en', 'nl', 'de', 'fr', 'es']) {
      expect(agents.filter((agent) => agent.languages.includes(language)).length, language).toBeGreaterThanOrEqual(2)
    }
    expect(agents.every(({ capacity }) => capacity >= 2 && capacity <= 5)).toBe(true)
  })

  it('has twenty customers with forty orders in every state, whose totals are their items and the delivery', async () => {
    await loadDemo(db, options)
    const orders = await db.query<{ number: string; status: string; total_cents: number; placed_at: Date }>(
      'select number, status, total_cents, placed_at from demo_orders order by number',
    )
    expect(await db.query('select count(*)::int as n from customers where demo')).toEqual([{ n: 20 }])
    expect(orders).toHaveLength(40)
    expect(new Set(orders.map((order) => order.status)).size).toBe(6)
    // Two Lumo Bulbs at 19.00 and a Lumo Plug at 24.00, delivery free from 50.00.
    expect(orders.find((order) => order.number === 'TG-101802')?.total_cents).toBe(6200)
    expect(orders.find((order) => order.number === 'TG-104233')?.placed_at).toEqual(new Date('2026-03-01T06:00:00Z'))
  })

  it('makes up no history', async () => {
    await loadDemo(db, options)
    for (const table of ['conversations', 'messages', 'events', 'tickets', 'conversation_tags']) {
      expect(await db.query(`select count(*)::int as n from ${table}`), table).toEqual([{ n: 0 }])
    }
  })

  it('changes nothing when it is loaded again, even after an agent was changed and another removed', async () => {
    await loadDemo(db, options)
    await db.query(`update agents set capacity = 1, password_hash = 'own' where email = 'lotte@techgear.example'`)
    await db.query(`delete from agents where email = 'daan@techgear.example'`)
    const before = await contents(db)
    const { logins } = await loadDemo(db, { ...options, now: () => new Date() })
    expect(await contents(db)).toEqual(before)
    expect(logins.map((login) => login.email)).not.toContain('lotte@techgear.example')
    expect(logins).toHaveLength(9)
    expect(hashPassword).toHaveBeenCalledTimes(1)
  })

  it('adds what is missing when its files have changed and leaves changed people and orders as they are', async () => {
    await loadDemo(db, options)
    await db.query(
      `update agents set name = 'Lotte', email = 'lotte@other.example' where email = 'lotte@techgear.example'`,
    )
    await db.query(`update customers set email = null where email = 'anna.visser@example.com'`)
    await db.query(`update demo_orders set status = 'cancelled' where number = 'TG-104310'`)
    await db.query(`delete from agents where email = 'daan@techgear.example'`)
    const before = await contents(db)
    await edit('team.yaml', (text) => `${text}\n# seen\n`)
    await loadDemo(db, { ...options, folder })
    const after = await contents(db)
    expect(after[0]).toHaveLength(11)
    expect(after[0]).toEqual(expect.arrayContaining(before[0] ?? []))
    expect(after.slice(1, 3)).toEqual(before.slice(1, 3))
  })

  it('leaves somebody alone who has the e-mail address of one of its people', async () => {
    const insert = `insert into agents (id, email, name, role, password_hash) values ($1, 'lotte@techgear.example', 'Lotte', 'admin', 'own')`
    await db.query(insert, [randomUUID()])
    const before = await db.query(`select * from agents`)
    const { logins } = await loadDemo(db, options)
    expect(await db.query(`select * from agents where not demo`)).toEqual(before)
    expect(logins).toHaveLength(10)
  })

  it('is loaded once by two nodes that start together', async () => {
    const [one, other] = await Promise.all([
      loadDemo(db, { ...options, hashPassword: async () => 'hash of the one' }),
      loadDemo(db, { ...options, hashPassword: async () => 'hash of the other' }),
    ])
    expect(one.logins).toHaveLength(11)
    expect(other.logins).toEqual(one.logins)
    expect((await passwordHashes(db)).size).toBe(1)
  })

  it('loses its logins and passwords when switched off, but not the logins of others, and gets them back', async () => {
    const { logins } = await loadDemo(db, options)
    const real = randomUUID()
    await db.query(
      `insert into agents (id, email, name, role, password_hash) values ($1, 'ann@shop.example', 'Ann', 'admin', 'own')`,
      [real],
    )
    await db.query(
      `insert into login_sessions (token_hash, agent_id, expires_at) select id::text, id, now() + interval '1 hour' from agents`,
    )
    expect(await disableDemoLogins(db)).toBe(11)
    expect(await disableDemoLogins(db)).toBe(0)
    expect(await db.query('select agent_id from login_sessions')).toEqual([{ agent_id: real }])
    expect(await db.query('select password_hash from agents where not demo')).toEqual([{ password_hash: 'own' }])
    for (const { password_hash } of await db.query<{ password_hash: string }>(
      'select distinct password_hash from agents where demo',
    )) {
      for (const password of ['earshot-demo', '', 'A'.repeat(22)])
        expect(await verify(password_hash, password)).toBe(false)
    }
    expect((await loadDemo(db, options)).logins).toEqual(logins)
  })

  it('has nothing to switch off where it never was', async () => {
    expect(await disableDemoLogins(db)).toBe(0)
  })
})

describe('a broken file of the demo', () => {
  let db: Database
  beforeAll(async () => {
    db = await openTestDatabase()
  })
  afterAll(() => db.close())

  it.each([
    [
      'team.yaml',
      'name: Lotte de Vries',
      'nmae: Lotte de Vries',
      /line 4: people\.0\.name is missing; line 4: people\.0\.nmae is not a field/,
    ],
    ['team.yaml', 'capacity: 4', 'capacity: lots', /line 9: people\.0\.capacity must be a whole number/],
    ['team.yaml', 'Europe/Amsterdam', 'Europe/Rotterdam', /line 10: people\.0\.timeZone must be a time zone/],
    ['team.yaml', "from: '08:00'", "from: '8'", /line 12: people\.0\.hours\.0\.from must be a time/],
    [
      'team.yaml',
      'daan@techgear.example',
      'lotte@techgear.example',
      /e-mail address lotte@techgear\.example appears twice/,
    ],
    ['team.yaml', 'people:', 'people: [', /line \d+: /],
    ['customers.yaml', 'status: shipped', 'status: lost', /customers\.0\.orders\.0\.status must be one of placed/],
    ['customers.yaml', 'TG-104310', 'TG-104233', /order number TG-104233 appears twice/],
  ])('%s with "%s" as "%s" is refused with its line, and nothing is loaded', async (file, found, instead, message) => {
    await edit(file, (text) => text.replace(found, instead))
    const loading = loadDemo(db, { ...options, folder })
    await expect(loading).rejects.toMatchObject({ kind: 'invalid-request', message: expect.stringMatching(message) })
    await expect(loading).rejects.toThrow(`demo/${file}`)
    expect((await contents(db)).flat()).toEqual([])
  })
})
