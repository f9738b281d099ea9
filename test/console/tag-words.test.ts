import { describe, expect, it } from 'vitest'
import { groupTags, sourceWords, whyWords } from '../../console/state/tag-words.ts'
import type { ConsoleTag } from '../../console/state/wire.ts'

const tag = (change: Partial<ConsoleTag>): ConsoleTag => ({
  tag: 'orders',
  source: 'model',
  confidence: 0.934,
  why: null,
  rule: null,
  ...change,
})

describe('a tag in the console', () => {
  it.each([
    [tag({}), 'model 93\u00a0%'],
    [tag({ source: 'intent', confidence: 0.8 }), 'intent 80\u00a0%'],
    [tag({ source: 'suggestion', confidence: 0.4 }), '40\u00a0%'],
    [tag({ source: 'rule', confidence: null, rule: 'vip' }), 'rule vip'],
    [tag({ source: 'agent', confidence: null }), 'by a person'],
  ])('says who set it and how sure a model was: %o', (one, words) => {
    expect(sourceWords(one)).toBe(words)
  })

  it('says what made a model hear it, kinds of words as what they are', () => {
    const why = { words: ['late', 'ordernumber'], examples: [{ text: 'my parcel is late', similarity: 0.8 }] }
    expect(whyWords(tag({ why }))).toBe('“late”, an order number; like “my parcel is late”')
    expect(whyWords(tag({ why: { words: [], examples: [] } }))).toBeNull()
    expect(whyWords(tag({}))).toBeNull()
  })

  it('stands with its kind, the wider before the narrower', () => {
    const known = [
      { name: 'orders', description: '', colour: '' },
      { name: 'delivery', description: '', colour: '' },
      { name: 'tracking', description: '', colour: '', parent: 'orders' },
    ]
    const tags = ['gone', 'delivery', 'tracking', 'orders'].map((name) => ({ tag: name }))
    expect(groupTags(tags, known).map((one) => one.tag)).toEqual(['orders', 'tracking', 'delivery', 'gone'])
  })
})
