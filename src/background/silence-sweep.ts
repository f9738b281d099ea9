import { changeConversation, lockSilent } from '../conversation/index.ts'
import type { Database } from '../domain/index.ts'

const SWEEP_MS = 60_000
/** Ended in one transaction; few, because each is locked until it commits. */
const AT_ONCE = 20
/** Ended in one sweep; the rest a minute later, so that a long past does not flood the consoles. */
const A_SWEEP = 500

export interface SilenceParts {
  database: Database
  /** Milliseconds without anything happening. */
  silenceMs: number
  afterCommit(): void
}

/**
 * Ends the assistant's conversations that fell silent, without a word to the customer, who goes on as after any end by
 * writing again. Harmless on several nodes. Returns how many.
 */
export async function endSilent({ database, silenceMs, afterCommit }: SilenceParts, now: Date): Promise<number> {
  const before = new Date(now.getTime() - silenceMs)
  let total = 0
  for (;;) {
    const ended = await database.transaction(async (tx) => {
      const silent = await lockSilent(tx, before, AT_ONCE)
      for (const conversation of silent) {
        await changeConversation(tx, conversation, { owner: 'resolved', resolvedAt: now, waitingSince: null }, [
          { type: 'conversation.resolved', data: { by: 'silence' }, actor: { kind: 'system', id: null } },
        ])
      }
      return silent.length
    })
    total += ended
    if (ended < AT_ONCE || total >= A_SWEEP) break
  }
  if (total > 0) afterCommit()
  return total
}

/** Returns the way to stop it. */
export function startSilenceSweep(parts: SilenceParts & { onError(error: unknown): void }): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(() => endSilent(parts, new Date())).catch(parts.onError)
  }, SWEEP_MS)
  return async () => {
    clearInterval(timer)
    await running
  }
}
