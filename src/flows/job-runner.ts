import { randomUUID } from 'node:crypto'
import type { ActOutcome, Database, Tx } from '../domain/index.ts'
import { createWorkers, type NudgedLoop } from '../nudged-loop.ts'
import { claimJob, endJob, type Job, postponeJob } from './job-store.ts'

/** Longer than a try may take, so that a job is worked on by one node at a time unless that one died. */
const LEASE_MS = 20_000
const LIMIT_MS = 15_000
const SWEEP_MS = 1_000
/** A slow system of orders must not hold up somebody's code. */
const AT_ONCE = 4
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 5 * 60_000

export type JobEnd = { status: 'done'; outcome: ActOutcome } | { status: 'failed'; error: string }

export interface JobRunnerOptions {
  database: Database
  /** Does it outside. Throws when it is not known whether it is done; called again with the same job then. */
  perform(job: Job): Promise<ActOutcome>
  lockConversation(tx: Tx, id: string): Promise<unknown>
  /** Tells the conversation, in the transaction that ends the job and has locked the conversation. */
  tell(tx: Tx, job: Job, end: JobEnd): Promise<void>
  /** After each commit that told something. */
  afterCommit(): void
  /** Tries before the job has failed. */
  tries: number
  leaseMs?: number
  log(level: 'info' | 'warn', event: string, fields: object): void
  onError(error: unknown): void
}

/**
 * Works on the jobs that turns have left, four at a time on this node, when nudged and every second. A try that fails is
 * repeated after 1 s, 2 s, 4 s … with jitter; after the last the job has failed and a person is offered. Every try carries
 * the job's key, so whoever acts outside can tell a repeat: a node that was killed between acting and recording has its job
 * done again by another, with no effect.
 */
export function createJobRunner(options: JobRunnerOptions): NudgedLoop {
  const { database, leaseMs = LEASE_MS } = options

  async function claim(): Promise<{ job: Job; token: string } | null> {
    const token = randomUUID()
    const job = await claimJob(database, token, leaseMs)
    return job && { job, token }
  }

  async function work({ job, token }: { job: Job; token: string }): Promise<void> {
    const outcome = await tryOnce(job)
    if (!(outcome instanceof Error)) await end(job, token, { status: 'done', outcome })
    else if (job.attempts >= options.tries) await end(job, token, { status: 'failed', error: outcome.message })
    else await postponeJob(database, job.id, token, pauseAfter(job.attempts), outcome.message)
  }

  /** More tries than allowed: it was claimed again and again and never got to an end. */
  async function tryOnce(job: Job): Promise<ActOutcome | Error> {
    if (job.attempts > options.tries) return new Error('Whoever worked on it never came back.')
    try {
      return await within(LIMIT_MS, options.perform(job))
    } catch (error) {
      const { id: jobId, attempts } = job
      options.log('warn', 'job.try_failed', { jobId, kind: job.act.kind, attempts, error: String(error) })
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  async function end(job: Job, token: string, how: JobEnd): Promise<void> {
    const ended = await database.transaction(async (tx) => {
      // The conversation before the job, as turns lock them.
      await options.lockConversation(tx, job.conversationId)
      if (!(await endJob(tx, job.id, token, how))) return false
      await options.tell(tx, job, how)
      return true
    })
    if (!ended) return
    options.afterCommit()
    options.log('info', 'job.ended', { jobId: job.id, kind: job.act.kind, status: how.status, attempts: job.attempts })
  }

  return createWorkers({ claim, work, atOnce: AT_ONCE, everyMs: SWEEP_MS, onError: options.onError })
}

/** 1 s after the first try, doubled after each further one, plus up to a quarter. */
const pauseAfter = (attempts: number) =>
  Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS) * (1 + Math.random() / 4)

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No end after ${ms} ms.`)), ms)
  })
  try {
    return await Promise.race([work, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
