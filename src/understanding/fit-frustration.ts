import type { FrustrationEvidence, FrustrationWeights } from './frustration-signs.ts'
import { readSigns, SIGNS, type Sign, type VectorHeads } from './frustration-signs.ts'

/** One scripted dialogue as the engine meets it; `from` is the customer turn from which a person should be offered. */
export interface LabelledDialogue {
  frustrated: boolean
  from: number
  /** The same turns with and without the other side's; the heads are fitted on the first. */
  variants: readonly (readonly FrustrationEvidence[])[]
}

const EASING: ReadonlySet<Sign> = new Set(['happy', 'kind', 'settled', 'playful', 'patient', 'replyHelps'])
/**
 * Set, not fitted: no scripted dialogue waits in a queue or is sure of its wish for a person; too few begin with fury to
 * teach that fury alone is reason enough; and of written dialogues failed answers are guessed, where the server counts them.
 * `follows` stands for all that is usual after a first message: fitted, it would make a furious first one look calm.
 */
const SET_BY_HAND: Partial<Record<Sign, number>> = {
  asksForPerson: 2,
  waiting: 2,
  veryUnhappy: 1.6,
  anger: 0.4,
  capitals: 0.3,
  follows: 1.5,
  failed: 1.5,
  unhappy: 0.5,
  profanity: 0.7,
}
/** The more is carried, the sooner a long dialogue climbs by itself; fitted freely it comes to 4.7. */
const MOST_CARRIED = 3
const RIDGE = { heads: 0.6, signs: 0.0003 }
const HEAD_FOLDS = 4
const STEPS = 400
const RATE = 0.05

/**
 * The heads are fitted on three quarters at a time to read the fourth, so that the signs they give are as doubtful in
 * training as later; then the signs are weighed with the value carried along; then the heads are fitted on all.
 */
export function fitFrustration(dialogues: readonly LabelledDialogue[]): FrustrationWeights {
  const played = dialogues.map((dialogue, i) => {
    const others = dialogues.filter((_, k) => k % HEAD_FOLDS !== i % HEAD_FOLDS)
    return { dialogue, fold: i % HEAD_FOLDS, others }
  })
  const headsOfFold = Array.from({ length: HEAD_FOLDS }, (_, fold) =>
    fitHeads(played.find((entry) => entry.fold === fold)?.others ?? dialogues),
  )
  const rows = played.flatMap(({ dialogue, fold }) => {
    const heads = headsOfFold[fold] ?? { message: [], reply: [] }
    return dialogue.variants.map((turns) => ({ dialogue, signs: turns.map((turn) => readSigns(turn, heads)) }))
  })
  return { ...weighSigns(rows), heads: fitHeads(dialogues) }
}

function fitHeads(dialogues: readonly LabelledDialogue[]): VectorHeads {
  const messages: Example[] = []
  const replies: Example[] = []
  for (const { frustrated, from, variants } of dialogues) {
    variants[0]?.forEach(({ vector, replyVector }, t) => {
      if (vector) messages.push({ vector, isRight: frustrated && t + 1 >= from })
      if (replyVector) replies.push({ vector: replyVector, isRight: frustrated && t <= from })
    })
  }
  return { message: fitRidge(messages), reply: fitRidge(replies) }
}

interface Example {
  vector: Float32Array
  isRight: boolean
}

/** Logistic regression with a ridge, by Newton's method; the bias stands last. Empty without examples. */
function fitRidge(examples: readonly Example[]): number[] {
  const size = (examples[0]?.vector.length ?? -1) + 1
  let weights = new Array<number>(size).fill(0)
  const rows = examples.map(({ vector, isRight }) => ({ x: Float64Array.from([...vector, 1]), y: isRight ? 1 : 0 }))
  for (let step = 0; step < 6; step++) {
    const slope = weights.map((weight, j) => (j < size - 1 ? RIDGE.heads * weight : 0))
    const curve = weights.map((_, j) => {
      const line = new Float64Array(size)
      line[j] = j < size - 1 ? RIDGE.heads : 1e-6
      return line
    })
    for (const { x, y } of rows) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), 0)))
      for (let j = 0; j < size; j++) {
        const xj = x[j] ?? 0
        slope[j] = (slope[j] ?? 0) + (p - y) * xj
        const line = curve[j]
        const scale = p * (1 - p) * xj
        if (line) for (let k = 0; k <= j; k++) line[k] = (line[k] as number) + scale * (x[k] as number)
      }
    }
    mirror(curve)
    const change = solve(curve, slope)
    weights = weights.map((weight, j) => weight - (change[j] ?? 0))
  }
  return weights.map((weight) => Math.round(weight * 1000) / 1000)
}

/** Only the lower half is summed up; the matrix is symmetric. */
function mirror(matrix: Float64Array[]): void {
  matrix.forEach((line, j) => {
    for (let k = j + 1; k < matrix.length; k++) line[k] = matrix[k]?.[j] ?? 0
  })
}

/** Gauss elimination for a symmetric positive matrix, in place. */
function solve(matrix: Float64Array[], right: number[]): number[] {
  const size = right.length
  for (let i = 0; i < size; i++) {
    const pivot = matrix[i]
    if (!pivot) continue
    for (let k = i + 1; k < size; k++) {
      const line = matrix[k]
      if (!line) continue
      const factor = (line[i] ?? 0) / (pivot[i] ?? 1)
      if (factor === 0) continue
      for (let j = i; j < size; j++) line[j] = (line[j] as number) - factor * (pivot[j] as number)
      right[k] = (right[k] ?? 0) - factor * (right[i] ?? 0)
    }
  }
  const result = new Array<number>(size).fill(0)
  for (let i = size - 1; i >= 0; i--) {
    let rest = right[i] ?? 0
    for (let j = i + 1; j < size; j++) rest -= (matrix[i]?.[j] ?? 0) * (result[j] ?? 0)
    result[i] = rest / (matrix[i]?.[i] ?? 1)
  }
  return result
}

/** To be early is hardly a fault; what is said after the second chance to offer counts less than what led there. */
function weightOf({ frustrated, isSour, isLate }: { frustrated: boolean; isSour: boolean; isLate: boolean }): number {
  if (!frustrated) return 1.1
  if (!isSour) return 0.3
  return isLate ? 0.5 : 1
}

/** Adam on the loss of every turn; a turn feeds its value to the next, which is taken as given. */
function weighSigns(
  rows: readonly { dialogue: LabelledDialogue; signs: Record<Sign, number>[] }[],
): Omit<FrustrationWeights, 'heads'> {
  const size = SIGNS.length + 2
  const [carriedAt, biasAt] = [SIGNS.length, SIGNS.length + 1]
  const weights = new Float64Array(size)
  SIGNS.forEach((sign, j) => {
    weights[j] = SET_BY_HAND[sign] ?? 0
  })
  weights[carriedAt] = 1
  weights[biasAt] = -2
  const mean = new Float64Array(size)
  const square = new Float64Array(size)
  const turns = rows.map(({ dialogue: { frustrated, from }, signs }) =>
    signs.map((each, t) => {
      const isSour = frustrated && t + 1 >= from
      const weight = weightOf({ frustrated, isSour, isLate: t > from })
      return { x: [...SIGNS.map((sign) => each[sign]), 0, 1], y: isSour ? 1 : 0, weight }
    }),
  )
  const total = turns.flat().reduce((sum, { weight }) => sum + weight, 0)
  for (let step = 1; step <= STEPS; step++) {
    const slope = weights.map((weight, j) => (j === biasAt ? 0 : RIDGE.signs * weight))
    for (const dialogue of turns) {
      let value = 0
      for (const { x, y, weight } of dialogue) {
        x[carriedAt] = value
        value = 1 / (1 + Math.exp(-x.reduce((sum, part, j) => sum + part * (weights[j] ?? 0), 0)))
        const error = ((value - y) * weight) / total
        x.forEach((part, j) => {
          slope[j] = (slope[j] ?? 0) + error * part
        })
      }
    }
    for (let j = 0; j < size; j++) {
      const g = slope[j] ?? 0
      mean[j] = 0.9 * (mean[j] ?? 0) + 0.1 * g
      square[j] = 0.99 * (square[j] ?? 0) + 0.01 * g * g
      const up = (mean[j] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[j] ?? 0) / (1 - 0.99 ** step)) + 1e-9)
      const moved = (weights[j] ?? 0) - RATE * up
      const sign = SIGNS[j]
      const fixed = sign && SET_BY_HAND[sign]
      weights[j] =
        fixed !== undefined
          ? fixed
          : j === biasAt
            ? moved
            : sign && EASING.has(sign)
              ? Math.min(0, moved)
              : Math.min(Math.max(0, moved), j === carriedAt ? MOST_CARRIED : Infinity)
    }
  }
  const rounded = [...weights].map((weight) => Math.round(weight * 100) / 100)
  const fitted = Object.fromEntries(SIGNS.map((sign, j) => [sign, rounded[j] ?? 0]))
  return {
    // Every sign was given its weight in the line above.
    signs: fitted as Record<Sign, number>,
    carried: rounded[carriedAt] ?? 0,
    bias: rounded[biasAt] ?? 0,
  }
}
