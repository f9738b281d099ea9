import type { Decision, DialogueState } from '../domain/index.ts'
import type { Evidence } from './evidence.ts'

/** What the dialogue remembers after `decision`, for the next message. Pure. */
export function nextDialogue(state: DialogueState, decision: Decision, evidence: Evidence): DialogueState {
  const next = { ...state, offered: [], customerTurns: state.customerTurns + 1 }
  switch (decision.kind) {
    case 'answer':
      if (decision.reason === 'small_talk') return next
      return {
        ...next,
        failedAttempts: 0,
        lastPassageId: decision.passageId,
        lastIntent: intentOf(decision, evidence) ?? state.lastIntent,
      }
    case 'clarify': {
      // Asking which of two is meant is progress; asking to rephrase is a failed attempt.
      const failed = decision.reason === 'not_understood' || decision.reason === 'no_article'
      return { ...next, offered: decision.options, failedAttempts: state.failedAttempts + (failed ? 1 : 0) }
    }
    case 'flow':
      return { ...next, failedAttempts: 0, lastIntent: intentOf(decision, evidence) ?? state.lastIntent }
    case 'escalate':
      // A person goes on from here.
      return { ...next, flow: null, failedAttempts: 0, lastIntent: intentOf(decision, evidence) ?? state.lastIntent }
    case 'wait':
    case 'assist':
    case 'silent':
      return next
  }
}

/** The intent a decision named in its evidence, if it is one. */
function intentOf({ evidence: named }: Decision, { intents }: Evidence): string | null {
  return typeof named.intent === 'string' && intents.has(named.intent) ? named.intent : null
}
