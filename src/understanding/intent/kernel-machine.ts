import type { LexicalFeatures } from '../lexical-features.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'
import { makeRowMatrix, makeUnitRows } from '../row-matrix.ts'
import { transpose } from './cholesky.ts'
import type { Features } from './features.ts'
import { likenessesOfMeaning } from './likeness.ts'

export interface KernelMachine {
  sharpness: number
  classCount: number
  /** Focused vectors of all rows, one after the other; empty for the machine that reads words alone. */
  vectors: Float32Array
  /** rows × classes; empty like `vectors`. */
  pulls: Float32Array
  /** buckets × classes: the words' part, summed over the rows. */
  words: Float32Array
}

/** What the machine says of one message. */
export interface KernelScores {
  /** Of all intents. */
  scores: Float32Array
  /** With every row; empty for the machine that reads words alone. */
  cosines: Float32Array
  /** The highest of them, 0 where none is above. */
  closeness: number
}

export type ScoreByKernel = (features: Features) => KernelScores

/** The same in two steps: the words at once, the vector when it is there. */
export type BeginScores = (lexical: LexicalFeatures) => (focus: Float32Array | null) => KernelScores

/** Lays the machine out for reading, which costs a copy of it; then a message costs a fraction of a millisecond. */
export function makeKernelScorer(machine: KernelMachine): ScoreByKernel {
  const begin = openKernel(machine)
  return ({ focus, lexical }) => begin(lexical)(focus)
}

export function openKernel(machine: KernelMachine): BeginScores {
  const { classCount, vectors, pulls, sharpness } = machine
  const rows = vectors.length / VECTOR_SIZE
  const byRow = makeUnitRows(vectors, VECTOR_SIZE)
  const byClass = makeRowMatrix(transpose(pulls, rows, classCount), rows)
  return (lexical) => {
    const byWords = scoreWords(machine, lexical)
    return (focus) => {
      if (!focus || rows === 0) return { scores: byWords, cosines: new Float32Array(0), closeness: 0 }
      const cosines = byRow.times(focus)
      let closeness = 0
      for (let row = 0; row < rows; row++) closeness = Math.max(closeness, cosines[row] as number)
      const scores = byClass.times(likenessesOfMeaning(cosines, sharpness))
      for (let k = 0; k < classCount; k++) scores[k] = (byWords[k] as number) + (scores[k] as number)
      return { scores, cosines, closeness }
    }
  }
}

/** The words' part of the scores. */
export function scoreWords(
  { words, classCount }: Pick<KernelMachine, 'words' | 'classCount'>,
  lexical: LexicalFeatures,
): Float32Array {
  const scores = new Float32Array(classCount)
  for (let i = 0; i < lexical.indices.length; i++) {
    const at = (lexical.indices[i] ?? 0) * classCount
    const value = lexical.values[i] ?? 0
    for (let k = 0; k < classCount; k++) scores[k] = (scores[k] as number) + value * (words[at + k] as number)
  }
  return scores
}
