import type { Decision } from '../domain/index.ts'
import type { Evidence } from './evidence.ts'
import type { Policy } from './policy.ts'
import { offerPerson } from './reply.ts'

/**
 * `forward`: the customer got something new. `still`: asked back, more of the same article, the same small talk again.
 * `beside`: small talk, which is neither.
 */
export function progressOf(
  decision: Decision,
  { previous }: Pick<Evidence, 'previous'>,
): 'forward' | 'still' | 'beside' {
  if (decision.kind === 'clarify') return 'still'
  if (decision.kind !== 'answer') return 'forward'
  if (decision.reason === 'chosen_option') return 'forward'
  const before = previous?.kind === 'answer' ? previous : null
  if (decision.reason === 'small_talk') {
    const isAgain = before?.reason === 'small_talk' && before.evidence.intent === decision.evidence.intent
    return isAgain ? 'still' : 'beside'
  }
  const articles = new Set(before?.sources.map(({ articleId }) => articleId))
  return decision.sources.every(({ articleId }) => articles.has(articleId)) ? 'still' : 'forward'
}

/** The loop guard: after so many turns that led nowhere, a person is offered instead of one more of them. */
export function endLoop(decision: Decision, evidence: Evidence, policy: Policy): Decision {
  if (progressOf(decision, evidence) !== 'still') return decision
  if (evidence.dialogue.turnsWithoutProgress + 1 < policy.turnsWithoutProgressAllowed) return decision
  return offerPerson('no_progress', evidence, policy)
}
