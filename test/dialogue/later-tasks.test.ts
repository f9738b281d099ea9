import { describe, expect, it } from 'vitest'
import { decide, nextDialogue, offerNext, PERSON_OPTION, DEFAULT_POLICY as policy } from '../../src/dialogue/index.ts'
import { type AskedTask, type Decision, type Entity, type FlowState, NEW_DIALOGUE } from '../../src/domain/index.ts'
import { clause, evidence, intents, readAs, understanding } from './arrange.ts'

const CANCEL = 'cancel TG-104310'
const REFUND = clause('when do I get my money', ['refund_time', 0.8])
const task = (text: string): AskedTask => ({ intent: 'cancel_order', text, entities: [] })
const flow = { name: 'order_status', title: 'Where an order is', runId: 'run' } as FlowState

describe('something to be done beside other matters', () => {
  it('answers these and begins with its own words', () => {
    const clauses = [REFUND, clause(CANCEL, ['cancel_order', 0.9])]
    expect(decide(evidence({ clauses, understanding: readAs(['refund_time', 0.8]) }), policy)).toMatchObject({
      kind: 'flow',
      reason: 'flow_started',
      flow: 'cancel_order',
      text: '**Refund times**\n\nText 0 of refund-times.\n\n**Cancel an order**',
      sources: [{ articleId: 'refund-times' }],
      task: { intent: 'cancel_order', text: CANCEL },
      later: [],
    })
  })

  it.each(['how do I cancel', 'tell me about cancelling', 'if it does not come I cancel it'])(
    'is only told about where it is not asked for: %s',
    (text) => {
      const clauses = [REFUND, clause(text, ['cancel_order', 0.9])]
      expect(decide(evidence({ clauses }), policy)).toMatchObject({
        kind: 'answer',
        sources: [{ articleId: 'refund-times' }, { articleId: 'late-parcel' }],
      })
    },
  )

  it('takes the numbers of its own words, and others only where it has none of that kind', () => {
    const text = 'cancel TG-000001 and when do I get the money for TG-000002'
    const entity = (value: string, type = 'order_number'): Entity => ({
      type,
      text: value,
      value,
      start: text.indexOf(value),
      end: text.indexOf(value) + value.length,
    })
    const entities = [entity('TG-000001'), entity('TG-000002'), entity('when', 'date')]
    const clauses = [clause('cancel TG-000001', ['cancel_order', 0.9]), REFUND]
    const decision = decide(evidence({ text, clauses, understanding: understanding({ entities }) }), policy)
    expect(decision).toMatchObject({ task: { entities: [{ value: 'TG-000001' }, { value: 'when' }] } })
  })
})

describe('what was put off', () => {
  const later = [task(CANCEL)]
  const ended: Decision = {
    kind: 'flow',
    reason: 'flow_completed',
    flow: 'order_status',
    step: null,
    text: 'Done.',
    sources: [],
    quickReplies: [],
    evidence: {},
  }
  const option = { title: 'Cancel an order', intent: 'cancel_order', articleId: 'late-parcel' }
  const after = { ...NEW_DIALOGUE, later, offered: [option] }

  it('is kept while the task goes on and for the turn after it, then forgotten', () => {
    const during = { ...NEW_DIALOGUE, flow, later }
    expect(nextDialogue(during, ended, evidence())).toMatchObject({ later })
    const other = evidence({ dialogue: after, previous: ended, understanding: readAs(['refund_time', 0.9]) })
    expect(nextDialogue(after, decide(other, policy), other)).toMatchObject({ later: [] })
  })

  it('is offered, and named by its title where a person is offered too', () => {
    expect(offerNext(later, [], intents)).toEqual({
      text: 'You also wrote “cancel TG-104310”. Shall I go on with that?',
      offered: [option],
    })
    expect(offerNext(later, [PERSON_OPTION], intents)).toEqual({
      text: 'You also wrote “cancel TG-104310”. “Cancel an order” goes on with that.',
      offered: [option, PERSON_OPTION],
    })
    expect(offerNext([], [], intents)).toBeNull()
  })

  it('begins after a yes with the words by which it was asked for, and is left after a no', () => {
    expect(decide(evidence({ text: 'yes', dialogue: after, previous: ended }), policy)).toMatchObject({
      kind: 'flow',
      flow: 'cancel_order',
      task: { text: CANCEL },
      later: [],
    })
    expect(decide(evidence({ text: 'no', dialogue: after, previous: ended }), policy)).toMatchObject({
      kind: 'answer',
      text: expect.stringContaining('I leave that'),
    })
  })

  it('gives way to the person that a failed task offers', () => {
    const both = { ...after, offered: [option, PERSON_OPTION] }
    expect(decide(evidence({ text: 'yes', dialogue: both, previous: ended }), policy)).toMatchObject({
      kind: 'escalate',
      reason: 'asked_for_person',
    })
    expect(decide(evidence({ text: 'cancel an order', dialogue: both, previous: ended }), policy)).toMatchObject({
      kind: 'flow',
      flow: 'cancel_order',
    })
  })
})
