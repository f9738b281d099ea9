import type { Queryable } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import { loadTeam } from './facts.ts'
import { findTicket, type QueuedTicket, queuePosition } from './queue-store.ts'
import { waitNow } from './wait-message.ts'
import type { Outcome } from './wait-outcome.ts'
import { wordsIn } from './words/by-language.ts'
import { addedInWords } from './words/say.ts'

/**
 * How a customer who waits stands now, with the estimate as it has become; null when nothing is known. In another language
 * than English it is all that need be said to somebody who writes meanwhile.
 */
export async function tellWait(db: Queryable, deps: RoutingDeps, conversationId: string): Promise<string | null> {
  const ticket = await findTicket(db, conversationId)
  if (ticket === null) return null
  const position = await queuePosition(db, conversationId)
  const outcome = position === null ? null : await outcomeOf(db, deps, ticket, position)
  const words = wordsIn(ticket.language)
  const saying = { now: deps.now(), timeZone: deps.timeZone, language: ticket.language }
  if (words) return addedInWords(words, outcome, saying)
  return outcome && waitNow(outcome, saying)
}

async function outcomeOf(
  db: Queryable,
  deps: RoutingDeps,
  ticket: QueuedTicket,
  position: number,
): Promise<Extract<Outcome, { kind: 'queued' }>> {
  const { whyWaiting: reason, places, back, hasRoom } = (await loadTeam(db, deps)).of(ticket)
  const skill = ticket.requiredSkill
  return reason === 'everyone_busy'
    ? {
        kind: 'queued',
        reason,
        position,
        estimate: deps.history.estimate({ skill, position, places }),
        isAnyoneFree: hasRoom(),
      }
    : { kind: 'queued', reason, back: back(deps.now(), deps.openFrom(skill)) }
}
