import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALM, PRIORITIES } from '../../src/domain/index.ts'
import { decidePriority, type PriorityInput, priorityNow } from '../../src/tickets/index.ts'

const calm: PriorityInput = {
  intentPriority: 'normal',
  intentTitle: 'Late delivery',
  frustration: CALM,
  sentiment: { label: 'neutral', score: 0, confidence: 0.9 },
  urgency: 0,
  text: 'my parcel has not come',
  valued: null,
}
const upset = (value: number, high = false) => ({ value, high, drivers: [] })
const veryNegative = (confidence: number) => ({ label: 'very_negative', score: -1, confidence }) as const

describe('the priority of a ticket', () => {
  const cases: [string, Partial<PriorityInput>, string][] = [
    ["is the intent's", {}, 'normal'],
    ["is the intent's, also when low", { intentPriority: 'low' }, 'low'],
    ['is normal without an intent', { intentTitle: null, intentPriority: 'urgent' }, 'normal'],
    ['stays below 0.6 of frustration', { frustration: upset(0.59) }, 'normal'],
    ['rises a step at 0.6', { frustration: upset(0.6) }, 'high'],
    ['rises a step while frustration is still high', { frustration: upset(0.5, true) }, 'high'],
    ['rises one step below 0.9', { frustration: upset(0.89, true) }, 'high'],
    ['rises two steps at 0.9', { frustration: upset(0.9, true) }, 'urgent'],
    ['rises with a surely very negative message', { sentiment: veryNegative(0.6) }, 'high'],
    ['not with one that may be', { sentiment: veryNegative(0.59) }, 'normal'],
    ['counts mood once', { frustration: upset(0.7, true), sentiment: veryNegative(0.9) }, 'high'],
    ['rises at 0.5 of urgency', { urgency: 0.5 }, 'high'],
    ['not below', { urgency: 0.49 }, 'normal'],
    ['rises with a word of time at 0.25 of urgency', { text: 'I need it ASAP', urgency: 0.25 }, 'high'],
    ['not with the word alone', { text: 'are you open tomorrow?', urgency: 0.24 }, 'normal'],
    ['takes the word where no model could read', { text: 'I need it ASAP', urgency: null }, 'high'],
    ['counts urgency once', { text: 'I need it today', urgency: 0.9 }, 'high'],
    ['adds mood and urgency up', { text: 'I need it today', urgency: 0.9, frustration: upset(0.7, true) }, 'urgent'],
    ['rises for a valued customer', { valued: 'a verified customer with 3 orders' }, 'high'],
    ['is not urgent for that alone', { intentPriority: 'high', valued: 'valued' }, 'high'],
    ['ends at urgent', { intentPriority: 'urgent', urgency: 1, frustration: upset(1, true) }, 'urgent'],
    ['is urgent for danger, whatever the intent', { intentPriority: 'low', text: 'it started to smoke' }, 'urgent'],
    ['does not rise when the customer says it is not urgent', { text: 'This is not urgent', urgency: 0.93 }, 'normal'],
    ['nor when there is no rush', { text: 'no rush, tomorrow will do', urgency: 0.6 }, 'normal'],
    ['nor when time is given', { text: "isn't at all urgent, take your time", urgency: 0.9 }, 'normal'],
    ['rises when it is not said so', { text: 'why is this not done, it is urgent', urgency: 0.9 }, 'high'],
    ['is urgent for danger, however patient', { text: 'no rush, but the charger is smoking' }, 'urgent'],
    ['sees no danger in a smoke detector', { text: 'Where is the smoke detector I bought?' }, 'normal'],
    ['nor in popularity', { text: 'your brand exploded in popularity' }, 'normal'],
    ['does not see danger inside other words', { text: 'my Burnley order' }, 'normal'],
  ]
  it.each(cases)('%s', (_, change, priority) => {
    expect(decidePriority({ ...calm, ...change }).priority).toBe(priority)
  })

  it('says why, in words with numbers', () => {
    const { reasons } = decidePriority({
      ...calm,
      text: 'I need it by Friday',
      urgency: 0.4,
      frustration: upset(0.72, true),
    })
    expect(reasons).toEqual([
      '"Late delivery" starts at normal',
      'frustration is 0.72 of 1: one step up',
      'the customer wrote "by friday": one step up',
    ])
  })

  it('never falls when frustration or urgency rise, and never below the intent', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.constantFrom(...PRIORITIES), unit, unit, unit, unit, (intentPriority, a, b, c, d) => {
        const level = (frustration: number, urgency: number) =>
          PRIORITIES.indexOf(
            decidePriority({ ...calm, intentPriority, frustration: upset(frustration), urgency }).priority,
          )
        const [lower, higher] = [level(Math.min(a, b), Math.min(c, d)), level(Math.max(a, b), Math.max(c, d))]
        expect(lower).toBeGreaterThanOrEqual(PRIORITIES.indexOf(intentPriority))
        expect(higher).toBeGreaterThanOrEqual(lower)
      }),
    )
  })
})

describe('the priority of somebody who waits', () => {
  const minutes = (n: number) => n * 60_000
  it.each([
    ['low', 14.9, 'low'],
    ['low', 15, 'normal'],
    ['low', 44, 'normal'],
    ['low', 45, 'high'],
    ['normal', 15, 'high'],
    ['normal', 600, 'high'],
    ['high', 600, 'high'],
    ['urgent', 600, 'urgent'],
  ] as const)('%s is after %d minutes %s', (priority, waited, now) => {
    const rank = priorityNow({ priority, reasons: ['it began so'] }, minutes(waited))
    expect(rank.priority).toBe(now)
    expect(rank.reasons.length > 1).toBe(now !== priority)
  })
})
