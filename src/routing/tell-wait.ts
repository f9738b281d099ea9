import type { Queryable } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import { loadTeam } from './facts.ts'
import { findTicket, queuePosition } from './queue-store.ts'
import { waitNow } from './wait-message.ts'

/** How a customer who waits stands now, with the estimate as it has become; null when they are not in the queue. */
export async function tellWait(db: Queryable, deps: RoutingDeps, conversationId: string): Promise<string | null> {
  const position = await queuePosition(db, conversationId)
  const ticket = position === null ? null : await findTicket(db, conversationId)
  if (position === null || ticket === null) return null
  const { whyWaiting: reason, places, back } = (await loadTeam(db, deps)).of(ticket)
  const now = deps.now()
  const skill = ticket.requiredSkill
  return waitNow(
    reason === 'everyone_busy'
      ? { kind: 'queued', reason, position, estimate: deps.history.estimate({ skill, position, places }) }
      : { kind: 'queued', reason, back: back(now, deps.openFrom(skill)) },
    now,
    deps.timeZone,
  )
}
