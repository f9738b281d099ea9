import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUCKETS, readLexicalFeatures } from '../../src/understanding/lexical-features.ts'
import { cleanText, MAX_TEXT_LENGTH, readWords } from '../../src/understanding/text.ts'

// 'binary' draws any code point; lone surrogates are put in by hand.
const anything = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00', '\u0000', '\u2028', '😡')))
  .map((parts) => parts.join(''))

describe('the text the models read', () => {
  it('keeps every character in its place, without control characters or lone surrogates', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const clean = cleanText(text)
        expect(clean).toHaveLength(Math.min(text.length, MAX_TEXT_LENGTH))
        expect(clean).not.toMatch(/(?![\t\n])\p{Control}/u)
        expect(encodeURIComponent(clean)).toBeTypeOf('string')
      }),
    )
  })

  it.each([
    ['Where is TG-104233 😡', ['where', 'is', 'ordernumber', '😡']],
    ['I don’t know', ['i', "don't", 'know']],
    ['mail ann@example.com, 2 items, €20', ['mail', 'emailaddress', 'somenumber', 'items', 'moneyamount']],
    ['see https://x.io/a?b=1 for café', ['see', 'weblink', 'for', 'cafe']],
    ["--- / '", []],
  ])('reads the words of %j', (text, words) => {
    expect(readWords(text)).toEqual(words)
  })

  it('gives features of unit length in known buckets for any text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { indices, values, owners, words } = readLexicalFeatures(text)
        expect(values).toHaveLength(indices.length)
        if (values.length > 0) expect(Math.hypot(...values)).toBeCloseTo(1, 4)
        for (const index of indices) expect(index >= 0 && index < BUCKETS).toBe(true)
        for (const owner of owners) expect(owner).toBeLessThan(words.length)
      }),
    )
  })

  it('forgives a misspelling: most of the features are shared', () => {
    const right = new Set(readLexicalFeatures('delivery').indices)
    const wrong = readLexicalFeatures('delivry').indices
    expect([...wrong].filter((index) => right.has(index)).length).toBeGreaterThan(wrong.length / 4)
  })

  it('are the hashes of words, pairs and pieces that trained models know them by', () => {
    const bucketOf = (name: string) => {
      let hash = 0x811c9dc5
      for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
      return (hash ^ (hash >>> 15)) & (BUCKETS - 1)
    }
    const names = ['w my', 'p ^ my', 'c  my', 'c my ', 'c  my ', 'w hat', 'p my hat']
    const pieces = ['c  ha', 'c hat', 'c at ', 'c  hat', 'c hat ', 'c  hat ']
    expect([...readLexicalFeatures('my hat').indices]).toEqual([...names, ...pieces].map(bucketOf))
  })
})
