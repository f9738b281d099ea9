import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import {
  closeNodeSockets,
  closeSocket,
  insertAgent,
  openSocket,
  reachableAgentIds,
  SEEN_WINDOW_MS,
  sweepPresence,
  touchSockets,
} from '../../src/people/index.ts'
import { emptyTables, openTestDatabase } from '../support/database.ts'

const GRACE_MS = 30_000

let db: Database
let mia: string
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await emptyTables(db)
  const agent = await insertAgent(db, {
    email: 'mia@techgear.example',
    name: 'Mia',
    role: 'agent',
    skills: [],
    languages: ['en'],
    capacity: 1,
    workingHours: [],
    timeZone: 'UTC',
    passwordHash: '-',
  })
  mia = agent!.id
})

/** Everything recorded so far happened this much earlier. */
const pass = (ms: number) =>
  db.query(
    `update presence set seen_at = seen_at - $1 * interval '1 millisecond',
       gone_at = gone_at - $1 * interval '1 millisecond'`,
    [ms],
  )
const isReachable = async (graceMs = GRACE_MS) => (await reachableAgentIds(db, graceMs)).has(mia)

describe('presence', () => {
  it('makes nobody reachable without a socket', async () => {
    expect(await isReachable()).toBe(false)
  })

  // A second to either side of the limit, because the database's clock goes on while the test runs.
  it('keeps an agent reachable through the grace period after the last socket closed', async () => {
    await openSocket(db, { socketId: 'a', agentId: mia, node: 'one' })
    await openSocket(db, { socketId: 'b', agentId: mia, node: 'one' })
    await closeSocket(db, 'a')
    await pass(GRACE_MS + 1_000)
    await touchSockets(db, 'one')
    expect(await isReachable()).toBe(true)
    await closeSocket(db, 'b')
    await pass(GRACE_MS - 1_000)
    expect(await isReachable()).toBe(true)
    await pass(2_000)
    expect(await isReachable()).toBe(false)
    expect(await isReachable(60_000)).toBe(true)
  })

  it('keeps the first time a socket closed', async () => {
    await openSocket(db, { socketId: 'a', agentId: mia, node: 'one' })
    await closeSocket(db, 'a')
    await pass(GRACE_MS + 1_000)
    await closeSocket(db, 'a')
    expect(await isReachable()).toBe(false)
  })

  it('lets the sockets of a killed node count for the heartbeat window and the grace, and no longer', async () => {
    await openSocket(db, { socketId: 'a', agentId: mia, node: 'killed' })
    await pass(SEEN_WINDOW_MS + GRACE_MS - 1_000)
    await touchSockets(db, 'other')
    expect(await isReachable()).toBe(true)
    await pass(2_000)
    expect(await isReachable()).toBe(false)
    await touchSockets(db, 'killed')
    expect(await isReachable()).toBe(true)
  })

  it('does not bring a closed socket back by a heartbeat', async () => {
    await openSocket(db, { socketId: 'a', agentId: mia, node: 'one' })
    await closeSocket(db, 'a')
    await pass(GRACE_MS + 1_000)
    await touchSockets(db, 'one')
    expect(await isReachable()).toBe(false)
  })

  it('closes all sockets of a node that stops, since it was last seen', async () => {
    await openSocket(db, { socketId: 'a', agentId: mia, node: 'one' })
    await pass(GRACE_MS + 1_000)
    await closeNodeSockets(db, 'one')
    expect(await isReachable()).toBe(false)
    await openSocket(db, { socketId: 'a', agentId: mia, node: 'two' })
    expect(await isReachable()).toBe(true)
  })

  it('sweeps rows of long ago, but not the own open ones', async () => {
    await openSocket(db, { socketId: 'own', agentId: mia, node: 'one' })
    await openSocket(db, { socketId: 'other', agentId: mia, node: 'killed' })
    await openSocket(db, { socketId: 'closed', agentId: mia, node: 'one' })
    await closeSocket(db, 'closed')
    expect(await sweepPresence(db, 'one')).toBe(0)
    await pass(3 * 60 * 60 * 1000)
    expect(await sweepPresence(db, 'one')).toBe(2)
    expect(await db.query('select socket_id from presence')).toEqual([{ socket_id: 'own' }])
  })
})
