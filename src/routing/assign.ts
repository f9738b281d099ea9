import type { Tx } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import { loadFacts, loadTeam } from './facts.ts'
import { keepWaiting } from './keep-waiting.ts'
import { type Offer, putBefore } from './offer.ts'
import {
  listHeads,
  listTold,
  listToldKinds,
  listUntold,
  listWaitingSkills,
  lockRouting,
  type QueuedTicket,
  type Servable,
  toldKey,
} from './queue-store.ts'
import { select } from './select.ts'
import type { Team } from './team.ts'

/** So many offers, and so many words to those who wait, in one transaction: some 20 ms under the lock. */
export const BATCH = 50
/** Mostly one place has become free, and one of the first of each skill can have it. */
const FIRST_PAGE = 4

export interface Routed {
  offered: number
  /** Somebody else was changing a waiting conversation just then: it is worth another look soon. */
  isHeldUp: boolean
}

/** What a router remembers from run to run. */
export interface Memory {
  /** Who was here when all who wait had last been told what is true; null to look at all of them. */
  toldFor: string | null
}

/**
 * Offers what can be offered, the most urgent and longest waiting first, and tells the others why they wait, a batch in
 * a transaction. Each batch looks afresh under the lock, so several nodes decide one after the other. A conversation
 * that cannot be routed is logged and keeps no other waiting.
 */
export async function routeWaiting(deps: RoutingDeps, memory: Memory): Promise<Routed> {
  await deps.history.refresh()
  const routed: Routed = { offered: 0, isHeldUp: false }
  const failed = new Set<string>()
  for (let limit = BATCH; ; ) {
    const attempt: Attempt = { limit, failed, memory, looking: [] }
    try {
      if ((await listWaitingSkills(deps.db)).length === 0) return routed
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
  memory: Memory
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
  const team = await loadTeam(tx, deps)
  const { offers, heldUp } = await planOffers(tx, deps, attempt, team)
  await putBefore(tx, deps, offers)
  const isHeldUp = heldUp.size > 0
  if (offers.length === attempt.limit) return { offered: offers.length, told: 0, isHeldUp }
  return { offered: offers.length, told: await tellTheRest(tx, deps, attempt, team, heldUp), isHeldUp }
}

/** Goes through the queue in its order, past what nobody with room could take, until the room or the batch is used up. */
async function planOffers(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Attempt,
  team: Team,
): Promise<{ offers: Offer[]; heldUp: Set<string> }> {
  const offers: Offer[] = []
  const heldUp = new Set<string>()
  const options = { now: deps.now(), weights: deps.weights }
  const seen = new Set<string>()
  const servable = (await listWaitingSkills(tx)).flatMap((skill): Servable[] => {
    const room = team.roomFor(skill)
    return room ? [{ skill, ...room }] : []
  })
  const hasRoom = () => offers.length < attempt.limit && servable.some(({ skill }) => team.roomFor(skill))
  // What a whole page could not use up the next may not either: look twice as far each time.
  for (let size = FIRST_PAGE; hasRoom(); size *= 2) {
    const { page, isAll } = upToFirstEnd(await listHeads(tx, servable, size), size)
    const unseen = page.filter(({ ticketId }) => !seen.has(ticketId))
    for (const { ticketId } of unseen) seen.add(ticketId)
    for (let from = 0; from < unseen.length && hasRoom(); from += attempt.limit) {
      const some = unseen.slice(from, from + attempt.limit)
      const tickets = await lockWaiting(tx, deps, attempt, some, heldUp)
      const { knowledge } = await loadFacts(tx, deps, tickets)
      for (const ticket of tickets) {
        if (offers.length === attempt.limit || !team.of(ticket).hasRoom()) continue
        const { chosen, ...selection } = select(ticket, team, knowledge(ticket), options)
        const to = chosen === null ? undefined : team.find(chosen)?.agent
        if (!to) continue
        offers.push({ ticket, to, selection, goneName: team.nameOf(ticket.goneAgentId) })
        team.take(to.id, options.now)
      }
    }
    if (isAll) break
  }
  return { offers, heldUp }
}

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

/** Those whose customers were told nothing yet, or what is no longer so. Returns how many. */
async function tellTheRest(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Attempt,
  team: Team,
  heldUp: Set<string>,
): Promise<number> {
  const { limit, memory, failed } = attempt
  const page = (await listUntold(tx, limit + failed.size)).slice(0, limit)
  if (page.length < limit && memory.toldFor !== team.hereKey) {
    const kinds = await listToldKinds(tx)
    const untrue = kinds.filter(({ told, requiredSkill, language }) => {
      const { whyWaiting } = team.of({ requiredSkills: [requiredSkill], language })
      return told !== toldKey('queued', whyWaiting)
    })
    if (untrue.length === 0) memory.toldFor = team.hereKey
    else page.push(...(await listTold(tx, untrue, limit - page.length)))
  }
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
