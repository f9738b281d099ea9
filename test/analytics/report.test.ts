import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type OverviewQuery, overviewReport, reportConversationIds } from '../../src/analytics/index.ts'
import type { Database } from '../../src/domain/index.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'
import { type PastConversation, type PastMessage, store } from './support/history.ts'

const DAY: OverviewQuery = {
  from: new Date('2026-03-02T00:00:00Z'),
  to: new Date('2026-03-03T00:00:00Z'),
  timeZone: 'UTC',
  bucket: 'hour',
}
const NOON = new Date('2026-03-02T12:00:00Z')
const minutesAfterNoon = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)
const answered = (at: Date, reason = 'confident_answer'): PastMessage => ({ at, decision: 'answer', reason })

describeOnEachDatabase('the report', ({ open }) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())
  beforeEach(() => emptyTables(db))

  const report = async (
    history: PastConversation[],
    query: Partial<OverviewQuery> = {},
    now = minutesAfterNoon(60),
  ) => {
    await store(db, history)
    return overviewReport(db, { ...DAY, ...query }, now)
  }

  it('of an empty range has every bucket and every hour of the week, with nothing in them', async () => {
    const empty = await report([])
    expect(empty.buckets).toHaveLength(24)
    expect(empty.hours).toHaveLength(168)
    expect(empty.buckets[7]).toEqual({
      from: '2026-03-02T07:00:00.000Z',
      conversations: 0,
      customerMessages: 0,
      sentiment: { very_negative: 0, negative: 0, neutral: 0, positive: 0, very_positive: 0 },
      meanSentiment: null,
      escalations: 0,
    })
    expect(empty.totals).toEqual({
      conversations: 0,
      customerMessages: 0,
      escalated: 0,
      resolvedByAssistant: 0,
      firstHumanReplySeconds: { p50: null, p90: null },
      ratings: { '1': 0, '2': 0, '3': 0, '4': 0, '5': 0 },
      meanRating: null,
      predictedRating: { conversations: 0, mean: null, meanError: null },
      waitEstimates: { waits: 0, withinBound: null, medianErrorSeconds: null },
    })
  })

  it('counts from the first instant of the range to just before the end', async () => {
    const at = (instant: string): PastConversation => ({
      startedAt: new Date(instant),
      customer: [{ at: new Date(instant) }],
      tags: ['late'],
    })
    const edges = [
      '2026-03-01T23:59:59.999Z',
      '2026-03-02T00:00:00Z',
      '2026-03-02T23:59:59.999Z',
      '2026-03-03T00:00:00Z',
    ]
    const { totals, buckets, tags } = await report(edges.map(at))
    expect(totals).toMatchObject({ conversations: 2, customerMessages: 2 })
    expect([buckets[0]?.conversations, buckets[23]?.conversations]).toEqual([1, 1])
    expect(tags).toMatchObject([{ tag: 'late', conversations: 2, buckets: expect.arrayContaining([1]) }])
  })

  it('puts the hour that the clocks repeat into two buckets and the messages of both into one hour of the week', async () => {
    const { buckets, hours } = await report(
      [
        { startedAt: new Date('2026-10-25T00:30:00Z'), customer: [{ at: new Date('2026-10-25T00:30:00Z') }] },
        { startedAt: new Date('2026-10-25T01:30:00Z'), customer: [{ at: new Date('2026-10-25T01:30:00Z') }] },
      ],
      { from: new Date('2026-10-24T22:00:00Z'), to: new Date('2026-10-25T23:00:00Z'), timeZone: 'Europe/Amsterdam' },
    )
    expect(buckets).toHaveLength(25)
    expect(buckets.map((bucket) => bucket.conversations).slice(1, 5)).toEqual([0, 1, 1, 0])
    expect(hours.filter((cell) => cell.messages > 0)).toEqual([
      { weekday: 7, hour: 2, messages: 2, meanSentiment: null },
    ])
  })

  it('takes the word of an agent before that of the model, with the level of the new label as its score', async () => {
    const said: PastMessage[] = [
      { at: NOON, sentiment: 'neutral', score: 0.25, corrected: 'very_negative' },
      { at: NOON, sentiment: 'positive', score: 0.75, corrected: 'positive' },
      { at: NOON, sentiment: 'neutral', score: 0, corrected: 'negative' },
      { at: NOON, sentiment: null },
    ]
    const { sentiment, buckets, totals } = await report([{ startedAt: NOON, customer: said }])
    expect(sentiment).toEqual({ very_negative: 1, negative: 1, neutral: 0, positive: 1, very_positive: 0 })
    expect(buckets[12]?.meanSentiment).toBeCloseTo((-1 + 0.75 - 0.5) / 3)
    expect(totals.customerMessages).toBe(4)
    expect((await reportConversationIds(db, { ...DAY, sentiment: 'neutral' })).total).toBe(0)
    expect((await reportConversationIds(db, { ...DAY, sentiment: 'very_negative' })).total).toBe(1)
  })

  const quiet = minutesAfterNoon(-10)
  it.each<[string, number, PastConversation]>([
    ['whose last message was answered ten minutes ago', 1, { startedAt: quiet, customer: [answered(quiet)] }],
    [
      'that ended with thanks',
      1,
      { startedAt: quiet, customer: [answered(minutesAfterNoon(-20)), answered(quiet, 'small_talk')] },
    ],
    ['that were resolved without an agent', 1, { startedAt: quiet, owner: 'resolved', customer: [answered(quiet)] }],
    [
      'not when the customer wrote less than ten minutes ago',
      0,
      { startedAt: quiet, customer: [answered(minutesAfterNoon(-9.99))] },
    ],
    ['not when it was only a greeting', 0, { startedAt: quiet, customer: [answered(quiet, 'small_talk')] }],
    [
      'not when the assistant asked back last',
      0,
      { startedAt: quiet, customer: [answered(minutesAfterNoon(-20)), { at: quiet, decision: 'clarify' }] },
    ],
    [
      'not when the last message is undecided',
      0,
      { startedAt: quiet, customer: [answered(minutesAfterNoon(-20)), { at: quiet }] },
    ],
    [
      'not when it was ever escalated',
      0,
      {
        startedAt: quiet,
        customer: [answered(quiet)],
        escalated: [{ at: minutesAfterNoon(-9000), reason: 'frustrated' }],
      },
    ],
    ['not when an agent has it', 0, { startedAt: quiet, owner: 'agent', customer: [answered(quiet)] }],
    [
      'not when an agent resolved it',
      0,
      { startedAt: quiet, owner: 'resolved', hasAgent: true, customer: [answered(quiet)] },
    ],
    [
      'not when an agent wrote in it',
      0,
      { startedAt: quiet, customer: [answered(quiet)], agentAt: [minutesAfterNoon(-15)] },
    ],
    [
      'not when no customer wrote in the range',
      0,
      { startedAt: quiet, customer: [answered(new Date('2026-03-01T12:00:00Z'))] },
    ],
  ])('counts as resolved by the assistant conversations %s', async (_, expected, conversation) => {
    const { totals } = await report([conversation], {}, NOON)
    expect(totals.resolvedByAssistant).toBe(expected)
    expect((await reportConversationIds(db, { ...DAY, resolvedByAssistant: true }, NOON)).total).toBe(expected)
  })

  it('measures the first human reply from the ticket to the first public message of an agent', async () => {
    const waited = (minutes: number[], more: Partial<PastConversation> = {}): PastConversation => ({
      startedAt: NOON,
      escalated: [{ at: NOON, reason: 'frustrated' }],
      agentAt: minutes.map(minutesAfterNoon),
      ...more,
    })
    const { totals } = await report([
      waited([1, 5], { notesAt: [minutesAfterNoon(0.5)] }),
      waited([-3, 2]),
      waited([3]),
      waited([]),
      // The reply came after this ticket was closed: it belongs to another.
      waited([9], { escalated: [{ at: NOON, reason: 'frustrated', resolvedAt: minutesAfterNoon(8) }] }),
      waited([60], { escalated: [{ at: new Date('2026-03-01T12:00:00Z'), reason: 'frustrated' }] }),
    ])
    expect(totals.firstHumanReplySeconds.p50).toBeCloseTo(120)
    expect(totals.firstHumanReplySeconds.p90).toBeCloseTo(168)
  })

  it("gives a tag the mean score of what its conversations' customers wrote in the range, most frequent tag first", async () => {
    const said = (score: number, at = NOON): PastMessage => ({ at, sentiment: 'neutral', score })
    const { tags } = await report([
      { startedAt: NOON, tags: ['late', 'refund'], customer: [said(-0.5), said(-1), { at: NOON }, said(1, DAY.to)] },
      { startedAt: NOON, tags: ['late'], customer: [said(0.5)], escalated: [{ at: NOON, reason: 'frustrated' }] },
      { startedAt: NOON, tags: ['praise'] },
    ])
    expect(tags.map(({ buckets: _, ...tag }) => tag)).toEqual([
      { tag: 'late', conversations: 2, meanSentiment: -1 / 3, escalated: 1 },
      { tag: 'praise', conversations: 1, meanSentiment: null, escalated: 0 },
      { tag: 'refund', conversations: 1, meanSentiment: -0.75, escalated: 0 },
    ])
    expect(tags[0]?.buckets).toEqual(Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 2 : 0)))
  })

  it('counts ratings by when they were given', async () => {
    const before = new Date('2026-03-01T12:00:00Z')
    const { totals } = await report([
      { startedAt: before, rated: { stars: 5, at: NOON } },
      { startedAt: NOON, rated: { stars: 2, at: NOON } },
      { startedAt: NOON, rated: { stars: 1, at: DAY.to } },
    ])
    expect(totals.ratings).toEqual({ '1': 0, '2': 1, '3': 0, '4': 0, '5': 1 })
    expect(totals.meanRating).toBe(3.5)
  })

  it('compares the rating predicted before the customer rated with the one they gave', async () => {
    const later = new Date('2026-03-02T14:00:00Z')
    const { totals } = await report([
      {
        startedAt: NOON,
        rated: { stars: 2, at: NOON },
        customer: [
          { at: new Date(NOON.getTime() - 60_000), predicted: 3.1 },
          { at: NOON, predicted: 2.5 },
          { at: later, predicted: 4.4 },
        ],
      },
      { startedAt: NOON, rated: { stars: 5, at: NOON }, customer: [{ at: NOON, predicted: 4 }] },
      { startedAt: NOON, rated: { stars: 1, at: NOON }, customer: [{ at: NOON }] },
      { startedAt: NOON, customer: [{ at: NOON, predicted: 3 }] },
    ])
    expect(totals.predictedRating.conversations).toBe(2)
    expect(totals.predictedRating.mean).toBeCloseTo(3.25)
    expect(totals.predictedRating.meanError).toBeCloseTo(0.75)
  })

  it('counts a conversation escalated twice once in the total and once for each reason', async () => {
    const { totals, escalationReasons, buckets } = await report([
      {
        startedAt: NOON,
        escalated: [
          { at: NOON, reason: 'frustrated' },
          { at: minutesAfterNoon(90), reason: 'failed_attempts' },
        ],
      },
      { startedAt: NOON, escalated: [{ at: NOON, reason: 'frustrated' }] },
    ])
    expect(totals.escalated).toBe(2)
    expect(escalationReasons).toEqual([
      { reason: 'frustrated', count: 2 },
      { reason: 'failed_attempts', count: 1 },
    ])
    expect([buckets[12]?.escalations, buckets[13]?.escalations]).toEqual([2, 1])
  })

  it('lists the 200 changed last of many, newest first, and says how many there are', async () => {
    const history = Array.from({ length: 205 }, (_, index) => ({ startedAt: minutesAfterNoon(index) }))
    const stored = await store(db, history)
    const { total, ids } = await reportConversationIds(db, DAY)
    expect(total).toBe(205)
    expect(ids).toEqual(
      stored
        .map(({ id }) => id)
        .reverse()
        .slice(0, 200),
    )
  })

  it.each([
    ['an empty range', { to: DAY.from }, 'to'],
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }, 'timeZone'],
  ])('refuses %s for the figures and for the list, naming the field', async (_, given, field) => {
    const query = { ...DAY, ...given }
    await expect(overviewReport(db, query)).rejects.toMatchObject({ kind: 'invalid-request', field })
    await expect(reportConversationIds(db, query)).rejects.toMatchObject({ kind: 'invalid-request', field })
  })
})
