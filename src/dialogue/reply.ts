import {
  type ClarifyOption,
  type ClarifyReason,
  type Decision,
  type DecisionEvidence,
  type Passage,
  PERSON_INTENT,
  type Source,
  type Understanding,
} from '../domain/index.ts'
import type { Candidate } from './candidates.ts'
import { escalate } from './escalate.ts'
import type { Evidence } from './evidence.ts'
import type { Policy } from './policy.ts'
import { shorten } from './shorten.ts'
import {
  HELPED,
  MEANWHILE,
  MORE_OF_THE_SAME,
  NOT_HELPED,
  type OfferReason,
  STILL_HERE,
  sayAcknowledgement,
  sayClarify,
  sayConfirm,
  sayLeft,
  sayOfferOfPerson,
  TALK_TO_PERSON,
} from './wording.ts'

type Answer = Extract<Decision, { kind: 'answer' }>

const OPTIONS_AT_MOST = 3
export const PERSON_OPTION: ClarifyOption = { title: TALK_TO_PERSON, intent: PERSON_INTENT, articleId: null }

interface Reading {
  evidence: Evidence
  understanding: Understanding
  policy: Policy
}

/** The answer out of one passage, cut to the policy's length, with its source. `second` is offered when it is refused. */
export function answer(
  reason: 'confident_answer' | 'chosen_option',
  candidate: Candidate,
  passage: Passage,
  { evidence, understanding, policy, second }: Reading & { second?: Candidate | undefined },
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
    sources: [sourceOf(passage)],
    passageId: passage.id,
    // A choice of the customer says which article is meant; whether it answers, search alone can say.
    probability: reason === 'chosen_option' ? candidate.searchProbability : candidate.probability,
    quickReplies: quickRepliesFor(upset),
    evidence: {
      ...numbersOf(candidate),
      upset,
      ...(second && second.probability >= policy.weakAt && { secondArticle: second.articleId }),
    },
  }
}

/** One reply out of several articles, each under its title; `left` is what the customer wrote that none serves. */
export function joinAnswers(
  candidates: readonly Candidate[],
  {
    understanding,
    policy,
    left = [],
    titled = candidates.length > 1,
  }: Omit<Reading, 'evidence'> & { left?: readonly string[]; titled?: boolean },
): Pick<Answer, 'text' | 'sources' | 'passageId' | 'otherPassageIds' | 'quickReplies'> {
  const passages = candidates.flatMap(({ passage }) => passage ?? [])
  const [first, ...others] = passages
  const words = Math.round((policy.answerMaxWords * 1.5) / Math.max(1, passages.length))
  const paragraphs = passages.map(({ title, text }) =>
    titled ? `**${title}**\n\n${shorten(text, words)}` : shorten(text, policy.answerMaxWords),
  )
  return {
    text: [...paragraphs, ...left.map(sayLeft)].join('\n\n'),
    sources: passages.map(sourceOf),
    passageId: first?.id ?? null,
    otherPassageIds: others.map(({ id }) => id),
    quickReplies: quickRepliesFor(isUpset(understanding, policy)),
  }
}

/** What an article says for the time until a person is there. */
export const meanwhile = (passage: Passage, policy: Policy): Pick<Answer, 'text' | 'sources'> => ({
  text: `${MEANWHILE}\n\n${shorten(passage.text, policy.answerMaxWords)}`,
  sources: [sourceOf(passage)],
})

/** A fixed sentence that needs no source; said twice in a row it would be deaf, so the second time another, `again`. */
export function smallTalkReply(
  text: string,
  { previous }: Evidence,
  evidence: DecisionEvidence,
  again = STILL_HERE,
): Decision {
  const isRepeat = previous?.kind === 'answer' && previous.text === text
  return {
    kind: 'answer',
    reason: 'small_talk',
    text: isRepeat ? again : text,
    sources: [],
    passageId: null,
    probability: null,
    quickReplies: [],
    evidence,
  }
}

/**
 * A turn without an answer. First a reading is put to the customer, if there is one; then they are asked to rephrase;
 * then a person is asked.
 */
export function failTurn(
  reason: 'not_understood' | 'no_article',
  evidence: Evidence,
  policy: Policy,
  {
    options = [],
    text,
    more = {},
  }: { options?: readonly ClarifyOption[]; text?: string; more?: DecisionEvidence } = {},
): Decision {
  const { failedAttempts, clarifyStage } = evidence.dialogue
  const attempts = failedAttempts + 1
  if (attempts >= policy.failedAttemptsAllowed || clarifyStage === 2) {
    const handover = escalate('failed_attempts', evidence, policy)
    return { ...handover, evidence: { ...handover.evidence, ...more } }
  }
  const confirms = options.length > 0 && clarifyStage === 0
  return {
    kind: 'clarify',
    reason: confirms ? 'confirm_reading' : reason,
    text: text ?? (confirms ? sayConfirm(reason, titlesOf(options)) : sayClarify(reason)),
    options: [...(confirms ? options : []), PERSON_OPTION],
    evidence: { failedAttempts: attempts, ...more },
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
    text: sayClarify(reason),
    options,
    evidence: {
      ...(best ? numbersOf(best) : {}),
      secondArticle: second?.articleId ?? null,
      secondProbability: second?.probability ?? null,
    },
  }
}

/** The same choice once more, after an answer that did not choose. */
export const askAgain = (options: readonly ClarifyOption[]): Decision => ({
  kind: 'clarify',
  reason: 'close_articles',
  text: sayClarify('close_articles'),
  options: [...options, PERSON_OPTION],
  evidence: {},
})

/** Offers a person without taking the decision from the customer; offered in vain just before, one is asked. */
export function offerPerson(why: OfferReason, evidence: Evidence, policy: Policy): Decision {
  const { previous } = evidence
  if (previous?.kind === 'clarify' && previous.reason === 'offer_person') {
    return escalate('failed_attempts', evidence, policy)
  }
  return {
    kind: 'clarify',
    reason: 'offer_person',
    text: sayOfferOfPerson(why),
    options: [PERSON_OPTION],
    evidence: { why, turnsWithoutProgress: evidence.dialogue.turnsWithoutProgress },
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

const sourceOf = ({ articleId, title, heading }: Passage): Source => ({ articleId, title, heading })

/** "Did this help?", and a person at hand for somebody upset. */
const quickRepliesFor = (upset: boolean) => [HELPED, NOT_HELPED, ...(upset ? [TALK_TO_PERSON] : [])]

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
