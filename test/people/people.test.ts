import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Queryable } from '../../src/domain/index.ts'
import {
  bringBack,
  changeAgent,
  countLoads,
  createPasswords,
  createRoster,
  endedSessions,
  endSession,
  findAgent,
  findAgentByEmail,
  findSession,
  insertAgent,
  listAgents,
  login,
  type NewAgent,
  removeAgent,
  SESSION_MS,
  setAvailability,
  startSession,
  sweepSessions,
} from '../../src/people/index.ts'
import { emptyTables, openTestDatabase } from '../support/database.ts'

// The least argon2 allows: these tests are about who gets in, not about cost.
const passwords = createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 })
const now = new Date('2026-03-02T09:00:00Z')

const mia: NewAgent = {
  email: 'Mia@TechGear.example',
  name: 'Mia Jansen',
  role: 'agent',
  skills: [{ name: 'billing', level: 2 }],
  languages: ['en', 'nl'],
  capacity: 3,
  workingHours: [{ weekday: 1, from: '09:00', to: '17:00' }],
  timeZone: 'Europe/Amsterdam',
  passwordHash: 'not a hash',
}

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() => emptyTables(db))

describe('agents', () => {
  it('come back as they were stored, found by id and by e-mail in any case', async () => {
    const stored = await insertAgent(db, mia)
    const { passwordHash: _, ...rest } = mia
    expect(stored).toMatchObject({
      ...rest,
      email: 'mia@techgear.example',
      availability: 'online',
      lastAssignedAt: null,
    })
    expect(await findAgent(db, stored!.id)).toEqual(stored)
    expect(await findAgentByEmail(db, ' MIA@techgear.example ')).toEqual(stored)
    expect(await listAgents(db)).toEqual([stored])
    expect(JSON.stringify(stored)).not.toContain('not a hash')
  })

  it('are not stored twice under one e-mail address', async () => {
    await insertAgent(db, mia)
    expect(await insertAgent(db, { ...mia, name: 'Another' })).toBeNull()
    expect((await listAgents(db)).map((agent) => agent.name)).toEqual(['Mia Jansen'])
  })

  it('are changed in what is given, and in nothing else', async () => {
    const stored = await insertAgent(db, mia)
    const skills = [{ name: 'orders', level: 3 as const }]
    expect(await changeAgent(db, 'MIA@techgear.example', { skills, capacity: 0 })).toEqual({
      ...stored,
      skills,
      capacity: 0,
    })
    expect(await changeAgent(db, 'nobody@techgear.example', { name: 'X' })).toBeNull()
  })

  it('who were removed cannot log in and are in no list, keep their name, and may come back', async () => {
    const stored = await insertAgent(db, { ...mia, passwordHash: await passwords.hash('secret') })
    const { token } = await startSession(db, stored!.id, now)
    expect(await endedSessions(db, [token, 'another'], now)).toEqual(['another'])
    expect((await removeAgent(db, 'mia@techgear.example'))?.name).toBe('Mia Jansen')
    expect(await removeAgent(db, 'mia@techgear.example')).toBeNull()
    expect(await changeAgent(db, 'mia@techgear.example', { name: 'X' })).toBeNull()
    expect(await listAgents(db)).toEqual([])
    expect(await findSession(db, token, now)).toBeNull()
    expect(await endedSessions(db, [token], now)).toEqual([token])
    const attempt = login(db, { email: 'mia@techgear.example', password: 'secret' }, { passwords, now: () => now })
    await expect(attempt).rejects.toMatchObject({ code: 'login-failed' })
    expect((await findAgent(db, stored!.id))?.name).toBe('Mia Jansen')
    expect(await bringBack(db, 'mia@techgear.example')).toBe(true)
    expect(await listAgents(db)).toEqual([stored])
    expect(await bringBack(db, 'mia@techgear.example')).toBe(false)
  })

  it('go away and come back; an unknown one is not found', async () => {
    const stored = await insertAgent(db, mia)
    expect((await setAvailability(db, stored!.id, 'away')).availability).toBe('away')
    expect((await findAgent(db, stored!.id))?.availability).toBe('away')
    await expect(setAvailability(db, '00000000-0000-4000-8000-000000000000', 'away')).rejects.toMatchObject({
      kind: 'not-found',
    })
  })

  it('carry as load what is offered to them or theirs, and nothing resolved', async () => {
    const stored = await insertAgent(db, mia)
    const customer = '11111111-1111-4111-8111-111111111111'
    await db.query('insert into customers (id) values ($1)', [customer])
    for (const owner of ['offered', 'agent', 'resolved'])
      await db.query(
        'insert into conversations (id, customer_id, owner, agent_id) values (gen_random_uuid(), $1, $2, $3)',
        [customer, owner, stored!.id],
      )
    expect(await countLoads(db)).toEqual(new Map([[stored!.id, 2]]))
  })
})

describe('the roster', () => {
  it('keeps who has not changed, and reads who has, came or went', async () => {
    const [roster, first, second] = [
      createRoster(),
      await insertAgent(db, mia),
      await insertAgent(db, { ...mia, email: 'tom@b.example' }),
    ]
    const before = await roster.list(db)
    expect([...before].sort((a, b) => (a.email < b.email ? -1 : 1))).toEqual([first, second])

    await setAvailability(db, first!.id, 'away', 'lunch')
    const [after, again] = await Promise.all([roster.list(db), roster.list(db)])
    expect(again).toEqual(after)
    expect(after.map(({ id, availability }) => [id, availability])).toEqual(
      before.map(({ id, availability }) => [id, id === first!.id ? 'away' : availability]),
    )
    expect(after.find(({ id }) => id === second!.id)).toBe(before.find(({ id }) => id === second!.id))

    await removeAgent(db, first!.email)
    expect(await roster.list(db)).toEqual([second])
  })

  it('sees each change of a transaction, and that it was undone', async () => {
    const [roster, stored] = [createRoster(), await insertAgent(db, mia)]
    const seen: unknown[] = []
    const look = async (in_: Queryable) => seen.push((await roster.list(in_))[0]?.awayReason)
    const undone = db.transaction(async (tx) => {
      for (const reason of ['lunch', 'break'] as const) {
        await setAvailability(tx, stored!.id, 'away', reason)
        await look(tx)
      }
      throw new Error('undo')
    })
    await expect(undone).rejects.toThrow('undo')
    await look(db)
    expect(seen).toEqual(['lunch', 'break', null])
  })
})

describe('passwords', () => {
  it('are kept as argon2id, and fit themselves only', async () => {
    const hash = await passwords.hash('correct horse')
    expect(hash).toMatch(/^\$argon2id\$/)
    expect(await passwords.hash('correct horse')).not.toBe(hash)
    expect(await passwords.verify(hash, 'correct horse')).toBe(true)
    expect(await passwords.verify(hash, 'correct horse ')).toBe(false)
  })

  it('cost 19 MiB and two passes unless told otherwise', async () => {
    expect(await createPasswords().hash('x')).toMatch(/\$m=19456,t=2,p=1\$/)
  })

  it('of nobody are never right, and take as long as a wrong one', async () => {
    const real = createPasswords({ memoryCost: 8_192, timeCost: 2, parallelism: 1 })
    const hash = await real.hash('secret')
    await real.verify(null, 'warm up')
    const fastest = { wrong: Number.POSITIVE_INFINITY, nobody: Number.POSITIVE_INFINITY }
    for (let i = 0; i < 6; i++) {
      for (const [who, stored] of [['wrong', hash] as const, ['nobody', null] as const]) {
        const start = performance.now()
        expect(await real.verify(stored, 'wrong')).toBe(false)
        fastest[who] = Math.min(fastest[who], performance.now() - start)
      }
    }
    // Without the decoy it would be a thousand times faster; a tenth leaves room for a busy machine.
    expect(fastest.nobody).toBeGreaterThan(fastest.wrong / 10)
  })
})

describe('login', () => {
  const deps = { passwords, now: () => now }
  beforeEach(async () => {
    await insertAgent(db, { ...mia, passwordHash: await passwords.hash('secret') })
  })

  it('begins a session with the right password, whatever the case of the e-mail', async () => {
    const { agent, token, expiresAt } = await login(db, { email: ' MIA@techgear.example', password: 'secret' }, deps)
    expect(agent.name).toBe('Mia Jansen')
    expect(expiresAt.getTime() - now.getTime()).toBe(SESSION_MS)
    expect((await findSession(db, token, now))?.agent.id).toBe(agent.id)
  })

  it('says the same for a wrong password and an unknown e-mail', async () => {
    const failures = await Promise.all(
      [
        { email: 'mia@techgear.example', password: 'wrong' },
        { email: 'nobody@techgear.example', password: 'secret' },
      ].map((given) => login(db, given, deps).catch((error) => error)),
    )
    for (const failure of failures) expect(failure).toMatchObject({ kind: 'not-allowed', code: 'login-failed' })
    expect(failures[0].message).toBe(failures[1].message)
    expect(await db.query('select 1 from login_sessions')).toEqual([])
  })
})

describe('sessions', () => {
  it('are stored as a hash, end when told, and expire after 12 hours', async () => {
    const agent = await insertAgent(db, mia)
    const { token } = await startSession(db, agent!.id, now)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const [row] = await db.query<{ token_hash: string }>('select token_hash from login_sessions')
    expect(row?.token_hash).toMatch(/^[0-9a-f]{64}$/)

    const later = (ms: number) => new Date(now.getTime() + ms)
    expect((await findSession(db, token, later(SESSION_MS - 1)))?.agent.id).toBe(agent!.id)
    expect(await findSession(db, token, later(SESSION_MS))).toBeNull()
    expect(await findSession(db, `${token}x`, now)).toBeNull()

    expect(await sweepSessions(db, later(SESSION_MS - 1))).toBe(0)
    expect(await sweepSessions(db, later(SESSION_MS))).toBe(1)

    const second = await startSession(db, agent!.id, now)
    await endSession(db, second.token)
    await endSession(db, second.token)
    expect(await findSession(db, second.token, now)).toBeNull()
  })
})
