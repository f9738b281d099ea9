import { describe, expect, it } from 'vitest'
import { addRows } from '../../../src/understanding/intent/add-rows.ts'
import { makeKernelScorer } from '../../../src/understanding/intent/kernel-machine.ts'
import { type KernelRow, trainKernelMachine } from '../../../src/understanding/intent/train-kernel.ts'
import { readLexicalFeatures } from '../../../src/understanding/lexical-features.ts'
import { makeRandom } from '../../../src/understanding/random.ts'

/** 60 rows of three labels around three directions, more than fit one block with `count` 200. */
function makeRows(count: number): KernelRow[] {
  const random = makeRandom(7)
  const centres = [0, 1, 2].map(() => Float32Array.from({ length: 384 }, () => random() - 0.5))
  return Array.from({ length: count }, (_, i) => {
    const label = Math.floor((3 * i) / count)
    const focus = Float32Array.from(centres[label]!, (value) => value + (random() - 0.5) * 2)
    const length = Math.hypot(...focus)
    const text = `${['cancel', 'refund', 'parcel'][label]} ${Math.floor(random() * 20)} word${Math.floor(random() * 9)}`
    return { focus: focus.map((value) => value / length), lexical: readLexicalFeatures(text), label, isName: false }
  })
}

const train = (rows: KernelRow[], hasVectors = true) =>
  trainKernelMachine(rows, 3, hasVectors, { words: 0.2, sharpness: 3, ridge: 0.1 })

describe.each([60, 200])('a kernel machine of %i rows', (count) => {
  it.each([true, false])(
    'knows how a row scores without itself, as if trained without it (vectors: %s)',
    async (has) => {
      const rows = makeRows(count)
      const { heldOut } = await train(rows, has)
      for (const at of [0, Math.floor(count / 2), count - 1]) {
        const { machine } = await train(
          rows.filter((_, i) => i !== at),
          has,
        )
        const row = rows[at]!
        const { scores } = makeKernelScorer(machine)(has ? row : { ...row, focus: null })
        for (const [k, score] of scores.entries()) expect(heldOut.withoutRow[at * 3 + k]).toBeCloseTo(score, 3)
      }
    },
  )

  it('knows how a row scores when its whole label is taken away', async () => {
    const rows = makeRows(count)
    const { heldOut } = await train(rows)
    const { machine } = await train(rows.filter(({ label }) => label !== 1))
    const at = rows.findIndex(({ label }) => label === 1)
    const { scores } = makeKernelScorer(machine)(rows[at]!)
    for (const [k, score] of scores.entries()) expect(heldOut.withoutLabel[at * 3 + k]).toBeCloseTo(score, 3)
  })
})

describe.each([true, false])('adding rows to a machine (vectors: %s)', (has) => {
  it.each([1, 10, 64])('gives the machine that was trained with all of them: %i', async (count) => {
    const rows = makeRows(200)
    const isAdded = (i: number) => i >= 60 && i < 60 + count
    const { system } = await train(
      rows.filter((_, i) => !isAdded(i)),
      has,
    )
    const added = rows.filter((_, i) => isAdded(i))
    const [grown, { machine }] = [await addRows(system, added), await train(rows, has)]
    for (const row of makeRows(201).slice(0, 40)) {
      const features = has ? row : { ...row, focus: null }
      const [quick, anew] = [makeKernelScorer(grown)(features), makeKernelScorer(machine)(features)]
      for (const [k, score] of anew.scores.entries()) expect(quick.scores[k]).toBeCloseTo(score, 4)
    }
  })

  it('leaves what was solved as it was', async () => {
    const rows = makeRows(150)
    const { system } = await train(rows, has)
    const pulls = system.pulls.slice()
    const first = await addRows(system, rows.slice(0, 5))
    expect(await addRows(system, rows.slice(0, 5))).toEqual(first)
    expect(system.pulls).toEqual(pulls)
  })
})

describe('a kernel machine', () => {
  it('gives the same numbers for the same rows', async () => {
    const [first, second] = [await train(makeRows(150)), await train(makeRows(150))]
    expect(second.machine.pulls).toEqual(first.machine.pulls)
    expect(second.machine.words).toEqual(first.machine.words)
  })

  it('finds the nearest row, and the nearest of another label', async () => {
    const rows = makeRows(60)
    const { heldOut } = await train(rows)
    const cosine = (a: number, b: number) => rows[a]!.focus!.reduce((sum, v, d) => sum + v * rows[b]!.focus![d]!, 0)
    const others = rows.map((_, i) => i).filter((i) => i !== 5)
    expect(heldOut.nearest[5]).toBeCloseTo(Math.max(...others.map((i) => cosine(5, i))), 4)
    const elsewhere = others.filter((i) => rows[i]!.label !== rows[5]!.label)
    expect(heldOut.nearestElsewhere[5]).toBeCloseTo(Math.max(...elsewhere.map((i) => cosine(5, i))), 4)
  })
})
