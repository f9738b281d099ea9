import type { Tx } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import { loadFacts, loadTeam } from './facts.ts'
import { keepWaiting } from './keep-waiting.ts'
import { type Offer, putBefore } from './offer.ts'
import {
  listHead,
  listKinds,
  listTold,
  lockRouting,
  type QueuedKind,
  type QueuedTicket,
  toldKey,
} from './queue-store.ts'
import { select } from './select.ts'
import type { Kind, Team } from './team.ts'

/** So many offers, and so many words to those who wait, in one transaction: some 20 ms under the lock. */
export const BATCH = 50

export interface Routed {
  offered: number
  /** Somebody else was changing a waiting conversation just then: it is worth another look soon. */
  isHeldUp: boolean
}

/**
 * Offers what can be offered, the most urgent and longest waiting first, and tells the others why they wait, a batch in
 * a transaction. Each batch looks afresh under the lock, so several nodes decide one after the other. A conversation
 * that cannot be routed is logged and keeps no other waiting.
 */
export async function routeWaiting(deps: RoutingDeps): Promise<Routed> {
  await deps.history.refresh()
  const routed: Routed = { offered: 0, isHeldUp: false }
  const failed = new Set<string>()
  for (let limit = BATCH; ; ) {
    const attempt: Attempt = { limit, failed, looking: [] }
    try {
      if ((await listKinds(deps.db)).length === 0) return routed
      const batch = await deps.db.transaction((tx) => decide(tx, deps, attempt))
      if (batch.offered + batch.told > 0) deps.afterCommit()
      routed.offered += batch.offered
      routed.isHeldUp ||= batch.isHeldUp
      if (batch.offered < limit && batch.told < limit) return routed
    } catch (error) {
      const [conversationId, ...others] = attempt.looking
      if (conversationId === undefined) throw error
      // Which of them it was is found by taking them one by one.
      limit = 1
      if (others.length > 0) continue
      failed.add(conversationId)
      deps.log('warn', 'routing.failed', { conversationId, node: deps.nodeName, err: error })
    }
  }
}

interface Attempt {
  limit: number
  /** Conversations that could not be routed in this run. */
  failed: ReadonlySet<string>
  /** Those that were in hand when it failed. */
  looking: string[]
}

async function decide(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Attempt,
): Promise<{ offered: number; told: number; isHeldUp: boolean }> {
  await lockRouting(tx)
  const kinds = await listKinds(tx)
  const team = await loadTeam(tx, deps)
  const { offers, heldUp } = await planOffers(tx, deps, attempt, kinds, team)
  await putBefore(tx, deps, offers)
  if (offers.length === attempt.limit) return { offered: offers.length, told: 0, isHeldUp: heldUp.size > 0 }
  const told = await tellTheRest(tx, deps, attempt, kinds, team, heldUp)
  return { offered: offers.length, told, isHeldUp: heldUp.size > 0 }
}

/** Goes through the queue in its order, past what nobody with room could take, until the room or the batch is used up. */
async function planOffers(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Attempt,
  kinds: readonly QueuedKind[],
  team: Team,
): Promise<{ offers: Offer[]; heldUp: Set<string> }> {
  const { limit } = attempt
  const offers: Offer[] = []
  const heldUp = new Set<string>()
  const open = kinds.filter((kind) => team.hasRoomFor(kindOf(kind)))
  let [offset, size] = [0, limit]
  while (offers.length < limit && open.some((kind) => team.hasRoomFor(kindOf(kind)))) {
    const page = await listHead(tx, open, { offset, limit: size })
    const tickets = await lockWaiting(tx, deps, attempt, page, heldUp)
    const { knowledge } = await loadFacts(tx, deps, tickets)
    for (const ticket of tickets) {
      if (offers.length === limit || !team.hasRoomFor(ticket)) continue
      const { chosen, ...selection } = select(ticket, team, knowledge(ticket), {
        now: deps.now(),
        weights: deps.weights,
      })
      const to = chosen === null ? undefined : team.find(chosen)?.agent
      if (!to) continue
      offers.push({ ticket, to, selection, goneName: team.nameOf(ticket.goneAgentId) })
      team.take(to.id, deps.now())
    }
    if (page.length < size) break
    offset += size
    // What a whole page could not use up the next may not either: look further at once.
    if (limit > 1) size *= 2
  }
  return { offers, heldUp }
}

/** Those whose customers were told nothing yet, or what is no longer so. Returns how many. */
async function tellTheRest(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Attempt,
  kinds: readonly QueuedKind[],
  team: Team,
  heldUp: Set<string>,
): Promise<number> {
  const untrue = kinds.filter((kind) => kind.told !== toldKey('queued', team.whyWaiting(kindOf(kind))))
  if (untrue.length === 0) return 0
  const page = await listTold(tx, untrue, attempt.limit)
  const waiting = page.filter(({ conversationId }) => !heldUp.has(conversationId))
  const tickets = await lockWaiting(tx, deps, attempt, waiting, heldUp)
  await keepWaiting(tx, deps, team, tickets)
  return tickets.length
}

/** Of these tickets, in their order, those that do wait and that nobody else is changing; the row locks are taken. */
async function lockWaiting(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Attempt,
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

const kindOf = ({ requiredSkill, language }: QueuedKind): Kind => ({
  requiredSkills: [requiredSkill],
  optionalSkills: [],
  language,
})
