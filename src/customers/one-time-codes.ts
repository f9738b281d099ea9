import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Challenge, CodeOutcome, Database } from '../domain/index.ts'
import { findAttempt, isLocked, keepIdentity, lockSubject, recordAttempt } from './identity-store.ts'

const VALID_MS = 10 * 60_000
/** How long somebody who typed the right code is known by their address. */
const KNOWN_MS = 30 * 60_000

interface Subject {
  email: string
  orderNumber: string
}

/**
 * One-time codes of six digits. A code is derived from its challenge with the server's key, so that mailing it again
 * sends the same one and nothing needs to keep it; what is stored is a keyed hash.
 */
export function createOneTimeCodes(database: Database, secret: string) {
  const mac = (purpose: string, text: string) => createHmac('sha256', secret).update(`${purpose} ${text}`).digest()
  const codeOf = (challengeId: string) =>
    String(Number(mac('code', challengeId).readBigUInt64BE() % 1_000_000n)).padStart(6, '0')
  const hashOf = (challengeId: string, code: string) => mac('code hash', `${challengeId} ${code}`).toString('base64url')
  const subjectOf = ({ email, orderNumber }: Subject) =>
    mac('code subject', `${email.toLowerCase()} ${orderNumber}`).toString('base64url')

  return {
    codeOf,

    create(): Challenge {
      const id = randomUUID()
      return { id, codeHash: hashOf(id, codeOf(id)), until: new Date(Date.now() + VALID_MS) }
    },

    isLocked: (customerId: string, about: Subject) => isLocked(database, customerId, subjectOf(about)),

    /**
     * Judges a typed code in a transaction of its own: an attempt is spent whatever becomes of the turn, and a turn tried
     * again does not spend another. Right, it makes the customer known for half an hour.
     */
    check(
      attempt: { customerId: string; messageId: string; code: string; challenge: Challenge } & Subject,
    ): Promise<CodeOutcome> {
      const { customerId, messageId, code, challenge } = attempt
      const subject = subjectOf(attempt)
      return database.transaction(async (tx) => {
        await lockSubject(tx, subject)
        const judged = await findAttempt(tx, messageId)
        if (judged === true) return 'right'
        if (judged === null) {
          if (await isLocked(tx, customerId, subject)) return 'locked'
          if (challenge.until.getTime() <= Date.now()) return 'expired'
          const isRight = equal(hashOf(challenge.id, code), challenge.codeHash)
          await recordAttempt(tx, { messageId, customerId, subject, isRight })
          if (isRight) {
            const identity = { email: attempt.email, method: 'code' } as const
            await keepIdentity(tx, customerId, identity, new Date(Date.now() + KNOWN_MS))
            return 'right'
          }
        }
        return (await isLocked(tx, customerId, subject)) ? 'locked' : 'wrong'
      })
    },
  }
}

export type OneTimeCodes = ReturnType<typeof createOneTimeCodes>

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
