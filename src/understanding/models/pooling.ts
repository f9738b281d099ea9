import { VECTOR_SIZE } from './encoder-protocol.ts'

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
 * `states` are 384 numbers for each of `width` places of each text; `rows` are the texts' word pieces.
 */
export function poolStates(
  states: Float32Array,
  rows: readonly number[][],
  { width, weightOf }: { width: number; weightOf: (piece: number) => number },
): Float32Array {
  const joined = new Float32Array(2 * rows.length * VECTOR_SIZE)
  rows.forEach((pieces, row) => {
    const mean = joined.subarray(2 * row * VECTOR_SIZE, (2 * row + 1) * VECTOR_SIZE)
    const focus = joined.subarray((2 * row + 1) * VECTOR_SIZE, (2 * row + 2) * VECTOR_SIZE)
    pieces.forEach((piece, at) => {
      addState(states, (row * width + at) * VECTOR_SIZE, { mean, focus, weight: weightOf(piece) })
    })
    normalise(mean)
    normalise(focus)
    for (let d = 0; d < VECTOR_SIZE; d++) focus[d] = (mean[d] as number) + FOCUS_WEIGHT * (focus[d] as number)
    normalise(focus)
  })
  return joined
}

/** Of one word piece. Indices are within the arrays; checks for undefined cost more than the sums. */
function addState(
  states: Float32Array,
  from: number,
  { mean, focus, weight }: { mean: Float32Array; focus: Float32Array; weight: number },
): void {
  for (let d = 0; d < VECTOR_SIZE; d++) {
    const value = states[from + d] as number
    mean[d] = (mean[d] as number) + value
    focus[d] = (focus[d] as number) + weight * value
  }
}

/**
 * Of a word piece in the numbering of BERT's uncased vocabulary. Frequencies by rank, after Zipf: the vocabulary's order
 * stands for counts nobody has to ship.
 */
export function weightOf(piece: number): number {
  if (piece >= FIRST_MARK && piece <= LAST_MARK) return 0
  if (piece < FIRST_WORD) return CHARACTER_WEIGHT
  const share = 0.5 / (1 + (piece - FIRST_WORD + 1) / 8)
  return HALF_WEIGHT_SHARE / (HALF_WEIGHT_SHARE + share)
}

function normalise(vector: Float32Array): void {
  let sum = 0
  for (let d = 0; d < vector.length; d++) sum += (vector[d] as number) ** 2
  const length = Math.sqrt(sum) || 1
  for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] as number) / length
}
