import { describe, expect, it } from 'vitest'
import { decide, DEFAULT_POLICY as policy } from '../../src/dialogue/index.ts'
import { asksForPerson, refusesPerson } from '../../src/dialogue/person-wanted.ts'
import { clause, evidence, found, readAs, understanding } from './arrange.ts'

/** Each names its matter, comes in other words, or is as short as can be. */
const REQUESTS = [
  'I want to speak to someone about my refund',
  'I was charged twice and I want to speak to someone about it',
  'please connect me with customer service about my invoice',
  'get me a manager, my parcel is lost',
  'can a real employee look at my return please',
  'can someone call me about my broken laptop',
  'Is there anyone I can speak with about my warranty claim?',
  'I want a callback',
  'I want to speak to a human',
  'talk to a real person',
  'human please',
  'Talk to a person',
  'get me a human now',
  'AGENT',
  'can I chat with an agent?',
  'I would like to talk to a person please',
  "I'd rather talk to a colleague of yours about this order",
  'let me speak to your boss',
  'may I talk to your supervisor regarding the repair',
  'Could you put me through to somebody who handles invoices?',
  'transfer me to the billing department',
  'put me through please',
  'hand this over to a colleague',
  'please hand me over to an agent',
  'pass me on to a human being',
  'can I speak with customer support about TG-104301',
  'I need to talk to someone who can decide',
  'I need a manager',
  'I want an agent, not a robot',
  'I demand a supervisor',
  'can you call me back',
  'Please call me about the delivery',
  'call me',
  'could somebody ring me this afternoon about my laptop',
  'Would someone from your team get back to me about my return?',
  "I'd like someone to call me about my order",
  'I need somebody to look into my missing parcel',
  'escalate this please',
  'please escalate my complaint',
  'is there a human I can talk to about my broken headphones',
  'is there somebody I can write to about the warranty',
  'Someone to talk to about my invoice, please',
  'may I have a word with a manager',
  'Can one of your people look at my order?',
  'could an employee check my refund',
  'can a human being read this please',
  "I don't want a bot, I want to talk to a person",
  "I don't want to talk to a machine, get me a human",
  "why can't I talk to a person about my order",
  'how do I speak to a human about billing',
  'who can help, I need a real person',
  'customer service',
  'representative please',
  'operator!',
  'Can I get a phone call about my repair?',
  "I'd like to request a call back",
  'a live agent please',
  'find me somebody from the returns team',
  'I have asked twice about the refund, now I want to speak to somebody',
  'My laptop smokes and I want to talk to technical support',
  'give me someone real',
  'Can I have an advisor for my business order?',
  'would you please ring me about this',
  'switch me to a live person',
  "don't call me a liar, get me a manager",
  'I do not understand this, let me talk to someone',
]

/** Persons are named in all of them, and none is asked for. */
const NO_REQUESTS = [
  'I get a call from somebody who says he is you',
  'I missed a phone call from the courier',
  'can someone tell me what the delivery costs',
  'is someone at the pick-up point',
  'my agent at the bank said the payment went through',
  'the person who delivered it was rude',
  'I spoke to someone yesterday about my refund',
  'the user agent string is odd',
  "I don't want to talk to a person",
  'what human rights policy do you have',
  'can another person pick up my parcel',
  "please don't hand me over to an agent, just tell me how to return something",
  "no I don't want to talk to a person, just tell me the delivery time",
  'can someone else sign for the parcel',
  'does somebody have to be at home',
  'I was told by customer service that the refund takes a week',
  'your colleague promised me a discount yesterday',
  'an agent told me to send it back',
  'I bought this for a person who is deaf',
  'how many people can use one account',
  'do I have to speak to someone to cancel',
  'does a person check the returns',
  'the courier did not call me',
  'nobody called me back',
  "please don't call me, write instead",
  'no need to call me',
  "I'd rather not speak to anyone, just tell me the price",
  'without talking to a human, can I change my address',
  'my manager wants an invoice',
  'I need an invoice for my boss',
  'the support page does not load',
  'is customer service open on sunday',
  'what are the hours of the support team',
  'can I send it to another person',
  'can my colleague order on the same account',
  'my team needs 20 headsets',
  'a gift for somebody special',
  'can anybody tell me if the Aurel One is waterproof',
  'does someone know how to reset the hub',
  'the operator of the lift damaged the parcel',
  'can the courier call me before he comes',
  'my watch does not show who calls me',
  'can I talk to my watch',
  'how do I call somebody with the Pulse Watch',
  'the other person in my house already paid',
  'I want to talk to sales',
  'someone stole my parcel',
  'Will somebody be home? No, can you leave it with a neighbour',
  'what is your phone number',
  'does the doorbell call me when someone rings',
  'I talk to my family with the headset',
  'how do I get people out of my group account',
]

const REFUSALS = [
  "I don't want to talk to a person",
  "please don't hand me over to an agent, just tell me how to return something",
  "no I don't want to talk to a person, just tell me the delivery time",
  'no need to call me',
  "I'd rather not speak to anyone, just tell me the price",
  "please don't call me, write instead",
  "don't transfer me",
  'no human please',
  'I do not need an agent',
  "I don't need to speak to anybody, I only want the price",
]

describe('a request for a person', () => {
  it.each(REQUESTS)('is granted, whatever the models read: %s', (text) => {
    for (const read of [readAs(['refund_time', 0.95]), 'unavailable' as const]) {
      expect(decide(evidence({ text, understanding: read }), policy)).toMatchObject({
        kind: 'escalate',
        reason: 'asked_for_person',
      })
    }
  })

  it.each(NO_REQUESTS)('is not seen in: %s', (text) => {
    expect(asksForPerson(text)).toBe(false)
  })
})

describe('who wants no person', () => {
  it.each(REFUSALS)('gets none, though the models read a request: %s', (text) => {
    expect(refusesPerson(text)).toBe(true)
    expect(decide(evidence({ text, understanding: readAs(['talk_to_person', 0.9]) }), policy).kind).not.toBe('escalate')
  })

  it.each([
    "I don't want to chat with a computer, give me somebody real",
    "I don't want to talk to a machine, get me a human",
    "you don't understand me, I need a person",
    'not a bot please',
    "this isn't helping, get me a human being",
    'I do not like your support',
  ])('is not taken for who wants no machine: %s', (text) => {
    expect(refusesPerson(text)).toBe(false)
  })

  it('is answered what else they ask, though the clause about the person is a matter of its own', () => {
    const text = "no I don't want to talk to a person, just tell me when it comes"
    const clauses = [
      clause("no I don't want to talk to a person", ['talk_to_person', 0.9]),
      clause('just tell me when it comes', ['late_delivery', 0.8], [found('late-parcel#0', 0.9)]),
    ]
    expect(decide(evidence({ text, clauses, understanding: understanding() }), policy)).toMatchObject({
      kind: 'answer',
      sources: [{ articleId: 'late-parcel' }],
      text: expect.not.stringContaining('I did not understand'),
    })
  })
})
