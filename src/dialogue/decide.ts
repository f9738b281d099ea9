import type { ClarifyOption, Decision, Understanding } from '../domain/index.ts'
import { articleOf, gatherCandidates, nearTies } from './candidates.ts'
import { asksForPerson, chosenOption, saysNo, saysYes } from './customer-says.ts'
import { escalate, personIntent } from './escalate.ts'
import type { Evidence } from './evidence.ts'
import { beginFlow, fitsQuestion, goOn, startFlow } from './flow-moves.ts'
import type { Policy } from './policy.ts'
import { answer, askWhich, failTurn, optionsOf, smallTalkReply } from './reply.ts'
import { shorten } from './shorten.ts'
import { SAY_AGAIN, sayWait, TALK_TO_PERSON } from './wording.ts'

const SUGGESTIONS_AT_MOST = 3

/**
 * What the assistant does with one customer message: the rules in order, the first that applies decides. Pure and
 * total. A message of a resolved conversation came before its end, or it would have reopened it: the end was the answer.
 */
export function decide(evidence: Evidence, policy: Policy): Decision {
  const { owner, understanding } = evidence
  const { flow } = evidence.dialogue
  if (owner === 'agent') return assist(evidence, policy)
  if (owner === 'resolved') return { kind: 'silent', reason: 'resolved', evidence: {} }
  if (owner === 'queued' || owner === 'offered') return wait(evidence, owner)

  if (asksForPerson(evidence.text)) return escalate('asked_for_person', evidence, policy)
  if (understanding === 'unavailable') return escalate('part_failed', evidence, policy)
  // A code or an order number that a flow waits for is no intent, whatever the models see in it.
  if (!flow || !fitsQuestion(evidence, flow)) {
    const asked = understanding.intents.find(({ name }) => name === 'talk_to_person')
    if (asked && asked.probability >= policy.askedForPersonAt) return escalate('asked_for_person', evidence, policy)
    const forPeople = personIntent(evidence, understanding, policy)
    if (forPeople) return escalate('intent_for_people', evidence, policy, forPeople)
  }
  if (evidence.frustration.high) return escalate('frustrated', evidence, policy)

  if (flow) {
    return goOn(flow, evidence, understanding, policy, {
      smallTalk: () => smallTalk(evidence, understanding, policy),
      otherLanguage: () => otherLanguage(evidence, understanding, policy),
      answer: () => answerOrAsk(evidence, understanding, policy),
    })
  }
  return (
    takeChoice(evidence, understanding, policy) ??
    smallTalk(evidence, understanding, policy) ??
    otherLanguage(evidence, understanding, policy) ??
    startFlow(evidence, understanding, policy) ??
    answerOrAsk(evidence, understanding, policy)
  )
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

/** Waiting for a person: says what happens, but not after two messages in a row. */
function wait({ previous, waitSentence }: Evidence, owner: 'queued' | 'offered'): Decision {
  const justTold = previous?.kind === 'escalate' || (previous?.kind === 'wait' && previous.text !== null)
  const text = justTold ? null : sayWait(owner, waitSentence)
  return { kind: 'wait', reason: 'waiting_for_person', text, evidence: { owner, justTold } }
}

/** The customer took, confirmed or refused what was offered, or refused the answer just given. */
function takeChoice(evidence: Evidence, understanding: Understanding, policy: Policy): Decision | null {
  const { text, previous } = evidence
  const offered = evidence.dialogue.offered.filter(({ title }) => title !== TALK_TO_PERSON)
  const first = understanding.intents[0]
  const isFirst = (name: string) => first?.name === name && first.probability >= policy.smallTalkAt
  const affirms = saysYes(text) || isFirst('affirm')
  const denies = saysNo(text) || isFirst('deny')

  // After a flow that could not go on, all that was offered was a person.
  if (affirms && previous?.kind === 'flow' && evidence.dialogue.offered.length === 1 && offered.length === 0) {
    return escalate('asked_for_person', evidence, policy)
  }
  const chosen = chosenOption(text, offered) ?? (affirms && offered.length === 1 ? offered[0] : undefined)
  if (chosen) return takeOption(chosen, evidence, understanding, policy)
  if (affirms && offered.length > 1) return failTurn('not_understood', evidence, policy, { options: offered })
  const refusesAnswer = previous?.kind === 'answer' && previous.reason !== 'small_talk'
  if (denies && (offered.length > 0 || refusesAnswer)) {
    return failTurn('not_understood', evidence, policy, { text: SAY_AGAIN })
  }
  return null
}

function takeOption(option: ClarifyOption, evidence: Evidence, understanding: Understanding, policy: Policy): Decision {
  const intent = option.intent === null ? undefined : evidence.intents.get(option.intent)
  if (intent && 'person' in intent.serve) {
    return escalate('intent_for_people', evidence, policy, { name: intent.name, probability: 1 })
  }
  if (intent && 'reply' in intent.serve)
    return smallTalkReply(intent.serve.reply, { name: intent.name, probability: 1 })
  const flow = intent && beginFlow(intent, 1, evidence)
  if (flow) return flow
  const articleId = option.articleId ?? articleOf(intent)
  const candidate = gatherCandidates(evidence, [], articleId).find((other) => other.articleId === articleId)
  return candidate?.passage
    ? answer(
        'chosen_option',
        { ...candidate, intent: option.intent },
        candidate.passage,
        evidence,
        understanding,
        policy,
      )
    : failTurn('no_article', evidence, policy)
}

function smallTalk({ intents }: Evidence, understanding: Understanding, policy: Policy): Decision | null {
  const [first] = understanding.intents
  const intent = first && intents.get(first.name)
  if (!intent || !('reply' in intent.serve) || first.probability < policy.smallTalkAt) return null
  return smallTalkReply(intent.serve.reply, first)
}

/** A message in a language no article is written in needs somebody who speaks it. */
function otherLanguage(evidence: Evidence, understanding: Understanding, policy: Policy): Decision | null {
  const { code, confidence } = understanding.language
  if (code === 'en' || code === 'unknown' || confidence < policy.languageAt) return null
  if (evidence.text.trim().split(/\s+/).length < policy.languageMinWords) return null
  if ([...evidence.articles.values()].some(({ language }) => language === code)) return null
  return escalate('unsupported_language', evidence, policy)
}

/** Answers from the most probable article, asks between near ties, and says so when nothing is good enough. */
function answerOrAsk(evidence: Evidence, understanding: Understanding, policy: Policy): Decision {
  const candidates = gatherCandidates(evidence, understanding.outOfScope ? [] : understanding.intents)
  const [best] = candidates
  if (!best || best.probability < policy.answerAt) {
    if (evidence.passages === 'unavailable') return escalate('part_failed', evidence, policy)
    const options = optionsOf(candidates.filter(({ probability }) => probability >= policy.weakAt))
    return failTurn(isKnownGap(evidence, understanding, policy) ? 'no_article' : 'not_understood', evidence, policy, {
      options,
    })
  }
  const ties = nearTies(candidates, policy)
  // Who was asked once is not asked again: the better one is given.
  if (optionsOf(ties).length > 1 && evidence.dialogue.offered.length === 0) return askWhich(ties)
  return best.passage
    ? answer('confident_answer', best, best.passage, evidence, understanding, policy)
    : failTurn('no_article', evidence, policy)
}

/** The message is understood, or understood to be about something else; there is just no article for it. */
function isKnownGap({ intents, articles }: Evidence, understanding: Understanding, policy: Policy): boolean {
  const [first] = understanding.intents
  if (understanding.outOfScope || !first) return understanding.outOfScope
  const articleId = articleOf(intents.get(first.name))
  return first.probability >= policy.answerAt && (articleId === null || !articles.has(articleId))
}
