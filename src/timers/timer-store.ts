import { randomUUID } from 'node:crypto'
import type { Queryable, Tx } from '../domain/index.ts'

export interface NewTimer {
  /** What it is for, unique for ever: it names what may happen once, such as one warning of one ticket. */
  key: string
  /** Which handler fires it. */
  kind: string
  /** Locked before the timer fires; null for timers of no conversation. */
  conversationId: string | null
  dueAt: Date
  /** JSON for the handler. */
  data?: Record<string, unknown>
}

export interface Timer extends Required<NewTimer> {
  id: string
  /** Tries so far, this one included. */
  attempts: number
}

interface TimerRow {
  id: string
  key: string
  kind: string
  conversation_id: string | null
  due_at: Date
  data: Record<string, unknown>
  attempts: number
}

/**
 * Sets a timer, or moves the one with this key to the new time and data, whether it waits, was cancelled or has failed.
 * One that has fired stays fired: false then.
 */
export async function scheduleTimer(tx: Tx, timer: NewTimer): Promise<boolean> {
  const rows = await tx.query(
    `insert into timers (id, key, kind, conversation_id, due_at, data) values ($1, $2, $3, $4, $5, $6::jsonb)
     on conflict (key) do update set
       kind = excluded.kind, conversation_id = excluded.conversation_id, due_at = excluded.due_at,
       data = excluded.data, status = 'waiting', ended_at = null, attempts = 0, last_error = null,
       -- Whoever is firing it finds the lease gone, and fires nothing.
       lease_token = null, lease_until = null
     where timers.status <> 'done'
     returning 1`,
    [randomUUID(), timer.key, timer.kind, timer.conversationId, timer.dueAt, JSON.stringify(timer.data ?? {})],
  )
  return rows.length > 0
}

/** Takes a waiting timer back; false when there is none. */
export async function cancelTimer(tx: Tx, key: string): Promise<boolean> {
  const rows = await tx.query(`update timers set ${CANCELLED} where key = $1 and status = 'waiting' returning 1`, [key])
  return rows.length > 0
}

/** Takes back the waiting timers of these kinds that a conversation has. */
export async function cancelTimersOf(tx: Tx, conversationId: string, kinds: readonly string[]): Promise<void> {
  await tx.query(
    `update timers set ${CANCELLED} where conversation_id = $1 and kind = any($2) and status = 'waiting'`,
    [conversationId, kinds],
  )
}

const CANCELLED = `status = 'cancelled', ended_at = now(), lease_token = null, lease_until = null`

/** Takes the timer that is due the longest, with a lease; one whose lease ran out is free: who held it died or hangs. */
export async function claimTimer(
  db: Queryable,
  kinds: readonly string[],
  token: string,
  leaseMs: number,
): Promise<Timer | null> {
  const [row] = await db.query<TimerRow>(
    `update timers set
       attempts = attempts + 1, lease_token = $2, lease_until = now() + $3 * interval '1 millisecond'
     where id = (
       select id from timers
       where status = 'waiting' and due_at <= now() and (lease_until is null or lease_until < now())
         and kind = any($1)
       order by due_at
       limit 1
       for update skip locked
     )
     returning id, key, kind, conversation_id, due_at, data, attempts`,
    [kinds, token, leaseMs],
  )
  return row
    ? {
        id: row.id,
        key: row.key,
        kind: row.kind,
        conversationId: row.conversation_id,
        dueAt: row.due_at,
        data: row.data,
        attempts: row.attempts,
      }
    : null
}

/** Ends the timer; false when it was moved, cancelled, or leased to somebody else meanwhile. */
export async function endTimer(db: Queryable, id: string, token: string, failure: string | null): Promise<boolean> {
  const rows = await db.query(
    `update timers set
       status = case when $3::text is null then 'done' else 'failed' end, last_error = coalesce($3, last_error),
       ended_at = now(), lease_token = null, lease_until = null
     where id = $1 and lease_token = $2 and status = 'waiting'
     returning 1`,
    [id, token, failure],
  )
  return rows.length > 0
}

/** Gives the timer back, to be tried again in `delayMs`. */
export async function postponeTimer(db: Queryable, id: string, token: string, delayMs: number, error: string) {
  await db.query(
    `update timers set
       due_at = now() + $3 * interval '1 millisecond', last_error = $4, lease_token = null, lease_until = null
     where id = $1 and lease_token = $2`,
    [id, token, delayMs, error],
  )
}

/** Milliseconds until the next timer of these kinds can be claimed; null when none waits. */
export async function untilNextTimer(db: Queryable, kinds: readonly string[]): Promise<number | null> {
  const [row] = await db.query<{ ms: number | null }>(
    `select (extract(epoch from min(greatest(due_at, lease_until)) - now()) * 1000)::float8 as ms
     from timers where status = 'waiting' and kind = any($1)`,
    [kinds],
  )
  return row?.ms ?? null
}

/** Deletes timers that ended more than `days` ago; their keys could be used again afterwards. */
export async function sweepTimers(db: Queryable, days = 90): Promise<void> {
  await db.query(`delete from timers where status <> 'waiting' and ended_at < now() - $1 * interval '1 day'`, [days])
}
