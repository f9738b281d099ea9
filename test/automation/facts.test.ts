import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { loadFacts } from '../../src/automation/facts-store.ts'
import { loadFactsThen } from '../../src/automation/facts-then.ts'
import type { Database } from '../../src/domain/index.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'

const ID = '30000000-0000-4000-8000-000000000000'
const start = new Date('2026-03-04T10:00:00Z')
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

describeOnEachDatabase('what rules know of the ticket', ({ open }) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())
  /** An urgent ticket for billing, opened at the start and resolved ten minutes later. */
  beforeEach(async () => {
    await emptyTables(db)
    await db.query('insert into customers (id) values ($1)', [ID])
    await db.query(`insert into conversations (id, customer_id, owner, created_at) values ($1, $1, 'resolved', $2)`, [
      ID,
      start,
    ])
    await db.query(
      `insert into tickets (id, conversation_id, priority, required_skill, packet, status, opened_at, resolved_at)
       values ($1, $1, 'urgent', 'billing', '{}', 'resolved', $2, $3)`,
      [ID, start, after(10)],
    )
  })
  async function factsAt(type: string, minutes: number, when: 'now' | 'then') {
    const event = { conversationId: ID, type, data: { rating: 1 }, actor: 'customer', at: after(minutes) }
    const [loaded] = await (when === 'now' ? loadFacts(db, [event]) : loadFactsThen(db, [event]))
    const { 'ticket.open': open, 'ticket.priority': priority, 'ticket.skill': skill } = loaded?.facts ?? {}
    return { open, priority, skill }
  }

  it.each(['now', 'then'] as const)('is of the ticket that was resolved or rated, %s', async (when) => {
    const ended = { open: true, priority: 'urgent', skill: 'billing' }
    expect(await factsAt('conversation.resolved', 10, when)).toEqual(ended)
    expect(await factsAt('conversation.rated', 90, when)).toEqual(ended)
  })

  it.each(['now', 'then'] as const)('is nothing for what else happens after the end, %s', async (when) => {
    expect(await factsAt('message.posted', 20, when)).toEqual({ open: false, priority: null, skill: null })
  })

  it('is nothing for the end of a conversation that went on with the assistant after the ticket', async () => {
    await db.query(
      `insert into events (id, conversation_id, version, type, data, actor_kind, at)
       values (gen_random_uuid(), $1, 1, 'conversation.reopened', '{}', 'customer', $2)`,
      [ID, after(30)],
    )
    expect(await factsAt('conversation.rated', 40, 'now')).toEqual({ open: false, priority: null, skill: null })
  })
})
