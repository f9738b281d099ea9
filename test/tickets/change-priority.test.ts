import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sweepPriorities } from '../../src/background/index.ts'
import { changeConversation, lockConversation } from '../../src/conversation/index.ts'
import type { Database, NewEvent, Priority, Tx } from '../../src/domain/index.ts'
import { overridePriority, raiseByMessage, releasePriority, setPriorityByRule } from '../../src/tickets/index.ts'
import { emptyTables, openTestDatabase } from '../support/database.ts'

const id = '22222222-2222-4222-8222-222222222222'
const maya = { id: '55555555-5555-4555-8555-555555555555', name: 'Maya Lind' }
const start = new Date('2026-03-04T10:00:00Z')
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await emptyTables(db)
  await db.query(
    `insert into agents (id, email, name, role, password_hash) values ($1, 'maya@x.invalid', $2, 'agent', '')`,
    [maya.id, maya.name],
  )
  await db.query('insert into customers (id) values ($1)', [id])
  await db.query(`insert into conversations (id, customer_id, owner, waiting_since) values ($1, $1, 'queued', $2)`, [
    id,
    start,
  ])
  await db.query(
    `insert into tickets (id, conversation_id, priority, priority_reasons, required_skill, packet)
     values ($1, $1, 'low', '["it began at low"]', 'orders', '{}')`,
    [id],
  )
})

/** As the composed app does it: under the row lock, with the events in the same transaction. */
const change = (work: (tx: Tx) => Promise<NewEvent[]>) =>
  db.transaction(async (tx) => {
    const conversation = await lockConversation(tx, id)
    const events = await work(tx)
    if (conversation && events.length > 0) await changeConversation(tx, conversation, {}, events)
    return events.map(({ data }) => data)
  })
const set = (priority: Priority) => change((tx) => overridePriority(tx, id, { priority, agent: maya }))
const release = (minutes: number) => change((tx) => releasePriority(tx, id, { agentId: maya.id, now: after(minutes) }))
const says = (priority: Priority, minutes: number) =>
  change((tx) => raiseByMessage(tx, id, { said: { priority, reasons: [`said ${priority}`] }, now: after(minutes) }))
const rule = async (priority: Priority | 'one_up') => {
  let outcome = ''
  await change(async (tx) => {
    const changed = await setPriorityByRule(tx, id, { priority, ruleName: 'R' })
    outcome = changed.outcome
    return changed.events
  })
  return outcome
}
const sweep = (minutes: number) => sweepPriorities({ database: db, afterCommit: () => {} }, after(minutes))
const now = async () => (await db.query<{ priority: Priority }>('select priority from tickets'))[0]?.priority

describe('the priority of a ticket', () => {
  it('rises with the waiting, once for each step, and says so', async () => {
    expect(await sweep(14)).toBe(0)
    expect(await sweep(15)).toBe(1)
    expect(await sweep(16)).toBe(0)
    expect(await now()).toBe('normal')
    expect(await sweep(50)).toBe(1)
    expect(await now()).toBe('high')
    const events = await db.query<{ data: object }>(
      `select data from events where type = 'priority.changed' order by ordinal`,
    )
    expect(events.map(({ data }) => data)).toMatchObject([
      { was: 'low', now: 'normal', by: 'waiting' },
      {
        was: 'normal',
        now: 'high',
        by: 'waiting',
        reasons: ['it began at low', expect.any(String), expect.any(String)],
      },
    ])
  })

  it('rises with what the customer writes, and never falls by it', async () => {
    expect(await says('urgent', 1)).toMatchObject([{ was: 'low', now: 'urgent', by: 'message' }])
    expect(await says('normal', 2)).toEqual([])
    expect(await now()).toBe('urgent')
  })

  it('stays as a person set it until they release it; what came meanwhile counts then', async () => {
    await set('high')
    expect(await set('high')).toEqual([])
    await set('low')
    expect(await sweep(60)).toBe(0)
    expect(await says('normal', 61)).toEqual([])
    expect(await now()).toBe('low')
    expect(await release(62)).toMatchObject([
      { was: 'low', now: 'high', by: 'released', reasons: ['said normal', expect.stringContaining('15 minutes')] },
    ])
    expect(await release(63)).toEqual([])
  })

  it('is what a rule says from then on: waiting and messages raise it, a person stands above it', async () => {
    expect(await rule('one_up')).toBe('Priority low to normal.')
    expect(await rule('normal')).toBe('It is normal already.')
    expect(await sweep(20)).toBe(1)
    expect(await now()).toBe('high')
    expect(await rule('low')).toBe('Priority high to low.')
    expect(await says('normal', 21)).toMatchObject([
      { now: 'high', reasons: ['said normal', expect.stringContaining('15 minutes')] },
    ])
    expect([await rule('urgent'), await rule('one_up')]).toEqual(['Priority high to urgent.', 'It is urgent already.'])
    const [event] = await db.query(
      `select data, actor_kind from events where type = 'priority.changed' order by ordinal desc limit 1`,
    )
    expect(event).toMatchObject({ data: { by: 'rule', reasons: ['set by the rule “R”'] }, actor_kind: 'system' })
    await set('low')
    expect([await rule('one_up'), await now()]).toEqual(['Not changed: a person set it to low.', 'low'])
  })

  it('rises by waiting only for those in the queue, and is set wherever the ticket is not done', async () => {
    await db.query(`update conversations set owner = 'offered', agent_id = $1`, [maya.id])
    expect(await sweep(60)).toBe(0)
    await db.query(`update tickets set status = 'snoozed', snoozed_until = now()`)
    await set('high')
    expect(await now()).toBe('high')
  })

  it("is nobody's to set without an open ticket", async () => {
    await db.query(`update tickets set status = 'resolved'`)
    await expect(set('high')).rejects.toMatchObject({ kind: 'conflict', code: 'no-ticket' })
    expect(await rule('high')).toBe('Not changed: no ticket is open.')
  })
})
