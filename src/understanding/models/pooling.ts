import { VECTOR_SIZE } from './encoder-protocol.ts'

/** One batch as the transformer leaves it: `batch × width` word pieces of 384 numbers each. */
export interface HiddenStates {
  states: Float32Array
  /** Word piece of each place, in the numbering of BERT's uncased vocabulary. */
  ids: ArrayLike<number | bigint>
  mask: ArrayLike<number | bigint>
  batch: number
  width: number
}

/** Marks such as [CLS] carry no word of the message. */
const [FIRST_MARK, LAST_MARK] = [100, 103]
/** From here on the vocabulary lists whole words and pieces, the most frequent first; before, single characters. */
const FIRST_WORD = 1996
const CHARACTER_WEIGHT = 0.1
/** A word as frequent as this share of all messages weighs half. */
const HALF_WEIGHT_SHARE = 0.02
/** What the weighted mean adds to the plain one: best mean accuracy in cross-validation, docs/benchmarks.md. */
const FOCUS_WEIGHT = 0.8

/**
 * Two vectors for each text, one behind the other, both of unit length: the mean of its word pieces, as the model was trained to be read, and
 * one that leans to rare words, which say more about what a customer wants than "can", "my" and "the".
 */
export function poolStates(hidden: HiddenStates): Float32Array {
  const joined = new Float32Array(2 * hidden.batch * VECTOR_SIZE)
  for (let row = 0; row < hidden.batch; row++) {
    const mean = joined.subarray(2 * row * VECTOR_SIZE, (2 * row + 1) * VECTOR_SIZE)
    const focus = joined.subarray((2 * row + 1) * VECTOR_SIZE, (2 * row + 2) * VECTOR_SIZE)
    for (let at = row * hidden.width; at < (row + 1) * hidden.width; at++) {
      if (Number(hidden.mask[at]) === 0) continue
      const weight = weightOf(Number(hidden.ids[at]))
      for (let d = 0; d < VECTOR_SIZE; d++) {
        const value = hidden.states[at * VECTOR_SIZE + d] ?? 0
        mean[d] = (mean[d] ?? 0) + value
        focus[d] = (focus[d] ?? 0) + weight * value
      }
    }
    normalise(mean)
    normalise(focus)
    for (let d = 0; d < VECTOR_SIZE; d++) focus[d] = (mean[d] ?? 0) + FOCUS_WEIGHT * (focus[d] ?? 0)
    normalise(focus)
  }
  return joined
}

/** Frequencies by rank, after Zipf: the vocabulary's order stands for counts nobody has to ship. */
function weightOf(piece: number): number {
  if (piece >= FIRST_MARK && piece <= LAST_MARK) return 0
  if (piece < FIRST_WORD) return CHARACTER_WEIGHT
  const share = 0.5 / (1 + (piece - FIRST_WORD + 1) / 8)
  return HALF_WEIGHT_SHARE / (HALF_WEIGHT_SHARE + share)
}

function normalise(vector: Float32Array): void {
  let sum = 0
  for (const value of vector) sum += value * value
  const length = Math.sqrt(sum) || 1
  for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] ?? 0) / length
}
