import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startRelay } from '../../src/database/index.ts'
import type { Database, Publication, Tx } from '../../src/domain/index.ts'
import { describeOnEachDatabase, openTestPostgres } from '../support/database.ts'
import { until } from '../support/wait.ts'

async function newConversation(db: Database): Promise<string> {
  const [customer, conversation] = [randomUUID(), randomUUID()]
  await db.query('insert into customers (id) values ($1)', [customer])
  await db.query('insert into conversations (id, customer_id) values ($1, $2)', [conversation, customer])
  return conversation
}

const happen = (tx: Pick<Tx, 'query'>, conversationId: string, version: number) =>
  tx.query(
    `insert into events (id, conversation_id, version, type, data, actor_kind)
     values ($1, $2, $3, 'message.posted', '{}', 'customer')`,
    [randomUUID(), conversationId, version],
  )

/** What a reader saw, who always asks for what lies behind the last position it was given. */
function reader(db: Database) {
  let position = 0
  const seen: string[] = []
  return {
    seen,
    async read() {
      const rows = await db.query<{ id: string; position: number }>(
        'select id, position from events where position > $1 order by position',
        [position],
      )
      for (const row of rows) {
        position = row.position
        seen.push(row.id)
      }
    },
  }
}

const allEvents = async (db: Database) => (await db.query<{ id: string }>('select id from events')).map(({ id }) => id)

describeOnEachDatabase('the relay', ({ open }) => {
  let db: Database
  let relays: { close(): Promise<void> }[] = []
  beforeEach(async () => {
    db = await open()
  })
  afterEach(async () => {
    for (const relay of relays) await relay.close()
    relays = []
    await db.close()
  })
  const relay = (publish: (tx: Tx, publications: Publication[]) => Promise<void>) => {
    const started = startRelay({ database: db, publish, onError: () => {} })
    relays.push(started)
    return started
  }

  it('tells of each conversation once a batch, from the version before', async () => {
    const id = await newConversation(db)
    for (const version of [1, 2, 3]) await happen(db, id, version)
    const told: Publication[] = []
    relay(async (_tx, publications) => void told.push(...publications)).nudge()
    await until('the publication', () => told.length > 0)
    expect(told).toEqual([
      { conversationId: id, since: 0, position: 3, types: ['message.posted', 'message.posted', 'message.posted'] },
    ])
  })

  it('publishes again what failed to be published', async () => {
    await happen(db, await newConversation(db), 1)
    let attempts = 0
    const { nudge } = relay(async () => {
      attempts++
      if (attempts === 1) throw new Error('the sockets are gone')
    })
    nudge()
    await until('the second attempt', () => attempts >= 2)
    const [left] = await db.query<{ count: number }>('select count(*)::int as count from events where position is null')
    expect(left?.count).toBe(0)
  })

  it('gives every event one position when several relays run', async () => {
    const id = await newConversation(db)
    const told: number[] = []
    const several = [1, 2, 3].map(() => relay(async (_tx, publications) => void told.push(publications.length)))
    for (let version = 1; version <= 60; version++) {
      await happen(db, id, version)
      several[version % 3]?.nudge()
    }
    await until('all to be numbered', async () => {
      const rows = await db.query('select 1 from events where position is null')
      return rows.length === 0
    })
    const rows = await db.query<{ version: number }>('select version from events order by position')
    expect(rows.map(({ version }) => version)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
  })
})

describe.skipIf(!process.env.DATABASE_URL)('two transactions that overlap (PostgreSQL, DATABASE_URL)', () => {
  it('never lets a reader skip the one that commits late', async () => {
    const { database: db } = await openTestPostgres(process.env.DATABASE_URL ?? '')
    const relay = startRelay({ database: db, publish: async () => {}, onError: () => {} })
    const [slow, quick] = [await newConversation(db), await newConversation(db)]
    const { seen, read } = reader(db)

    let commit = () => {}
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    let hasWritten = () => {}
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve
    })
    // Its row comes first in the sequence, its commit last.
    const late = db.transaction(async (tx) => {
      await happen(tx, slow, 1)
      hasWritten()
      await held
    })
    await written
    await happen(db, quick, 1)
    relay.nudge()
    await until('the quick one to be read', async () => {
      await read()
      return seen.length === 1
    })
    commit()
    await late
    relay.nudge()
    await until('the late one to be read', async () => {
      await read()
      return seen.length === 2
    })
    expect([...seen].sort()).toEqual((await allEvents(db)).sort())
    await relay.close()
    await db.close()
  })
})
