import { createHmac } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { invalid } from '../domain/index.ts'

const LIMIT_MS = 10_000

/** Calls an address with a body that names the call by `id`; says what it answered. */
export type CallWebhook = (to: { url: string; secret: string }, body: { id: string }) => Promise<string>

export interface WebhookOptions {
  /** The addresses that may be called; null where those inside the own network may be too. */
  allowed: { has(address: string): boolean; lookup(refuse: (host: string) => Error): LookupFunction } | null
  limitMs?: number
  now?: () => Date
}

interface Post {
  headers: object
  body: string
  limitMs: number
  lookup: LookupFunction | undefined
}

/**
 * Calls webhooks, signed by the Standard Webhooks scheme: `webhook-signature: v1,` and the base64 HMAC-SHA256 of
 * `id.timestamp.body`. Redirects are not followed. Throws an EarshotError where another try would be refused too (a wrong or
 * private address, a 4xx answer), an Error where one may help (no answer, 408, 425, 429, 5xx).
 */
export function createWebhooks({ allowed, limitMs = LIMIT_MS, now = () => new Date() }: WebhookOptions): CallWebhook {
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
    const status = await post(address, { headers, body, limitMs, lookup: allowed?.lookup(refusePrivate) })
    if (status >= 200 && status < 300) return `${address.host} answered ${status}.`
    const isPassing = status >= 500 || [408, 425, 429].includes(status)
    if (isPassing) throw new Error(`${address.host} answered ${status}.`)
    throw invalid('webhook-refused', `${address.host} answered ${status} and would again.`)
  }

  function post(address: URL, { headers, body, limitMs, lookup }: Post): Promise<number> {
    const host = address.hostname.replace(/^\[|\]$/g, '')
    // No name to look up, so nothing else would check it.
    if (allowed && isIP(host) !== 0 && !allowed.has(host)) throw refusePrivate(host)
    const open = address.protocol === 'https:' ? requestHttps : requestHttp
    return new Promise((resolve, reject) => {
      const sent = open(
        address,
        {
          method: 'POST',
          headers: { ...headers },
          ...(lookup && { lookup }),
          agent: false,
          signal: AbortSignal.timeout(limitMs),
        },
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

const refusePrivate = (host: string) =>
  invalid(
    'webhook-private',
    `${host} is an address inside the network. EARSHOT_WEBHOOKS_INSIDE=1 allows to call such addresses.`,
    'url',
  )
