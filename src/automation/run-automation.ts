import { createEventReader, type ReadEventsOptions } from './read-events.ts'
import { type WorkOptions, workOnActs } from './work-on-acts.ts'

const SWEEP_MS = 1_000

export type AutomationOptions = WorkOptions & ReadEventsOptions & { onError(error: unknown): void }

export interface Automation {
  nudge(): void
  /** Waits for what is under way; the node's place is free for others then. */
  close(): Promise<void>
}

/**
 * Runs the rules: reads what happened and stores what is to be done about it, and beside it does what is due; when nudged
 * and every second. The sweep is what finds follow-ups whose time has come, and what another node left behind.
 */
export function startAutomation(options: AutomationOptions): Automation {
  const reader = createEventReader(options)
  let closed = false

  const working = repeat(() => workOnActs(options, () => closed))
  const reading = repeat(async () => {
    while (!closed && (await reader.readPage())) working.nudge()
  })

  /** One run at a time; a nudge that comes meanwhile makes another. */
  function repeat(work: () => Promise<void>) {
    let wanted = false
    let running: Promise<void> | null = null
    async function drain(): Promise<void> {
      do {
        wanted = false
        await work().catch(options.onError)
      } while (wanted && !closed)
    }
    return {
      nudge(): void {
        wanted = true
        if (running || closed) return
        running = drain().finally(() => {
          running = null
        })
      },
      ended: async () => running,
    }
  }

  const nudge = () => {
    reading.nudge()
    working.nudge()
  }
  const sweep = setInterval(nudge, SWEEP_MS)
  return {
    nudge,
    async close() {
      closed = true
      clearInterval(sweep)
      await Promise.all([reading.ended(), working.ended()])
      await reader.leave()
    },
  }
}
