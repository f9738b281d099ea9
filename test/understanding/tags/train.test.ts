import { describe, expect, it } from 'vitest'
import { readLexicalFeatures } from '../../../src/understanding/lexical-features.ts'
import { makeRandom } from '../../../src/understanding/random.ts'
import { fitTagKernel } from '../../../src/understanding/tags/fit-kernel.ts'
import { makeTagReader, pickTags } from '../../../src/understanding/tags/read.ts'
import { type MarkedFeatures, trainTagModel } from '../../../src/understanding/tags/train.ts'
import { collectTagTexts } from '../../../src/understanding/tags/training-texts.ts'

const MATTERS: Record<string, string[]> = {
  delivery: [
    'my parcel is late',
    'where is the courier',
    'delivery was yesterday',
    'the parcel is lost',
    'no delivery',
  ],
  refunds: ['I want my money back', 'refund me', 'where is my refund', 'give the money back', 'still no refund'],
  account: ['cannot log in', 'my password is wrong', 'login fails', 'reset my password', 'locked out of my account'],
}
const NAMES = Object.keys(MATTERS).sort()
const SETTINGS = { words: 1, ridge: 0.2, sharpness: 3 }

/** Every matter alone, and every two together, without vectors, as the lexical engine reads them. */
const ROWS: MarkedFeatures[] = NAMES.flatMap((a, i) =>
  NAMES.slice(i).flatMap((b) =>
    MATTERS[a]!.flatMap((first) =>
      MATTERS[b]!.map((second) => row(a === b ? first : `${first} and ${second}`, a === b ? [a] : [a, b])),
    ),
  ),
)

function row(text: string, tags: string[]): MarkedFeatures {
  const marks = NAMES.map((name) => (tags.includes(name) ? 1 : 0))
  return { text, focus: null, lexical: readLexicalFeatures(text), marks }
}
const marksOf = (rows: MarkedFeatures[]) => Float32Array.from(rows.flatMap(({ marks }) => [...marks]))

describe('the model of tags', () => {
  it('learns several tags of one text, says what spoke for each, and twice the same from the same texts', async () => {
    const model = await trainTagModel(NAMES, ROWS)
    expect(await trainTagModel(NAMES, ROWS)).toEqual(model)
    const reader = makeTagReader(model)
    const read = (text: string) => reader.read({ focus: null, lexical: readLexicalFeatures(text) })
    const both = read('the courier lost my parcel, I want a refund')
    expect(both.map(({ tag }) => tag).sort()).toEqual(['delivery', 'refunds'])
    expect(both.find(({ tag }) => tag === 'refunds')?.why.words).toContain('refund')
    expect(read('')).toEqual([])
    const probabilities = reader.score({ focus: null, lexical: readLexicalFeatures('password') })
    expect(pickTags(model, probabilities).map((tag) => NAMES[tag])).toEqual(['account'])
  })

  it('reads the same from cosines that somebody else has found', async () => {
    const random = makeRandom(5)
    const unit = () => {
      const vector = Float32Array.from({ length: 384 }, () => random() - 0.5)
      const length = Math.hypot(...vector)
      return vector.map((x) => x / length)
    }
    const rows = ROWS.slice(0, 40).map((each) => ({ ...each, focus: unit() }))
    const model = await trainTagModel(NAMES, rows)
    const features = { focus: unit(), lexical: readLexicalFeatures('my parcel is late') }
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
    // The intents' machine has rows of its own behind those that both share.
    const known = Float32Array.from([...rows.slice(0, 30).map(({ focus }) => dot(focus, features.focus)), 0.5, 0.5])
    const shared = model.texts.slice(0, 30)
    const alone = makeTagReader(model).score(features)
    makeTagReader(model, shared)
      .score(features, known)
      .forEach((probability, tag) => void expect(probability).toBeCloseTo(alone[tag] ?? 0, 4))
    // Other texts than the model's own: what is known of them says nothing here.
    expect(makeTagReader(model, ['other', ...shared]).score(features, known)).toEqual(alone)
    expect(makeTagReader(model).read({ ...features, focus: null })).toEqual([])
  })

  it('scores a text held out as if it had been trained without it', async () => {
    const rows = ROWS.slice(0, 30)
    const { heldOut } = await fitTagKernel(rows, marksOf(rows), NAMES.length, SETTINGS)
    // The means of the marks are the one thing that is taken with the row.
    const rest = rows.filter((_, i) => i !== 7)
    const without = await fitTagKernel(rest, marksOf(rest), NAMES.length, SETTINGS)
    const asked = makeTagReader({
      names: NAMES,
      texts: rest.map(({ text }) => text),
      marks: marksOf(rest),
      machine: without.machine,
      base: without.base,
      rarity: new Float32Array(1 << 15).fill(1),
      tags: NAMES.map(() => ({ calibration: { slope: 1, bias: 0 }, count: 1, set: 1, suggest: 1, balance: 1 })),
      span: { fewest: 0, most: 3 },
    }).score(rows[7]!)
    const logits = [...asked].map((p) => Math.log(p / (1 - p)))
    logits.forEach((score, tag) => void expect(score).toBeCloseTo(heldOut[7 * NAMES.length + tag]!, 1))
  })

  it('leaves out what nobody said of a text', async () => {
    const silent = { ...row('cannot log in', []), marks: [Number.NaN, Number.NaN, Number.NaN] }
    const plain = await fitTagKernel(ROWS, marksOf(ROWS), NAMES.length, SETTINGS)
    const joined = [...ROWS, silent]
    const beside = await fitTagKernel(joined, marksOf(joined), NAMES.length, SETTINGS)
    expect(beside.base).toEqual(plain.base)
    plain.heldOut.forEach((score, at) => void expect(beside.heldOut[at]).toBeCloseTo(score, 2))
  })

  it('is taught by intents, by written texts of known tags, and last by people', () => {
    const rows = collectTagTexts(NAMES, {
      intents: [{ tags: ['refunds'], examples: ['refund me'] }],
      written: [
        { text: 'late, money back', tags: ['delivery', 'refunds'] },
        { text: 'elsewhere', tags: ['hotels'] },
      ],
      examples: [
        { text: 'refund me', tag: 'account', isRight: true },
        { text: 'new', tag: 'delivery', isRight: false },
        { text: 'new', tag: 'gone', isRight: true },
      ],
    })
    expect(rows).toEqual([
      { text: 'refund me', marks: [1, 0, 1] },
      { text: 'late, money back', marks: [0, 1, 1] },
      { text: 'new', marks: [null, 0, null] },
    ])
  })
})
