import {
  type Decision,
  type DecisionEvidence,
  type FlowName,
  type FlowState,
  type IntentDefinition,
  STOP_FLOW,
  type Understanding,
} from '../domain/index.ts'
import { readConsent } from './consent.ts'
import { asksAbout, looksLikeQuestion, putsRight, saysCancel, saysStop } from './customer-says.ts'
import type { Evidence } from './evidence.ts'
import type { Policy } from './policy.ts'
import { namesTask, refusesTask } from './task-words.ts'

/** To start, go on with or leave a flow. What it says is known only once the flow has run; until then it is empty. */
export type FlowDecision = Extract<Decision, { kind: 'flow' }>

/** Six digits that stand alone: those of an order number are no code. */
const CODE = /(?<![\w-])\d{3}[ -]?\d{3}(?![\w-])/

/** Starts the flow that serves what the customer asks to be done; a question about the matter is left to its article. */
export function startFlow(evidence: Evidence, understanding: Understanding, policy: Policy): FlowDecision | null {
  const named = [...evidence.intents.values()].find(
    (intent) => flowOf(intent, evidence) && intent.title.toLowerCase() === evidence.text.trim().toLowerCase(),
  )
  if (named) return beginFlow(named, 1, evidence)
  const [first, second] = understanding.outOfScope ? [] : understanding.intents
  const intent = first && evidence.intents.get(first.name)
  const namesOrder = understanding.entities.some(({ type }) => type === 'order_number')
  if (!intent || first.probability < (namesOrder ? policy.startFlowWithOrderAt : policy.startFlowAt)) return null
  if (second && first.probability - second.probability < policy.clarifyMargin) return null
  if (asksAbout(evidence.text) && !namesOrder) return null
  if (refusedTask(intent, evidence)) return null
  return beginFlow(intent, first.probability, evidence)
}

/** Whether the message says that what this intent's flow does is not to be done. */
export const refusedTask = (intent: IntentDefinition, evidence: Evidence): boolean => {
  const flow = flowOf(intent, evidence)
  return flow !== null && refusesTask(evidence.text, flow)
}

/** The flow of an intent, if it has one that can run here. */
export function beginFlow(intent: IntentDefinition, probability: number, evidence: Evidence): FlowDecision | null {
  const flow = flowOf(intent, evidence)
  if (!flow) return null
  return run(flow, 'flow_started', { intent: intent.name, intentProbability: probability })
}

/** Whether the message is a reply to what the flow asked, whatever else the models see in it. Free text never is for sure. */
export function fitsQuestion({ text, understanding, attachments }: Evidence, flow: FlowState): boolean {
  if (isQuickReply(text, flow)) return true
  const entities = understanding === 'unavailable' ? [] : understanding.entities
  const has = (type: string) => entities.some((entity) => entity.type === type)
  // A correction: "sorry, I meant TG-100234".
  if (has('order_number') && flow.slots.orderNumber !== undefined) return true
  if (has('email') && flow.slots.email !== undefined) return true
  switch (flow.expects) {
    case 'order_number':
      // The address will be wanted next, and is kept.
      return has('order_number') || has('email')
    case 'email':
      return has('email')
    case 'code':
      return CODE.test(text)
    case 'yes_or_no':
      return readConsent(text, actOf(flow)) !== null
    case 'photo':
      return attachments > 0
    case 'choice':
      return flow.quickReplies.some((reply) => namesWholly(text, reply))
    case 'text':
      return false
  }
}

/** Whether all of a quick reply stands among the words: "I want a refund". */
const namesWholly = (text: string, reply: string) => wordsOf(text).includes(wordsOf(reply))
const wordsOf = (text: string) =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()} `

const isQuickReply = (text: string, { quickReplies }: FlowState) =>
  quickReplies.some((reply) => reply.toLowerCase() === text.trim().toLowerCase())

/** What a yes would do, as its button says it: "Yes, cancel it" → "cancel it". */
const actOf = ({ quickReplies }: FlowState) =>
  quickReplies.flatMap((reply) => /^yes, (.+)$/i.exec(reply)?.[1] ?? [])[0] ?? null

/**
 * What a message means while a flow waits for a reply: its end, a reply, another flow, or a question in between, which is
 * answered before the flow asks again. `ask` are the rules for such questions, in their order.
 */
export function goOn(
  flow: FlowState,
  evidence: Evidence,
  understanding: Understanding,
  policy: Policy,
  ask: { smallTalk(): Decision | null; otherLanguage(): Decision | null; answer(): Decision },
): Decision {
  const onwards = (reason: FlowDecision['reason']) => run(flow.name, reason, { step: flow.step })
  if (saysStop(evidence.text) || refusesIt(evidence.text, flow)) return onwards('flow_cancelled')
  const other = otherTask(flow, evidence, understanding, policy)
  if (other) return other
  if (fitsQuestion(evidence, flow)) return onwards('flow_continued')
  const isFreeText = flow.expects === 'text'
  if (flow.expects === 'yes_or_no' && putsRight(evidence.text)) return onwards('flow_continued')
  if (isFreeText && !looksLikeQuestion(evidence.text)) return onwards('flow_continued')

  const wanted = startFlow(evidence, understanding, policy)
  if (wanted) return wanted.flow === flow.name || isFreeText ? onwards('flow_continued') : wanted
  const foreign = isFreeText ? null : ask.otherLanguage()
  if (foreign) return foreign
  const said = isAgreement(understanding, policy) ? null : (ask.smallTalk() ?? ask.answer())
  if (said?.kind !== 'answer') return onwards('flow_continued')
  const asks = evidence.text.includes('?') || looksLikeQuestion(evidence.text) || asksAbout(evidence.text)
  // What has a form of its own, such as an address or a number, is not what these words meant.
  const mayBeReply = flow.expects === 'yes_or_no' || flow.expects === 'choice'
  const bar = asks || !mayBeReply ? policy.interruptAt : policy.interruptUnaskedAt
  if (said.probability !== null && said.probability < bar) return onwards('flow_continued')
  return {
    ...said,
    text: `${said.text}\n\nBack to “${flow.title}”: ${flow.question}`,
    quickReplies: [...flow.quickReplies, STOP_FLOW],
  }
}

/** "Please don't", at the summary; "I don't want to cancel it after all", wherever what is asked for is no matter of words. */
function refusesIt(text: string, flow: FlowState): boolean {
  if (flow.expects === 'yes_or_no' && readConsent(text, actOf(flow)) === 'refuses') return true
  if (flow.name !== 'cancel_order' && saysCancel(text)) return true
  return flow.expects !== 'text' && flow.expects !== 'choice' && refusesTask(text, flow.name)
}

/** Another task asked for by its name, though the message holds what this one waits for: "cancel TG-104310". */
function otherTask(
  flow: FlowState,
  evidence: Evidence,
  understanding: Understanding,
  policy: Policy,
): FlowDecision | null {
  if (flow.expects === 'text' || isQuickReply(evidence.text, flow)) return null
  const wanted = startFlow(evidence, understanding, policy)
  if (!wanted || wanted.flow === flow.name || namesTask(evidence.text, flow.name)) return null
  return namesTask(evidence.text, wanted.flow) ? wanted : null
}

/**
 * What a flow hears in a reply: agreement, refusal, or neither. Agreement is in the words alone; a refusal, after which
 * nothing is done, may be read by the models.
 */
export function heardAs(
  text: string,
  flow: FlowState | null,
  understanding: Understanding | null,
  policy: Policy,
): 'yes' | 'no' | null {
  const consent = readConsent(text, flow && actOf(flow))
  if (consent) return consent === 'yes' ? 'yes' : 'no'
  const [first] = understanding?.intents ?? []
  return first?.name === 'deny' && first.probability >= policy.smallTalkAt ? 'no' : null
}

function isAgreement({ intents: [first] }: Understanding, policy: Policy): boolean {
  return (first?.name === 'affirm' || first?.name === 'deny') && first.probability >= policy.smallTalkAt
}

const run = (flow: FlowName, reason: FlowDecision['reason'], evidence: DecisionEvidence): FlowDecision => ({
  kind: 'flow',
  reason,
  flow,
  step: null,
  text: '',
  sources: [],
  quickReplies: [],
  evidence,
})

/** The flow that serves an intent, where it can run. */
export const flowOf = ({ serve }: IntentDefinition, { flows }: Evidence): FlowName | null =>
  'flow' in serve && flows.has(serve.flow) ? serve.flow : null
