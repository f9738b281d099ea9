import type { Decision, DialogueState } from '../domain/index.ts'
import type { Evidence } from './evidence.ts'
import { tasksLeft } from './later-tasks.ts'
import { progressOf } from './progress.ts'

/** What the dialogue remembers after `decision`, for the next message. Pure. */
export function nextDialogue(state: DialogueState, decision: Decision, evidence: Evidence): DialogueState {
  const next: DialogueState = {
    ...state,
    offered: [],
    otherOffers: [],
    later: tasksLeft(state, decision),
    customerTurns: state.customerTurns + 1,
    turnsWithoutProgress: countTurns(state, decision, evidence),
  }
  switch (decision.kind) {
    case 'answer': {
      if (decision.reason === 'small_talk') return { ...next, otherOffers: state.otherOffers }
      const shown = new Set(decision.sources.map(({ articleId }) => articleId))
      const taken = decision.reason === 'chosen_option'
      return {
        ...next,
        failedAttempts: 0,
        clarifyStage: 0,
        lastPassageId: decision.passageId,
        otherPassageIds: decision.otherPassageIds ?? [],
        lastIntent: intentOf(decision, evidence) ?? state.lastIntent,
        otherOffers: taken ? besideTaken(state, shown) : [],
      }
    }
    case 'clarify':
      return { ...next, offered: decision.options, ...afterAsking(state, decision) }
    case 'escalate':
      return {
        ...next,
        // A person goes on from here.
        flow: null,
        failedAttempts: 0,
        clarifyStage: 0,
        lastIntent: intentOf(decision, evidence) ?? state.lastIntent,
      }
    case 'flow':
      return {
        ...next,
        failedAttempts: 0,
        clarifyStage: 0,
        lastIntent: intentOf(decision, evidence) ?? state.lastIntent,
      }
    case 'wait':
    case 'assist':
    case 'silent':
      return next
  }
}

/** Asking which of two is meant is progress; putting a reading to the customer or asking to rephrase is a failed attempt. */
function afterAsking(
  { failedAttempts, clarifyStage }: DialogueState,
  { reason }: Extract<Decision, { kind: 'clarify' }>,
): Pick<DialogueState, 'failedAttempts' | 'clarifyStage'> {
  switch (reason) {
    case 'confirm_reading':
      return { failedAttempts: failedAttempts + 1, clarifyStage: 1 }
    case 'not_understood':
    case 'no_article':
      return { failedAttempts: failedAttempts + 1, clarifyStage: 2 }
    case 'close_readings':
    case 'close_articles':
    case 'offer_person':
      return { failedAttempts, clarifyStage }
  }
}

function countTurns(state: DialogueState, decision: Decision, evidence: Evidence): number {
  // The offer of a person answers the loop; counting starts anew.
  if (decision.kind === 'clarify' && decision.reason === 'offer_person') return 0
  const progress = progressOf(decision, evidence)
  return progress === 'forward' ? 0 : state.turnsWithoutProgress + (progress === 'still' ? 1 : 0)
}

/** What stood beside the option just taken, so that "the other one" can be had next. */
const besideTaken = (state: DialogueState, shown: ReadonlySet<string>) =>
  [...state.offered, ...state.otherOffers].filter(({ articleId }) => articleId !== null && !shown.has(articleId))

/** The intent a decision named in its evidence, if it is one. */
function intentOf({ evidence: named }: Decision, { intents }: Evidence): string | null {
  return typeof named.intent === 'string' && intents.has(named.intent) ? named.intent : null
}
