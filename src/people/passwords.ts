import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** Memory in KiB, passes over it, and threads. */
export interface PasswordCost {
  memoryCost: number
  timeCost: number
  parallelism: number
}

/** OWASP's second argon2id profile (19 MiB, 2 passes, 1 thread): 26 to 53 ms on one core. */
const COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A password for somebody else: 96 random bits in 16 letters, digits, - and _. */
export const makePassword = (): string => randomBytes(12).toString('base64url')

export interface Passwords {
  /** An argon2id hash with its salt and cost in it. */
  hash(password: string): Promise<string>
  /** False for a wrong password; `null` (nobody has this e-mail address) takes as long as a wrong one. */
  verify(passwordHash: string | null, password: string): Promise<boolean>
}

export function createPasswords(cost: PasswordCost = COST): Passwords {
  // argon2id is the library's default; its constant cannot be named, because it is a const enum.
  const hashIt = (password: string) => hash(password, cost)
  // What an unknown e-mail address is checked against, so that the time does not tell who works here.
  const decoy = hashIt(randomBytes(16).toString('hex'))
  // A failure of the decoy is reported by the verify that awaits it.
  decoy.catch(() => {})

  return {
    hash: hashIt,
    async verify(passwordHash, password) {
      const matches = await verify(passwordHash ?? (await decoy), password)
      return matches && passwordHash !== null
    },
  }
}
