import type {
  ClarifyOption,
  ClarifyReason,
  Decision,
  DecisionEvidence,
  IntentReading,
  Passage,
  Understanding,
} from '../domain/index.ts'
import type { Candidate } from './candidates.ts'
import { escalate } from './escalate.ts'
import type { Evidence } from './evidence.ts'
import type { Policy } from './policy.ts'
import { shorten } from './shorten.ts'
import { MORE_OF_THE_SAME, sayAcknowledgement, sayClarify, TALK_TO_PERSON } from './wording.ts'

const OPTIONS_AT_MOST = 3
export const PERSON_OPTION: ClarifyOption = { title: TALK_TO_PERSON, intent: 'talk_to_person', articleId: null }

/** The answer out of one passage, cut to the policy's length, with its source. */
export function answer(
  reason: 'confident_answer' | 'chosen_option',
  candidate: Candidate,
  passage: Passage,
  evidence: Evidence,
  understanding: Understanding,
  policy: Policy,
): Decision {
  const upset = isUpset(understanding, policy)
  const topic =
    (candidate.intent === null ? undefined : evidence.intents.get(candidate.intent)?.title) ?? candidate.title
  const paragraphs = [
    upset ? sayAcknowledgement(topic) : null,
    candidate.movedOn ? MORE_OF_THE_SAME : null,
    shorten(passage.text, policy.answerMaxWords),
  ]
  return {
    kind: 'answer',
    reason,
    text: paragraphs.filter((paragraph) => paragraph !== null).join('\n\n'),
    sources: [{ articleId: passage.articleId, title: passage.title, heading: passage.heading }],
    passageId: passage.id,
    // A choice of the customer says which article is meant; whether it answers, search alone can say.
    probability: reason === 'chosen_option' ? candidate.searchProbability : candidate.probability,
    quickReplies: upset ? [TALK_TO_PERSON] : [],
    evidence: { ...numbersOf(candidate), upset },
  }
}

/** The fixed reply of a small-talk intent. */
export function smallTalkReply(text: string, reading: IntentReading): Decision {
  return {
    kind: 'answer',
    reason: 'small_talk',
    text,
    sources: [],
    passageId: null,
    probability: null,
    quickReplies: [],
    evidence: { intent: reading.name, intentProbability: reading.probability },
  }
}

/**
 * A turn without an answer: asks to rephrase, with weak candidates to choose from; when the policy allows no further
 * attempt, a person is asked.
 */
export function failTurn(
  reason: 'not_understood' | 'no_article',
  evidence: Evidence,
  policy: Policy,
  { options = [], text }: { options?: readonly ClarifyOption[]; text?: string } = {},
): Decision {
  const attempts = evidence.dialogue.failedAttempts + 1
  if (attempts >= policy.failedAttemptsAllowed) return escalate('failed_attempts', evidence, policy)
  return {
    kind: 'clarify',
    reason,
    text: text ?? sayClarify(reason, titlesOf(options)),
    options: [...options, PERSON_OPTION],
    evidence: { failedAttempts: attempts },
  }
}

/** Asks which of two or three close candidates is meant. */
export function askWhich(ties: readonly Candidate[]): Decision {
  const options = optionsOf(ties)
  const reason: ClarifyReason = ties.every(({ intent }) => intent !== null) ? 'close_readings' : 'close_articles'
  const [best, second] = ties
  return {
    kind: 'clarify',
    reason,
    text: sayClarify(reason, titlesOf(options)),
    options,
    evidence: {
      ...(best ? numbersOf(best) : {}),
      secondArticle: second?.articleId ?? null,
      secondProbability: second?.probability ?? null,
    },
  }
}

/** Up to three things to choose from, each title once, because a choice is recognised by its title. */
export function optionsOf(candidates: readonly Candidate[]): ClarifyOption[] {
  const byTitle = new Map<string, ClarifyOption>()
  for (const { title, intent, articleId } of candidates) {
    if (!byTitle.has(title)) byTitle.set(title, { title, intent, articleId })
  }
  return [...byTitle.values()].slice(0, OPTIONS_AT_MOST)
}

const titlesOf = (options: readonly ClarifyOption[]) => options.map(({ title }) => title)

function isUpset({ sentiment }: Understanding, policy: Policy): boolean {
  const isNegative = sentiment.label === 'negative' || sentiment.label === 'very_negative'
  return isNegative && sentiment.confidence >= policy.acknowledgeAt
}

function numbersOf(candidate: Candidate): DecisionEvidence {
  return {
    article: candidate.articleId,
    probability: candidate.probability,
    intent: candidate.intent,
    intentProbability: candidate.intentProbability,
    searchProbability: candidate.searchProbability,
  }
}
