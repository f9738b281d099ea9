import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OverviewQuery, overviewReport, reportConversationIds } from '../../src/analytics/index.ts'
import {
  CLARIFY_REASONS,
  type Database,
  ESCALATION_REASONS,
  type OverviewReport,
  OWNERS,
  SENTIMENTS,
} from '../../src/domain/index.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'
import { type PastConversation, type PastMessage, type StoredConversation, store } from './support/history.ts'

// Two days around the night the clocks go back, and a day on either side that must not be counted.
const FROM = new Date('2026-10-24T22:00:00Z')
const TO = new Date('2026-10-26T23:00:00Z')
const DAY_MS = 24 * 60 * 60 * 1000
const NOW = new Date(TO.getTime() + DAY_MS)

// Steps of a quarter of an hour, so that instants often fall on the edges of buckets.
const instant = fc
  .integer({ min: -96, max: 49 * 4 + 96 })
  .map((quarters) => new Date(FROM.getTime() + quarters * 15 * 60 * 1000))
const message: fc.Arbitrary<PastMessage> = fc
  .record({
    at: instant,
    sentiment: fc.option(fc.constantFrom(...SENTIMENTS)),
    score: fc.integer({ min: -4, max: 4 }).map((quarter) => quarter / 4),
    corrected: fc.option(fc.constantFrom(...SENTIMENTS), { nil: undefined, freq: 3 }),
    decided: fc.option(
      fc.oneof(
        fc.constantFrom('confident_answer', 'small_talk').map((reason) => ({ decision: 'answer', reason })),
        fc.constantFrom(...CLARIFY_REASONS).map((reason) => ({ decision: 'clarify', reason })),
        fc.constant({ decision: 'escalate', reason: 'frustrated' }),
      ),
      { nil: {} },
    ),
  })
  .map(({ decided, ...said }) => ({ ...said, score: said.sentiment ? said.score : undefined, ...decided }))
const conversation: fc.Arbitrary<PastConversation> = fc.record({
  startedAt: instant,
  owner: fc.constantFrom(...OWNERS),
  hasAgent: fc.boolean(),
  tags: fc.uniqueArray(fc.constantFrom('late', 'refund', 'praise')),
  rated: fc.option(fc.record({ stars: fc.constantFrom(1, 2, 3, 4, 5), at: instant }), { nil: undefined }),
  customer: fc.array(message, { maxLength: 4 }),
  agentAt: fc.array(instant, { maxLength: 1 }),
  escalated: fc.array(fc.record({ at: instant, reason: fc.constantFrom(...ESCALATION_REASONS) }), { maxLength: 2 }),
})

describeOnEachDatabase('every figure of the report', ({ open }) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())

  it('opens the conversations it counts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(conversation, { minLength: 4, maxLength: 12 }),
        fc.constantFrom('Europe/Amsterdam', 'Asia/Kolkata'),
        fc.constantFrom('hour' as const, 'day' as const),
        async (history, timeZone, bucket) => {
          await emptyTables(db)
          const stored = await store(db, history)
          const query = { from: FROM, to: TO, timeZone, bucket }
          await expectToOpen(db, query, await overviewReport(db, query, NOW), stored)
        },
      ),
      { numRuns: 5 },
    )
  })
})

async function expectToOpen(db: Database, query: OverviewQuery, report: OverviewReport, stored: StoredConversation[]) {
  type Filter = Partial<Parameters<typeof reportConversationIds>[1]>
  const opened = async (filter: Filter) => {
    const { total, ids } = await reportConversationIds(
      db,
      { from: FROM, to: TO, timeZone: query.timeZone, ...filter },
      NOW,
    )
    expect(ids).toHaveLength(total)
    return stored.filter(({ id }) => ids.includes(id))
  }
  const isIn = (at: Date, { from = FROM, to = TO }: Filter = {}) => at >= from && at < to
  const count = async (filter: Filter) => (await opened(filter)).length
  /** Customer messages of the opened conversations that are in the range and pass. */
  const messages = async (filter: Filter, passes: (message: PastMessage) => boolean = () => true) =>
    (await opened(filter)).flatMap((one) => one.customer ?? []).filter((one) => isIn(one.at, filter) && passes(one))
      .length
  const labelOf = (one: PastMessage) => one.corrected ?? one.sentiment

  const { totals } = report
  expect(await count({})).toBe(totals.conversations)
  expect(await messages({ wrote: true })).toBe(totals.customerMessages)
  expect(await count({ decision: 'escalate' })).toBe(totals.escalated)
  expect(await count({ resolvedByAssistant: true })).toBe(totals.resolvedByAssistant)
  for (const stars of [1, 2, 3, 4, 5] as const) expect(await count({ rating: stars })).toBe(totals.ratings[stars])
  for (const label of SENTIMENTS) {
    expect(await messages({ sentiment: label }, (one) => labelOf(one) === label)).toBe(report.sentiment[label])
  }
  for (const tag of report.tags) {
    expect(await count({ tag: tag.tag })).toBe(tag.conversations)
    expect(await count({ tag: tag.tag, decision: 'escalate' })).toBe(tag.escalated)
  }
  for (const { reason, count: counted } of report.escalationReasons) {
    expect(await count({ decision: 'escalate', reason })).toBe(counted)
  }
  const owners = await Promise.all(OWNERS.map((owner) => count({ owner })))
  expect(owners.reduce((sum, n) => sum + n, 0)).toBe(totals.conversations)

  // The list is right by itself, not only equal to the figure: each holds exactly what the stored rows say.
  const has = (passes: (one: StoredConversation) => boolean) => stored.filter(passes)
  expect(await opened({ decision: 'clarify' })).toEqual(
    has(({ customer }) => !!customer?.some((one) => isIn(one.at) && one.decision === 'clarify')),
  )
  expect(await opened({ reason: 'no_article' })).toEqual(
    has(({ customer }) => !!customer?.some((one) => isIn(one.at) && one.reason === 'no_article')),
  )
  expect(await opened({ tag: 'late' })).toEqual(has((one) => isIn(one.startedAt) && !!one.tags?.includes('late')))
  expect(await opened({ decision: 'escalate', reason: 'frustrated' })).toEqual(
    has(({ escalated }) => !!escalated?.some((one) => isIn(one.at) && one.reason === 'frustrated')),
  )

  for (const [index, bucket] of report.buckets.entries()) {
    const range = { from: new Date(bucket.from), to: new Date(report.buckets[index + 1]?.from ?? TO) }
    const anything = bucket.conversations + bucket.customerMessages + bucket.escalations
    // Most hours are empty; one in seven of them is opened all the same.
    if (anything === 0 && index % 7 > 0) continue
    expect(await count(range)).toBe(bucket.conversations)
    expect(await messages({ ...range, wrote: true })).toBe(bucket.customerMessages)
    expect(await count({ ...range, decision: 'escalate' })).toBe(bucket.escalations)
    for (const tag of report.tags) expect(await count({ ...range, tag: tag.tag })).toBe(tag.buckets[index])
  }
  for (const { weekday, hour, messages: counted } of report.hours.filter((cell) => cell.messages > 0)) {
    const local = (at: Date) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: query.timeZone, weekday: 'short', hour: '2-digit' }).format(at)
    const shown = `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][weekday - 1]} ${String(hour).padStart(2, '0')}`
    expect(await messages({ weekday, hour }, (one) => local(one.at).replace(',', '') === shown)).toBe(counted)
  }
  expect(report.hours.reduce((sum, cell) => sum + cell.messages, 0)).toBe(totals.customerMessages)
}
