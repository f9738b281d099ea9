import type { Tx } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'
import { loadTeam } from './facts.ts'
import { keepWaiting } from './keep-waiting.ts'
import { type Batch, lockWaiting } from './lock-waiting.ts'
import { putBefore } from './offer.ts'
import { planOffers } from './plan-offers.ts'
import {
  listTold,
  listToldKinds,
  listUntold,
  listWaitingSkills,
  lockRouting,
  type Servable,
  toldKey,
} from './queue-store.ts'
import type { Team } from './team.ts'

/** So many offers, and so many words to those who wait, in one transaction: some 20 ms under the lock. */
export const BATCH = 50

export interface Routed {
  offered: number
  /** Somebody else was changing a waiting conversation just then: it is worth another look soon. */
  isHeldUp: boolean
}

/** What a router remembers from run to run. */
export interface Memory {
  /** Who was here when all who wait had last been told what is true; null to look at all of them. */
  toldFor: string | null
  /** As it last was; null to look everything up anew. */
  team: Team | null
}

export const noMemory = (): Memory => ({ toldFor: null, team: null })

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
    const attempt: Attempt = { limit, failed, memory, looking: [], skills: [] }
    try {
      // Outside the transaction: mostly nobody waits. A ticket with yet another skill comes with a nudge of its own.
      attempt.skills = await listWaitingSkills(deps.db)
      if (attempt.skills.length === 0) return routed
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

interface Attempt extends Batch {
  memory: Memory
  /** Of those who wait. */
  skills: readonly string[]
}

async function decide(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Attempt,
): Promise<{ offered: number; told: number; isHeldUp: boolean }> {
  await lockRouting(tx)
  const team = await loadTeam(tx, deps, attempt.memory.team)
  attempt.memory.team = team
  const servable = attempt.skills.flatMap((skill): Servable[] => {
    const room = team.roomFor(skill)
    return room ? [{ skill, ...room }] : []
  })
  const { offers, heldUp } = await planOffers(tx, deps, attempt, team, servable)
  if (offers.length > 0) attempt.looking = offers.map(({ ticket }) => ticket.conversationId)
  await putBefore(tx, deps, offers)
  const isHeldUp = heldUp.size > 0
  if (offers.length === attempt.limit) return { offered: offers.length, told: 0, isHeldUp }
  return { offered: offers.length, told: await tellTheRest(tx, deps, attempt, team, servable, heldUp), isHeldUp }
}

/** Those whose customers were told nothing yet, or what is no longer so. Returns how many. */
async function tellTheRest(
  tx: Tx,
  deps: RoutingDeps,
  attempt: Attempt,
  team: Team,
  servable: readonly Servable[],
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
  await keepWaiting(tx, deps, { team, servable }, tickets)
  return tickets.length
}
