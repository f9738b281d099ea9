import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, HandoffPacket, NewEvent, TicketState, Tx } from '../../src/domain/index.ts'
import {
  changeTags,
  changeTagsByRule,
  findOpenTicket,
  listTagExamples,
  listTags,
  listTickets,
  MODEL_TAG_PROBABILITY,
  moveTicket,
  type NewTicket,
  openTicket,
  setModelTags,
  type TagChange,
} from '../../src/tickets/index.ts'
import { emptyTables, openTestDatabase } from '../support/database.ts'

const id = '22222222-2222-4222-8222-222222222222'
const messageId = '33333333-3333-4333-8333-333333333333'
const at = new Date('2026-03-04T10:00:00Z')

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await emptyTables(db)
  await db.query('insert into customers (id) values ($1)', [id])
  await db.query('insert into conversations (id, customer_id) values ($1, $1)', [id])
  await db.query(
    `insert into messages (id, conversation_id, seq, kind, author, text, version)
     values ($2, $1, 1, 'public', 'customer', 'My parcel is late and I want my money back', 1)`,
    [id, messageId],
  )
})

describe('tickets', () => {
  const packet: HandoffPacket = {
    reason: 'frustrated',
    summary: 'The customer wrote: “hm”.',
    intents: [{ name: 'late_delivery', probability: 0.8 }],
    sentimentCurve: [],
    frustrationDrivers: [],
    entities: [],
    tried: [],
    flow: null,
    attachments: [],
    promised: 'A person comes.',
  }
  const ticket: NewTicket = {
    conversationId: id,
    priority: 'high',
    priorityReasons: ['frustration is 0.72 of 1: one step up'],
    requiredSkill: 'delivery',
    language: 'en',
    packet,
    openedAt: at,
  }
  const open = (change: Partial<NewTicket> = {}) => db.transaction((tx) => openTicket(tx, { ...ticket, ...change }))

  it('open once; opening again gives the same, unchanged', async () => {
    const first = await open()
    expect(first).toMatchObject({ opened: true, ticket: { ...ticket, number: 1, status: 'open', resolvedAt: null } })
    const again = await open({ priority: 'low' })
    expect(again).toEqual({ opened: false, reopened: false, ticket: first.ticket })
    expect(await findOpenTicket(db, id)).toEqual(first.ticket)
    expect(await listTickets(db, id)).toHaveLength(1)
  })

  const moveTo = (to: TicketState) =>
    db.transaction(async (tx) => {
      const [ticket] = (await listTickets(tx, id)).slice(-1)
      return ticket && moveTicket(tx, ticket.id, to, { at, until: to === 'snoozed' ? at : null })
    })

  it('are the open one while they wait for the customer or are snoozed', async () => {
    const { ticket } = await open()
    for (const state of ['waiting_for_customer', 'snoozed', 'open'] as const) {
      await moveTo(state)
      expect(await findOpenTicket(db, id)).toMatchObject({ id: ticket.id, status: state })
      expect((await open()).opened).toBe(false)
    }
  })

  it('are opened again by the next escalation while they are resolved, and another is opened once they are closed', async () => {
    await open()
    await moveTo('resolved')
    expect(await findOpenTicket(db, id)).toBeNull()
    expect(await open({ priority: 'urgent' })).toMatchObject({
      reopened: true,
      ticket: { number: 1, status: 'open', priority: 'urgent', resolvedAt: null },
    })
    await moveTo('resolved')
    await moveTo('closed')
    expect(await open()).toMatchObject({ reopened: false, opened: true })
    expect((await listTickets(db, id)).map(({ status }) => status)).toEqual(['closed', 'open'])
  })
})

describe('tags', () => {
  const byModel = (tags: string[], probability = 0.8) =>
    db.transaction((tx) => setModelTags(tx, id, { messageId: null, intent: { tags, probability }, readings: [] }))
  const heard = (...readings: { tag: string; probability: number; isSet: boolean }[]) =>
    db.transaction((tx) =>
      setModelTags(tx, id, {
        messageId,
        intent: null,
        readings: readings.map((reading) => ({ ...reading, why: { examples: [], words: ['late'] } })),
      }),
    )
  const suggested = async () =>
    (await db.query<{ tag: string }>('select tag from suggested_tags where conversation_id = $1', [id])).map(
      (row) => row.tag,
    )
  const byAgent = (change: Partial<TagChange>) =>
    db.transaction((tx) =>
      changeTags(
        tx,
        id,
        { add: [], remove: [], ...change },
        { agentId: 'agent-1', modelVersion: 'v1', knownTags: new Set(['delivery', 'refunds', 'orders']) },
      ),
    )
  const byRule = (tx: Tx) =>
    changeTagsByRule(tx, id, { add: ['orders'], remove: [] }, { ruleName: 'r', knownTags: new Set(['orders']) })
  const names = async () => (await listTags(db, id)).map(({ tag, source }) => `${tag} by ${source}`)
  const actor = { kind: 'agent', id: 'agent-1' } as const

  it('are set by the model from its probability on, and not below', async () => {
    expect(await byModel(['delivery'], MODEL_TAG_PROBABILITY - 0.001)).toEqual([])
    expect(await byModel(['delivery', 'delivery'], MODEL_TAG_PROBABILITY)).toEqual<NewEvent[]>([
      {
        type: 'tags.changed',
        data: {
          tags: [{ tag: 'delivery', source: 'intent', confidence: expect.closeTo(MODEL_TAG_PROBABILITY, 5) }],
          added: ['delivery'],
          removed: [],
        },
        actor: { kind: 'assistant', id: null },
      },
    ])
  })

  it('set again change nothing but keep the higher confidence', async () => {
    await byModel(['delivery'], 0.8)
    expect(await byModel(['delivery'], 0.9)).toEqual([])
    expect(await byModel(['delivery'], 0.75)).toEqual([])
    expect((await listTags(db, id))[0]?.confidence).toBeCloseTo(0.9, 5)
  })

  it('that a person took away stay away, until a person adds them', async () => {
    await byModel(['delivery', 'orders'])
    expect(await byAgent({ remove: ['delivery'] })).toEqual<NewEvent[]>([
      {
        type: 'tags.changed',
        data: { tags: [expect.objectContaining({ tag: 'orders' })], added: [], removed: ['delivery'] },
        actor,
      },
      {
        type: 'tag.corrected',
        data: { tag: 'delivery', action: 'removed', wasSource: 'intent', modelVersion: 'v1' },
        actor,
      },
    ])
    expect(await byModel(['delivery'], 0.99)).toEqual([])
    expect(await names()).toEqual(['orders by intent'])
    await byAgent({ add: ['delivery'] })
    expect(await names()).toEqual(['delivery by agent', 'orders by intent'])
    expect(await byModel(['delivery'], 0.99)).toEqual([])
    expect(await names()).toEqual(['delivery by agent', 'orders by intent'])
  })

  it('changed twice by an agent are changed once', async () => {
    const first = await byAgent({ add: ['refunds', 'refunds'] })
    expect(first.map(({ type }) => type)).toEqual(['tags.changed', 'tag.corrected'])
    expect(first[1]?.data).toEqual({ tag: 'refunds', action: 'added', wasSource: null, modelVersion: 'v1' })
    expect(await byAgent({ add: ['refunds'] })).toEqual([])
    expect((await byAgent({ remove: ['refunds'] })).map(({ type }) => type)).toEqual(['tags.changed', 'tag.corrected'])
    expect(await byAgent({ remove: ['refunds'] })).toEqual([])
  })

  it('that do not exist, or stand on both sides, are refused and change nothing', async () => {
    await byModel(['delivery'])
    await expect(byAgent({ add: ['refnd'], remove: ['delivery'] })).rejects.toMatchObject({
      kind: 'invalid-request',
      field: 'add',
      message: 'The tags were not changed: "refnd" is not one of the tags in use.',
    })
    await expect(byAgent({ add: ['orders'], remove: ['orders'] })).rejects.toMatchObject({ code: 'tag-on-both-sides' })
    expect(await names()).toEqual(['delivery by intent'])
  })

  it('of which the model is not sure are suggested; confirming or waving one away teaches it', async () => {
    await heard(
      { tag: 'delivery', probability: 0.95, isSet: true },
      { tag: 'refunds', probability: 0.6, isSet: false },
      { tag: 'orders', probability: 0.4, isSet: false },
    )
    expect(await names()).toEqual(['delivery by model'])
    expect((await suggested()).sort()).toEqual(['orders', 'refunds'])

    const events = await byAgent({ add: ['delivery', 'refunds'], remove: ['orders'] })
    expect(events[0]?.data).toMatchObject({ added: ['refunds'], removed: [] })
    expect(events.slice(1).map(({ data }) => data)).toMatchObject([
      { tag: 'delivery', action: 'confirmed', wasSource: 'model' },
      { tag: 'refunds', action: 'confirmed', wasSource: 'suggestion' },
      { tag: 'orders', action: 'removed', wasSource: 'suggestion' },
    ])
    expect(await names()).toEqual(['delivery by agent', 'refunds by agent'])
    expect(await suggested()).toEqual([])
    const text = 'My parcel is late and I want my money back'
    expect(await listTagExamples(db)).toEqual([
      { text, tag: 'delivery', isRight: true },
      { text, tag: 'orders', isRight: false },
      { text, tag: 'refunds', isRight: true },
    ])
    // What was waved away is not brought up again, by no model and no rule.
    await heard({ tag: 'orders', probability: 0.99, isSet: true })
    await db.transaction((tx) => byRule(tx))
    expect(await names()).toEqual(['delivery by agent', 'refunds by agent'])
    expect(await suggested()).toEqual([])
  })

  it('that a rule sets end the suggestion of the same', async () => {
    await heard({ tag: 'orders', probability: 0.5, isSet: false })
    const events = await db.transaction((tx) => byRule(tx))
    expect(events).toMatchObject([{ type: 'tags.changed', data: { added: ['orders'] }, actor: { kind: 'system' } }])
    expect([await names(), await suggested()]).toEqual([['orders by rule'], []])
    expect(await db.query('select why from conversation_tags')).toEqual([{ why: { rule: 'r' } }])
  })
})
