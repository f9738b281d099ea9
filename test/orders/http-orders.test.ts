import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBreaker } from '../../src/orders/breaker.ts'
import { createHttpOrders } from '../../src/orders/index.ts'

const ORDER = {
  number: 'TG-104310',
  email: 'Bram.Willems@example.org',
  status: 'placed',
  placedAt: '2026-11-22T09:30:00.000Z',
  items: [{ name: 'Vanta 8', quantity: 1, priceCents: 64900 }],
  totalCents: 64900,
  currency: 'EUR',
  address: { name: 'Bram', street: 'Nationalestraat 88', postcode: '2000', city: 'Antwerpen', country: 'BE' },
  tracking: null,
}

/** The shop's system, on a real socket: each test says how it answers. */
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void
let server: Server
let url: string
const requests: { method: string; path: string; key: string | undefined; secret: string | undefined; body: string }[] =
  []

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        key: request.headers['idempotency-key']?.toString(),
        secret: request.headers.authorization,
        body,
      })
      answer(request, response, body)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  requests.length = 0
})

const json =
  (value: unknown, status = 200) =>
  (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  }
const open = (limits = { readMs: 300, actMs: 300 }) =>
  createHttpOrders({ url, secret: 'a secret of the shop', ...limits })
const CANCEL = { kind: 'cancel_order', number: 'TG-104310' } as const

describe('the shop’s system of orders', () => {
  it('is asked with the secret and believed when it keeps the contract', async () => {
    answer = json({ ...ORDER, somethingNew: 1 })
    const order = await open().find('TG-104310')
    expect(order).toMatchObject({ number: 'TG-104310', email: 'bram.willems@example.org', status: 'placed' })
    expect(order?.placedAt).toEqual(new Date(ORDER.placedAt))
    expect(requests).toMatchObject([
      { method: 'GET', path: '/shop/orders/TG-104310', secret: 'Bearer a secret of the shop' },
    ])
  })

  it('knows no order where it says 404', async () => {
    answer = json({}, 404)
    expect(await open().find('TG-999999')).toBeNull()
    expect(requests).toHaveLength(1)
  })

  it('lists newest first', async () => {
    answer = json({ orders: [ORDER, { ...ORDER, number: 'TG-104311', placedAt: '2026-11-23T09:30:00.000Z' }] })
    expect((await open().listOf('a+b@example.org')).map(({ number }) => number)).toEqual(['TG-104311', 'TG-104310'])
    expect(requests[0]?.path).toBe('/shop/orders?email=a%2Bb%40example.org')
  })

  it('is asked again after a 500, under the same key', async () => {
    let asked = 0
    answer = (request, response) =>
      ++asked < 3 ? json({}, 500)(request, response) : json({ done: true, reference: null })(request, response)
    expect(await open().act(CANCEL, 'key-1')).toEqual({ done: true, reference: null })
    expect(requests.map(({ method, path, key }) => [method, path, key])).toEqual(
      Array(3).fill(['POST', '/shop/acts', 'key-1']),
    )
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual(CANCEL)
  })

  it('passes a refusal on as it is', async () => {
    answer = json({ done: false, reason: 'it is packed' })
    expect(await open().act(CANCEL, 'key-2')).toEqual({ done: false, reason: 'it is packed' })
  })

  it.each([
    ['is too slow', () => {}],
    ['always fails', json({}, 503)],
    ['breaks the connection', (_request: IncomingMessage, response: ServerResponse) => response.destroy()],
  ])('is unavailable when it %s, after two tries', async (_what, how) => {
    answer = how
    const started = performance.now()
    await expect(open().find('TG-104310')).rejects.toMatchObject({ kind: 'unavailable', code: 'orders-unreachable' })
    expect(requests).toHaveLength(2)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it.each([
    ['something else than JSON', (_request: IncomingMessage, response: ServerResponse) => response.end('<html>')],
    ['an order without a status', json({ ...ORDER, status: 'lost' })],
    ['a list where an order should be', json([ORDER])],
    ['that we may not ask', json({}, 401)],
    ['more than it should', (_request: IncomingMessage, response: ServerResponse) => response.end('x'.repeat(600_000))],
    [
      'to ask elsewhere',
      (_request: IncomingMessage, response: ServerResponse) =>
        response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
  ])('is unavailable when it says %s', async (_what, how) => {
    answer = how as typeof answer
    await expect(open().find('TG-104310')).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('is left alone for a while after five failures, then asked once', async () => {
    let now = 0
    answer = json({}, 500)
    const breaker = createBreaker({ failures: 5, openMs: 20_000, now: () => now })
    const orders = createHttpOrders({ url, secret: 'a secret of the shop', readMs: 300, breaker })
    for (let i = 0; i < 4; i++) await orders.find('TG-104310').catch(() => {})
    expect(requests).toHaveLength(5)
    now = 20_001
    await expect(orders.find('TG-104310')).rejects.toMatchObject({ kind: 'unavailable' })
    expect(requests).toHaveLength(6)
    answer = json(ORDER)
    now = 40_002
    expect(await orders.find('TG-104310')).not.toBeNull()
    expect(await orders.find('TG-104310')).not.toBeNull()
    expect(requests).toHaveLength(8)
  })
})
