import { fitLogistic, type LogisticModel, logistic, logOdds } from './logistic.ts'

/** What turns scores into probabilities, and when a message counts as unknown; both learned from held-out examples. */
export interface Calibration {
  /** Scores are multiplied by this before the softmax; above 0. */
  sharpness: number
  /** Chance that the first intent is right, from the inputs of `readTop`. */
  trust: LogisticModel
  /** Chance of being out of scope, from the inputs of `readScope`. */
  scope: LogisticModel & { threshold: number }
}

/** How a message looks to a machine that has not been trained on it. */
export interface Look {
  scores: Float32Array
  /** Cosine of the nearest example. */
  closeness: number
}

export interface HeldOut {
  /** Messages of known intents. */
  known: (Look & { label: number })[]
  /** Examples whose intent was taken away: how an unknown message looks if nobody gave any. */
  orphans: Look[]
  /** Messages that are about none of the intents, as given. */
  unknown: Look[]
  /** Known ones the threshold is chosen on; where there are none, `known`. */
  judges?: HeldOut['known']
}

const LEAST_PROBABILITY = 1e-6
/** Of the messages whose intent is read rightly at most this share may be called out of scope. */
const MAX_FALSE_ALARMS = 0.01
/** The same where no message was given as out of scope: the picture of them is rougher, and more caution pays. */
const MAX_FALSE_ALARMS_UNTAUGHT = 0.03
/** Weight of orphans beside messages given as out of scope. */
const ORPHAN_PART = 0.3
/** More rows fix one number no better. */
const ENOUGH_ROWS = 3000
const TRUST_INPUTS = 3
const SCOPE_INPUTS = 4
/** Intents that share the probability out. */
const SHARING = 10

export function calibrate(heldOut: HeldOut): Calibration {
  const { known, orphans, unknown, judges = [] } = heldOut
  const taught = [...known, ...judges]
  const sharpness = fitSharpness(taught)
  const tops = taught.map(({ scores, label }) => {
    const { top, inputs } = readTop(scores, sharpness)
    return { inputs, isYes: top === label, weight: 1 }
  })
  const trust = fitLogistic(tops, TRUST_INPUTS)

  // Given ones are the real thing; orphans, which are harder, then only fill the gaps.
  const orphanPart = unknown.length > 0 ? ORPHAN_PART : 1
  const readAll = (looks: readonly Look[], isYes: boolean, part: number) =>
    looks.map((look) => ({ inputs: readScope(look, sharpness), isYes, weight: part / looks.length }))
  const points = [
    ...readAll(known, false, 1),
    ...readAll(orphans, true, orphanPart),
    ...readAll(unknown, true, 1 - ORPHAN_PART),
  ]
  const scope = fitLogistic(points, SCOPE_INPUTS)
  const asked = (judges.length > 0 ? judges : known).filter(({ scores, label }) => indexOfTop(scores) === label)
  const chances = asked.map((look) => logistic(scope, readScope(look, sharpness)))
  const limit = unknown.length > 0 ? MAX_FALSE_ALARMS : MAX_FALSE_ALARMS_UNTAUGHT
  const threshold = chances.sort((x, y) => x - y)[Math.floor(chances.length * (1 - limit))] ?? 0.5
  return { sharpness, trust, scope: { ...scope, threshold } }
}

/**
 * Calibrated probabilities of all intents; they sum to 1. The softmax says how the intents share it out, `trust` how
 * much the first one gets, never less than the second.
 */
export function toProbabilities(scores: Float32Array, { sharpness, trust }: Calibration): Float32Array {
  const shares = softmaxOfBest(scores, sharpness)
  if (scores.length < 2) return shares
  const { top, inputs } = readTop(scores, sharpness)
  const others = 1 - (shares[top] ?? 0)
  if (others < LEAST_PROBABILITY) return shares
  const second = highestBut(shares, top) / others
  const first = Math.max(logistic(trust, inputs), second / (1 + second))
  for (let k = 0; k < shares.length; k++) shares[k] = k === top ? first : ((shares[k] as number) / others) * (1 - first)
  return shares
}

/**
 * Softmax of the ten best scores; the rest, which only adds noise, gets next to nothing.
 */
function softmaxOfBest(scores: Float32Array, sharpness: number): Float32Array {
  const { highest, least } = boundsOfBest(scores)
  const shares = new Float32Array(scores.length)
  let sum = 0
  // Loops, not maps: every message and every example comes through here. Indices are within the arrays.
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k] as number
    shares[k] = score >= least ? powerOf(score, highest, sharpness) : LEAST_PROBABILITY
    sum += shares[k] as number
  }
  for (let k = 0; k < shares.length; k++) shares[k] = (shares[k] as number) / sum
  return shares
}

const powerOf = (score: number, highest: number, sharpness: number) =>
  Math.exp(Math.max(-20, sharpness * (score - highest)))

/** The highest score and the tenth, or the last of fewer. */
function boundsOfBest(scores: Float32Array): { highest: number; least: number } {
  const best: number[] = []
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k] as number
    if (best.length === SHARING && score <= (best[SHARING - 1] as number)) continue
    let at = Math.min(best.length, SHARING - 1)
    for (; at > 0 && (best[at - 1] as number) < score; at--) best[at] = best[at - 1] as number
    best[at] = score
  }
  return { highest: best[0] ?? 0, least: best[best.length - 1] ?? 0 }
}

/** The first intent with what tells how far to trust it: log-odds of its share, its score, its lead. */
function readTop(scores: Float32Array, sharpness: number): { top: number; inputs: number[] } {
  const top = indexOfTop(scores)
  const first = scores[top] ?? 0
  const { least } = boundsOfBest(scores)
  let sum = 0
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k] as number
    sum += score >= least ? powerOf(score, first, sharpness) : LEAST_PROBABILITY
  }
  const lead = scores.length < 2 ? first : first - highestBut(scores, top)
  return { top, inputs: [logOdds(1 / Math.max(1, sum)), first, lead] }
}

function highestBut(values: Float32Array, but: number): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < values.length; k++) if (k !== but) highest = Math.max(highest, values[k] ?? 0)
  return highest
}

/** Chance, 0 to 1, that the message is about none of the known intents. */
export const outOfScopeChance = ({ scope, sharpness }: Calibration, look: Look) =>
  logistic(scope, readScope(look, sharpness))

const readScope = ({ scores, closeness }: Look, sharpness: number) => [...readTop(scores, sharpness).inputs, closeness]

/**
 * Mean distance between what was claimed and what came true, over equal steps of the top probability; 0 is perfect.
 */
export function calibrationError(readings: readonly { probability: number; isRight: boolean }[], steps = 10): number {
  const bins = Array.from({ length: steps }, () => ({ count: 0, claimed: 0, right: 0 }))
  for (const { probability, isRight } of readings) {
    const bin = bins[Math.min(steps - 1, Math.floor(probability * steps))]
    if (!bin) continue
    bin.count += 1
    bin.claimed += probability
    bin.right += isRight ? 1 : 0
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.claimed - bin.right), 0) / Math.max(1, readings.length)
}

/** Index of the highest number. */
export function indexOfTop(values: Float32Array): number {
  let top = 0
  for (let k = 1; k < values.length; k++) if ((values[k] ?? 0) > (values[top] ?? 0)) top = k
  return top
}

/** The least log loss on held-out rows; it has one minimum, found by narrowing (golden section) on a log scale. */
function fitSharpness(rows: readonly { scores: Float32Array; label: number }[]): number {
  if (rows.length === 0) return 1
  const step = Math.ceil(rows.length / ENOUGH_ROWS)
  const sample = rows.filter((_, i) => i % step === 0).map(distancesOfBest)
  const lossAt = (power: number) => {
    const sharpness = Math.exp(power)
    let loss = 0
    for (const { behind, others, own } of sample) {
      let sum = others * LEAST_PROBABILITY
      for (const distance of behind) sum += powerOf(0, distance, sharpness)
      const share = own === null ? LEAST_PROBABILITY : powerOf(0, own, sharpness)
      loss -= Math.log(Math.max(LEAST_PROBABILITY, share / sum))
    }
    return loss
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [Math.log(1), Math.log(100)]
  for (let round = 0; round < 14; round++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)]
    if (lossAt(left) < lossAt(right)) high = right
    else low = left
  }
  return Math.exp((low + high) / 2)
}

/** How far each of the best scores lies behind the highest, and the right one's, null when it is not among them. */
function distancesOfBest({ scores, label }: { scores: Float32Array; label: number }) {
  const { highest, least } = boundsOfBest(scores)
  const behind = scores.filter((score) => score >= least).map((score) => highest - score)
  const right = scores[label] ?? Number.NEGATIVE_INFINITY
  return { behind, others: scores.length - behind.length, own: right >= least ? highest - right : null }
}
