import { type Decision, type IntentReading, type Passage, PERSON_INTENT, type Understanding } from '../domain/index.ts'
import { articleOf, gatherCandidates, nearTies, readingsBesideArticles, readingsOf } from './candidates.ts'
import { givesInstructions, looksLikeQuestion } from './customer-says.ts'
import { escalate, personIntent } from './escalate.ts'
import type { Evidence } from './evidence.ts'
import { fitsQuestion, goOn, startFlow } from './flow-moves.ts'
import { isUncovered } from './other-languages.ts'
import { asksForPerson, refusesPerson } from './person-wanted.ts'
import type { Policy } from './policy.ts'
import { endLoop } from './progress.ts'
import { despair, leaveAlone, smallTalk, vagueTrouble } from './remarks.ts'
import { answer, askWhich, failTurn, meanwhile, offerPerson, optionsOf, smallTalkReply } from './reply.ts'
import { answerSeveral } from './several.ts'
import { shorten } from './shorten.ts'
import { takeChoice } from './take-choice.ts'
import { readUnwritten } from './unwritten.ts'
import { urgentPassage, wait } from './waiting.ts'
import { SAY_GLAD, SAY_NO_ORDERS, SAY_NOTHING_TO_READ, SAY_WHAT_IS_UNCLEAR } from './wording.ts'

const SUGGESTIONS_AT_MOST = 3

/**
 * What the assistant does with one customer message: the rules in order, the first that applies decides. Pure and
 * total. A message of a resolved conversation came before its end, or it would have reopened it: the end was the answer.
 */
export function decide(evidence: Evidence, policy: Policy): Decision {
  switch (evidence.owner) {
    case 'agent':
      return assist(evidence, policy)
    case 'resolved':
      return { kind: 'silent', reason: 'resolved', evidence: {} }
    case 'queued':
    case 'offered':
      return wait(evidence, evidence.owner, policy)
    case 'assistant': {
      const decision = reply(evidence, policy)
      const read = evidence.carried === null ? decision : withEvidence(decision, { readWith: evidence.carried })
      return endLoop(read, evidence, policy)
    }
  }
}

/** The assistant's own turn: first what needs a person, then what was being talked about, then the question itself. */
function reply(evidence: Evidence, policy: Policy): Decision {
  const { text, understanding } = evidence
  if (asksForPerson(text)) return escalate('asked_for_person', evidence, policy)
  if (understanding === 'unavailable') return escalate('part_failed', evidence, policy)
  const { flow } = evidence.dialogue
  // A code or an order number that a flow waits for is no intent, whatever the models see in it.
  if (!flow || !fitsQuestion(evidence, flow)) {
    const asked = readingsBesideArticles(evidence, understanding).find(({ name }) => name === PERSON_INTENT)
    if (asked && asked.probability >= policy.askedForPersonAt && !refusesPerson(text)) {
      return escalate('asked_for_person', evidence, policy)
    }
    if (givesInstructions(text)) return smallTalkReply(SAY_NO_ORDERS, evidence, { instructions: true })
    // A street in another country is no other language; a flow knows what it asked for.
    if (!flow && isUncovered(understanding)) return otherLanguage(evidence, understanding, policy)
    const forPeople = personIntent(evidence, understanding, policy)
    if (forPeople) return answerSeveral(evidence, understanding, policy) ?? handOver(forPeople, evidence, policy)
  }
  if (evidence.frustration.high) return escalate('frustrated', evidence, policy)

  if (flow) {
    return goOn(flow, evidence, understanding, policy, {
      smallTalk: () => smallTalk(evidence, understanding, policy),
      otherLanguage: () => (isUncovered(understanding) ? otherLanguage(evidence, understanding, policy) : null),
      answer: () => answerOrAsk(evidence, understanding, policy),
    })
  }
  return (
    takeChoice(evidence, understanding, policy) ??
    unwritten(evidence, policy) ??
    despair(evidence, understanding, policy) ??
    vagueTrouble(evidence, policy) ??
    smallTalk(evidence, understanding, policy) ??
    answerSeveral(evidence, understanding, policy) ??
    leaveAlone(evidence, understanding, policy) ??
    startFlow(evidence, understanding, policy) ??
    answerOrAsk(evidence, understanding, policy)
  )
}

/** A matter for people. Where its intent names a public article, that helps until somebody is there. */
function handOver(reading: IntentReading, evidence: Evidence, policy: Policy): Decision {
  const handover = escalate('intent_for_people', evidence, policy, reading)
  const serve = evidence.intents.get(reading.name)?.serve
  const articleId = serve && 'person' in serve ? serve.article : undefined
  const passage = urgentPassage(reading, evidence) ?? passageOf(articleId, evidence)
  if (!passage) return handover
  const { text, sources } = meanwhile(passage, policy)
  return { ...handover, text: `${handover.text}\n\n${text}`, sources }
}

function passageOf(articleId: string | undefined, evidence: Evidence): Passage | null {
  const candidates = articleId === undefined ? [] : gatherCandidates(evidence, [], articleId)
  return candidates.find((other) => other.articleId === articleId)?.passage ?? null
}

/** A person has the conversation: the customer hears nothing, the agent gets passages to reply with. */
function assist({ passages }: Evidence, policy: Policy): Decision {
  const found = passages === 'unavailable' ? [] : passages
  const suggestions = found
    .filter(({ probability }) => probability >= policy.suggestAt)
    .slice(0, SUGGESTIONS_AT_MOST)
    .map(({ passage, probability }) => ({
      text: shorten(passage.text, policy.answerMaxWords),
      source: { articleId: passage.articleId, title: passage.title, heading: passage.heading },
      probability,
    }))
  return { kind: 'assist', reason: 'agent_owns', suggestions, evidence: { searchFailed: passages === 'unavailable' } }
}

/** Nothing is answered from English articles: somebody who speaks it is sought, or, while in doubt, English asked for. */
function otherLanguage(evidence: Evidence, { language }: Understanding, policy: Policy): Decision {
  return language.confidence >= policy.languageAt
    ? escalate('unsupported_language', evidence, policy)
    : failTurn('not_understood', evidence, policy)
}

/** Emoji and punctuation: an angry face is not a greeting, and three question marks are a question. */
function unwritten(evidence: Evidence, policy: Policy): Decision | null {
  switch (readUnwritten(evidence.text)) {
    case null:
      return null
    case 'upset':
      return offerPerson('upset', evidence, policy)
    case 'pleased':
      return smallTalkReply(SAY_GLAD, evidence, { unwritten: 'pleased' })
    case 'puzzled':
      return failTurn('not_understood', evidence, policy, { text: SAY_WHAT_IS_UNCLEAR })
    case 'nothing':
      return failTurn('not_understood', evidence, policy, { text: SAY_NOTHING_TO_READ })
  }
}

/** Answers from the most probable article, asks between near ties, and says so when nothing is good enough. */
function answerOrAsk(evidence: Evidence, understanding: Understanding, policy: Policy): Decision {
  const candidates = gatherCandidates(evidence, readingsOf(evidence, understanding))
  const [best, second] = candidates
  if (!best || best.probability < policy.answerAt) {
    if (evidence.passages === 'unavailable') return escalate('part_failed', evidence, policy)
    if (isPleasedRemark(evidence, understanding, policy)) return smallTalkReply(SAY_GLAD, evidence, { pleased: true })
    const isGap = !best?.isAlone && isKnownGap(evidence, understanding, policy)
    const least = isGap ? policy.plausibleAt : policy.weakAt
    return failTurn(isGap ? 'no_article' : 'not_understood', evidence, policy, {
      options: optionsOf(candidates.filter(({ probability }) => probability >= least)),
    })
  }
  const ties = nearTies(candidates, policy)
  // Who was asked once is not asked again: the better one is given.
  if (optionsOf(ties).length > 1 && evidence.dialogue.offered.length === 0) return askWhich(ties)
  return best.passage
    ? answer('confident_answer', best, best.passage, { evidence, understanding, policy, second })
    : failTurn('no_article', evidence, policy)
}

/**
 * "Great, that is better than I thought": praise wants no article and no question back. A message that is clearly about
 * something ("recommend a great film") is a request in friendly words.
 */
function isPleasedRemark({ text, dialogue }: Evidence, { sentiment, intents }: Understanding, policy: Policy): boolean {
  // In a task "here it comes" is about the task.
  if (dialogue.flow) return false
  const isPositive = sentiment.label === 'positive' || sentiment.label === 'very_positive'
  const isAboutSomething = (intents[0]?.probability ?? 0) >= policy.smallTalkAt
  const asks = text.includes('?') || looksLikeQuestion(text)
  return isPositive && sentiment.confidence >= policy.acknowledgeAt && !isAboutSomething && !asks
}

/** The message is understood, or understood to be about something else; there is just no article for it. */
function isKnownGap({ intents, articles }: Evidence, understanding: Understanding, policy: Policy): boolean {
  const [first] = understanding.intents
  if (understanding.outOfScope || !first) return understanding.outOfScope
  const articleId = articleOf(intents.get(first.name))
  return first.probability >= policy.answerAt && (articleId === null || !articles.has(articleId))
}

const withEvidence = (decision: Decision, more: Decision['evidence']): Decision => ({
  ...decision,
  evidence: { ...decision.evidence, ...more },
})
