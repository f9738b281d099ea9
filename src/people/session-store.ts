import { createHash, randomBytes } from 'node:crypto'
import type { Queryable } from '../domain/index.ts'
import { AGENT_COLUMNS, type AgentRow, type ListedAgent, toAgent } from './agent-store.ts'

/** A login ends this long after it began, used or not. */
export const SESSION_MS = 12 * 60 * 60 * 1000

/** Only a hash is stored: who reads the table cannot log in with it. The token is random, so no salt is needed. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/** Begins a login at `at`; `token` (32 random bytes, base64url) is known only to the caller. */
export async function startSession(
  db: Queryable,
  agentId: string,
  at: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(at.getTime() + SESSION_MS)
  await db.query('insert into login_sessions (token_hash, agent_id, created_at, expires_at) values ($1, $2, $3, $4)', [
    hashOf(token),
    agentId,
    at,
    expiresAt,
  ])
  return { token, expiresAt }
}

/** Whose login `token` is at `at`; null when it is unknown, ended or expired. */
export async function findSession(
  db: Queryable,
  token: string,
  at: Date,
): Promise<{ agent: ListedAgent; expiresAt: Date } | null> {
  const [row] = await db.query<AgentRow & { expires_at: Date }>(
    `select ${AGENT_COLUMNS}, login_sessions.expires_at
     from login_sessions join agents on agents.id = login_sessions.agent_id
     where token_hash = $1 and expires_at > $2 and agents.left_at is null`,
    [hashOf(token), at],
  )
  return row ? { agent: toAgent(row), expiresAt: row.expires_at } : null
}

/** Ending a login twice changes nothing. */
export async function endSession(db: Queryable, token: string): Promise<void> {
  await db.query('delete from login_sessions where token_hash = $1', [hashOf(token)])
}

/** Ends every login of somebody; `keptToken` is the one they are using. */
export async function endSessionsOf(db: Queryable, agentId: string, keptToken?: string): Promise<void> {
  await db.query('delete from login_sessions where agent_id = $1 and token_hash is distinct from $2', [
    agentId,
    keptToken === undefined ? null : hashOf(keptToken),
  ])
}

/** Which of these logins are over at `at`, ended by anybody or expired. */
export async function endedSessions(db: Queryable, tokens: readonly string[], at: Date): Promise<string[]> {
  if (tokens.length === 0) return []
  const rows = await db.query<{ token_hash: string }>(
    `select token_hash from login_sessions join agents on agents.id = login_sessions.agent_id
     where token_hash = any($1) and expires_at > $2 and agents.left_at is null`,
    [tokens.map(hashOf), at],
  )
  const open = new Set(rows.map((row) => row.token_hash))
  return tokens.filter((token) => !open.has(hashOf(token)))
}

/** Removes what has expired at `at`; returns how many. */
export async function sweepSessions(db: Queryable, at: Date): Promise<number> {
  const rows = await db.query('delete from login_sessions where expires_at <= $1 returning 1', [at])
  return rows.length
}
