import type { Applied, ClaimedTurn, DecidedTurn } from '../conversation/index.ts'
import type { ClauseEvidence } from '../dialogue/index.ts'
import type {
  Decision,
  DialogueState,
  FlowState,
  FoundPassage,
  Frustration,
  NewJob,
  Understanding,
  WordCover,
} from '../domain/index.ts'

/** A part that did not answer in time or at all is evidence, not an exception: `decide` calls a person. */
export type OrUnavailable<T> = T | 'unavailable'

export interface Understood {
  understanding: Understanding
  /** The one encoding of the text that search and every head reuse; null when the lexical engine speaks. */
  vector: Float32Array | null
  /** What was read and is searched for: the message, behind the question before it where it says too little alone. */
  searchText: string
  /** That question; null when the message was read alone. */
  carried: string | null
}

export interface Found {
  passages: FoundPassage[]
  /** By article: how far it knows the words of the message. */
  covers: ReadonlyMap<string, WordCover>
  /** Where a message speaks of several matters, each with its own passages. */
  clauses: ClauseEvidence[]
}

/** The mood of the conversation after a message. */
export interface Feeling {
  frustration: Frustration
  /** The rating the customer would probably give now, 1 to 5; null where no model could read the message. */
  predictedRating: number | null
}

/** The steps of a turn, built by compose. Every one that waits has a time limit. */
export interface Steps {
  claim(conversationId: string): Promise<ClaimedTurn | null>
  understand(claimed: ClaimedTurn): Promise<Understood>
  /** How far the mood of the conversation has come with this message. */
  feel(claimed: ClaimedTurn, understood: OrUnavailable<Understood>): Promise<Feeling>
  search(understood: Understood): Promise<Found>
  /** What a customer in the queue can be told of the wait; null for everybody else. */
  waitSentence(claimed: ClaimedTurn): Promise<string | null>
  /** Decides, and runs the flow where that is the decision; nothing is written yet and nothing done outside. */
  decide(evidence: {
    claimed: ClaimedTurn
    understood: OrUnavailable<Understood>
    frustration: Frustration
    found: OrUnavailable<Found>
    waitSentence: string | null
  }): Promise<{ decision: Decision; dialogue: DialogueState; jobs: NewJob[]; flow: FlowState | null }>
  apply(claimed: ClaimedTurn, turn: DecidedTurn): Promise<Applied>
  /** Gives the message back to whoever comes next; used when a turn could not be committed. */
  release(claimed: ClaimedTurn): Promise<void>
  report(report: TurnReport): void
}

/** One line in the log and one observation in the metrics. Never the message's text. */
export interface TurnReport {
  conversationId: string
  messageId: string
  outcome: Applied | 'failed'
  decision: string | null
  reason: string | null
  understandMs: number
  searchMs: number
  applyMs: number
  totalMs: number
  error?: unknown
}

/**
 * One customer message, top to bottom: claim, understand, search, decide, apply. The steps run in the order they stand
 * here; nothing else knows the order. (Receiving came before, in its own transaction; publishing follows the commit,
 * by the relay.) Returns false when there was nothing to decide.
 */
export function makeHandleMessage(steps: Steps) {
  return async function handleMessage(conversationId: string): Promise<boolean> {
    const started = performance.now()
    const claimed = await steps.claim(conversationId)
    if (!claimed) return false

    const clock = stopwatch(started)
    let outcome: TurnReport['outcome'] = 'failed'
    let decision: Decision | null = null
    let failure: unknown
    try {
      const understood = await orUnavailable(steps.understand(claimed))
      const { frustration, predictedRating } = await steps.feel(claimed, understood)
      clock.lap('understandMs')
      const found = understood === 'unavailable' ? 'unavailable' : await orUnavailable(steps.search(understood))
      const waitSentence = await steps.waitSentence(claimed)
      clock.lap('searchMs')
      const decided = await steps.decide({ claimed, understood, frustration, found, waitSentence })
      decision = decided.decision
      outcome = await steps.apply(claimed, {
        understanding: understood === 'unavailable' ? null : understood.understanding,
        frustration,
        predictedRating,
        ...decided,
      })
      clock.lap('applyMs')
    } catch (error) {
      failure = error
      await steps.release(claimed)
    }
    steps.report({
      conversationId,
      messageId: claimed.message.id,
      outcome,
      decision: decision?.kind ?? null,
      reason: decision?.reason ?? null,
      ...clock.laps(),
      ...(failure === undefined ? {} : { error: failure }),
    })
    // A failed turn is left to the sweep, which waits between tries; a dropped reply is decided anew at once.
    return outcome !== 'failed'
  }
}

async function orUnavailable<T>(part: Promise<T>): Promise<OrUnavailable<T>> {
  try {
    return await part
  } catch {
    return 'unavailable'
  }
}

function stopwatch(started: number) {
  const laps = { understandMs: 0, searchMs: 0, applyMs: 0 }
  let last = performance.now()
  return {
    lap(name: keyof typeof laps) {
      const now = performance.now()
      laps[name] = round(now - last)
      last = now
    },
    laps: () => ({ ...laps, totalMs: round(performance.now() - started) }),
  }
}

const round = (milliseconds: number) => Math.round(milliseconds * 10) / 10
