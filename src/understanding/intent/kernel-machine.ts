import { dot } from '../dot.ts'
import type { LexicalFeatures } from '../lexical-features.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'
import type { Features } from './features.ts'
import { likenessOfMeaning } from './gram.ts'

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

/** Scores of all intents, and the cosine with every row (empty for the machine that reads words alone). */
export function scoreByKernel(machine: KernelMachine, { focus, lexical }: Features) {
  const { classCount, vectors, pulls, sharpness } = machine
  const scores = scoreWords(machine, lexical)
  const cosines = new Float32Array(focus ? vectors.length / VECTOR_SIZE : 0)
  if (!focus) return { scores, cosines }
  const likenesses = new Float64Array(cosines.length)
  for (let row = 0; row < cosines.length; row++) {
    const cosine = dot(vectors, row * VECTOR_SIZE, focus, 0, VECTOR_SIZE)
    cosines[row] = cosine
    likenesses[row] = likenessOfMeaning(cosine, sharpness)
  }
  addPulls(scores, pulls, likenesses, classCount)
  return { scores, cosines }
}

/** Four rows at a time, which halves the reads and writes of `scores`. Indices lie within the arrays by their sizes. */
function addPulls(scores: Float32Array, pulls: Float32Array, likenesses: Float64Array, classCount: number): void {
  let row = 0
  for (; row + 3 < likenesses.length; row += 4) {
    const l0 = likenesses[row] as number
    const l1 = likenesses[row + 1] as number
    const l2 = likenesses[row + 2] as number
    const l3 = likenesses[row + 3] as number
    const a0 = row * classCount
    const a1 = a0 + classCount
    const a2 = a1 + classCount
    const a3 = a2 + classCount
    for (let k = 0; k < classCount; k++) {
      const pull =
        l0 * (pulls[a0 + k] as number) +
        l1 * (pulls[a1 + k] as number) +
        l2 * (pulls[a2 + k] as number) +
        l3 * (pulls[a3 + k] as number)
      scores[k] = (scores[k] as number) + pull
    }
  }
  for (; row < likenesses.length; row++) {
    const likeness = likenesses[row] as number
    for (let k = 0; k < classCount; k++) {
      scores[k] = (scores[k] as number) + likeness * (pulls[row * classCount + k] as number)
    }
  }
}

function scoreWords({ words, classCount }: KernelMachine, lexical: LexicalFeatures): Float32Array {
  const scores = new Float32Array(classCount)
  for (let i = 0; i < lexical.indices.length; i++) {
    const at = (lexical.indices[i] ?? 0) * classCount
    const value = lexical.values[i] ?? 0
    for (let k = 0; k < classCount; k++) scores[k] = (scores[k] as number) + value * (words[at + k] as number)
  }
  return scores
}
