import { notAllowed, type Queryable } from '../domain/index.ts'
import { findCredentials, type ListedAgent } from './agent-store.ts'
import type { Passwords } from './passwords.ts'
import { startSession } from './session-store.ts'

export interface LoggedIn {
  agent: ListedAgent
  token: string
  expiresAt: Date
}

/**
 * Checks e-mail address and password and begins a login. Throws `not-allowed`: `login-failed` does not say which of
 * the two was wrong. Attempts are bounded at the edge, before this is called.
 */
export async function login(
  db: Queryable,
  given: { email: string; password: string },
  deps: { passwords: Passwords; now: () => Date },
): Promise<LoggedIn> {
  const email = given.email.trim().toLowerCase()
  const found = await findCredentials(db, email)
  if (!(await deps.passwords.verify(found?.passwordHash ?? null, given.password)) || !found) {
    throw notAllowed('login-failed', 'This e-mail address and password do not belong together.')
  }
  const session = await startSession(db, found.agent.id, deps.now())
  return { agent: found.agent, ...session }
}
