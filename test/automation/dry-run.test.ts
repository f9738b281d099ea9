import { expect, it } from 'vitest'
import { dryRun } from '../../src/automation/index.ts'
import type { Database, RuleContent } from '../../src/domain/index.ts'
import { describeOnEachDatabase } from '../support/database.ts'

const RULE: RuleContent = {
  name: 'Everything',
  event: { type: 'message_received' },
  conditions: { all: [] },
  actions: [{ kind: 'note', text: 'x' }],
  stopOnMatch: false,
  limits: { perCustomer: { times: 300, hours: 1 }, perRule: { times: 10_000, hours: 1 } },
}

/** 241 messages of each of five customers, a fifth of a millisecond apart. */
async function writeMany(db: Database): Promise<void> {
  await db.query(`with customer as (insert into customers (id) select gen_random_uuid() from generate_series(1, 5) returning id),
     conversation as (
       insert into conversations (id, customer_id) select gen_random_uuid(), id from customer returning id
     ),
     message as (
       insert into messages (id, conversation_id, seq, kind, author, text, version, created_at)
       select gen_random_uuid(), id, place, 'public', 'customer', 'message ' || place, place,
         now() - interval '1 hour' + place * interval '200 microseconds'
       from conversation, generate_series(1, 241) as place
       returning id, conversation_id, seq, created_at
     )
     insert into events (id, conversation_id, version, type, data, actor_kind, at)
     select gen_random_uuid(), conversation_id, seq, 'message.posted',
       jsonb_build_object('messageId', id, 'seq', seq, 'author', 'customer'), 'customer', created_at
     from message`)
}

describeOnEachDatabase('a dry run', ({ open }) => {
  it('looks at every event of many once, tells how far it is, and ends when nobody listens', async () => {
    const db = await open()
    await writeMany(db)
    const told: number[] = []
    const run = dryRun(db, RULE)
    let step = await run.next()
    for (; !step.done; step = await run.next()) told.push(step.value.looked)
    expect(step.value).toMatchObject({ looked: 1_205, of: 1_205, fired: 1_205, heldBack: 0, todays: [] })
    expect(told).toEqual([0, 1_000, 1_205])
    expect(step.value?.firings).toHaveLength(200)

    const left = dryRun(db, RULE, { signal: AbortSignal.abort() })
    await left.next()
    expect(await left.next()).toEqual({ done: true, value: null })
    await db.close()
  })
})
