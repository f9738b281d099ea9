import type { WaitEstimate } from './wait-estimate.ts'
import type { Back } from './when-back.ts'

/** What routing found for a waiting conversation, as far as the customer is concerned. */
export type Outcome =
  | {
      kind: 'offered'
      agentName: string /** The skill they were chosen for; null when nobody has it. */
      skill: string | null
    }
  | {
      kind: 'queued'
      reason: 'everyone_busy'
      position: number
      estimate: WaitEstimate | null
      /** Somebody has room, who declined it, did not accept in time, or is kept for another. */
      isAnyoneFree: boolean
    }
  | { kind: 'queued'; reason: 'nobody_here'; back: Back }

/**
 * Why nobody could be asked: people who could take it are here but busy (or have just declined), or none of them is
 * here.
 */
export type QueueReason = 'everyone_busy' | 'nobody_here'

/** What happened just before, so that the message goes on from there. */
export interface Before {
  /** Somebody else was asked before, and the customer was told. */
  wasOffered: boolean
  /** The agent who was in the conversation and lost the connection; null otherwise. */
  goneName: string | null
}

/** Where and when it is said: `timeZone` is the company's, `language` the customer's (ISO 639-1). */
export interface Saying {
  now: Date
  timeZone: string
  language: string | null
}
