import { changeConversation, lockConversation } from '../conversation/index.ts'
import type { Database } from '../domain/index.ts'
import { listLongWaiting, raiseByWaiting, WAITING_STEPS_MINUTES } from '../tickets/index.ts'

const SWEEP_MS = 30_000
/** Looked at in one sweep; the longest waiting come first, and the rest half a minute later. */
const AT_ONCE = 200

export interface SweepParts {
  database: Database
  afterCommit(): void
}

/** Raises the priority of those who wait long for a person. Harmless on several nodes: each ticket is read again under its lock. */
export async function sweepPriorities({ database, afterCommit }: SweepParts, now: Date): Promise<number> {
  const since = new Date(now.getTime() - WAITING_STEPS_MINUTES[0] * 60_000)
  let raised = 0
  for (const id of await listLongWaiting(database, since, AT_ONCE)) {
    raised += await database.transaction(async (tx) => {
      const conversation = await lockConversation(tx, id)
      const events = conversation?.owner === 'queued' ? await raiseByWaiting(tx, id, now) : []
      if (conversation && events.length > 0) await changeConversation(tx, conversation, {}, events)
      return events.length
    })
  }
  if (raised > 0) afterCommit()
  return raised
}

/** Returns the way to stop it. */
export function startPrioritySweep(parts: SweepParts & { onError(error: unknown): void }): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(() => sweepPriorities(parts, new Date())).catch(parts.onError)
  }, SWEEP_MS)
  return async () => {
    clearInterval(timer)
    await running
  }
}
