import { type Memory, noMemory, routeWaiting } from './assign.ts'
import { nextAssignmentDue } from './assignment-store.ts'
import { DECLINE_REST_MS } from './choose-agent.ts'
import type { RoutingDeps } from './deps.ts'
import { dropSkills } from './drop-skills.ts'
import { healQueue } from './queue-store.ts'
import { lapseOffers, releaseGoneAgents } from './release.ts'
import { firstWishing } from './wish-store.ts'

/** How often everything is looked at without being asked, for lost nudges and for people who went without a word. */
export const SWEEP_MS = 10_000
/** When somebody else was changing a waiting conversation: their commit is a matter of milliseconds. */
const RETRY_MS = 50
/** What is overdue and could not be done is tried again no sooner. */
const OVERDUE_MS = 1_000

export interface Router {
  /** Something changed that may let a conversation move on; returns at once. Many calls make one run. */
  nudge(): void
  /** The same, with what no event tells: somebody left, and what they had waits for others. */
  sweep(): void
  /** Waits for the run under way; nothing starts afterwards. */
  close(): Promise<void>
}

export function createRouter(deps: RoutingDeps, options: { sweepMs?: number } = {}): Router {
  const sweepMs = options.sweepMs ?? SWEEP_MS
  let isClosed = false
  let isAskedAgain = false
  let isSweepDue = true
  let isTimeUp = true
  const memory = noMemory()
  let running: Promise<void> | null = null
  let wake: NodeJS.Timeout | undefined

  const run = async () => {
    do {
      isAskedAgain = false
      const [isSweep, isDue] = [isSweepDue, isTimeUp || isSweepDue]
      isSweepDue = false
      isTimeUp = false
      const { isHeldUp } = await runOnce(deps, { isSweep, isDue, memory })
      const inMs = isHeldUp ? RETRY_MS : await nextDueMs(deps)
      clearTimeout(wake)
      if (!isClosed && inMs < sweepMs) wake = setTimeout(comeBack, inMs)
    } while (isAskedAgain && !isClosed)
  }
  const nudge = () => {
    if (isClosed) return
    if (running) {
      isAskedAgain = true
      return
    }
    running = run().finally(() => {
      running = null
    })
  }
  const comeBack = () => {
    isTimeUp = true
    nudge()
  }
  const sweep = () => {
    isSweepDue = true
    nudge()
  }
  const sweeping = setInterval(sweep, sweepMs)

  return {
    nudge,
    sweep,
    async close() {
      isClosed = true
      clearInterval(sweeping)
      clearTimeout(wake)
      await running
      clearTimeout(wake)
    },
  }
}

/** In how long an offer runs out, an optional skill is dropped or a place no longer held for it, or somebody may be asked again. */
async function nextDueMs(deps: RoutingDeps): Promise<number> {
  try {
    const now = deps.now()
    const holdMs = deps.weights.holdSeconds * 1000
    const wishing = await firstWishing(deps.db, new Date(0))
    const held = holdMs > 0 ? await firstWishing(deps.db, new Date(now.getTime() - holdMs)) : null
    const times = [
      (await nextAssignmentDue(deps.db, now, DECLINE_REST_MS))?.getTime(),
      wishing ? wishing.getTime() + deps.optionalSkillMs : undefined,
      held ? held.getTime() + holdMs : undefined,
    ].filter((time) => time !== undefined)
    const inMs = Math.min(...times, Number.POSITIVE_INFINITY) - now.getTime()
    return inMs > 0 ? inMs : OVERDUE_MS
  } catch {
    // The sweep is there for it.
    return Number.POSITIVE_INFINITY
  }
}

/**
 * One look at everything, in the order in which one step frees what the next gives away; without `isDue` past what only
 * time brings about, without `isSweep` past what no event tells. Never rejects.
 */
export async function runOnce(
  deps: RoutingDeps,
  { isSweep = true, isDue = true, memory = noMemory() }: { isSweep?: boolean; isDue?: boolean; memory?: Memory } = {},
): Promise<{ isHeldUp: boolean }> {
  const attempt = async <T>(name: string, step: () => Promise<T>): Promise<T | null> => {
    try {
      return await step()
    } catch (error) {
      deps.log('warn', 'routing.step_failed', { step: name, node: deps.nodeName, err: error })
      return null
    }
  }
  if (isSweep) {
    const healed = await attempt('heal', () => healQueue(deps.db))
    if (healed) deps.log('warn', 'routing.healed', { tickets: healed, node: deps.nodeName })
  }
  if (isSweep) memory.toldFor = null
  if (isDue) await attempt('lapse', () => lapseOffers(deps))
  // No event tells that somebody is still gone, and it need not be found to the second.
  if (isSweep) await attempt('release', () => releaseGoneAgents(deps))
  if (isDue) await attempt('drop', () => dropSkills(deps))
  return (await attempt('route', () => routeWaiting(deps, memory))) ?? { isHeldUp: false }
}
