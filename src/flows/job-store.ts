import { randomUUID } from 'node:crypto'
import type { ActOutcome, JobAct, NewJob, Queryable, Tx } from '../domain/index.ts'

export interface Job {
  id: string
  conversationId: string
  runId: string
  /** Of everything it does outside. */
  key: string
  act: JobAct
  /** Tries so far, this one included. */
  attempts: number
}

interface JobRow {
  id: string
  conversation_id: string
  run_id: string
  key: string
  act: JobAct
  attempts: number
}

/** Stores what a flow wants done, within its turn's transaction; a job whose key is there already is the same job. */
export async function addJobs(tx: Tx, conversationId: string, jobs: readonly NewJob[]): Promise<void> {
  for (const { runId, step, act } of jobs) {
    await tx.query(
      `insert into jobs (id, conversation_id, key, run_id, act) values ($1, $2, $3, $4, $5::jsonb)
       on conflict (key) do nothing`,
      [randomUUID(), conversationId, `${conversationId}:${runId}:${step}`, runId, JSON.stringify(act)],
    )
  }
}

/** Takes the job that is due the longest, with a lease; one whose lease ran out is free: who held it died or hangs. */
export async function claimJob(db: Queryable, token: string, leaseMs: number): Promise<Job | null> {
  const [row] = await db.query<JobRow>(
    `update jobs set
       attempts = attempts + 1, lease_token = $1, lease_until = now() + $2 * interval '1 millisecond'
     where id = (
       select id from jobs
       where status = 'waiting' and due_at <= now() and (lease_until is null or lease_until < now())
       order by due_at
       limit 1
       for update skip locked
     )
     returning *`,
    [token, leaseMs],
  )
  return row
    ? {
        id: row.id,
        conversationId: row.conversation_id,
        runId: row.run_id,
        key: row.key,
        act: row.act,
        attempts: row.attempts,
      }
    : null
}

/** Ends the job; false when its lease went to somebody else meanwhile, who ends it instead. */
export async function endJob(
  tx: Tx,
  id: string,
  token: string,
  end: { status: 'done'; outcome: ActOutcome } | { status: 'failed'; error: string },
): Promise<boolean> {
  const rows = await tx.query(
    `update jobs set
       status = $3, outcome = $4::jsonb, last_error = $5, ended_at = now(), lease_token = null, lease_until = null
     where id = $1 and lease_token = $2 and status = 'waiting'
     returning 1`,
    [
      id,
      token,
      end.status,
      end.status === 'done' ? JSON.stringify(end.outcome) : null,
      end.status === 'failed' ? end.error : null,
    ],
  )
  return rows.length > 0
}

/** Gives the job back, to be tried again in `delayMs`. */
export async function postponeJob(db: Queryable, id: string, token: string, delayMs: number, error: string) {
  await db.query(
    `update jobs set
       due_at = now() + $3 * interval '1 millisecond', last_error = $4, lease_token = null, lease_until = null
     where id = $1 and lease_token = $2`,
    [id, token, delayMs, error],
  )
}

/** More codes than this to one address in an hour are not sent: somebody plays with another person's mailbox. */
export const CODES_AN_HOUR = 5

/** Whether one more code to this address would still be sent. The same for every order, so it says nothing of any. */
export const mayAskForCode = async (db: Queryable, email: string) => (await countCodes(db, email)) < CODES_AN_HOUR

/** Codes that were asked for to this address in the last hour. */
export async function countCodes(db: Queryable, email: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from jobs
     where act ->> 'kind' = 'send_code' and act ->> 'email' = $1 and created_at > now() - interval '1 hour'`,
    [email],
  )
  return row?.count ?? 0
}
