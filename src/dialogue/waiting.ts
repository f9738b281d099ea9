import type { Decision, IntentReading, Passage } from '../domain/index.ts'
import { asksAboutWait } from './asks-about-wait.ts'
import { gatherCandidates, readingsOf } from './candidates.ts'
import { looksLikeQuestion } from './customer-says.ts'
import { personIntent } from './escalate.ts'
import type { Evidence } from './evidence.ts'
import { isUncovered } from './other-languages.ts'
import { ownAddress } from './own-address.ts'
import type { Policy } from './policy.ts'
import { meanwhile } from './reply.ts'
import { sayEmailNoted, sayWait } from './wording.ts'

/**
 * Waiting for a person: says what happens, but not after two messages in a row unless asked; an address is confirmed
 * always. What cannot wait, or is answered for sure, is answered meanwhile.
 */
export function wait(evidence: Evidence, owner: 'queued' | 'offered', policy: Policy): Decision {
  const { text: said, previous, waitSentence, understanding } = evidence
  const justTold = previous?.kind === 'escalate' || (previous?.kind === 'wait' && previous.text !== null)
  const email = understanding === 'unavailable' ? null : ownAddress(said, understanding.entities, true)
  const helped = email || asksAboutWait(said) ? null : helpMeanwhile(evidence, owner, policy)
  if (helped && !(previous?.kind === 'wait' && previous.text === helped.text)) {
    return { kind: 'wait', reason: 'waiting_for_person', ...helped, evidence: { owner, justTold, helped: true } }
  }
  const isSilent = justTold && !asksAboutWait(said)
  const isForeign = understanding !== 'unavailable' && isUncovered(understanding)
  // In their language it says all there is to say.
  const word = isForeign && waitSentence !== null ? waitSentence : sayWait(owner, waitSentence)
  const text = email ? sayEmailNoted(email) : isSilent ? null : word
  return { kind: 'wait', reason: 'waiting_for_person', text, evidence: { owner, justTold } }
}

/**
 * A passage for somebody who waits: of an urgent matter always; of a plain question, calmly asked, while nobody has been
 * asked to take over yet. Null when none is sure enough.
 */
function helpMeanwhile(evidence: Evidence, owner: 'queued' | 'offered', policy: Policy) {
  const { understanding, text } = evidence
  if (understanding === 'unavailable' || isUncovered(understanding)) return null
  const forPeople = personIntent(evidence, understanding, policy)
  const urgent = forPeople && urgentPassage(forPeople, evidence)
  if (urgent) return meanwhile(urgent, policy)
  const isCalm = understanding.sentiment.label !== 'negative' && understanding.sentiment.label !== 'very_negative'
  const asks = text.includes('?') || looksLikeQuestion(text)
  if (forPeople || owner !== 'queued' || !isCalm || !asks) return null
  const [best] = gatherCandidates(evidence, readingsOf(evidence, understanding))
  return best?.passage && best.probability >= policy.interruptAt ? meanwhile(best.passage, policy) : null
}

/** What to do at once in an urgent matter: the opening of its article, whatever of it is found best. */
export function urgentPassage({ name }: IntentReading, { intents, articles }: Evidence): Passage | null {
  const intent = intents.get(name)
  if (intent?.priority !== 'urgent' || !('article' in intent.serve) || !intent.serve.article) return null
  const article = articles.get(intent.serve.article)
  return article?.audience === 'public' ? (article.passages[0] ?? null) : null
}
