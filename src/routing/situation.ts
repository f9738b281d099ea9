import type { Queryable } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import { mayLetPass, type Situation } from './opportunity.ts'
import type { QueuedTicket, Servable } from './queue-store.ts'
import { FEW_OF_EACH_KIND, listRivals, MANY_OF_EACH_KIND, type WaitingRival } from './rival-store.ts'
import type { Team } from './team.ts'

/** What else waits and comes, for the tickets that are decided on in one transaction. */
interface Surroundings {
  /** As it is when these tickets are decided on, one as the others. */
  at(tickets: readonly QueuedTicket[]): Promise<(ticket: QueuedTicket) => Situation>
  /** It was put before somebody and is nobody's rival any more. */
  leave(conversationId: string): void
}

/**
 * The queue is read when it first matters, and again when all that was read of a kind have left it: only what is
 * `servable`, since nobody is kept for what nobody with room could take. Nothing is kept for the conversations `failed`.
 */
export function lookRound(
  db: Queryable,
  deps: Pick<RoutingDeps, 'history'>,
  team: Team,
  servable: readonly Servable[],
  failed: Iterable<string> = [],
): Surroundings {
  let known: { kinds: WaitingRival[][]; ofEach: number } | null = null
  const gone = new Set(failed)
  const firstOf = (kind: WaitingRival[]) => kind.find(({ conversationId }) => !gone.has(conversationId))
  /** More of a kind may wait than were read. */
  const isUsedUp = ({ kinds, ofEach }: { kinds: WaitingRival[][]; ofEach: number }) =>
    kinds.some((kind) => kind.length === ofEach && !firstOf(kind))
  return {
    async at(tickets) {
      const demand = deps.history.demand()
      let firsts: WaitingRival[] = []
      if (tickets.some((ticket) => mayLetPass(ticket, team.lookup))) {
        if (!known || isUsedUp(known)) {
          const ofEach = known ? MANY_OF_EACH_KIND : FEW_OF_EACH_KIND
          known = { kinds: await listRivals(db, servable, { without: gone, ofEach }), ofEach }
        }
        firsts = known.kinds.flatMap((kind) => firstOf(kind) ?? [])
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
