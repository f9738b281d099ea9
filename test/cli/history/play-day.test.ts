import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmptyInstallation, openEmptyInstallation } from '../../../src/cli/empty-installation.ts'
import { copyConversations } from '../../../src/cli/history/history-store.ts'
import { planBusyHour } from '../../../src/cli/history/plan-day.ts'
import { type DayPlayed, playDay } from '../../../src/cli/history/play-day.ts'
import { shiftClock } from '../../../src/cli/history/shifted-clock.ts'
import { readTraffic } from '../../../src/cli/history/traffic-file.ts'
import { loadCompany } from '../../../src/company.ts'
import { readConfig } from '../../../src/config/index.ts'
import type { Database } from '../../../src/domain/index.ts'
import { createLog } from '../../../src/log.ts'
import { createPasswords, listAgents } from '../../../src/people/index.ts'
import { projectRoot } from '../../../src/project-root.ts'
import { openTestDatabase } from '../../support/database.ts'
import { SHARED_DATA_DIR } from '../../support/shared-data.ts'

const END = new Date('2026-03-02T14:00:00Z')
const BEGIN = new Date(END.getTime() - 3_600_000)

describe('a played hour', () => {
  const config = readConfig({ EARSHOT_DATA_DIR: SHARED_DATA_DIR })
  const clock = shiftClock()
  let product: EmptyInstallation
  let target: Database
  let played: DayPlayed

  beforeAll(async () => {
    const traffic = await readTraffic(join(projectRoot, 'demo/traffic.yaml'))
    clock.setClock(BEGIN)
    product = await openEmptyInstallation(config)
    const planned = planBusyHour(traffic, [...product.assistant.intents.values()], END, 14, 2)
    const shifts = (await listAgents(product.database))
      .filter(({ skills }) => skills.length > 0)
      .map(({ id }) => ({ agentId: id, from: BEGIN, until: END }))
    played = await playDay(product, traffic, planned, { shifts, until: END }, clock.setClock)
    target = await openTestDatabase()
    await loadCompany(config, target, createPasswords(), createLog('silent', 'test'))
  }, 120_000)
  afterAll(async () => {
    await product?.close()
    await target?.close()
    clock.restore()
  })

  const count = async (sql: string) =>
    (await target.query<{ count: number }>(`select count(*)::int as count from ${sql}`))[0]?.count

  it('goes through the product: some are handed over, taken and resolved within it', () => {
    expect(played.conversations).toBe(14)
    expect(played.escalated).toBeGreaterThan(0)
    expect(played.resolved).toBeGreaterThan(0)
  })

  it('is copied whole and once, with its own time, and tells nobody', async () => {
    for (let copy = 0; copy < 2; copy++) await target.transaction((tx) => copyConversations(product.database, tx))
    expect(await count('conversations')).toBe(14)
    expect(await count('tickets')).toBe(played.escalated)
    const [times] = await target.query<{ first: Date; last: Date }>(
      'select min(created_at) as first, max(created_at) as last from messages',
    )
    expect(times?.first.getTime()).toBeGreaterThanOrEqual(BEGIN.getTime())
    expect(times?.last.getTime()).toBeLessThan(END.getTime() + 60_000)
    expect(await count('events where position is null or position >= 1')).toBe(0)
    expect(await count('notices')).toBe(0)
  })
})
