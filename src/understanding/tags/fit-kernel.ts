import { BLOCK, factorise, paddedSize } from '../intent/cholesky.ts'
import type { Features } from '../intent/features.ts'
import { buildGram, joinFocus } from '../intent/gram.ts'
import type { KernelMachine } from '../intent/kernel-machine.ts'
import { invertRows, type KernelSettings, solve, sumWords } from '../intent/train-kernel.ts'

/** What is known of one text and one tag: 1 it has it, 0 it has not, NaN nobody said. */
export type Marks = Float32Array

export interface FittedTags {
  machine: KernelMachine
  /** Mean of each tag's marks; what the machine adds to is the distance from it. */
  base: Float32Array
  /** rows × tags: each row as the machine scores it when it was trained without that row, `base` included. */
  heldOut: Float32Array
}

/** Rounds in which marks that nobody made are put in place by what the other rows say. */
const FILLING_ROUNDS = 3

/**
 * Least squares on the likeness to all texts, for every tag at once: a score near 1 for a tag the text has. `marks` are
 * rows × tags. Deterministic.
 */
export async function fitTagKernel(
  rows: readonly Features[],
  marks: Marks,
  tagCount: number,
  settings: KernelSettings,
): Promise<FittedTags> {
  const hasVectors = rows.every(({ focus }) => focus !== null)
  const labelled = rows.map((row) => ({ ...row, label: 0 }))
  const gram = await buildGram(labelled, new Float32Array(rows.length).fill(settings.ridge), settings, hasVectors)
  const factor = await factorise(gram.matrix)
  const strengths = await invertDiagonal(factor, rows.length)
  const base = meansOf(marks, tagCount)

  const targets = new Float32Array(paddedSize(rows.length) * tagCount)
  marks.forEach((mark, at) => {
    targets[at] = Number.isNaN(mark) ? 0 : mark - (base[at % tagCount] ?? 0)
  })
  let pulls = await solve(factor, targets, tagCount)
  const isWhole = !marks.some(Number.isNaN)
  // A row whose target is what the others say of it has no pull of its own: as if it were not there for this tag.
  for (let round = 0; round < FILLING_ROUNDS && !isWhole; round++) {
    marks.forEach((mark, at) => {
      if (!Number.isNaN(mark)) return
      const strength = strengths[Math.floor(at / tagCount)] ?? 1
      targets[at] = (targets[at] ?? 0) - (pulls[at] ?? 0) / strength
    })
    pulls = await solve(factor, targets, tagCount)
  }

  const heldOut = new Float32Array(marks.length)
  for (let at = 0; at < heldOut.length; at++) {
    const strength = strengths[Math.floor(at / tagCount)] ?? 1
    heldOut[at] = (targets[at] ?? 0) - (pulls[at] ?? 0) / strength + (base[at % tagCount] ?? 0)
  }
  return {
    machine: {
      sharpness: settings.sharpness,
      classCount: tagCount,
      vectors: hasVectors ? joinFocus(labelled) : new Float32Array(0),
      pulls: hasVectors ? pulls.slice(0, rows.length * tagCount) : new Float32Array(0),
      words: sumWords(rows, pulls, tagCount, settings.words),
    },
    base,
    heldOut,
  }
}

/** The diagonal of A⁻¹ = U⁻¹U⁻ᵀ, a block of rows at a time. */
async function invertDiagonal(factor: Parameters<typeof invertRows>[0], size: number): Promise<Float32Array> {
  const diagonal = new Float32Array(size)
  const width = paddedSize(size)
  for (let from = 0; from < size; from += BLOCK) {
    const to = Math.min(from + BLOCK, size)
    const first = from / BLOCK
    const tail = width - first * BLOCK
    const part = await invertRows(factor, { from, to }, first)
    for (let i = 0; i < to - from; i++) {
      let squares = 0
      for (const value of part.subarray(i * tail, (i + 1) * tail)) squares += value * value
      diagonal[from + i] = squares
    }
  }
  return diagonal
}

function meansOf(marks: Marks, tagCount: number): Float32Array {
  const sums = new Float32Array(tagCount)
  const known = new Float32Array(tagCount)
  marks.forEach((mark, at) => {
    if (Number.isNaN(mark)) return
    const tag = at % tagCount
    sums[tag] = (sums[tag] ?? 0) + mark
    known[tag] = (known[tag] ?? 0) + 1
  })
  return sums.map((sum, tag) => sum / Math.max(1, known[tag] ?? 0))
}
