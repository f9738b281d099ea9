import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { openTestDatabase } from '../support/database.ts'

const SECRET = 'shared-with-the-shop-of-the-test-only'
const ORDER = {
  number: 'TG-100001',
  email: 'mia@example.org',
  status: 'placed',
  placedAt: '2026-11-22T09:30:00.000Z',
  items: [{ name: 'Vanta 8', quantity: 1, priceCents: 64900 }],
  totalCents: 64900,
  currency: 'EUR',
  address: { name: 'Mia', street: 'Meir 1', postcode: '2000', city: 'Antwerpen', country: 'BE' },
  tracking: null,
}

let database: Database
let app: TestApp
let shop: Server
let isDown = false
/** What the shop says of its order beside the rest. */
let shown: object = {}
const keys: string[] = []

beforeAll(async () => {
  shop = createServer((request, response: ServerResponse) => {
    if (request.method === 'POST') keys.push(String(request.headers['idempotency-key']))
    if (isDown) return void response.writeHead(503).end()
    const answer = request.method === 'POST' ? { done: true, reference: null } : { ...ORDER, ...shown }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  await once(shop, 'listening')
  database = await openTestDatabase()
  app = await startApp(database, {
    EARSHOT_ORDERS_URL: `http://127.0.0.1:${(shop.address() as AddressInfo).port}`,
    EARSHOT_ORDERS_SECRET: 'a secret of the shop',
    EARSHOT_IDENTITY_SECRET: SECRET,
    EARSHOT_JOB_TRIES: '1',
    EARSHOT_WIDGET_ORIGINS: 'https://www.shop.example',
  })
})
afterAll(async () => {
  await app?.close()
  await database?.close()
  shop?.closeAllConnections()
  shop?.close()
})

async function mia(): Promise<CustomerClient> {
  const identityToken = await new SignJWT({ email: ORDER.email })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('earshot')
    .setSubject(`mia-${Math.random()}`)
    .setExpirationTime('5 minutes')
    .sign(new TextEncoder().encode(SECRET))
  const response = await fetch(`${app.url}/api/customer/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identityToken }),
  })
  const { token } = (await response.json()) as { token: string }
  return CustomerClient.connect(app.url, token)
}

it('shows the carrier’s page and a picture of the shop’s own site on the card of an order, and in words elsewhere', async () => {
  isDown = false
  const link = 'https://carrier.example/track?parcel=%28TGP1%29'
  const picture = 'https://www.shop.example/vanta-8.jpg'
  shown = {
    status: 'shipped',
    tracking: 'TGP1',
    trackingUrl: link.replace('%28', '(').replace('%29', ')'),
    imageUrl: picture,
  }
  const told = await (await mia()).say('where is order TG-100001')
  expect(told.card).toMatchObject({
    links: [{ title: 'Follow the parcel', url: link }],
    image: { url: picture, description: expect.stringContaining('Vanta 8') },
  })
  expect(told.text).toContain(`[Follow the parcel](${link})`)
  expect((await fetch(app.url)).headers.get('content-security-policy')).toContain(
    "img-src 'self' data: https://www.shop.example",
  )

  shown = { status: 'shipped', trackingUrl: 'javascript:alert(1)', imageUrl: 'https://elsewhere.example/a.jpg' }
  const { card } = await (await mia()).say('where is order TG-100001')
  expect([card?.title, card?.links, card?.image]).toEqual(['Order TG-100001', undefined, undefined])
  shown = {}
})

it('acts on the shop’s own system, under a key of conversation, run and step', async () => {
  isDown = false
  const customer = await mia()
  expect((await customer.say('please cancel order TG-100001')).text).toContain('Vanta 8')
  const done = await customer.say('yes')
  expect((await customer.next(done.seq, () => true)).text).toContain('Order TG-100001 is cancelled')
  expect(keys).toEqual([expect.stringMatching(new RegExp(`^${customer.conversation?.id}:[\\w-]{36}:cancel$`))])
  customer.close()
})

it('says that nothing is certain when the shop fails after the yes, and offers a person', async () => {
  isDown = false
  const customer = await mia()
  await customer.say('please cancel order TG-100001')
  isDown = true
  const done = await customer.say('yes')
  const told = await customer.next(done.seq, () => true)
  expect(told.text).toContain('I cannot say that the order is cancelled')
  expect(told.quickReplies).toEqual(['Talk to a person'])
  await customer.send('yes')
  await customer.next(told.seq, ({ text }) => text.includes('handing you over'))
  customer.close()
})

it('tells a customer in the middle of a flow that the shop does not answer, and offers a person', async () => {
  isDown = true
  const customer = await mia()
  const answer = await customer.say('where is my order TG-100001')
  expect(answer.text).toContain('The order system does not answer at the moment')
  expect(answer.quickReplies).toEqual(['Talk to a person'])
  customer.close()
})
