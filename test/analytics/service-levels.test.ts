import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serviceLevelReport } from '../../src/analytics/index.ts'
import type { Database, Priority } from '../../src/domain/index.ts'
import { emptyTables, openTestDatabase } from '../support/database.ts'

const id = '22222222-2222-4222-8222-222222222222'
const MINUTE = 60_000
const DAY = Date.parse('2026-03-09T00:00:00Z')
const at = (minute: number) => new Date(DAY + minute * MINUTE)
const range = { from: at(0), to: at(1_440), time: 'calendar' } as const

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
  await emptyTables(db)
  await db.query('insert into customers (id) values ($1)', [id])
  await db.query('insert into conversations (id, customer_id) values ($1, $1)', [id])
})
afterAll(() => db.close())

/** A first reply promised within 30 min of calendar time that took `minutes`, or still runs when `ended` is null. */
async function firstReply(priority: Priority, minutes: number, ended: 'reply' | 'resolved' | null = 'reply', day = 0) {
  const ticket = randomUUID()
  await db.query(
    `insert into tickets (id, conversation_id, status, priority, required_skill, packet)
     values ($1, $2, 'resolved', $3, 'orders', '{}')`,
    [ticket, id, priority],
  )
  const start = at(day * 1_440 + 600)
  const stop = ended && at(day * 1_440 + 600 + minutes)
  await db.query(
    `insert into service_clocks (ticket_id, conversation_id, target, number, policy, target_ms, time, priority, runs,
       started_at, stopped_at, ended, due_at, business_ms, calendar_ms)
     values ($1, $2, 'first_reply', 1, 'any', $3, 'calendar', $4, $5::jsonb, $6, $7, $8, $9, $10, $11)`,
    [
      ticket,
      id,
      30 * MINUTE,
      priority,
      JSON.stringify([{ from: start, to: stop }]),
      start,
      stop,
      ended,
      stop ? null : new Date(start.getTime() + 30 * MINUTE),
      stop && (minutes * MINUTE) / 2,
      stop && minutes * MINUTE,
    ],
  )
}

it('counts what was late like what was not, and what is overdue still, and not what is another day’s or still in time', async () => {
  for (const minutes of [10, 20, 30]) await firstReply('normal', minutes)
  await firstReply('urgent', 40)
  await firstReply('urgent', 0, null)
  // Owed and never given: no length, and a broken promise only where it was late.
  await firstReply('normal', 5, 'resolved')
  await firstReply('normal', 90, 'resolved')
  await firstReply('normal', 500, 'reply', 3)

  const elapsed = () => 100 * MINUTE
  const report = await serviceLevelReport(db, range, elapsed, at(700))
  const [first, next] = report.targets
  expect(first).toMatchObject({ target: 'first_reply', ended: 4, stillOverdue: 1, p50: 30 * 60, promised: 6, kept: 3 })
  expect(first?.p90).toBeCloseTo((40 + 0.6 * 60) * 60)
  expect(first?.byPriority).toMatchObject([
    { priority: 'urgent', ended: 1, stillOverdue: 1, p50: 70 * 60, promised: 2, kept: 0 },
    { priority: 'normal', ended: 3, stillOverdue: 0, p50: 20 * 60, promised: 4, kept: 3 },
  ])
  expect(next).toMatchObject({ target: 'next_reply', ended: 0, p50: null, byPriority: [] })

  const inTime = await serviceLevelReport(db, range, elapsed, at(620))
  expect(inTime.targets[0]).toMatchObject({ stillOverdue: 0, promised: 5 })
  const business = await serviceLevelReport(db, { ...range, time: 'business' }, elapsed, at(620))
  // Told in the other time, judged in its own.
  expect(business.targets[0]).toMatchObject({ p50: 12.5 * 60, promised: 5, kept: 3 })
})

it('refuses an empty range', async () => {
  await expect(serviceLevelReport(db, { ...range, to: range.from }, () => 0)).rejects.toMatchObject({ field: 'to' })
})
