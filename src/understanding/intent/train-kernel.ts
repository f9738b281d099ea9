import { BUCKETS } from '../lexical-features.ts'
import { multiply } from '../models/matrix.ts'
import {
  BLOCK,
  type Factor,
  factorise,
  factoriseSquare,
  paddedSize,
  solveFromLeft,
  solveFromRight,
  transpose,
} from './cholesky.ts'
import type { LabelledFeatures } from './features.ts'
import { buildGram, indexWords, joinFocus } from './gram.ts'
import type { KernelMachine } from './kernel-machine.ts'
import type { Likeness } from './likeness.ts'

/** Least squares on the likeness to all examples: a score for each intent, near 1 for the right one, 0 for others. */
export interface KernelSettings extends Likeness {
  /** Added to the diagonal: the larger, the less a single example is believed. */
  ridge: number
}

/** How the machine scores its own rows when they are taken away, exactly, without training again. */
export interface HeldOutScores {
  /** rows × classes, each row scored without itself. */
  withoutRow: Float32Array
  /** rows × classes, each row scored without any row of its label. */
  withoutLabel: Float32Array
  /** Cosine of the nearest other row, and of the nearest one of another label. */
  nearest: Float32Array
  nearestElsewhere: Float32Array
}

/** Names of intents count as examples, but weakly. */
export interface KernelRow extends LabelledFeatures {
  isName: boolean
}

/** The solved system: with it a few rows can be added to the machine without solving anew. */
export interface SolvedSystem {
  rows: readonly KernelRow[]
  classCount: number
  hasVectors: boolean
  settings: KernelSettings
  factor: Factor
  /** padded rows × classes */
  pulls: Float32Array
}

/** A name is believed so many times less than an example. */
const NAME_RIDGE = 5

/** Rows of one label must follow each other. Deterministic. */
export async function trainKernelMachine(
  rows: readonly KernelRow[],
  classCount: number,
  hasVectors: boolean,
  settings: KernelSettings,
): Promise<{ machine: KernelMachine; heldOut: HeldOutScores; system: SolvedSystem }> {
  const ridges = Float32Array.from(rows, ({ isName }) => (isName ? NAME_RIDGE : 1) * settings.ridge)
  const gram = await buildGram(rows, ridges, settings, hasVectors)
  const factor = await factorise(gram.matrix)
  const targets = makeTargets(rows, classCount)
  const pulls = await solve(factor, targets, classCount)
  const scores = await holdOut(factor, rows, targets, pulls, classCount)
  const system = { rows, classCount, hasVectors, settings, factor, pulls }
  return {
    machine: makeMachine(system),
    heldOut: { ...scores, nearest: gram.nearest, nearestElsewhere: gram.nearestElsewhere },
    system,
  }
}

export function makeMachine({ rows, classCount, hasVectors, settings, pulls }: Omit<SolvedSystem, 'factor'>) {
  return {
    sharpness: settings.sharpness,
    classCount,
    vectors: hasVectors ? joinFocus(rows) : new Float32Array(0),
    pulls: hasVectors ? pulls.slice(0, rows.length * classCount) : new Float32Array(0),
    words: sumWords(rows, pulls, classCount, settings.words),
  }
}

/** 1 for the right intent, 0 for others, all moved so that they sum to 0; a message about none has no 1. */
export function makeTargets(rows: readonly KernelRow[], classCount: number): Float32Array {
  const targets = new Float32Array(paddedSize(rows.length) * classCount)
  rows.forEach(({ label }, row) => {
    targets.fill(-1 / classCount, row * classCount, (row + 1) * classCount)
    if (label >= 0) targets[row * classCount + label] = 1 - 1 / classCount
  })
  return targets
}

/** A⁻¹ of `targets`, padded rows × classes. */
export async function solve(factor: Factor, targets: Float32Array, classCount: number): Promise<Float32Array> {
  const padded = targets.length / classCount
  const flipped = transpose(targets, padded, classCount)
  await solveFromLeft(factor, flipped, classCount)
  const pulls = transpose(flipped, classCount, padded)
  await solveFromRight(factor, pulls, classCount)
  return pulls
}

/**
 * With A the likeness plus ridge, and B the rows taken away, what the rest says of B is Y_B − (A⁻¹_BB)⁻¹ a_B, where a
 * solves A a = Y. B is one row, or all rows of a label. Of A⁻¹ = U⁻¹U⁻ᵀ only the squares of labels are computed.
 */
async function holdOut(
  factor: Factor,
  rows: readonly KernelRow[],
  targets: Float32Array,
  pulls: Float32Array,
  classCount: number,
) {
  const withoutRow = new Float32Array(rows.length * classCount)
  const withoutLabel = new Float32Array(rows.length * classCount)
  const width = paddedSize(rows.length)
  for (const batch of batchesOf(groupsOf(rows))) {
    const first = Math.floor(batch.from / BLOCK)
    const inverseRows = await invertRows(factor, batch, first)
    const tail = width - first * BLOCK
    for (const { from, to } of batch.groups) {
      const count = to - from
      const part = inverseRows.subarray((from - batch.from) * tail, (to - batch.from) * tail)
      const inverse = await multiply(part, transpose(part, count, tail), { rows: count, inner: tail, columns: count })
      const stretch = { from: from * classCount, to: to * classCount }
      const own = pulls.slice(stretch.from, stretch.to)
      for (let i = 0; i < count; i++) {
        const strength = inverse[i * count + i] ?? 1
        for (let k = 0; k < classCount; k++) {
          const at = stretch.from + i * classCount + k
          withoutRow[at] = (targets[at] as number) - (own[i * classCount + k] as number) / strength
        }
      }
      const solved = solveSquare(factoriseSquare(inverse, count), own, count, classCount)
      for (let i = 0; i < own.length; i++) {
        withoutLabel[stretch.from + i] = (targets[stretch.from + i] as number) - (solved[i] as number)
      }
    }
  }
  return { withoutRow, withoutLabel }
}

/** Rows `from` to `to` of U⁻¹, without the zeros before block `first`. */
export async function invertRows(factor: Factor, { from, to }: Stretch, first: number): Promise<Float32Array> {
  const count = to - from
  const width = factor.columns.length * BLOCK
  const right = new Float32Array(count * width)
  for (let i = 0; i < count; i++) right[i * width + from + i] = 1
  await solveFromLeft(factor, right, count, first)
  const tail = width - first * BLOCK
  const part = new Float32Array(count * tail)
  for (let i = 0; i < count; i++) part.set(right.subarray(i * width + first * BLOCK, (i + 1) * width), i * tail)
  return part
}

interface Stretch {
  from: number
  to: number
}

/** Neighbouring labels together until they fill a block: products of larger matrices cost less a row. */
function batchesOf(groups: readonly Stretch[]): (Stretch & { groups: Stretch[] })[] {
  const batches: (Stretch & { groups: Stretch[] })[] = []
  for (const group of groups) {
    const last = batches[batches.length - 1]
    if (last && last.to - last.from < BLOCK) {
      last.groups.push(group)
      last.to = group.to
    } else batches.push({ ...group, groups: [group] })
  }
  return batches
}

/** Stretches of one label. */
function groupsOf(rows: readonly KernelRow[]): Stretch[] {
  const groups: Stretch[] = []
  rows.forEach(({ label }, row) => {
    const last = groups[groups.length - 1]
    if (last && rows[last.from]?.label === label) last.to = row + 1
    else groups.push({ from: row, to: row + 1 })
  })
  return groups
}

/** X with UᵀU X = R; U is a small upper triangle. */
export function solveSquare(u: Float64Array, right: Float32Array, size: number, columns: number): Float64Array {
  const x = new Float64Array(right)
  const eliminate = (into: number, from: number, factor: number) => {
    for (let k = 0; k < columns; k++) {
      x[into * columns + k] = (x[into * columns + k] as number) - factor * (x[from * columns + k] as number)
    }
  }
  const divide = (row: number) => {
    const pivot = u[row * size + row] as number
    for (let k = row * columns; k < (row + 1) * columns; k++) x[k] = (x[k] as number) / pivot
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) eliminate(i, j, u[j * size + i] as number)
    divide(i)
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) eliminate(i, j, u[i * size + j] as number)
    divide(i)
  }
  return x
}

/** Bucket by bucket, so that what is added up stays in the processor's cache. */
export function sumWords(
  rows: readonly Pick<KernelRow, 'lexical'>[],
  pulls: Float32Array,
  classCount: number,
  weight: number,
): Float32Array {
  const words = new Float32Array(BUCKETS * classCount)
  const sums = new Float64Array(classCount)
  const { starts, owners, values } = indexWords(rows)
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const end = starts[bucket + 1] as number
    if (starts[bucket] === end) continue
    sums.fill(0)
    for (let at = starts[bucket] as number; at < end; at++) {
      const value = weight * (values[at] as number)
      const from = (owners[at] as number) * classCount
      for (let k = 0; k < classCount; k++) sums[k] = (sums[k] as number) + value * (pulls[from + k] as number)
    }
    words.set(sums, bucket * classCount)
  }
  return words
}
