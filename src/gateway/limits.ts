import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany } from './errors.ts'

/** A bound on how often one key may do one thing. */
export interface Limit {
  /** Counts one use; throws `TooMany` past the bound. */
  use(key: string): Promise<void>
  /** Forgets the key, after a success that clears it. */
  forget(key: string): Promise<void>
  /** Takes back one use that turned out to be none. */
  giveBack(key: string): Promise<void>
}

export interface Limits {
  /** Per e-mail and address: guesses of a password. Others can still log in to the same account. */
  login: Limit
  /** Per e-mail from everywhere: guesses spread over many addresses. */
  loginEmail: Limit
  /** Per address: logins of any account; an office behind one address has room. */
  loginAddress: Limit
  /** Per address: new visitors. */
  sessions: Limit
  /** Per customer: messages. */
  messages: Limit
  /** Per customer: files. */
  attachments: Limit
}

/** Counted in Redis where there is one, so that several processes share the bound; in memory otherwise. */
export function createLimits(redis: Redis | null, perMinute: { messages: number; visitors: number }): Limits {
  const limit = (name: string, points: number, seconds: number, sentence: (seconds: number) => string): Limit => {
    const options = { keyPrefix: `limit:${name}`, points, duration: seconds }
    const limiter = redis
      ? new RateLimiterRedis({
          ...options,
          storeClient: redis,
          // While Redis is away each process counts for itself, at once.
          rejectIfRedisNotReady: true,
          insuranceLimiter: new RateLimiterMemory(options),
        })
      : new RateLimiterMemory(options)
    return {
      async use(key) {
        try {
          await limiter.consume(key)
        } catch (refusal) {
          if (!(refusal instanceof RateLimiterRes)) throw refusal
          const wait = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
          throw new TooMany(`too-many-${name}`, sentence(wait), wait * 1000)
        }
      },
      async forget(key) {
        await limiter.delete(key)
      },
      async giveBack(key) {
        await limiter.reward(key)
      },
    }
  }
  return {
    loginAddress: limit('logins-here', 60, 300, (s) => `Too many attempts to log in. Try again in ${inWords(s)}.`),
    loginEmail: limit('logins-of', 50, 300, (s) => `Too many attempts to log in. Try again in ${inWords(s)}.`),
    login: limit('logins', 8, 300, (s) => `Too many attempts to log in. Try again in ${inWords(s)}.`),
    sessions: limit(
      'sessions',
      perMinute.visitors,
      60,
      (s) => `Too many new visitors from this address. Try again in ${inWords(s)}.`,
    ),
    attachments: limit('attachments', 10, 60, (s) => `That is a lot of files at once. Go on in ${inWords(s)}.`),
    messages: limit('messages', perMinute.messages, 60, (s) => `That is a lot at once. Go on in ${inWords(s)}.`),
  }
}

const inWords = (seconds: number) =>
  seconds === 1 ? '1 second' : seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
