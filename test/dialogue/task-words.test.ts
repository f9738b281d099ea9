import { describe, expect, it } from 'vitest'
import { decide, DEFAULT_POLICY as policy } from '../../src/dialogue/index.ts'
import { refusesTask } from '../../src/dialogue/task-words.ts'
import type { FlowName } from '../../src/domain/index.ts'
import { clause, evidence, found, readAs } from './arrange.ts'

const REFUSED: [string, FlowName][] = [
  ['I want to return my headphones, no wait, I no longer want to return them', 'return_order'],
  ["you don't need to cancel it", 'cancel_order'],
  ['we will not return anything', 'return_order'],
  ["please don't cancel my order", 'cancel_order'],
  ["don't cancel my order TG-104301", 'cancel_order'],
  ['I no longer want to cancel', 'cancel_order'],
  ["I don't want to return it", 'return_order'],
  ['no need for a refund', 'return_order'],
  ['not asking for a return', 'return_order'],
  ['please do not cancel order TG-104301', 'cancel_order'],
  ['I never wanted to cancel it', 'cancel_order'],
  ['I do not want you to cancel it', 'cancel_order'],
  ["I didn't mean to cancel my order", 'cancel_order'],
  ["I'm not returning it", 'return_order'],
  ['we are not going to return anything', 'return_order'],
  ['I decided not to cancel', 'cancel_order'],
  ["I'd rather not return it", 'return_order'],
  ['no need to cancel anything', 'cancel_order'],
  ["I don't want my money back", 'return_order'],
  ["I don't want to send it back", 'return_order'],
  ["don't change my address", 'change_address'],
  ["please don't reset my password", 'reset_password'],
  ['no refund please', 'return_order'],
  ['stop the cancellation', 'cancel_order'],
  ["stop, don't cancel!", 'cancel_order'],
  ["I won't be returning it after all", 'return_order'],
  ["I don't need a quote any more", 'talk_to_sales'],
  ['I’m not looking for a refund', 'return_order'],
  ['do not dare cancel my order', 'cancel_order'],
  ['please do not go ahead and cancel it', 'cancel_order'],
  ["I don't want it cancelled", 'cancel_order'],
  ['My order should not be cancelled', 'cancel_order'],
  ['I have no intention of returning it', 'return_order'],
  ["you don't have to send me a new password", 'reset_password'],
]

/** Negations of something else, and of what the customer cannot do or nobody did. */
const WANTED: [string, FlowName][] = [
  ["don't cancel it, no wait, cancel it", 'cancel_order'],
  ['I want to return it, I do not want to keep a return label', 'return_order'],
  ["my password won't reset", 'reset_password'],
  ["they don't refund me", 'return_order'],
  ['the address will not change', 'change_address'],
  ["I don't want it any more, cancel it", 'cancel_order'],
  ["why can't I cancel", 'cancel_order'],
  ["I can't reset my password", 'reset_password'],
  ['cancel my order', 'cancel_order'],
  ['I do not want this order, please cancel', 'cancel_order'],
  ["don't cancel TG-1, cancel TG-2", 'cancel_order'],
  ["I don't want an exchange, I want to return it", 'return_order'],
  ["don't want to wait, cancel it", 'cancel_order'],
  ['it does not fit, I want to return it', 'return_order'],
  ['I do not like it and want my money back', 'return_order'],
  ["I don't need the headphones, send them back", 'return_order'],
  ['the cancel button does not work', 'cancel_order'],
  ['I did not get my refund, cancel the order', 'cancel_order'],
  ['no longer needed, please cancel it', 'cancel_order'],
  ["Can't you cancel it?", 'cancel_order'],
  ['I could not cancel my order', 'cancel_order'],
  ["I'm not happy, refund please", 'return_order'],
  ['not working, I want a refund', 'return_order'],
  ["I don't know how to reset my password", 'reset_password'],
  ['I have not received a reset mail', 'reset_password'],
  ['my order is not right, cancel it', 'cancel_order'],
  ['no, cancel it', 'cancel_order'],
  ['No! Cancel my order!', 'cancel_order'],
  ['I can no longer wait, cancel', 'cancel_order'],
  ["why don't you cancel it", 'cancel_order'],
  ['you still have not cancelled my order, please do', 'cancel_order'],
  ['you did not refund me', 'return_order'],
  ['my order was not cancelled', 'cancel_order'],
  ['it is not refunded yet', 'return_order'],
  ['they never refunded me', 'return_order'],
]

describe('a task that is not wanted', () => {
  it.each(REFUSED)('is heard in %j (%s)', (text, flow) => {
    expect(refusesTask(text, flow)).toBe(true)
  })

  it.each(WANTED)('is not heard in %j (%s)', (text, flow) => {
    expect(refusesTask(text, flow)).toBe(false)
  })

  it.each(["please don't cancel my order", "don't cancel my order TG-104301", 'I no longer want to cancel'])(
    'is not begun, and not explained either: %s',
    (text) => {
      const passages = [found('late-parcel#0', 0.9)]
      expect(decide(evidence({ text, understanding: readAs(['cancel_order', 0.99]), passages }), policy)).toMatchObject(
        {
          kind: 'answer',
          reason: 'small_talk',
          text: expect.stringContaining('nothing was changed'),
        },
      )
    },
  )

  it('leaves a question in the same message to be answered', () => {
    const clauses = [
      clause("don't cancel my order", ['cancel_order', 0.9], [found('late-parcel#0', 0.9)]),
      clause('when do I get my money', ['refund_time', 0.9], [found('refund-times#0', 0.9)]),
    ]
    const text = "don't cancel my order, when do I get my money"
    expect(decide(evidence({ text, clauses, understanding: readAs(['cancel_order', 0.9]) }), policy)).toMatchObject({
      kind: 'answer',
      sources: [{ articleId: 'refund-times' }],
    })
  })

  it('begins where the message asks for it all the same', () => {
    const text = "I don't want it any more, cancel it"
    expect(decide(evidence({ text, understanding: readAs(['cancel_order', 0.9]) }), policy)).toMatchObject({
      kind: 'flow',
      flow: 'cancel_order',
    })
  })
})
