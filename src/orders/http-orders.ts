import { z } from 'zod'
import { type ActOutcome, firstFault, ORDER_STATUSES, type Orders, unavailable, withoutValue } from '../domain/index.ts'
import { type Breaker, createBreaker } from './breaker.ts'

const text = z.string().min(1).max(200)
/** Nothing hangs on it, so one that is no address of the web is left out. It may stand in the brackets of a Markdown link. */
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .transform((url) => new URL(url).href.replaceAll('(', '%28').replaceAll(')', '%29'))
  .nullish()
  .transform((url) => url ?? null)
  .catch(null)
const order = z.object({
  number: text,
  email: z.email().toLowerCase(),
  status: z.enum(ORDER_STATUSES),
  placedAt: z.iso.datetime({ offset: true }).transform((value) => new Date(value)),
  items: z.array(z.object({ name: text, quantity: z.int().min(1), priceCents: z.int().min(0) })).max(200),
  totalCents: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/),
  address: z.object({ name: text, street: text, postcode: text, city: text, country: z.string().regex(/^[A-Z]{2}$/) }),
  tracking: z.string().max(100).nullable(),
  trackingUrl: webAddress,
  imageUrl: webAddress,
})
const orders = z.object({ orders: z.array(order).max(100) })
const outcome: z.ZodType<ActOutcome> = z.union([
  z.object({ done: z.literal(true), reference: z.string().max(100).nullable() }),
  z.object({ done: z.literal(false), reason: z.string().min(1).max(300) }),
])

/** Longer answers are not orders. */
const LONGEST_ANSWER = 500_000
const LISTED_AT_MOST = 10

export interface HttpOrdersOptions {
  /** Such as `https://shop.example/assistant`; paths are put behind it. */
  url: string
  /** Sent as a bearer token. */
  secret: string
  /** Whose pictures may be shown: origins such as `https://www.shop.example`. */
  imageOrigins?: readonly string[]
  /** Of one try. Reads happen within a turn, so they have less. */
  readMs?: number
  actMs?: number
  breaker?: Breaker
}

/**
 * The shop's own system, by the contract in docs/protocol.md. Reads are tried twice, acts three times under the same
 * `Idempotency-Key`, with jittered pauses, when there was no answer, a 5xx or a 429. Anything that is not what the contract
 * says is `unavailable`; after five failures in a row nobody is asked for 20 s.
 */
export function createHttpOrders(options: HttpOrdersOptions): Orders {
  const {
    imageOrigins = [],
    readMs = 1_500,
    actMs = 3_000,
    breaker = createBreaker({ failures: 5, openMs: 20_000 }),
  } = options
  const base = options.url.replace(/\/+$/, '')

  async function ask<T>(
    path: string,
    schema: z.ZodType<T>,
    { tries, limitMs, ...request }: RequestInit & { tries: number; limitMs: number },
  ): Promise<T | null> {
    let failure: unknown
    for (let i = 0; i < tries; i++) {
      if (i > 0) await pause(i)
      if (!breaker.mayAsk()) break
      try {
        const answer = await askOnce(`${base}${path}`, schema, options.secret, request, limitMs)
        breaker.succeeded()
        return answer
      } catch (error) {
        failure = error
        breaker.failed()
        if (error instanceof BadAnswer) break
      }
    }
    throw unavailable('orders-unreachable', 'The system of orders did not answer as it should.', failure)
  }

  return {
    async find(number) {
      const found = await ask(`/orders/${encodeURIComponent(number)}`, order, { tries: 2, limitMs: readMs })
      return found && { ...found, imageUrl: isOf(imageOrigins, found.imageUrl) ? found.imageUrl : null }
    },
    async listOf(email) {
      const found = await ask(`/orders?email=${encodeURIComponent(email)}`, orders, { tries: 2, limitMs: readMs })
      return (found?.orders ?? []).sort((a, b) => b.placedAt.getTime() - a.placedAt.getTime()).slice(0, LISTED_AT_MOST)
    },
    async act(act, key) {
      const done = await ask('/acts', outcome, {
        tries: 3,
        limitMs: actMs,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(act),
      })
      return done ?? { done: false, reason: 'the order is not there any more' }
    },
  }
}

const isOf = (origins: readonly string[], url: string | null) => url !== null && origins.includes(new URL(url).origin)

/** An answer that no further try would make better. */
class BadAnswer extends Error {}

async function askOnce<T>(
  url: string,
  schema: z.ZodType<T>,
  secret: string,
  request: RequestInit,
  limitMs: number,
): Promise<T | null> {
  const response = await fetch(url, {
    ...request,
    headers: { ...request.headers, accept: 'application/json', authorization: `Bearer ${secret}` },
    redirect: 'error',
    signal: AbortSignal.timeout(limitMs),
  })
  if (response.status === 404) {
    await response.body?.cancel()
    return null
  }
  if (!response.ok) {
    await response.body?.cancel()
    const message = `${new URL(url).pathname}: status ${response.status}`
    throw response.status >= 500 || response.status === 429 ? new Error(message) : new BadAnswer(message)
  }
  const body = await readAtMost(response, LONGEST_ANSWER)
  const result = schema.safeParse(parseJson(body), { error: withoutValue })
  if (!result.success) {
    const { path, reason } = firstFault(result.error)
    throw new BadAnswer(`${new URL(url).pathname}: ${path.join('.') || 'the answer'} ${reason}`)
  }
  return result.data
}

async function readAtMost(response: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > limit) throw new BadAnswer(`An answer of more than ${limit} characters.`)
  }
  return text + decoder.decode()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** 100 ms, then 200 ms, each up to half as long again, so that many who failed together don't return together. */
const pause = (tried: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, 100 * 2 ** (tried - 1) * (1 + Math.random() / 2)))
