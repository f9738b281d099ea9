import { describe, expect, it } from 'vitest'
import { findMatters } from '../../../src/understanding/clauses/find-matters.ts'
import { splitClauses } from '../../../src/understanding/clauses/split.ts'

/** Reads each clause as told: intent, probability, doubt. */
function matters(message: string, readings: readonly (readonly [string, number, number] | null)[]) {
  const read = readings.map((reading) => reading && { name: reading[0], probability: reading[1], doubt: reading[2] })
  return findMatters(splitClauses(message), read, new Set(['thanks'])).map(({ intent }) => intent)
}

const TWO_REQUESTS = 'cancel my order and send me an invoice'
const REQUEST_AND_FACT = 'I need an invoice. The screen flickers.'
const TWO_FACTS = 'The screen flickers. The charger is missing.'

describe('the matters of a message', () => {
  it('are the intents of its clauses, each with its place', () => {
    const clauses = splitClauses(TWO_REQUESTS)
    const reading = (name: string) => ({ name, probability: 0.9, doubt: 0.1 })
    expect(findMatters(clauses, [reading('cancel_order'), reading('invoice')], new Set())).toEqual([
      { text: 'cancel my order', start: 0, end: 15, intent: 'cancel_order', probability: 0.9 },
      { text: 'send me an invoice', start: 20, end: 38, intent: 'invoice', probability: 0.9 },
    ])
  })

  it.each([
    { message: TWO_REQUESTS, probability: 0.45, doubt: 0.65, isFound: true },
    { message: TWO_REQUESTS, probability: 0.44, doubt: 0.65, isFound: false },
    { message: TWO_REQUESTS, probability: 0.45, doubt: 0.66, isFound: false },
    { message: REQUEST_AND_FACT, probability: 0.9, doubt: 0.3, isFound: true },
    { message: REQUEST_AND_FACT, probability: 0.9, doubt: 0.31, isFound: false },
    { message: TWO_FACTS, probability: 0.9, doubt: 0.15, isFound: true },
    { message: TWO_FACTS, probability: 0.9, doubt: 0.16, isFound: false },
  ])(
    'in $message at probability $probability and doubt $doubt: $isFound',
    ({ message, probability, doubt, isFound }) => {
      const found = matters(message, [
        ['a', 0.9, 0.1],
        ['b', probability, doubt],
      ])
      expect(found).toEqual(isFound ? ['a', 'b'] : [])
    },
  )

  it('are none when both clauses say the same, one is a phrase, or nothing was read', () => {
    const sure = (name: string) => [name, 0.99, 0] as const
    expect(matters(TWO_REQUESTS, [sure('a'), sure('a')])).toEqual([])
    expect(matters(TWO_REQUESTS, [sure('a'), sure('thanks')])).toEqual([])
    expect(matters(TWO_REQUESTS, [sure('a'), null])).toEqual([])
  })

  it.each(['My card came. How do I activate it?', 'Please cancel my order, I found a cheaper one'])(
    'do not count what is told as the reason of a request: %s',
    (message) => {
      expect(
        matters(message, [
          ['a', 0.99, 0],
          ['b', 0.99, 0],
        ]),
      ).toEqual([])
    },
  )
})
