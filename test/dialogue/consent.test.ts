import { describe, expect, it } from 'vitest'
import { readConsent } from '../../src/dialogue/consent.ts'
import { decide, heardAs, DEFAULT_POLICY as policy } from '../../src/dialogue/index.ts'
import { type FlowState, NEW_DIALOGUE } from '../../src/domain/index.ts'
import { evidence, readAs } from './arrange.ts'

const YES = [
  'yes',
  'Yes.',
  'YES!',
  'yes please',
  'yeah',
  'yep',
  'yup',
  'y',
  'sure',
  'sure thing',
  'ok',
  'Okay',
  'go ahead',
  'do it',
  'please do',
  'Please do it',
  'Yes, cancel it',
  'yep cancel it',
  'yes, please cancel my order',
  'cancel it',
  'Cancel TG-104301 please',
  'yes cancel order TG-104301',
  "yes, that's right, thanks",
  'yse',
  'yess',
  'yesss',
  '👍',
  '👍🏽',
  'ok 👍',
  'yes 🙏',
  'correct',
  'That is correct',
  'exactly',
  'of course',
  'absolutely',
  'yes I do',
  'I agree',
  'confirm',
  'I confirm',
  'please',
  'fine',
  'sounds good',
  'looks good',
  'alright then',
  'yes, go ahead please',
  'ok do it now',
  'Yes!!!',
  'all right, thank you',
  'just do it',
  'yes of course',
  'I am sure',
  'yes I want that',
  'thats right',
  'Yes - cancel it',
  '"yes"',
  '✅',
  'aye',
  'go on',
  'yes, I would like to cancel it',
  'I want you to cancel my order',
  'yes it is',
  'Yes I am',
  'sure, why not',
  'yes, I understand, go ahead',
  'do cancel it please',
  'you can',
  'yes please yes',
]

/** A yes with something beside it, no yes at all, and words that only begin like one. */
const NO_YES = [
  "please don't",
  'yes but only one of them',
  'hmm',
  'well',
  'ok wait',
  'right, hold on',
  'yes but not yet',
  'sure, but not now',
  'okay but to another account',
  'ok let me check with my wife first',
  'oh',
  'yes? no?',
  'ok?',
  'yes?',
  'why',
  'yes and no',
  'not sure',
  'sure?',
  'I guess',
  'maybe',
  'yes if it is free',
  'ok so what happens then',
  'right so I pay nothing?',
  'do it tomorrow',
  'yes tomorrow',
  'good question',
  'great',
  'thanks',
  'do not do it',
  'ok no',
  'yeah no',
  'yes, another order',
  'what',
  '👎',
  '🤔',
  'ok 🤔',
  '😡',
  'cancel',
  'cancel the other one',
  'yes cancel one item',
  'go ahead and tell me what it costs',
  'please wait',
  'please stop',
  'i do not want that',
  "sure I'd like to but I need to ask my boss",
  'all good, never mind',
  'ok thanks, leave it',
  'yes no',
  'can you do it later',
  'fine, whatever, but not the case',
  'I said no',
  'do you mean all of it',
  'send it to my work',
  'perfectly clear, no',
  'that is it?',
  'y not',
  'can',
  'I like it',
  'why not?',
  'I am',
  'I would like to cancel it tomorrow',
  'I want to know what it costs',
  'yes cancel my subscription',
  'cancel TG-104301 and TG-104302',
  'yesterday',
  'okay, where is my parcel',
]

const REFUSALS = [
  "please don't",
  "don't",
  'no thanks',
  "don't do it",
  'no, leave it',
  "please don't cancel it",
  "no, don't cancel my order",
  'better not',
  'not any more',
  'No thank you.',
  "no, please don't send it yet",
  'keep my order',
]
const NOES = ['no', 'nope', 'No.', 'no, the other address', 'No, Groenplaats 7, 2000 Antwerpen', 'wrong', '👎']

const AT_SUMMARY: FlowState = {
  name: 'cancel_order',
  title: 'Cancel an order',
  runId: 'run',
  step: 'confirm',
  expects: 'yes_or_no',
  question: 'I would cancel order TG-104310.\n\nShall I do that?',
  quickReplies: ['Yes, cancel it', 'No'],
  slots: { orderNumber: 'TG-104310' },
  dialog: null,
}
const agreeing = readAs(['affirm', 0.99])
const atSummary = (text: string, read = agreeing) =>
  decide(evidence({ text, dialogue: { ...NEW_DIALOGUE, flow: AT_SUMMARY }, understanding: read }), policy)

describe('at “Shall I do that?”', () => {
  it.each(YES)('%j is a plain yes', (text) => {
    expect(heardAs(text, AT_SUMMARY, readAs(['late_delivery', 0.9]), policy)).toBe('yes')
    expect(atSummary(text, readAs(['late_delivery', 0.9]))).toMatchObject({ kind: 'flow', reason: 'flow_continued' })
  })

  it.each([...NO_YES, ...REFUSALS, ...NOES])('%j is none, however surely the models read agreement', (text) => {
    expect(heardAs(text, AT_SUMMARY, agreeing, policy)).not.toBe('yes')
  })

  it.each(REFUSALS)('%j leaves the task', (text) => {
    expect(atSummary(text)).toMatchObject({ kind: 'flow', reason: 'flow_cancelled' })
  })

  it.each(NOES)('%j is heard as no', (text) => {
    expect(heardAs(text, AT_SUMMARY, agreeing, policy)).toBe('no')
    expect(atSummary(text)).toMatchObject({ kind: 'flow', reason: 'flow_continued' })
  })

  it('a refusal that only the models see is heard too: nothing is done after it', () => {
    expect(heardAs('I have changed it myself', AT_SUMMARY, readAs(['deny', policy.smallTalkAt]), policy)).toBe('no')
  })

  it('who says again what would be done agrees, and to nothing else', () => {
    expect(readConsent('set up the return', 'set it up')).toBe('yes')
    expect(readConsent('pass it on please', 'pass it on')).toBe('yes')
    expect(readConsent('yes, cancel it', 'send it')).toBeNull()
    expect(readConsent('cancel it')).toBeNull()
  })
})
