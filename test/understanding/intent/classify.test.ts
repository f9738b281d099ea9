import { describe, expect, it } from 'vitest'
import { makeIntentClassifier } from '../../../src/understanding/intent/classify.ts'
import { BUCKETS, readLexicalFeatures } from '../../../src/understanding/lexical-features.ts'

describe('an intent model whose machine for times without the encoder is not trained yet', () => {
  const classifier = makeIntentClassifier({
    names: ['cancel_order'],
    texts: ['cancel my order'],
    labels: Int32Array.of(0),
    full: {
      machine: {
        classCount: 1,
        sharpness: 3,
        vectors: new Float32Array(384).fill(384 ** -0.5),
        pulls: Float32Array.of(1),
        words: new Float32Array(BUCKETS),
      },
      calibration: {
        sharpness: 1,
        trust: { bias: 0, weights: [0, 0, 0] },
        scope: { bias: -9, weights: [0, 0, 0, 0], threshold: 0.5 },
      },
      quality: { accuracy: 1, calibrationError: 0, outOfScopeRecall: 1 },
    },
    lexical: null,
  })
  const lexical = readLexicalFeatures('cancel my order')

  it('reads a message with a vector', () => {
    const read = classifier.classify({ lexical, focus: new Float32Array(384).fill(384 ** -0.5) })
    expect(read).toMatchObject({ intents: [{ name: 'cancel_order' }], outOfScope: false })
  })

  it('reads the words first and the vector later, as often as asked', () => {
    const focus = new Float32Array(384).fill(384 ** -0.5)
    const begun = classifier.begin(lexical)
    const whole = classifier.classify({ lexical, focus })
    expect(begun(focus)).toEqual(whole)
    expect(begun(focus)).toEqual(whole)
    expect(begun(null)).toEqual(classifier.classify({ lexical, focus: null }))
  })

  it('says of a message without one that it is about nothing known', () => {
    expect(classifier.classify({ lexical, focus: null })).toMatchObject({ intents: [], outOfScope: true })
    expect(classifier.readTop({ lexical, focus: null })).toBeNull()
  })
})
