import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createVisitor,
  findCustomer,
  findOrCreateByExternalId,
  keepIdentity,
  setCustomerEmail,
  setCustomerName,
} from '../../src/customers/index.ts'
import type { Database } from '../../src/domain/index.ts'
import { describeOnEachDatabase } from '../support/database.ts'

describeOnEachDatabase('a customer', ({ open }) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())

  it('begins as a visitor of whom nothing is known', async () => {
    const id = await createVisitor(db)
    expect(await findCustomer(db, id)).toEqual({ id, email: null, name: null, createdAt: expect.any(Date) })
  })

  it('may say an e-mail address and a name, and take them back', async () => {
    const id = await createVisitor(db)
    await setCustomerEmail(db, id, ' Ann@Shop.Example ')
    await setCustomerName(db, id, ' Ann ')
    expect(await findCustomer(db, id)).toMatchObject({ email: 'ann@shop.example', name: 'Ann' })
    await setCustomerEmail(db, id, null)
    await setCustomerName(db, id, null)
    expect(await findCustomer(db, id)).toMatchObject({ email: null, name: null })
  })

  it('keeps an address that is verified, whatever they say later', async () => {
    const byCode = await createVisitor(db)
    await setCustomerEmail(db, byCode, 'jane.real@shop.example')
    await keepIdentity(db, byCode, { email: 'jane.real@shop.example', method: 'code' }, new Date(Date.now() - 1_000))
    expect(await setCustomerEmail(db, byCode, 'service@bank.example')).toBe(false)
    const login = { id: randomUUID(), externalId: 'shop-7', email: 'known@shop.example', name: null }
    const byLogin = await db.transaction((tx) => findOrCreateByExternalId(tx, login))
    expect(await setCustomerEmail(db, byLogin, 'service@bank.example')).toBe(false)
    expect((await findCustomer(db, byCode))?.email).toBe('jane.real@shop.example')
    expect((await findCustomer(db, byLogin))?.email).toBe('known@shop.example')
  })

  it('may have the e-mail address of another, who is not thereby the same', async () => {
    const [one, other] = [await createVisitor(db), await createVisitor(db)]
    await setCustomerEmail(db, one, 'both@shop.example')
    await setCustomerEmail(db, other, 'both@shop.example')
    expect(one).not.toBe(other)
    expect(await findCustomer(db, other)).toMatchObject({ id: other, email: 'both@shop.example' })
  })

  it('is not there under an id nobody has', async () => {
    expect(await findCustomer(db, randomUUID())).toBeNull()
    await expect(setCustomerEmail(db, randomUUID(), 'ann@shop.example')).rejects.toMatchObject({ kind: 'not-found' })
    await expect(setCustomerName(db, randomUUID(), 'Ann')).rejects.toMatchObject({ kind: 'not-found' })
  })
})
