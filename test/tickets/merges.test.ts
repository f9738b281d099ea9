import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMergeActions, createTicketWork, setClockTimer } from '../../src/actions/index.ts'
import { relateTickets } from '../../src/background/index.ts'
import {
  changeConversation,
  currentConversation,
  listMessages,
  listReaders,
  lockConversation,
  receive,
} from '../../src/conversation/index.ts'
import { keepIdentity } from '../../src/customers/index.ts'
import type { Agent, Database, IntentDefinition } from '../../src/domain/index.ts'
import { viewConversation } from '../../src/gateway/views/conversation-view-store.ts'
import { accept } from '../../src/routing/index.ts'
import { ALWAYS_OPEN, createWatch } from '../../src/service-levels/index.ts'
import { findResolvedTicket } from '../../src/tickets/index.ts'
import { emptyTables, openTestDatabase } from '../support/database.ts'

/** One digit names customer, conversation and ticket alike. */
const idOf = (digit: number) => `${digit}0000000-0000-4000-8000-000000000000`
const lotte = { id: idOf(9), name: 'Lotte', role: 'agent' } as Agent
const sam = { id: idOf(8), name: 'Sam', role: 'agent' } as Agent
const late: Partial<IntentDefinition> = { name: 'late_delivery', title: 'Late delivery', tags: ['delivery'] }

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await emptyTables(db)
  await db.query(
    `insert into agents (id, email, name, role, password_hash)
     values ($1, 'lotte@x.invalid', 'Lotte', 'agent', ''), ($2, 'sam@x.invalid', 'Sam', 'agent', '')`,
    [lotte.id, sam.id],
  )
})

const SINCE = new Date(Date.now() - 12 * 60_000)

/** Somebody with this address, verified unless they only typed it, waits since twelve minutes about a late parcel. */
async function escalated(digit: number, email: string, { isVerified = true } = {}) {
  const id = idOf(digit)
  await db.query('insert into customers (id, email) values ($1, $2)', [id, email])
  if (isVerified) await keepIdentity(db, id, { email, method: 'code' }, new Date(Date.now() + 60_000))
  await db.query(
    `insert into conversations (id, customer_id, owner, waiting_since, last_seq, version) values ($1, $1, 'queued', $2, 1, 1)`,
    [id, SINCE],
  )
  await db.query(
    `insert into messages (id, conversation_id, seq, kind, author, text, version, corrected_intent)
     values ($1, $1, 1, 'public', 'customer', 'my parcel is late', 1, 'late_delivery')`,
    [id],
  )
  await db.query(
    `insert into tickets (id, conversation_id, priority, required_skill, packet, opened_at, state_since, queued_since)
     values ($1, $1, 'high', 'delivery', '{}', $2, $2, $2)`,
    [id, SINCE],
  )
  // Without the encoder, as on a machine that has none.
  const intents = new Map([['late_delivery', late as IntentDefinition]])
  await relateTickets({ database: db, understander: { embed: async () => null }, intents, afterCommit: () => {} })
  return id
}

const work = createTicketWork({ closeAfterMs: 4 * 24 * 3_600_000, hasRoom: async () => 'room' })
const merges = () =>
  createMergeActions({
    database: db,
    afterCommit: () => {},
    // As the composed app does it.
    async takeOver(tx, agent, conversation) {
      const resolved = await findResolvedTicket(tx, conversation.id)
      const actor = { kind: 'agent', id: agent.id } as const
      if (resolved) await work.move(tx, conversation, resolved, 'open', { actor, reason: 'taken up again' })
      return accept(tx, { changeConversation, now: () => new Date() }, conversation, agent)
    },
    endWork: work.endWork,
    requeue: work.requeue,
  })
const view = async (id: string) => {
  const seen = await viewConversation(db, id)
  if (!seen) throw new Error(`${id} is not there`)
  return seen
}

describe('two open tickets of one customer about one matter', () => {
  it('are seen beside each other, become one, and two again', async () => {
    const first = await escalated(1, 'twice@example.com')
    const second = await escalated(2, 'twice@example.com')
    expect((await view(second)).links.related).toMatchObject([
      { id: first, kind: 'duplicate', reasons: ['both are about “Late delivery”', 'opened within a day'] },
    ])
    expect((await view(first)).links.related).toMatchObject([{ id: second }])

    await merges().merge(lotte, second, first)
    await merges().merge(lotte, second, first)
    const into = await view(first)
    expect(into.links).toMatchObject({
      related: [],
      merged: [
        { id: second, owner: 'resolved', matter: 'Late delivery', messages: [{ text: 'my parcel is late' }, {}] },
      ],
    })
    expect(into.events.filter(({ type }) => type === 'merge.made')).toHaveLength(1)
    const from = await view(second)
    expect(from.links.into).toMatchObject({ id: first, ticketNumber: into.summary.ticketNumber })
    expect(from.tickets.at(-1)?.status).toBe('resolved')
    expect(from.messages.at(-1)?.text).toContain(`ticket #${into.summary.ticketNumber}. It goes on there`)

    await merges().undoMerge(lotte, second)
    await merges().undoMerge(lotte, second)
    const back = await view(second)
    expect(back.links).toMatchObject({ into: null, related: [{ id: first }] })
    expect(back.summary).toMatchObject({ owner: 'queued', agentId: null, waitingSince: SINCE.toISOString() })
    expect(back.tickets).toMatchObject([{ status: 'open', resolvedAt: null }])
    expect((await listMessages(db, second)).map(({ text }) => text)).toEqual([
      'my parcel is late',
      expect.stringContaining('It goes on there'),
      'This conversation goes on here again.',
    ])
    expect((await view(first)).links.merged).toEqual([])
  })

  it('are merged only where the person is known, not where two typed one address', async () => {
    const first = await escalated(1, 'shared@example.com', { isVerified: false })
    const second = await escalated(2, 'shared@example.com', { isVerified: false })
    expect((await view(second)).links.related).toMatchObject([
      {
        id: first,
        kind: 'related',
        reasons: ['the same e-mail address, not verified', expect.anything(), expect.anything()],
      },
    ])
    expect((await view(first)).links.related).toEqual([])
    await expect(merges().merge(lotte, second, first)).rejects.toMatchObject({ code: 'not-same-customer' })
    const known = await escalated(3, 'shared@example.com')
    await expect(merges().merge(lotte, known, first)).rejects.toMatchObject({ code: 'not-same-customer' })
  })

  it('cannot be merged away from a channel, where the customer could not read on', async () => {
    const [first, second] = [await escalated(1, 'a@x.com'), await escalated(2, 'a@x.com')]
    await db.query(
      `insert into channel_conversations (conversation_id, channel, external_id, person_id, reference)
       values ($1, 'msteams', 'x', 'p', '{}')`,
      [second],
    )
    await expect(merges().merge(lotte, second, first)).rejects.toMatchObject({ code: 'from-channel' })
    await merges().merge(lotte, first, second)
  })

  it('are one to the customer: what they write next is stored where it goes on, and read there', async () => {
    const [first, second] = [await escalated(1, 'a@x.com'), await escalated(2, 'a@x.com')]
    await merges().merge(lotte, second, first)
    const words = { customerId: second, clientMessageId: 'after-the-merge', text: 'any news?' }
    const { message, conversation } = await receive(db, words)
    expect(conversation).toMatchObject({ id: first, owner: 'queued' })
    expect((await receive(db, words)).message.id).toBe(message.id)
    expect((await listMessages(db, first)).map(({ text }) => text)).toEqual([
      'my parcel is late',
      expect.stringContaining('goes on here'),
      'any news?',
    ])
    expect((await view(second)).summary.owner).toBe('resolved')
    expect((await currentConversation(db, second))?.id).toBe(first)
    expect((await listReaders(db, first)).sort()).toEqual([first, second])
    expect(await listReaders(db, second)).toEqual([])

    await merges().undoMerge(lotte, second)
    expect((await receive(db, { ...words, clientMessageId: 'after-the-undo' })).conversation.id).toBe(second)
    expect(await listReaders(db, second)).toEqual([second])
  })

  it('stand as before once a merge is undone: in its place in the queue, or with the agent who had it', async () => {
    const [first, second] = [await escalated(1, 'a@x.com'), await escalated(2, 'a@x.com')]
    await merges().merge(lotte, second, first)
    await merges().undoMerge(sam, second)
    const [ticket] = await db.query(
      'select status, priority, required_skill, queued_since from tickets where conversation_id = $1',
      [second],
    )
    expect(ticket).toEqual({ status: 'open', priority: 'high', required_skill: 'delivery', queued_since: SINCE })

    await db.transaction(async (tx) => {
      const queued = await lockConversation(tx, second)
      if (queued) await accept(tx, { changeConversation, now: () => new Date() }, queued, lotte)
    })
    await merges().merge(lotte, second, first)
    await merges().undoMerge({ ...sam, role: 'lead' }, second)
    expect((await view(second)).summary).toMatchObject({ owner: 'agent', agentId: lotte.id, ticketState: 'open' })
  })

  it('has a clock for the first reply that a merge which is undone has not stopped', async () => {
    const [first, second] = [await escalated(1, 'a@x.com'), await escalated(2, 'a@x.com')]
    const watch = createWatch({
      database: db,
      levels: { policies: [], warnAt: 0.8 },
      hoursOf: () => ALWAYS_OPEN,
      lockConversation,
      changeConversation,
      setTimer: setClockTimer,
      afterCommit: () => {},
      onError: (error) => {
        throw error
      },
    })
    const clocks = async () => {
      await db.transaction((tx) => watch.look(tx, second, new Date()))
      return db.query(
        `select target, number, started_at, stopped_at is null as runs, jsonb_array_length(runs) as stretches
         from service_clocks where ticket_id = $1 order by target`,
        [second],
      )
    }
    const running = ['first_reply', 'resolution'].map((target) => ({
      target,
      number: 1,
      started_at: SINCE,
      runs: true,
      stretches: 1,
    }))
    expect(await clocks()).toEqual(running)
    await merges().merge(lotte, second, first)
    expect(await clocks()).toEqual(running.map((clock) => ({ ...clock, runs: false })))
    await merges().undoMerge(lotte, second)
    expect(await clocks()).toEqual(running)
    await watch.close()
  })

  it('cannot be merged into a chain, into themselves, or across customers', async () => {
    const [a, b, c] = [await escalated(1, 'x@x.com'), await escalated(2, 'x@x.com'), await escalated(3, 'x@x.com')]
    const other = await escalated(4, 'else@x.com')
    expect((await view(other)).links.related).toEqual([])
    await merges().merge(lotte, b, a)
    await expect(merges().merge(lotte, b, c)).rejects.toMatchObject({ code: 'already-merged' })
    await expect(merges().merge(lotte, c, b)).rejects.toMatchObject({ code: 'into-merged' })
    await expect(merges().merge(lotte, a, c)).rejects.toMatchObject({ code: 'has-merged' })
    await expect(merges().merge(lotte, c, c)).rejects.toMatchObject({ code: 'merge-with-itself' })
    await expect(merges().merge(lotte, c, other)).rejects.toMatchObject({ code: 'not-same-customer' })
    expect((await view(c)).summary.owner).toBe('queued')
  })
})
