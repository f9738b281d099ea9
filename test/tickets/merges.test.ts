import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeConversation, listMessages } from '../../src/conversation/index.ts'
import type { Agent, Database, IntentDefinition } from '../../src/domain/index.ts'
import { viewConversation } from '../../src/gateway/views/conversation-view-store.ts'
import { createMergeActions } from '../../src/merge-actions.ts'
import { relateTickets } from '../../src/related-tickets.ts'
import { accept, endAssignment } from '../../src/routing/index.ts'
import { findOpenTicket, findResolvedTicket, moveTicket } from '../../src/tickets/index.ts'
import { emptyTables, openTestDatabase } from '../support/database.ts'

/** One digit names customer, conversation and ticket alike. */
const idOf = (digit: number) => `${digit}0000000-0000-4000-8000-000000000000`
const lotte = { id: idOf(9), name: 'Lotte', role: 'agent' } as Agent
const late: Partial<IntentDefinition> = { name: 'late_delivery', title: 'Late delivery', tags: ['delivery'] }

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await emptyTables(db)
  await db.query(
    `insert into agents (id, email, name, role, password_hash) values ($1, 'lotte@x.invalid', 'Lotte', 'agent', '')`,
    [lotte.id],
  )
})

/** Somebody with this address waits for a person about a late parcel. */
async function escalated(digit: number, email: string) {
  const id = idOf(digit)
  await db.query('insert into customers (id, email) values ($1, $2)', [id, email])
  await db.query(
    `insert into conversations (id, customer_id, owner, waiting_since, last_seq, version) values ($1, $1, 'queued', now(), 1, 1)`,
    [id],
  )
  await db.query(
    `insert into messages (id, conversation_id, seq, kind, author, text, version, corrected_intent)
     values ($1, $1, 1, 'public', 'customer', 'my parcel is late', 1, 'late_delivery')`,
    [id],
  )
  await db.query(
    `insert into tickets (id, conversation_id, priority, required_skill, packet) values ($1, $1, 'normal', 'delivery', '{}')`,
    [id],
  )
  // Without the encoder, as on a machine that has none.
  const intents = new Map([['late_delivery', late as IntentDefinition]])
  await relateTickets({ database: db, understander: { embed: async () => null }, intents, afterCommit: () => {} })
  return id
}

const merges = () =>
  createMergeActions({
    database: db,
    afterCommit: () => {},
    async takeOver(tx, agent, conversation) {
      const resolved = await findResolvedTicket(tx, conversation.id)
      if (resolved) await moveTicket(tx, resolved.id, 'open', { at: new Date(), until: null })
      return accept(tx, { changeConversation, now: () => new Date() }, conversation, agent)
    },
    async endWork(tx, conversation, outcome) {
      await endAssignment(tx, conversation.id, outcome, new Date())
      const ticket = await findOpenTicket(tx, conversation.id)
      if (ticket) await moveTicket(tx, ticket.id, 'resolved', { at: new Date(), until: null })
    },
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
    expect(back.summary).toMatchObject({ owner: 'agent', agentId: lotte.id })
    expect(back.tickets).toMatchObject([{ status: 'open', resolvedAt: null }])
    expect((await listMessages(db, second)).map(({ text }) => text)).toEqual([
      'my parcel is late',
      expect.stringContaining('It goes on there'),
      'This conversation goes on here again.',
    ])
    expect((await view(first)).links.merged).toEqual([])
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
