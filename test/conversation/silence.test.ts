import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { occurrenceOf } from '../../src/automation/occurrences.ts'
import { endSilent } from '../../src/background/index.ts'
import { listMessages, receive } from '../../src/conversation/index.ts'
import type { Database } from '../../src/domain/index.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'

const HOUR_MS = 3_600_000

describeOnEachDatabase('a conversation with the assistant', ({ open }) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())
  beforeEach(() => emptyTables(db))

  const send = (customerId: string) =>
    receive(db, { customerId, clientMessageId: randomUUID(), text: 'where is my order' })
  /** One message, decided on, and then nothing for `hours`. */
  async function silentFor(hours: number, owner = 'assistant'): Promise<{ id: string; customerId: string }> {
    const customerId = randomUUID()
    await db.query('insert into customers (id) values ($1)', [customerId])
    const { conversation } = await send(customerId)
    await db.query('update messages set decided_at = now() where conversation_id = $1', [conversation.id])
    await db.query(
      'update conversations set owner = $2, updated_at = now() - make_interval(hours => $3::int) where id = $1',
      [conversation.id, owner, hours],
    )
    return { id: conversation.id, customerId }
  }
  const sweep = () => endSilent({ database: db, silenceMs: 24 * HOUR_MS, afterCommit: () => {} }, new Date())
  const ownerOf = async (id: string) =>
    (await db.query<{ owner: string }>('select owner from conversations where id = $1', [id]))[0]?.owner

  it('ends by itself after a day of silence, without a word, and goes on when the customer writes', async () => {
    const { id, customerId } = await silentFor(25)
    expect(await sweep()).toBe(1)
    expect(await ownerOf(id)).toBe('resolved')
    expect(await listMessages(db, id)).toHaveLength(1)
    const again = await send(customerId)
    expect(again.conversation).toMatchObject({ id, owner: 'assistant' })
  })

  it('is not resolved to rules, which would ask for a rating', async () => {
    await silentFor(25)
    await sweep()
    const [event] = await db.query<{ type: string; data: Record<string, unknown> }>(
      `select type, data from events where type = 'conversation.resolved'`,
    )
    expect(event && occurrenceOf(event).types).toEqual([])
    expect(occurrenceOf({ type: 'conversation.resolved', data: { by: 'agent' } }).types).toEqual(['resolved'])
  })

  it('stays while somebody spoke lately, a message waits for its decision, a job is under way, or a person is to come', async () => {
    const lately = await silentFor(23)
    const undecided = await silentFor(25)
    await db.query('update messages set decided_at = null where conversation_id = $1', [undecided.id])
    const working = await silentFor(25)
    await db.query(
      `insert into jobs (id, conversation_id, key, run_id, act) values (gen_random_uuid(), $1, 'k', 'r', '{}')`,
      [working.id],
    )
    const waiting = await silentFor(25, 'queued')
    const ticketed = await silentFor(25)
    await db.query(
      `insert into tickets (id, conversation_id, priority, required_skill, packet) values ($1, $1, 'normal', 'orders', '{}')`,
      [ticketed.id],
    )
    expect(await sweep()).toBe(0)
    for (const { id } of [lately, undecided, working, ticketed]) expect(await ownerOf(id)).toBe('assistant')
    expect(await ownerOf(waiting.id)).toBe('queued')
  })

  it('ends however many there are', async () => {
    for (let made = 0; made < 45; made++) await silentFor(30)
    expect(await sweep()).toBe(45)
  })
})
