import { createNudgedLoop } from '../nudged-loop.ts'
import { createEventReader, type ReadEventsOptions } from './read-events.ts'
import { startActWorkers, type WorkOptions } from './work-on-acts.ts'

const SWEEP_MS = 1_000
/** Nobody waits for a rule as for an answer: what happens in quick succession is read together. */
const READ_PAUSE_MS = 100

export type AutomationOptions = WorkOptions & Omit<ReadEventsOptions, 'afterFiring'>

export interface Automation {
  /** Something has happened. */
  nudge(): void
  /** Something is to be done that no event stands for, such as a retry. */
  nudgeActs(): void
  /** Waits for what is under way; the node's place is free for others then. */
  close(): Promise<void>
}

/**
 * Runs the rules: reads what happened and stores what is to be done about it, and beside it does what is due; when nudged
 * and every second. The sweep is what finds follow-ups whose time has come, and what another node left behind.
 */
export function startAutomation(options: AutomationOptions): Automation {
  let closed = false
  const acts = startActWorkers({ ...options, everyMs: SWEEP_MS })
  const reader = createEventReader({ ...options, afterFiring: acts.nudge })
  const reading = createNudgedLoop({
    everyMs: SWEEP_MS,
    pauseMs: READ_PAUSE_MS,
    onError: options.onError,
    async round() {
      while (!closed && (await reader.readPage())) {
        // There may be another page.
      }
    },
  })
  return {
    nudge: reading.nudge,
    nudgeActs: acts.nudge,
    async close() {
      closed = true
      await Promise.all([reading.close(), acts.close()])
      await reader.leave()
    },
  }
}
