import { sweepFirings } from '../automation/index.ts'
import { sweepAttachments } from '../conversation/index.ts'
import type { Database } from '../domain/index.ts'
import type { Log } from '../log.ts'
import { endedSessions, HEARTBEAT_MS, sweepPresence, sweepSessions, touchSockets } from '../people/index.ts'
import { sweepTimers } from '../timers/index.ts'

const SWEEP_MS = 10 * 60_000

interface Logins {
  openLogins(): string[]
  endSession(token: string): void
}

/** The node's heartbeat, and the removal of what has expired. Returns the way to stop it. */
export function startHousekeeping(
  database: Database,
  { node, log, logins }: { node: string; log: Log; logins: Logins },
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const every = (ms: number, work: () => Promise<unknown>) =>
    setInterval(() => {
      running = work().catch(log.error)
    }, ms)
  const timers = [
    every(HEARTBEAT_MS, async () => {
      await touchSockets(database, node)
      await closeEnded(database, logins)
    }),
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

/** Consoles of logins that ended elsewhere, such as by the command line or another node, are closed within a heartbeat. */
async function closeEnded(database: Database, { openLogins, endSession }: Logins): Promise<void> {
  for (const token of await endedSessions(database, openLogins(), new Date())) endSession(token)
}
