import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { lockConversation } from '../../src/conversation/index.ts'
import { createVisitor } from '../../src/customers/index.ts'
import type { Database } from '../../src/domain/index.ts'
import {
  cancelTimer,
  cancelTimersOf,
  createTimers,
  type NewTimer,
  scheduleTimer,
  sweepTimers,
  type TimerHandler,
} from '../../src/timers/index.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'
import { until } from '../support/wait.ts'

const closers: (() => unknown)[] = []
const inMs = (ms: number) => new Date(Date.now() + ms)
const timer = (part: Partial<NewTimer> = {}): NewTimer => ({
  key: 'wake',
  kind: 'wake',
  conversationId: null,
  dueAt: inMs(-1),
  ...part,
})

/** A node that fires timers, as the composed server has it. */
function node(database: Database, handlers: Record<string, TimerHandler>, options: { tries?: number } = {}) {
  const timers = createTimers({
    database,
    handlers,
    lockConversation,
    afterCommit: () => {},
    log: () => {},
    onError: (error) => {
      throw error
    },
    ...options,
  })
  closers.push(() => timers.close())
  return timers
}

describeOnEachDatabase('timers', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
    await emptyTables(database)
  })
  afterAll(() => database.close())

  const set = (part?: Partial<NewTimer>) => database.transaction((tx) => scheduleTimer(tx, timer(part)))
  const rows = () =>
    database.query<{ key: string; status: string; attempts: number; last_error: string | null }>(
      'select key, status, attempts, last_error from timers order by key',
    )

  it('fire when they are due, in that order, with what was set last', async () => {
    const fired: unknown[] = []
    const begin = Date.now()
    await set({ key: 'a', dueAt: new Date(begin + 30), data: { is: 'second' } })
    await set({ key: 'b', dueAt: inMs(60_000), data: { is: 'far away' } })
    await set({ key: 'b', dueAt: new Date(begin - 1_000), data: { is: 'first' } })
    await set({ key: 'c', dueAt: inMs(60_000) })
    node(database, { wake: async (_tx, { data }) => void fired.push(data.is) })
    await until('two to fire', () => fired.length === 2)
    expect(fired).toEqual(['first', 'second'])
    expect((await rows()).map(({ key, status }) => [key, status])).toEqual([
      ['a', 'done'],
      ['b', 'done'],
      ['c', 'waiting'],
    ])
  })

  it('fire once under one key, and do not exist when what wanted them was rolled back', async () => {
    let fired = 0
    const timers = node(database, { wake: async () => void fired++ })
    await set()
    timers.nudge()
    await until('it to fire', () => fired === 1)
    expect(await set()).toBe(false)
    await database
      .transaction(async (tx) => {
        await scheduleTimer(tx, timer({ key: 'another' }))
        throw new Error('no')
      })
      .catch(() => {})
    await timers.close()
    expect(await rows()).toMatchObject([{ key: 'wake', status: 'done' }])
    expect(fired).toBe(1)
  })

  it('fire each once for two nodes side by side', async () => {
    const fired: string[] = []
    const wake: TimerHandler = async (_tx, { key }) => void fired.push(key)
    for (let i = 0; i < 12; i++) await set({ key: `timer-${i}` })
    node(database, { wake })
    node(database, { wake })
    await until('all to be done', async () => {
      const waiting = await database.query("select 1 from timers where status = 'waiting'")
      return waiting.length === 0
    })
    expect([...fired].sort()).toEqual(Array.from({ length: 12 }, (_, i) => `timer-${i}`).sort())
  })

  it('are taken back one by one, or all of a kind that a conversation has, and may be set again', async () => {
    const conversationId = await createVisitor(database)
    await database.query('insert into conversations (id, customer_id) values ($1, $1)', [conversationId])
    for (const key of ['a', 'b']) await set({ key, conversationId })
    await set({ key: 'c', conversationId, kind: 'other' })
    await database.transaction(async (tx) => {
      expect(await cancelTimer(tx, 'a')).toBe(true)
      expect(await cancelTimer(tx, 'a')).toBe(false)
      await cancelTimersOf(tx, conversationId, ['wake'])
    })
    expect((await rows()).map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'waiting'])
    expect(await set({ key: 'a', conversationId })).toBe(true)
    expect((await rows())[0]).toMatchObject({ status: 'waiting' })
  })

  it('change nothing when their handler fails, are tried again, and stay to be seen when the last try has failed', async () => {
    await set({ kind: 'fails' })
    node(
      database,
      {
        async fails(tx) {
          await tx.query("insert into settings (name, value) values ('half', '1')")
          throw new Error('The bell is broken.')
        },
      },
      { tries: 2 },
    )
    await until('it to fail', async () => (await rows())[0]?.status === 'failed')
    expect(await rows()).toMatchObject([{ attempts: 2, last_error: 'The bell is broken.' }])
    expect(await database.query('select 1 from settings')).toHaveLength(0)
  })

  it('are left alone by a node that does not know their kind', async () => {
    await set({ kind: 'of_a_newer_version' })
    await node(database, { wake: async () => {} }).close()
    expect(await rows()).toMatchObject([{ status: 'waiting', attempts: 0 }])
  })

  it('fire nothing when they were moved while a node was about to fire them', async () => {
    const conversationId = await createVisitor(database)
    await database.query('insert into conversations (id, customer_id) values ($1, $1)', [conversationId])
    await set({ conversationId })
    let fired = 0
    const timers = createTimers({
      database,
      handlers: { wake: async () => void fired++ },
      // Somebody holds the conversation and moves the timer; the node gets the lock afterwards.
      lockConversation: (tx) => scheduleTimer(tx, timer({ conversationId, dueAt: inMs(60_000) })),
      afterCommit: () => {},
      log: () => {},
      onError: () => {},
    })
    closers.push(() => timers.close())
    await timers.close()
    expect(fired).toBe(0)
    expect(await rows()).toMatchObject([{ status: 'waiting' }])
  })

  it('are taken over when the node that had claimed them died', async () => {
    await set()
    await database.query("update timers set attempts = 1, lease_token = $1, lease_until = now() + interval '80 ms'", [
      randomUUID(),
    ])
    node(database, { wake: async () => {} })
    await until('it to fire', async () => (await rows())[0]?.status === 'done')
    expect(await rows()).toMatchObject([{ attempts: 2 }])
  })

  it('are deleted long after they ended', async () => {
    await set({ key: 'old' })
    await set({ key: 'waits since long', dueAt: inMs(60_000) })
    await database.query("update timers set status = 'done', ended_at = now() - interval '91 days' where key = 'old'")
    await sweepTimers(database)
    expect((await rows()).map(({ key }) => key)).toEqual(['waits since long'])
  })
})
