import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createRuleActs } from '../../src/actions/index.ts'
import type { RuleActParts } from '../../src/actions/rule-acts.ts'
import type { Database } from '../../src/domain/index.ts'
import { emptyTables, openTestDatabase } from '../support/database.ts'

const ID = '30000000-0000-4000-8000-000000000000'

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await emptyTables(db)
  await db.query('insert into customers (id) values ($1)', [ID])
  await db.query('insert into conversations (id, customer_id) values ($1, $1)', [ID])
})

const person = (role: string) =>
  db.query(
    `insert into agents (id, email, name, role, password_hash)
     values (gen_random_uuid(), $1 || '@x.invalid', $1, $1, '')`,
    [role],
  )
// To notify touches nothing of what other actions are joined to.
const { notify } = createRuleActs({} as RuleActParts)
const tell = (who: 'agent' | 'leads') =>
  db.transaction(async (tx) =>
    notify?.(tx, { kind: 'notify', who, text: 'Breached' }, {
      conversationId: ID,
      ruleName: 'R',
    } as Parameters<typeof notify>[2]),
  )

it('tells leads and admins, and never an agent who is not meant', async () => {
  await person('agent')
  await person('admin')
  expect(await tell('leads')).toBe('Told 1 person.')
  await person('lead')
  expect(await tell('leads')).toBe('Told 2 people.')
  const told = await db.query('select distinct a.role from notices n join agents a on a.id = n.agent_id order by 1')
  expect(told).toEqual([{ role: 'admin' }, { role: 'lead' }])
})

it('says truly why nobody was told', async () => {
  await person('agent')
  await expect(tell('leads')).rejects.toMatchObject({
    message: 'Nobody was told: there is neither a lead nor an admin.',
  })
  await expect(tell('agent')).rejects.toMatchObject({ message: 'Nobody was told: no agent has the conversation.' })
})
