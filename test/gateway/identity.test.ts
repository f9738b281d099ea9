import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import type { CustomerSession, WireError } from '../../src/protocol/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { openTestDatabase } from '../support/database.ts'

const SECRET = 'shared-with-the-shop-of-the-test-only'
let database: Database
let app: TestApp

beforeAll(async () => {
  database = await openTestDatabase()
  app = await startApp(database, { EARSHOT_IDENTITY_SECRET: SECRET })
})
afterAll(async () => {
  await app?.close()
  await database?.close()
})

/** What the shop's own server signs for the page. */
function sign(claims: object, { secret = SECRET, audience = 'earshot', expires = '5 minutes' } = {}): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret))
}
const bram = { sub: 'customer-17', email: 'Bram.Willems@example.org', name: 'Bram Willems' }

async function begin(identityToken: string): Promise<CustomerSession & { status: number; error?: WireError }> {
  const response = await fetch(`${app.url}/api/customer/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identityToken }),
  })
  return { status: response.status, ...((await response.json()) as CustomerSession) }
}

it('knows who is logged in on the shop’s site, and asks neither for address nor for code', async () => {
  const { token } = await begin(await sign(bram))
  const customer = await CustomerClient.connect(app.url, token)
  const which = await customer.say('where is my order')
  expect(which.text).toContain('Which order is it about?')
  expect(which.quickReplies[0]).toBe('TG-104310: Vanta 8, Vanta 8 case')
  expect((await customer.say(which.quickReplies[0] ?? '')).text).toContain('received')
  const foreign = await customer.say('where is my order TG-104233')
  expect(foreign.text).toContain('I find no order TG-104233 for bram.willems@example.org')
  customer.close()
})

it('gives the same customer, with the same conversation, on the next device', async () => {
  const first = await begin(await sign(bram))
  expect((await begin(await sign(bram))).customerId).toBe(first.customerId)
  expect((await begin(await sign({ ...bram, sub: 'customer-18' }))).customerId).not.toBe(first.customerId)
})

it('forgets the login when the site’s word for it is over', async () => {
  const { token, customerId } = await begin(await sign({ ...bram, sub: 'customer-19' }))
  await database.query(
    "update verified_identities set valid_until = now() - interval '1 second' where customer_id = $1",
    [customerId],
  )
  const customer = await CustomerClient.connect(app.url, token)
  expect((await customer.say('where is my order')).text).toContain('What is the order number?')
  customer.close()
})

it.each([
  ['signed by somebody else', () => sign(bram, { secret: 'another secret that nobody has shared' })],
  ['made for another service', () => sign(bram, { audience: 'somebody-else' })],
  ['over', () => sign(bram, { expires: '2 minutes ago' })],
  ['without an address', () => sign({ sub: 'customer-17' })],
  ['no token at all', async () => 'rubbish'],
  [
    'not signed',
    async () =>
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(bram)).toString('base64url')}.`,
  ],
])('refuses a token that is %s', async (_what, make) => {
  expect(await begin(await make())).toMatchObject({ status: 403, error: { code: 'identity-invalid' } })
})
