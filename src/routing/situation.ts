import type { Queryable } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import type { Situation } from './opportunity.ts'
import type { QueuedTicket } from './queue-store.ts'
import { listRivals, type WaitingRival } from './rival-store.ts'

/** What else waits and comes, for the tickets that are decided on in one transaction. */
interface Surroundings {
  /** As it is when these tickets are decided on, one as the others. */
  at(tickets: readonly QueuedTicket[]): Promise<(ticket: QueuedTicket) => Situation>
  /** It was put before somebody and is nobody's rival any more. */
  leave(conversationId: string): void
}

/**
 * The queue is read when it is first asked for, and again when a first of its kind has left it. Nothing is kept for the
 * conversations `failed`.
 */
export function lookRound(
  db: Queryable,
  deps: Pick<RoutingDeps, 'history'>,
  failed: Iterable<string> = [],
): Surroundings {
  let rivals: WaitingRival[] | null = null
  const gone = [...failed]
  return {
    async at(tickets) {
      const demand = deps.history.demand()
      const isAsked = tickets.some(mayLetPass)
      if (isAsked) rivals ??= await listRivals(db, gone)
      const known = isAsked ? (rivals ?? []) : []
      return (ticket) => ({
        waitingSince: ticket.waitingSince,
        rivals: known.filter(({ conversationId }) => conversationId !== ticket.conversationId),
        demand,
      })
    },
    leave(conversationId) {
      gone.push(conversationId)
      if (rivals?.some((rival) => rival.conversationId === conversationId)) rivals = null
    },
  }
}

/** Whoever wishes for nothing lets nobody pass, nor does who is urgent. */
const mayLetPass = ({ optionalSkills, priority }: QueuedTicket) => optionalSkills.length > 0 && priority !== 'urgent'
