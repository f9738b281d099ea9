import { describe, expect, it } from 'vitest'
import { decide, type Evidence, DEFAULT_POLICY as policy } from '../../src/dialogue/index.ts'
import { CALM, type FlowState, NEW_DIALOGUE, type Understanding } from '../../src/domain/index.ts'
import { evidence, found, readAs, understanding } from './arrange.ts'

const waiting = (changes: Partial<FlowState> = {}): FlowState => ({
  name: 'cancel_order',
  title: 'Cancel an order',
  runId: 'run',
  step: 'order',
  expects: 'order_number',
  question: 'What is the order number?',
  quickReplies: [],
  slots: {},
  dialog: null,
  ...changes,
})
const inFlow = (flow: Partial<FlowState>, given: Partial<Evidence>) =>
  decide(evidence({ dialogue: { ...NEW_DIALOGUE, flow: waiting(flow) }, ...given }), policy)

const naming = (type: string, value: string, base: Understanding = understanding()): Understanding => ({
  ...base,
  entities: [{ type, text: value, value, start: 0, end: value.length }],
})

describe('a flow starts', () => {
  const asked = (text: string, intents: Understanding) => decide(evidence({ text, understanding: intents }), policy)

  it.each([0.55, 0.9])('when the intent it serves is read with %d', (probability) => {
    expect(asked('cancel my order', readAs(['cancel_order', probability]))).toMatchObject({
      kind: 'flow',
      reason: 'flow_started',
      flow: 'cancel_order',
      evidence: { intent: 'cancel_order', intentProbability: probability },
    })
  })

  it.each([
    ['below the threshold', 'cancel my order', readAs(['cancel_order', 0.54])],
    ['in a near tie', 'cancel my order', readAs(['cancel_order', 0.56], ['refund_time', 0.5])],
    ['for a question about it', 'how do I cancel an order', readAs(['cancel_order', 0.9])],
    ['out of scope', 'cancel my order', { ...readAs(['cancel_order', 0.9]), outOfScope: true }],
  ])('not %s', (_when, text, intents) => {
    expect(asked(text, intents).kind).not.toBe('flow')
  })

  it('for a request that is put as a question: to speak with those whose task it is', () => {
    expect(asked('can I speak with your sales department', readAs(['cancel_order', 0.9]))).toMatchObject({
      kind: 'flow',
    })
  })

  it('for a question that names the order it is about', () => {
    const named = naming('order_number', 'TG-104310', readAs(['cancel_order', 0.9]))
    expect(asked('can I cancel TG-104310', named)).toMatchObject({ kind: 'flow', reason: 'flow_started' })
  })

  it('when its title is sent, whatever the models say', () => {
    expect(asked('Cancel an order', readAs(['greeting', 0.9]))).toMatchObject({ kind: 'answer' })
    expect(asked('Cancel an order', understanding())).toMatchObject({ kind: 'flow', flow: 'cancel_order' })
  })

  it('not where it cannot run: then its article answers', () => {
    const given = { text: 'cancel my order', understanding: readAs(['cancel_order', 0.9]), flows: new Set<never>() }
    expect(decide(evidence(given), policy)).toMatchObject({ kind: 'answer', sources: [{ articleId: 'late-parcel' }] })
  })
})

describe('while a flow waits, a message', () => {
  it.each<[string, Partial<FlowState>, Partial<Evidence>]>([
    ['with the order number asked for', {}, { understanding: naming('order_number', 'TG-104310') }],
    ['with the address asked for', { expects: 'email' }, { understanding: naming('email', 'a@example.org') }],
    ['with a code', { expects: 'code' }, { text: '123 456' }],
    ['of yes', { expects: 'yes_or_no' }, { text: 'yes please do' }],
    ['of a thumb', { expects: 'yes_or_no' }, { text: '👍' }],
    ['with an address before the number', {}, { understanding: naming('email', 'a@example.org') }],
    ['that holds a choice', { expects: 'choice', quickReplies: ['Refund'] }, { text: 'I want a refund, please' }],
    ['of no and more', { expects: 'yes_or_no' }, { text: 'no, the other address' }],
    ['that is a quick reply', { expects: 'choice', quickReplies: ['All of it'] }, { text: 'all of it' }],
    ['with a file', { expects: 'photo' }, { attachments: 1 }],
    [
      'that corrects a slot',
      { expects: 'yes_or_no', slots: { orderNumber: 'TG-1' } },
      { understanding: naming('order_number', 'TG-104310') },
    ],
  ])('%s goes on, whatever else the models see in it', (_what, flow, given) => {
    const misread = readAs(['complain_service', 0.9], ['talk_to_person', 0.9])
    const entities = given.understanding === 'unavailable' ? [] : (given.understanding?.entities ?? [])
    expect(inFlow(flow, { ...given, understanding: { ...misread, entities } })).toMatchObject({
      kind: 'flow',
      reason: 'flow_continued',
    })
  })

  it('that nobody understands goes on, so that the flow asks again', () => {
    expect(inFlow({}, { text: 'the blue one' })).toMatchObject({ kind: 'flow', reason: 'flow_continued' })
  })

  it.each([
    'never mind',
    'Stop here',
    'stop',
    'ok, forget it',
    'I changed my mind',
    'no, leave it',
    'all good, never mind',
  ])('of %j ends it', (text) => {
    expect(inFlow({ expects: 'yes_or_no' }, { text })).toMatchObject({ kind: 'flow', reason: 'flow_cancelled' })
  })

  it.each(['cancel', 'please cancel it', 'no, cancel this'])('of %j ends it, unless it cancels an order', (text) => {
    expect(inFlow({ name: 'reset_password', expects: 'email' }, { text })).toMatchObject({ reason: 'flow_cancelled' })
    expect(inFlow({ expects: 'order_number' }, { text })).toMatchObject({ reason: 'flow_continued' })
  })

  it('of a question is answered, and the flow asks again below', () => {
    const given = { text: 'how long does a refund take?', passages: [found('refund-times#0', 0.7)] }
    const decision = inFlow({ quickReplies: ['Yes'] }, given)
    expect(decision).toMatchObject({ kind: 'answer', quickReplies: ['Yes', 'Stop here'] })
    expect(decision.kind === 'answer' && decision.text).toMatch(
      /^Text 0 of refund-times\.\n\nBack to “Cancel an order”: What is the order number\?$/,
    )
  })

  it('that may be a question, but not surely, goes on', () => {
    const given = { text: 'how long does it take?', passages: [found('refund-times#0', 0.49)] }
    expect(inFlow({}, given)).toMatchObject({ kind: 'flow', reason: 'flow_continued' })
  })

  it.each(['the company is Beta instead', 'only the bulbs', 'make it 30 headsets', 'it should be Meir 7'])(
    'that puts right what was summed up reaches the flow, whatever article is near it: %s',
    (text) => {
      const given = { text, passages: [found('refund-times#0', 0.9)] }
      expect(inFlow({ expects: 'yes_or_no' }, given)).toMatchObject({ kind: 'flow', reason: 'flow_continued' })
    },
  )

  it.each<[string, Partial<FlowState>]>([
    ['that waits for its number', { name: 'order_status' }],
    ['that has a number', { name: 'order_status', expects: 'code', slots: { orderNumber: 'TG-1' } }],
    ['that waits for a yes', { name: 'change_address', expects: 'yes_or_no', slots: { orderNumber: 'TG-1' } }],
  ])('that asks for another task by name begins it, in one %s', (_where, flow) => {
    const named = naming('order_number', 'TG-104310', readAs(['cancel_order', 0.6]))
    expect(inFlow(flow, { text: 'cancel TG-104310', understanding: named })).toMatchObject({
      reason: 'flow_started',
      flow: 'cancel_order',
    })
  })

  it('that only reads like another task, and names none, is the reply it holds', () => {
    const read = naming('order_number', 'TG-104310', readAs(['cancel_order', 0.9]))
    expect(inFlow({ name: 'order_status' }, { text: 'it is TG-104310', understanding: read })).toMatchObject({
      reason: 'flow_continued',
      flow: 'order_status',
    })
  })

  it("that says the task is not wanted any more ends it, but not where it is the customer's own words", () => {
    const text = "I don't want to cancel it any more"
    expect(inFlow({}, { text })).toMatchObject({ reason: 'flow_cancelled' })
    expect(inFlow({ expects: 'yes_or_no' }, { text })).toMatchObject({ reason: 'flow_cancelled' })
    expect(inFlow({ expects: 'text' }, { text })).toMatchObject({ reason: 'flow_continued' })
  })

  it('of free text is taken as it is, unless it is a question', () => {
    const passages = [found('refund-times#0', 0.9)]
    expect(inFlow({ expects: 'text' }, { text: 'the refund took too long', passages })).toMatchObject({ kind: 'flow' })
    expect(inFlow({ expects: 'text' }, { text: 'how long is a refund?', passages })).toMatchObject({ kind: 'answer' })
  })

  it.each<[string, Partial<Evidence>, string]>([
    ['asks for a person', { text: 'I want to talk to a person' }, 'asked_for_person'],
    ['speaks of danger', { understanding: readAs(['safety_hazard', 0.4]) }, 'intent_for_people'],
    ['is the last straw', { frustration: { ...CALM, value: 0.8, high: true } }, 'frustrated'],
    ['could not be read', { understanding: 'unavailable' }, 'part_failed'],
  ])('that %s brings a person', (_what, given, reason) => {
    expect(inFlow({}, given)).toMatchObject({ kind: 'escalate', reason })
  })
})
