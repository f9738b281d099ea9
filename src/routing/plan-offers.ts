import type { Tx } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import { loadFacts } from './facts.ts'
import { type Batch, lockWaiting } from './lock-waiting.ts'
import type { Offer } from './offer.ts'
import { listHeads, type QueuedTicket, type Servable } from './queue-store.ts'
import { select } from './select.ts'
import { lookRound } from './situation.ts'
import { keyOf } from './suit.ts'
import type { Team } from './team.ts'

/** Mostly one place has become free, and one of the first of each skill can have it. */
const FIRST_PAGE = 4

/**
 * Goes through the queue in its order, past what nobody with room could take, until the room or the batch is used up; and
 * then again through what let others pass, as long as that changes anything. The simulator goes through its queue likewise.
 */
export async function planOffers(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Batch,
  team: Team,
  servable: readonly Servable[],
): Promise<{ offers: Offer[]; heldUp: Set<string> }> {
  const offers: Offer[] = []
  const heldUp = new Set<string>()
  const [now, { weights }] = [deps.now(), deps]
  /** Kinds that somebody with room could take and nobody is to: nor is anybody to take another of the kind. */
  const passedOver = new Set<string>()
  const around = lookRound(tx, deps, team, servable, attempt.failed)
  const hasRoom = () =>
    offers.length < attempt.limit &&
    servable.some(({ skill }) => team.of({ requiredSkills: [skill], language: null }).hasRoom())
  const isInQuestion = (ticket: QueuedTicket) => team.of(ticket).hasRoom() && !passedOver.has(kindOf(ticket))

  const look = async (tickets: readonly QueuedTicket[]): Promise<void> => {
    for (let from = 0; from < tickets.length && hasRoom(); from += attempt.limit) {
      const some = tickets.slice(from, from + attempt.limit).filter(isInQuestion)
      if (some.length === 0) continue
      const locked = await lockWaiting(tx, deps, attempt, some, heldUp)
      const { knowledge, wasGivenBack } = await loadFacts(tx, deps, locked)
      for (const ticket of locked) {
        if (offers.length === attempt.limit || !isInQuestion(ticket)) continue
        const situation = (await around.at([ticket]))(ticket)
        const { chosen, ...selection } = select(ticket, team, knowledge(ticket), { now, weights, situation })
        const to = chosen === null ? undefined : team.find(chosen)?.agent
        if (!to) {
          if (!wasGivenBack(ticket)) passedOver.add(kindOf(ticket))
          continue
        }
        offers.push({ ticket, to, selection, goneName: team.nameOf(ticket.goneAgentId) })
        team.take(to.id, now)
        around.leave(ticket.conversationId)
      }
    }
  }

  const seen = new Map<string, QueuedTicket>()
  // What a whole page could not use up the next may not either: look twice as far each time.
  for (let size = FIRST_PAGE; hasRoom(); size *= 2) {
    const { page, isAll } = upToFirstEnd(await listHeads(tx, servable, size), size)
    const unseen = page.filter(({ ticketId }) => !seen.has(ticketId))
    for (const ticket of unseen) seen.set(ticket.ticketId, ticket)
    await look(unseen)
    if (isAll) break
  }
  for (let before = 0; offers.length > before && passedOver.size > 0 && hasRoom(); ) {
    before = offers.length
    passedOver.clear()
    const taken = new Set(offers.map(({ ticket }) => ticket.ticketId))
    await look([...seen.values()].filter(({ ticketId }) => !taken.has(ticketId)))
  }
  return { offers, heldUp }
}

const kindOf = (ticket: QueuedTicket): string => `${ticket.priority} ${keyOf(ticket)}`

/** Up to where the first skill's `size` are through: what follows of others could overtake what was not read of it. */
function upToFirstEnd(heads: QueuedTicket[], size: number): { page: QueuedTicket[]; isAll: boolean } {
  const counts = new Map<string, number>()
  const end = heads.findIndex(({ requiredSkill }) => {
    const count = (counts.get(requiredSkill) ?? 0) + 1
    counts.set(requiredSkill, count)
    return count === size
  })
  return end === -1 ? { page: heads, isAll: true } : { page: heads.slice(0, end + 1), isAll: false }
}
