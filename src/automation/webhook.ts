import { createHmac } from 'node:crypto'
import { type LookupAddress, lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { invalid } from '../domain/index.ts'

const LIMIT_MS = 10_000

/** Calls an address with a body that names the call by `id`; says what it answered. */
export type CallWebhook = (to: { url: string; secret: string }, body: { id: string }) => Promise<string>

export interface WebhookOptions {
  /** Addresses inside the own network may be called. */
  allowPrivate: boolean
  limitMs?: number
  now?: () => Date
}

/**
 * Calls webhooks, signed by the Standard Webhooks scheme: `webhook-signature: v1,` and the base64 HMAC-SHA256 of
 * `id.timestamp.body`. Redirects are not followed. Throws an EarshotError where another try would be refused too (a wrong or
 * private address, a 4xx answer), an Error where one may help (no answer, 408, 425, 429, 5xx).
 */
export function createWebhooks({
  allowPrivate,
  limitMs = LIMIT_MS,
  now = () => new Date(),
}: WebhookOptions): CallWebhook {
  return async function call({ url, secret }, payload) {
    const address = new URL(url)
    const body = JSON.stringify(payload)
    const timestamp = Math.floor(now().getTime() / 1000)
    const signature = createHmac('sha256', secret).update(`${payload.id}.${timestamp}.${body}`).digest('base64')
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Earshot',
      'webhook-id': payload.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    }
    const status = await post(address, { headers, body, limitMs, lookup: allowPrivate ? lookup : publicOnly })
    if (status >= 200 && status < 300) return `${address.host} answered ${status}.`
    const isPassing = status >= 500 || [408, 425, 429].includes(status)
    if (isPassing) throw new Error(`${address.host} answered ${status}.`)
    throw invalid('webhook-refused', `${address.host} answered ${status} and would again.`)
  }

  function post(
    address: URL,
    { headers, body, limitMs, lookup }: { headers: object; body: string; limitMs: number; lookup: LookupFunction },
  ): Promise<number> {
    const host = address.hostname.replace(/^\[|\]$/g, '')
    // No name to look up, so nothing else would check it.
    if (!allowPrivate && isIP(host) !== 0 && isPrivate(host)) throw refusePrivate(host)
    const open = address.protocol === 'https:' ? requestHttps : requestHttp
    return new Promise((resolve, reject) => {
      const sent = open(
        address,
        { method: 'POST', headers: { ...headers }, lookup, agent: false, signal: AbortSignal.timeout(limitMs) },
        (response) => {
          // What it says is not kept; only how it answered counts.
          response.destroy()
          resolve(response.statusCode ?? 0)
        },
      )
      sent.on('error', (error) => {
        reject(error.name === 'AbortError' ? new Error(`${address.host} did not answer within ${limitMs} ms.`) : error)
      })
      sent.end(body)
    })
  }
}

/** Looks a name up and refuses it where it leads inside; the connection then uses just these addresses. */
const publicOnly: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const found: LookupAddress[] = addresses ?? []
    const inside = found.find(({ address }) => isPrivate(address))
    if (error) return done(error, '', 0)
    if (inside) return done(refusePrivate(host), '', 0)
    if (options.all) return done(null, found)
    const [first] = found
    done(null, first?.address ?? '', first?.family)
  })
}

const refusePrivate = (host: string) =>
  invalid(
    'webhook-private',
    `${host} is an address inside the network. EARSHOT_WEBHOOKS_INSIDE=1 allows to call such addresses.`,
    'url',
  )

/** Everything that is not the public internet: own host, private and link-local nets, shared and reserved ones. */
const INSIDE = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  INSIDE.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  INSIDE.addSubnet(net, bits, 'ipv6')
}

/** An IPv4 address written as IPv6 counts as what it is. */
export function isPrivate(address: string): boolean {
  return INSIDE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
