import { calibrationError } from '../intent/calibration.ts'

/** What the engine said of one row. */
export interface ScoredReading {
  /** The right intent. */
  label: string
  /** The first intent; an empty string when the engine named none. */
  top: string
  /** Probability of the first intent, 0 to 1. */
  probability: number
  /** Probability the engine gave the right intent, 0 when it doesn't know it. */
  rightProbability: number
  isRejected: boolean
  /** 0 to 1, higher for what looks out of scope. */
  outOfScope: number
}

export interface Confusion {
  /** The right intent. */
  label: string
  /** The intent that was read instead. */
  readAs: string
  count: number
  /** One row that was confused so. */
  example: string
}

export interface IntentMetrics {
  accuracy: number
  /** F1 averaged over the labels of the rows, each counting the same. */
  macroF1: number
  /** Expected calibration error of the first intent's probability over fifteen equal bins. */
  ece: number
  logLoss: number
  topConfusions: Confusion[]
}

/** Fifteen bins are what papers report. */
export const CALIBRATION_BINS = 15
const SHOWN_CONFUSIONS = 15
const LEAST_PROBABILITY = 1e-6

export function measureReadings(readings: readonly (ScoredReading & { text: string })[]): IntentMetrics {
  const count = Math.max(1, readings.length)
  const isRight = ({ label, top }: ScoredReading) => label === top
  return {
    accuracy: readings.filter(isRight).length / count,
    macroF1: macroF1(readings),
    ece: calibrationError(
      readings.map((reading) => ({ probability: reading.probability, isRight: isRight(reading) })),
      CALIBRATION_BINS,
    ),
    logLoss:
      readings.reduce((sum, { rightProbability }) => sum - Math.log(Math.max(LEAST_PROBABILITY, rightProbability)), 0) /
      count,
    topConfusions: countConfusions(readings),
  }
}

function macroF1(readings: readonly ScoredReading[]): number {
  const labels = new Set(readings.map(({ label }) => label))
  let sum = 0
  for (const label of labels) {
    const hits = readings.filter((reading) => reading.label === label && reading.top === label).length
    const wanted = readings.filter((reading) => reading.label === label).length
    const named = readings.filter((reading) => reading.top === label).length
    sum += (2 * hits) / (wanted + named)
  }
  return labels.size === 0 ? 0 : sum / labels.size
}

function countConfusions(readings: readonly (ScoredReading & { text: string })[]): Confusion[] {
  const pairs = new Map<string, Confusion>()
  for (const { label, top, text } of readings) {
    if (label === top) continue
    const key = JSON.stringify([label, top])
    const pair = pairs.get(key) ?? { label, readAs: top, count: 0, example: text }
    pair.count += 1
    pairs.set(key, pair)
  }
  return [...pairs.values()]
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label) || a.readAs.localeCompare(b.readAs))
    .slice(0, SHOWN_CONFUSIONS)
}

/** Chance that a row of `higher` scores above one of `lower`; a tie counts half. */
export function areaUnderCurve(higher: readonly number[], lower: readonly number[]): number {
  const all = [
    ...higher.map((score) => ({ score, isHigher: true })),
    ...lower.map((score) => ({ score, isHigher: false })),
  ].sort((a, b) => a.score - b.score)
  let wins = 0
  let below = 0
  for (let from = 0; from < all.length; ) {
    let to = from
    let ups = 0
    while (to < all.length && all[to]?.score === all[from]?.score) ups += all[to++]?.isHigher ? 1 : 0
    const downs = to - from - ups
    wins += ups * (below + downs / 2)
    below += downs
    from = to
  }
  return wins / Math.max(1, higher.length * lower.length)
}
