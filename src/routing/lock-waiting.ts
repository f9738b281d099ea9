import type { Tx } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import type { QueuedTicket } from './queue-store.ts'

/** What is decided on in one transaction. */
export interface Batch {
  /** At most so many offers, and so many words to those who wait. */
  limit: number
  /** Conversations that could not be routed in this run. */
  failed: ReadonlySet<string>
  /** Those that were in hand when it failed. */
  looking: string[]
}

/** Of these tickets, in their order, those that do wait and that nobody else is changing; the row locks are taken. */
export async function lockWaiting(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Batch,
  tickets: readonly QueuedTicket[],
  heldUp: Set<string>,
): Promise<QueuedTicket[]> {
  const wanted = tickets.filter(({ conversationId }) => !attempt.failed.has(conversationId))
  attempt.looking = wanted.map(({ conversationId }) => conversationId)
  if (wanted.length === 0) return []
  const owners = await deps.lockFree(tx, attempt.looking)
  for (const id of attempt.looking) if (!owners.has(id)) heldUp.add(id)
  return wanted.filter(({ conversationId }) => owners.get(conversationId) === 'queued')
}
