import { sweepFirings } from './automation/index.ts'
import { sweepAttachments } from './conversation/index.ts'
import type { Database } from './domain/index.ts'
import type { Log } from './log.ts'
import { HEARTBEAT_MS, sweepPresence, sweepSessions, touchSockets } from './people/index.ts'
import { sweepTimers } from './timers/index.ts'

const SWEEP_MS = 10 * 60_000

/** The node's heartbeat, and the removal of what has expired. Returns the way to stop it. */
export function startHousekeeping(database: Database, node: string, log: Log): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const every = (ms: number, work: () => Promise<unknown>) =>
    setInterval(() => {
      running = work().catch(log.error)
    }, ms)
  const timers = [
    every(HEARTBEAT_MS, () => touchSockets(database, node)),
    every(SWEEP_MS, async () => {
      await sweepSessions(database, new Date())
      await sweepPresence(database, node)
      await sweepAttachments(database)
      await sweepFirings(database)
      await sweepTimers(database)
    }),
  ]
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await running
  }
}

/** One run of `work` at most every `ms`, however often it is asked for; the last request is never dropped. */
export function debounce(ms: number, work: () => Promise<void>, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()
  let closed = false
  function ask(): void {
    if (timer || closed) return
    timer = setTimeout(() => {
      timer = null
      running = running.then(work).catch(onError)
    }, ms)
  }
  return Object.assign(ask, {
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await running
    },
  })
}
