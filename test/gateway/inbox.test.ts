import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import { INBOX_LIMITS, viewInbox } from '../../src/gateway/views/inbox-store.ts'
import { searchConversations } from '../../src/gateway/views/search-store.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'

const LOTTE = '90000000-0000-4000-8000-000000000000'
const SAM = '80000000-0000-4000-8000-000000000000'

describeOnEachDatabase('the inbox', ({ open }) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    await emptyTables(db)
    await db.query(
      `insert into agents (id, email, name, role, password_hash)
       values ($1, 'lotte@x.invalid', 'Lotte', 'agent', ''), ($2, 'sam@x.invalid', 'Sam', 'agent', '')`,
      [LOTTE, SAM],
    )
  })

  /** `count` customers whose conversation changed `minutesAgo`, each with a name that says which. */
  async function conversations(
    name: string,
    count: number,
    { owner, agentId = null, minutesAgo }: { owner: string; agentId?: string | null; minutesAgo: number },
  ) {
    await db.query(
      `with people as (
         insert into customers (id, name) select gen_random_uuid(), $1 || ' ' || n from generate_series(1, $2::int) n
         returning id, name
       )
       insert into conversations (id, customer_id, owner, agent_id, waiting_since, updated_at)
       select id, id, $3, $4, case when $3 = 'queued' then at end, at from (
         select id, now() - make_interval(mins => $5::int) + make_interval(secs => split_part(name, ' ', 2)::int) as at
         from people
       ) p`,
      [name, count, owner, agentId, minutesAgo],
    )
  }
  /** Gives each of the queue a ticket. */
  const ticketed = (name: string, priority: string, skill: string) =>
    db.query(
      `insert into tickets (id, conversation_id, priority, required_skill, packet, queued_since)
       select c.id, c.id, $2, $3, '{}', c.waiting_since from conversations c join customers cu on cu.id = c.customer_id
       where cu.name like $1 || ' %' order by c.waiting_since`,
      [name, priority, skill],
    )

  it('holds who waits and what is an agent’s, however many conversations the assistant had since', async () => {
    await conversations('Waits', 1, { owner: 'queued', minutesAgo: 60 })
    await conversations('Mine', 1, { owner: 'agent', agentId: LOTTE, minutesAgo: 60 })
    await conversations('Offered', 1, { owner: 'offered', agentId: LOTTE, minutesAgo: 60 })
    await conversations('Sams', 1, { owner: 'agent', agentId: SAM, minutesAgo: 60 })
    await conversations('Chat', 600, { owner: 'assistant', minutesAgo: 30 })
    await conversations('Done', 60, { owner: 'resolved', minutesAgo: 30 })
    const { conversations: rows, beyond } = await viewInbox(db, LOTTE)
    const names = rows.map(({ customerName }) => customerName)
    expect(names).toEqual(expect.arrayContaining(['Waits 1', 'Mine 1', 'Offered 1', 'Sams 1', 'Chat 600']))
    expect(names).not.toContain('Chat 1')
    expect(rows).toHaveLength(4 + INBOX_LIMITS.assistant + INBOX_LIMITS.resolved)
    expect(beyond).toEqual({
      own: 0,
      queue: { count: 0, oldestSince: null, bySkill: {} },
      colleagues: 0,
      assistant: 500,
    })
  })

  it('is searched as a whole by name, tag, skill and number of a ticket, every word of it', async () => {
    await conversations('Ann', 2, { owner: 'resolved', minutesAgo: 9_000 })
    await ticketed('Ann', 'high', 'billing')
    await conversations('Bo', 60, { owner: 'assistant', minutesAgo: 1 })
    await db.query(
      `insert into conversation_tags (conversation_id, tag, source)
       select c.id, 'refund', 'agent' from conversations c join customers cu on cu.id = c.customer_id where cu.name = 'Ann 2'`,
    )
    const found = async (...words: string[]) =>
      (await searchConversations(db, words)).map(({ customerName }) => customerName)
    expect(await found('ann')).toEqual(['Ann 2', 'Ann 1'])
    expect(await found('ann', 'refund')).toEqual(['Ann 2'])
    expect(await found('billing', 'high', '#1')).toEqual(['Ann 1'])
    expect(await found('#7')).toEqual([])
    expect(await found('ann', "'%_")).toEqual([])
    expect(await found('bo')).toHaveLength(50)
  })

  it('has the queue in the order of routing, and counts whoever is beyond its bound', async () => {
    await conversations('Old', 3, { owner: 'queued', minutesAgo: 90 })
    await ticketed('Old', 'low', 'billing')
    await conversations('Normal', 3, { owner: 'queued', minutesAgo: 60 })
    await ticketed('Normal', 'normal', 'orders')
    await conversations('Urgent', 1, { owner: 'queued', minutesAgo: 1 })
    await ticketed('Urgent', 'urgent', 'orders')
    await conversations('Mine', 3, { owner: 'agent', agentId: LOTTE, minutesAgo: 5 })
    await conversations('Sams', 3, { owner: 'agent', agentId: SAM, minutesAgo: 5 })
    const { conversations: rows, beyond } = await viewInbox(db, LOTTE, {
      ...INBOX_LIMITS,
      own: 2,
      queue: 3,
      colleagues: 1,
    })
    const waiting = rows.filter(({ owner }) => owner === 'queued').map(({ customerName }) => customerName)
    expect(waiting.sort()).toEqual(['Normal 1', 'Normal 2', 'Urgent 1'])
    const [oldest] = await db.query<{ at: Date }>('select min(waiting_since) as at from conversations')
    expect(beyond).toEqual({
      own: 1,
      queue: { count: 4, oldestSince: oldest?.at.toISOString(), bySkill: { billing: 3, orders: 1 } },
      colleagues: 2,
      assistant: 0,
    })
    expect(rows).toHaveLength(3 + 2 + 1)
  })
})
