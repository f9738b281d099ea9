import type { ClarifyOption, Decision, Understanding } from '../domain/index.ts'
import { articleOf, gatherCandidates } from './candidates.ts'
import { asksForOther, chosenOption } from './choice.ts'
import { saysItDidNotHelp, saysItHelped, saysNo, saysYes } from './customer-says.ts'
import { escalate } from './escalate.ts'
import type { Evidence } from './evidence.ts'
import { beginFlow } from './flow-moves.ts'
import { withTask } from './later-tasks.ts'
import type { Policy } from './policy.ts'
import { answer, askAgain, failTurn, smallTalkReply } from './reply.ts'
import { HELPED, NOT_HELPED, SAY_AGAIN, SAY_GLAD, SAY_GO_ON, SAY_NOT_LATER, TALK_TO_PERSON } from './wording.ts'

/** The customer took, confirmed or refused what was offered, or said whether the answer just given helped. */
export function takeChoice(evidence: Evidence, understanding: Understanding, policy: Policy): Decision | null {
  const { text, previous, dialogue } = evidence
  const offered = dialogue.offered.filter(({ title }) => title !== TALK_TO_PERSON)
  const first = understanding.intents[0]
  const isFirst = (name: string) => first?.name === name && first.probability >= policy.smallTalkAt
  const affirms = saysYes(text) || isFirst('affirm')
  const denies = saysNo(text) || isFirst('deny')

  if (previous?.kind === 'clarify' && previous.reason === 'offer_person') {
    if (affirms) return escalate('asked_for_person', evidence, policy)
    if (denies) return smallTalkReply(SAY_GO_ON, evidence, { refusedPerson: true })
  }
  // After a flow that could not go on, what a yes means is the person it offered.
  if (affirms && previous?.kind === 'flow' && offered.length < dialogue.offered.length) {
    return escalate('asked_for_person', evidence, policy)
  }
  if (denies && previous?.kind === 'flow' && dialogue.later.length > 0)
    return smallTalkReply(SAY_NOT_LATER, evidence, {})
  const chosen = chosenOption(text, offered) ?? (affirms && offered.length === 1 ? offered[0] : undefined)
  if (chosen) return takeOption(chosen, evidence, understanding, policy)
  if (asksForOther(text)) {
    const others = offered.length > 0 ? offered : dialogue.otherOffers
    const [only] = others
    if (only && others.length === 1) return takeOption(only, evidence, understanding, policy)
    if (only) return askAgain(others)
  }
  if (affirms && offered.length > 1) return askAgain(offered)
  if (denies && dialogue.offered.length > 0) return failTurn('not_understood', evidence, policy, { text: SAY_AGAIN })
  return takeVerdict(evidence, policy, { affirms, denies })
}

/** "Did this help?" answered, by button or in words. */
function takeVerdict(
  evidence: Evidence,
  policy: Policy,
  { affirms, denies }: { affirms: boolean; denies: boolean },
): Decision | null {
  const { text, previous } = evidence
  if (previous?.kind !== 'answer' || previous.reason === 'small_talk') return null
  if (text === HELPED || saysItHelped(text) || affirms)
    return smallTalkReply(SAY_GLAD, evidence, { received: 'helped' })
  if (text !== NOT_HELPED && !saysItDidNotHelp(text) && !denies) return null
  const options = nextBest(evidence, previous)
  return failTurn('not_understood', evidence, policy, {
    options,
    more: { received: 'refused' },
    ...(options.length === 0 && { text: SAY_AGAIN }),
  })
}

/** The article that came second when the refused answer was given. */
function nextBest({ articles }: Evidence, { evidence: { secondArticle } }: Decision): ClarifyOption[] {
  const article = typeof secondArticle === 'string' ? articles.get(secondArticle) : undefined
  return article && article.audience === 'public' ? [{ title: article.title, intent: null, articleId: article.id }] : []
}

function takeOption(option: ClarifyOption, evidence: Evidence, understanding: Understanding, policy: Policy): Decision {
  const intent = option.intent === null ? undefined : evidence.intents.get(option.intent)
  if (intent && 'person' in intent.serve) {
    return escalate('intent_for_people', evidence, policy, { name: intent.name, probability: 1 })
  }
  if (intent && 'reply' in intent.serve) {
    return smallTalkReply(intent.serve.reply, evidence, { intent: intent.name, intentProbability: 1 })
  }
  const flow = intent && beginFlow(intent, 1, evidence)
  if (intent && flow) return withTask(flow, intent, evidence)
  const articleId = option.articleId ?? articleOf(intent)
  const candidate = gatherCandidates(evidence, [], articleId).find((other) => other.articleId === articleId)
  return candidate?.passage
    ? answer('chosen_option', { ...candidate, intent: option.intent }, candidate.passage, {
        evidence,
        understanding,
        policy,
      })
    : failTurn('no_article', evidence, policy)
}
