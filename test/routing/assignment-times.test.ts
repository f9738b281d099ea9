import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { assignmentTimes } from '../support/assignment-times.ts'
import { openTestDatabase } from '../support/database.ts'

let database: Database
let app: TestApp
beforeAll(async () => {
  database = await openTestDatabase()
  app = await startApp(database)
})
afterAll(async () => {
  await app?.close()
  await database?.close()
})

/** Milliseconds; more only where the machine takes long for a mere note. Nothing waits for a sweep or a poll. */
const LIMIT = 200

it('a new ticket, a freed place and an agent who comes online are each assigned within 200 ms', async () => {
  const { times, roadMs } = await assignmentTimes(database, { customersAt: app.url, agentAt: app.url })
  for (const [cause, ms] of Object.entries(times)) expect(ms, cause).toBeLessThan(Math.max(LIMIT, 4 * roadMs))
})
