import type { Queryable } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import type { Situation } from './opportunity.ts'
import type { QueuedTicket } from './queue-store.ts'
import { listRivals, OF_EACH_KIND, type WaitingRival } from './rival-store.ts'

/** What else waits and comes, for the tickets that are decided on in one transaction. */
interface Surroundings {
  /** As it is when these tickets are decided on, one as the others. */
  at(tickets: readonly QueuedTicket[]): Promise<(ticket: QueuedTicket) => Situation>
  /** It was put before somebody and is nobody's rival any more. */
  leave(conversationId: string): void
}

/**
 * The queue is read when it is first asked for, and again when all that was read of a kind have left it. Nothing is kept
 * for the conversations `failed`.
 */
export function lookRound(
  db: Queryable,
  deps: Pick<RoutingDeps, 'history'>,
  failed: Iterable<string> = [],
): Surroundings {
  let kinds: WaitingRival[][] | null = null
  const gone = new Set(failed)
  const firstOf = (kind: WaitingRival[]) => kind.find(({ conversationId }) => !gone.has(conversationId))
  return {
    async at(tickets) {
      const demand = deps.history.demand()
      let firsts: WaitingRival[] = []
      if (tickets.some(mayLetPass)) {
        if (!kinds || kinds.some((kind) => kind.length === OF_EACH_KIND && !firstOf(kind))) {
          kinds = await listRivals(db, gone)
        }
        firsts = kinds.flatMap((kind) => firstOf(kind) ?? [])
      }
      return (ticket) => ({
        waitingSince: ticket.waitingSince,
        rivals: firsts.filter(({ conversationId }) => conversationId !== ticket.conversationId),
        demand,
      })
    },
    leave(conversationId) {
      gone.add(conversationId)
    },
  }
}

/** Whoever wishes for nothing lets nobody pass, nor does who is urgent. */
const mayLetPass = ({ optionalSkills, priority }: QueuedTicket) => optionalSkills.length > 0 && priority !== 'urgent'
