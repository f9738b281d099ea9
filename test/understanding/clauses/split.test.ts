import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitClauses } from '../../../src/understanding/clauses/split.ts'

const textsOf = (message: string) => splitClauses(message).map(({ text }) => text)

describe('clauses of a message', () => {
  it.each([
    ['cancel my order and change my address', ['cancel my order', 'change my address']],
    ['where is my parcel? also I need an invoice', ['where is my parcel?', 'I need an invoice']],
    [
      'Hi, the hub is offline. By the way, do you deliver to Iceland?',
      ['the hub is offline.', 'do you deliver to Iceland?'],
    ],
    ['cancel TG-104871 and then send me the invoice', ['cancel TG-104871', 'send me the invoice']],
    ['It won’t start. Another thing: I was charged twice.', ['It won’t start.', 'I was charged twice.']],
    ['cancel it, refund the fee, and delete my account', ['cancel it', 'refund the fee', 'delete my account']],
  ])('of %j are %j', (message, texts) => {
    expect(textsOf(message)).toEqual(texts)
  })

  it.each([
    'where is my order',
    'do you have a black and white printer',
    "What's the difference in price and weight between the two laptops?",
    'I ordered and never received it',
    'I bought it today and have changed my mind',
    'thanks.',
    '',
    '...?!',
  ])('are none in %j', (message) => {
    expect(splitClauses(message)).toEqual([])
  })

  it.each([
    ['my order is late, cancel it and refund me', 'cancel my order'],
    ['I have a cracked screen. Can you repair it?', 'Can you repair a cracked screen?'],
  ])('in %j read a pronoun as what it stands for: %j', (message, reading) => {
    expect(splitClauses(message)[1]).toMatchObject({ reading, refersBack: true })
  })

  it('tell requests from what is only so, and hear that it is another thing', () => {
    const [first, second, third] = splitClauses('My screen flickers. I would like a refund. The sound is bad as well.')
    expect(first).toMatchObject({ isRequest: false, isMarked: false })
    expect(second).toMatchObject({ isRequest: true, isMarked: false })
    expect(third).toMatchObject({ isRequest: false, isMarked: true })
  })

  it('ask for something with "has my", not with "has been"', () => {
    const asked = (message: string) => splitClauses(message).map(({ isRequest }) => isRequest)
    expect(asked('My parcel is late. Has my refund been made?')).toEqual([false, true])
    expect(asked('My parcel is late. Has been for days.')).toEqual([false, false])
  })

  it('stand in the message where they say, in order, at most six of them', () => {
    const words = fc.constantFrom(
      'cancel',
      'my order',
      'and',
      'also',
      ', ',
      '. ',
      '? ',
      'I need',
      'it',
      '😡',
      ' ',
      '\n',
      'but',
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        const message = parts.join(' ')
        const clauses = splitClauses(message)
        expect(clauses.length).toBeLessThanOrEqual(6)
        let last = 0
        for (const { text, start, end } of clauses) {
          expect(message.slice(start, end)).toBe(text)
          expect(start).toBeGreaterThanOrEqual(last)
          last = end
        }
      }),
    )
  })

  it.each([
    ['words', 'a '.repeat(2000)],
    ['letters', 'x'.repeat(4000)],
    ['commas', 'I am, '.repeat(600)],
    ['blanks', ' '.repeat(4000)],
  ])('take a moment only in 4,000 characters of %s', (_, message) => {
    splitClauses(message)
    const startedAt = performance.now()
    splitClauses(message)
    expect(performance.now() - startedAt).toBeLessThan(50)
  })
})
