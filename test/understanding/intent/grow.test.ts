import { beforeAll, describe, expect, it } from 'vitest'
import { makeIntentClassifier } from '../../../src/understanding/intent/classify.ts'
import { growIntentModel } from '../../../src/understanding/intent/grow.ts'
import {
  type IntentExamples,
  type LabelledText,
  readName,
  type SolvedIntents,
  solveIntents,
} from '../../../src/understanding/intent/train.ts'
import { readLexicalFeatures } from '../../../src/understanding/lexical-features.ts'

const NAMES = ['cancel_order', 'gift_card', 'wifi']
const FRAMES = [
  '{} please',
  'how about {}',
  'it is {} again',
  'I asked for {}',
  '{} since Monday',
  'no {} at all',
  '{}?',
]
const TEXTS: LabelledText[] = [
  ...FRAMES.map((frame) => ({ text: frame.replace('{}', 'cancelling'), intent: 'cancel_order' })),
  ...FRAMES.map((frame) => ({ text: frame.replace('{}', 'a voucher'), intent: 'gift_card' })),
  ...FRAMES.map((frame) => ({ text: frame.replace('{}', 'the wifi'), intent: 'wifi' })),
]
const wifi = (text: string): LabelledText => ({ text, intent: 'wifi' })

const readWordsOf = (text: string) => ({ lexical: readLexicalFeatures(text), focus: null })
const examplesOf = (texts: LabelledText[], names = NAMES): IntentExamples => ({
  names,
  texts,
  rows: texts.map(({ text, intent }) => ({ ...readWordsOf(text), label: names.indexOf(intent) })),
  nameFeatures: names.map((name) => readWordsOf(readName(name))),
})

describe('adding examples to trained intents', () => {
  let solved: SolvedIntents
  beforeAll(async () => {
    solved = (await solveIntents(examplesOf(TEXTS))).solved
  })

  it('keeps the order of the examples, wherever the new ones stand', async () => {
    const texts = [wifi('router'), ...TEXTS.slice(0, 9), { text: 'present', intent: 'gift_card' }, ...TEXTS.slice(9)]
    const [grown, { model }] = [await growIntentModel(solved, examplesOf(texts)), await solveIntents(examplesOf(texts))]
    expect(grown).toMatchObject({ names: model.names, texts: model.texts, labels: model.labels, full: null })
    const [top] = makeIntentClassifier(grown!).classify(readWordsOf('my router')).intents
    expect(top?.name).toBe('wifi')
  })

  it('keeps the calibration', async () => {
    const grown = await growIntentModel(solved, examplesOf([...TEXTS, wifi('router')]))
    expect(grown?.lexical?.calibration).toEqual(solved.calibration)
  })

  it.each<[string, LabelledText[], string[]?]>([
    ['none was added', TEXTS],
    ['one is missing', [...TEXTS.slice(1), wifi('router')]],
    ['one changed its intent', TEXTS.map((one, i) => (i === 0 ? wifi(one.text) : one))],
    ['they stand in another order', [...TEXTS.slice(7), ...TEXTS.slice(0, 7), wifi('router')]],
    ['there is another intent', [...TEXTS, wifi('router')], [...NAMES, 'other']],
    ['there are 65', [...TEXTS, ...Array.from({ length: 65 }, (_, n) => wifi(`router ${n}`))]],
  ])('is left to a training where %s', async (_, texts, names) => {
    expect(await growIntentModel(solved, examplesOf(texts, names))).toBeNull()
  })

  it('takes 64', async () => {
    const many = Array.from({ length: 64 }, (_, n) => wifi(`router ${n}`))
    expect((await growIntentModel(solved, examplesOf([...TEXTS, ...many])))?.texts).toHaveLength(TEXTS.length + 64)
  })
})
