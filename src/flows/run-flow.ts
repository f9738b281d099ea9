import {
  type Card,
  EarshotError,
  type FlowName,
  type FlowReason,
  type FlowState,
  type NewJob,
  type Order,
  STOP_FLOW,
  TALK_TO_PERSON,
} from '../domain/index.ts'
import { FLOWS } from './definitions/index.ts'
import { type Walk, walkDialogs } from './dialogs.ts'
import { type End, entityOf, type FlowFacts, type FlowInput, forget, type Question, type Run } from './flow.ts'
import { CHALLENGE_SLOTS } from './identify.ts'
import { ORDERS_UNREACHABLE, STOPPED } from './wording.ts'

export interface FlowTurn {
  flow: FlowName
  move: 'start' | 'continue' | 'stop'
  /** Null at the start. */
  state: FlowState | null
  input: FlowInput
  facts: FlowFacts
}

export interface FlowResult {
  reason: FlowReason
  text: string
  card?: Card
  quickReplies: string[]
  /** Null when the flow is over. */
  state: FlowState | null
  /** Written with the turn and done after its commit. */
  jobs: NewJob[]
  /** Somebody of this skill goes on from here; null otherwise. */
  person: { skill: string } | null
  offersPerson: boolean
  /** As they stand after this turn; for the packet when a person goes on. */
  last: FlowState
}

/**
 * One turn of a flow: the customer's message in; what to say, the state to keep and the jobs to do out. Changes nothing.
 * A system of orders that does not answer ends the flow with the offer of a person.
 */
export async function runFlow({ flow, move, state, input, facts }: FlowTurn): Promise<FlowResult> {
  const definition = FLOWS[flow]
  const begun = state ?? newState(flow, definition.title, facts.newId())
  if (move === 'stop') return over(begun, 'flow_cancelled', STOPPED)

  const run = newRun(begun, input, facts)
  // What it says beside the numbers: a reason, a wish, an address are not asked for once more.
  if (move === 'start') run.slots.opening = input.text.trim().slice(0, 500)
  const corrected = move === 'continue' && takeCorrections(run)
  try {
    const walk = await walkDialogs(definition, run, corrected ? null : begun.dialog)
    return resultOf(walk, run, begun, move)
  } catch (error) {
    if (!(error instanceof EarshotError) || error.kind !== 'unavailable') throw error
    return { ...over(begun, 'flow_failed', ORDERS_UNREACHABLE), offersPerson: true, quickReplies: [TALK_TO_PERSON] }
  }
}

/** The result of a flow whose own code failed; the caller logs why. */
export function failedFlow(flow: FlowName, state: FlowState | null, text: string): FlowResult {
  const begun = state ?? newState(flow, FLOWS[flow].title, '')
  return { ...over(begun, 'flow_failed', text), offersPerson: true, quickReplies: [TALK_TO_PERSON] }
}

/** Where a flow stands, for the person who takes over: "Cancel an order", "order TG-104310, e-mail …", and its last question. */
export function describeFlow(state: FlowState): { title: string; known: string | null; asked: string | null } {
  const { labels } = FLOWS[state.name]
  const known = Object.entries(labels).flatMap(([slot, label]) => {
    const value = state.slots[slot]
    return value === undefined ? [] : [`${label} ${value}`]
  })
  return { title: state.title, known: known.join(', ') || null, asked: state.question.split('\n').at(-1) || null }
}

/** Names and titles, for whoever chooses one. */
export const titlesOf = (names: Iterable<FlowName>) => [...names].map((name) => ({ name, title: FLOWS[name].title }))

function newState(name: FlowName, title: string, runId: string): FlowState {
  return { name, title, runId, step: '', expects: 'text', question: '', quickReplies: [], slots: {}, dialog: null }
}

function newRun(state: FlowState, input: FlowInput, facts: FlowFacts): Run {
  let asked: { number: string; order: Promise<Order | null> } | null = null
  return {
    id: state.runId,
    slots: { ...state.slots },
    input,
    facts,
    identity: facts.identity,
    jobs: [],
    async order() {
      const { identity } = this
      const number = this.slots.orderNumber
      // Nothing of an order is read for somebody who is not known to be its owner.
      if (!identity || number === undefined) return null
      if (asked?.number !== number) asked = { number, order: facts.orders.find(number) }
      const order = await asked.order
      return order?.email === identity.email ? order : null
    },
  }
}

/** "Sorry, I meant TG-100234": another order number or address than the one taken. What hung on it is asked anew. */
function takeCorrections(run: Run): boolean {
  const number = entityOf(run, 'order_number')
  const email = entityOf(run, 'email')
  const { orderNumber, email: known } = run.slots
  const otherOrder = number !== undefined && orderNumber !== undefined && number !== orderNumber
  const otherEmail = email !== undefined && known !== undefined && email !== known && !run.identity
  if (!otherOrder && !otherEmail) return false
  forget(run, ...CHALLENGE_SLOTS)
  if (otherOrder) {
    forget(run, 'items')
    run.slots.orderNumber = number
  }
  if (otherEmail) run.slots.email = email
  return true
}

function resultOf(walk: Walk, run: Run, begun: FlowState, move: FlowTurn['move']): FlowResult {
  const text = walk.said.join('\n\n')
  const last: FlowState = {
    ...begun,
    slots: run.slots,
    dialog: structuredClone(walk.dialog),
    ...(walk.question && {
      step: walk.question.step,
      expects: walk.question.expects,
      question: walk.question.text,
      quickReplies: walk.question.quickReplies ?? [],
    }),
  }
  const { end } = walk
  if (!end) {
    const reason = move === 'start' ? 'flow_started' : 'flow_continued'
    const quickReplies = [...last.quickReplies, STOP_FLOW]
    const shown = { text, ...cardOf(walk.question) }
    return { ...shown, reason, quickReplies, state: last, jobs: run.jobs, person: null, offersPerson: false, last }
  }
  return {
    ...over(last, end.end === 'completed' ? 'flow_completed' : 'flow_failed', text),
    ...cardOf(end),
    jobs: end.end === 'completed' ? run.jobs : [],
    person: end.person ?? null,
    offersPerson: end.offersPerson ?? false,
    quickReplies: end.offersPerson ? [TALK_TO_PERSON] : [],
  }
}

/** A question put again in other words has lost its card. */
function cardOf(said: Question | End | null): { card?: Card } {
  return said?.card ? { card: { standsFor: said.text, ...said.card } } : {}
}

function over(last: FlowState, reason: FlowReason, text: string): FlowResult {
  return { reason, text, quickReplies: [], state: null, jobs: [], person: null, offersPerson: false, last }
}
