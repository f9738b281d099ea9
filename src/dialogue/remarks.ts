import type { Decision, Understanding } from '../domain/index.ts'
import { gatherCandidates, readingsBesideArticles, readingsOf } from './candidates.ts'
import { asksAbout, givesUp, isVagueTrouble } from './customer-says.ts'
import type { Evidence } from './evidence.ts'
import { refusedTask } from './flow-moves.ts'
import type { Policy } from './policy.ts'
import { failTurn, offerPerson, smallTalkReply } from './reply.ts'
import { SAY_LEFT_ALONE, SAY_WHAT_IS_WRONG } from './wording.ts'

/** Somebody who gives up is offered a person, unless the message itself says what can be answered. */
export function despair(evidence: Evidence, understanding: Understanding, policy: Policy): Decision | null {
  if (!givesUp(evidence.text)) return null
  const [best] = gatherCandidates(evidence, readingsOf(evidence, understanding))
  return best && best.probability >= policy.answerAt ? null : offerPerson('gives_up', evidence, policy)
}

/** "Please don't cancel my order": nothing is begun and nothing explained that is not wanted. A question is answered. */
export function leaveAlone(evidence: Evidence, understanding: Understanding, policy: Policy): Decision | null {
  const [first] = understanding.outOfScope ? [] : understanding.intents
  const intent = first && evidence.intents.get(first.name)
  if (!intent || first.probability < policy.topicAt || !refusedTask(intent, evidence)) return null
  if (asksAbout(evidence.text) || evidence.text.includes('?')) return null
  return smallTalkReply(SAY_LEFT_ALONE, evidence, { refused: intent.name })
}

/** "It doesn't work": asked what, unless the question before says it. */
export function vagueTrouble(evidence: Evidence, policy: Policy): Decision | null {
  if (evidence.carried !== null || !isVagueTrouble(evidence.text)) return null
  return failTurn('not_understood', evidence, policy, { text: SAY_WHAT_IS_WRONG })
}

/** Greetings, thanks and the like have a fixed reply. */
export function smallTalk(evidence: Evidence, understanding: Understanding, policy: Policy): Decision | null {
  const [first] = readingsBesideArticles(evidence, understanding)
  const intent = first && evidence.intents.get(first.name)
  if (!intent || !('reply' in intent.serve) || first.probability < policy.smallTalkAt) return null
  const { reply: text, again } = intent.serve
  return smallTalkReply(text, evidence, { intent: first.name, intentProbability: first.probability }, again)
}
