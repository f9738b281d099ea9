import { randomUUID } from 'node:crypto'
import type { Database, Tx } from '../domain/index.ts'
import { createNudgedLoop, type NudgedLoop } from '../nudged-loop.ts'
import { claimTimer, endTimer, postponeTimer, type Timer, untilNextTimer } from './timer-store.ts'

/** Longer than a try may take, so that a timer is fired by one node at a time unless that one died. */
const LEASE_MS = 30_000
/** The longest that a timer set by another node, which died before it looked again, may be late. */
const SWEEP_MS = 5_000
/** How late a timer may be that is set shortly before it is due, while many are set. */
const PAUSE_MS = 200
/** Timers are never looked at more often than this, however close together they are. */
const SHORTEST_SLEEP_MS = 20
/** Tries before it has failed, which with the pauses is after about half an hour. */
const TRIES = 12
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30 * 60_000

/**
 * Does what a timer was set for, in the transaction that ends it and, where it has one, with its conversation locked. It
 * may run again when its transaction did not commit, so it does nothing outside the database. Look first whether it is
 * still wanted: things may have changed since it was set.
 */
export type TimerHandler = (tx: Tx, timer: Timer) => Promise<void>

export interface TimerOptions {
  database: Database
  /** By kind. Timers of other kinds are left to nodes that know them. */
  handlers: Readonly<Record<string, TimerHandler>>
  lockConversation(tx: Tx, id: string): Promise<unknown>
  /** By kind: what its handler needs locked before the conversation. */
  lockFirst?: Readonly<Record<string, (tx: Tx) => Promise<void>>>
  /** After each commit: publish what was told. */
  afterCommit(): void
  tries?: number
  leaseMs?: number
  log(level: 'info' | 'warn', event: string, fields: object): void
  onError(error: unknown): void
}

/**
 * Fires timers when they are due, one after the other on this node and side by side with other nodes. A nudge, after a
 * commit that may have set or moved one, makes it look when the next is due. A try that fails is repeated after 1 s, 2 s,
 * 4 s … with jitter; after the last the timer has failed, which is logged and stays to be seen in the table. A node that is
 * killed in between leaves the timer to whoever comes when its lease has run out.
 */
export function createTimers(options: TimerOptions): NudgedLoop {
  const { database, handlers, tries = TRIES, leaseMs = LEASE_MS } = options
  const kinds = Object.keys(handlers)
  let closed = false
  let alarm: NodeJS.Timeout | undefined

  async function fireAll(): Promise<void> {
    while (!closed && (await fireOne())) {
      // There may be another.
    }
    const nextMs = await untilNextTimer(database, kinds)
    clearTimeout(alarm)
    if (nextMs === null || nextMs >= SWEEP_MS || closed) return
    alarm = setTimeout(loop.nudge, Math.max(SHORTEST_SLEEP_MS, nextMs))
  }

  async function fireOne(): Promise<boolean> {
    const token = randomUUID()
    const timer = await claimTimer(database, kinds, token, leaseMs)
    if (!timer) return false
    const { id: timerId, kind, attempts } = timer
    try {
      // More tries than allowed: it was claimed again and again and never got to an end.
      if (attempts > tries) throw new Error('Whoever fired it never came back.')
      const fired = await database.transaction((tx) => fire(tx, timer, token))
      if (fired) options.afterCommit()
      options.log('info', fired ? 'timer.fired' : 'timer.moved', { timerId, kind, attempts })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const isLast = attempts >= tries
      if (isLast) await endTimer(database, timer.id, token, message)
      else await postponeTimer(database, timer.id, token, pauseAfter(attempts), message)
      options.log('warn', isLast ? 'timer.failed' : 'timer.try_failed', { timerId, kind, attempts, err: error })
    }
    return true
  }

  /** False when it was moved or taken back between the claim and the lock. */
  async function fire(tx: Tx, timer: Timer, token: string): Promise<boolean> {
    await options.lockFirst?.[timer.kind]?.(tx)
    // The conversation before the timer, as whoever sets or cancels one has locked them.
    if (timer.conversationId) await options.lockConversation(tx, timer.conversationId)
    if (!(await endTimer(tx, timer.id, token, null))) return false
    await handlers[timer.kind]?.(tx, timer)
    return true
  }

  const loop = createNudgedLoop({ round: fireAll, everyMs: SWEEP_MS, pauseMs: PAUSE_MS, onError: options.onError })
  loop.nudge()
  return {
    nudge: loop.nudge,
    async close() {
      closed = true
      clearTimeout(alarm)
      await loop.close()
    },
  }
}

/** 1 s after the first try, doubled after each further one, plus up to a quarter. */
const pauseAfter = (attempts: number) =>
  Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS) * (1 + Math.random() / 4)
