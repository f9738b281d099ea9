import { routeWaiting } from './assign.ts'
import type { RoutingDeps } from './deps.ts'
import { lapseOffers, releaseGoneAgents } from './release.ts'

/** How often everything is looked at without being asked, for what no event tells: time passing, lost nudges. */
export const SWEEP_MS = 5_000

export interface Router {
  /** Something changed that may let a conversation move on; returns at once. Many calls make one run. */
  nudge(): void
  /** Waits for the run under way; nothing starts afterwards. */
  close(): Promise<void>
}

export function createRouter(deps: RoutingDeps, options: { sweepMs?: number } = {}): Router {
  let isClosed = false
  let isAskedAgain = false
  let running: Promise<void> | null = null

  const run = async () => {
    do {
      isAskedAgain = false
      await runOnce(deps)
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
  const timer = setInterval(nudge, options.sweepMs ?? SWEEP_MS)

  return {
    nudge,
    async close() {
      isClosed = true
      clearInterval(timer)
      await running
    },
  }
}

/** One look at everything, in the order in which one step frees what the next gives away. Never rejects. */
export async function runOnce(deps: RoutingDeps): Promise<void> {
  for (const [name, step] of [
    ['lapse', lapseOffers],
    ['release', releaseGoneAgents],
    ['route', routeWaiting],
  ] as const) {
    try {
      await step(deps)
    } catch (error) {
      deps.log('warn', 'routing.step_failed', { step: name, node: deps.nodeName, err: error })
    }
  }
}
