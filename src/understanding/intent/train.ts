import {
  type Calibration,
  calibrate,
  calibrationError,
  type HeldOut,
  indexOfTop,
  type Look,
  outOfScopeChance,
  toProbabilities,
} from './calibration.ts'
import type { Features, LabelledFeatures } from './features.ts'
import { type KernelMachine, makeKernelScorer, type ScoreByKernel } from './kernel-machine.ts'
import { type HeldOutScores, type KernelRow, type KernelSettings, trainKernelMachine } from './train-kernel.ts'

export interface LabelledText {
  text: string
  intent: string
}

/** A kernel machine with what its scores mean. */
export interface IntentHead {
  machine: KernelMachine
  calibration: Calibration
  quality: Quality
}

/** All that `makeIntentClassifier` needs; plain numbers and texts, so it can be kept in a file. */
export interface IntentModel {
  names: string[]
  texts: string[]
  labels: Int32Array
  /** For messages with a vector; null without the encoder. */
  full: IntentHead | null
  /** For messages without; null where it was not trained. */
  lexical: IntentHead | null
}

/** On examples the machine had not seen. */
export interface Quality {
  accuracy: number
  calibrationError: number
  /** Share of examples called out of scope when their intent had been taken away. */
  outOfScopeRecall: number
}

export interface IntentExamples {
  texts: readonly LabelledText[]
  /** In the order of `texts`. */
  rows: readonly LabelledFeatures[]
  names: readonly string[]
  /** The names themselves, read as messages: "cancel_order" as "cancel order". */
  nameFeatures: readonly Features[]
}

export interface Guidance {
  /** Messages known to be about none of the intents. */
  unknown?: readonly Features[]
  /** Messages for calibration and threshold only. */
  validation?: readonly LabelledFeatures[]
  unknownValidation?: readonly Features[]
}

// Best over cross-validation of the public training parts and of intents/, docs/benchmarks.md.
const SETTINGS: KernelSettings = { words: 0.12, sharpness: 3, ridge: 0.1 }
const WORDS_ONLY: KernelSettings = { words: 1, sharpness: 0, ridge: 0.3 }
/** More rows than this would take gigabytes; each intent then keeps its first examples, all intents alike. */
const MAX_ROWS = 15_500

/** What an intent's name says to a reader of messages. */
export const readName = (name: string) =>
  name
    .replace(/[_\-.]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()

/**
 * Trains on all rows and calibrates on the same rows as they look when taken away. The head reads vectors where all rows
 * have one, else words alone. Deterministic.
 */
export async function trainIntentModel(examples: IntentExamples, guidance: Guidance = {}): Promise<IntentModel> {
  const { names } = examples
  const kept = keepRows(examples.rows)
  const rows = kept.flatMap((index) => examples.rows[index] ?? [])
  const hasVectors = rows.length > 0 && rows.every(({ focus }) => focus !== null)
  const ordered = orderRows(rows, examples.nameFeatures, guidance.unknown ?? [])
  const head = await trainHead(ordered, names.length, hasVectors, guidance)
  return {
    names: [...names],
    texts: kept.map((index) => examples.texts[index]?.text ?? ''),
    labels: Int32Array.from(rows, ({ label }) => label),
    full: hasVectors ? head : null,
    lexical: hasVectors ? null : head,
  }
}

/** Rows of the machine: label by label, names and unknown ones among them; `places` leads back to the given order. */
interface OrderedRows {
  rows: KernelRow[]
  /** For each given row its place in `rows`. */
  places: Int32Array
}

function orderRows(
  given: readonly LabelledFeatures[],
  names: readonly Features[],
  unknown: readonly Features[],
): OrderedRows {
  const all = [
    ...given.map((row, index) => ({ ...row, isName: false, index })),
    ...names.map((row, label) => ({ ...row, label, isName: true, index: -1 })),
    ...unknown.map((row) => ({ ...row, label: -1, isName: false, index: -1 })),
  ].sort((a, b) => a.label - b.label)
  const places = new Int32Array(given.length)
  all.forEach(({ index }, place) => {
    if (index >= 0) places[index] = place
  })
  return { rows: all.map(({ focus, lexical, label, isName }) => ({ focus, lexical, label, isName })), places }
}

async function trainHead(
  { rows, places }: OrderedRows,
  classCount: number,
  hasVectors: boolean,
  guidance: Guidance,
): Promise<IntentHead> {
  const trained = await trainKernelMachine(rows, classCount, hasVectors, hasVectors ? SETTINGS : WORDS_ONLY)
  const seen = lookAtHeldOut(rows, trained.heldOut, classCount)
  // Laid out at the first message for calibration only, which most trainings do without.
  let score: ScoreByKernel | null = null
  const look = (features: Features): Look => {
    score ??= makeKernelScorer(trained.machine)
    const { scores, closeness } = score(hasVectors ? features : { ...features, focus: null })
    return { scores, closeness }
  }
  const judges = (guidance.validation ?? []).map((row) => ({ ...look(row), label: row.label }))
  const heldOut: HeldOut = {
    known: seen.known,
    orphans: seen.orphans,
    unknown: [...seen.unknown, ...(guidance.unknownValidation ?? []).map(look)],
    judges,
  }
  const calibration = calibrate(heldOut)
  return {
    machine: arrange(trained.machine, places),
    calibration,
    quality: measure(heldOut, calibration),
  }
}

function lookAtHeldOut(rows: readonly KernelRow[], held: HeldOutScores, classCount: number) {
  const known: HeldOut['known'] = []
  const orphans: Look[] = []
  const unknown: Look[] = []
  rows.forEach(({ label, isName }, row) => {
    if (isName) return
    const stretch = [row * classCount, (row + 1) * classCount] as const
    const scores = held.withoutRow.subarray(...stretch)
    const closeness = held.nearest[row] ?? 0
    if (label < 0) {
      unknown.push({ scores, closeness })
      return
    }
    known.push({ scores, closeness, label })
    const others = held.withoutLabel.subarray(...stretch)
    if (classCount > 2) {
      orphans.push({ scores: leaveOut(others, label), closeness: held.nearestElsewhere[row] ?? 0 })
    }
  })
  return { known, orphans, unknown }
}

function leaveOut(scores: Float32Array, label: number): Float32Array {
  const rest = new Float32Array(scores.length - 1)
  rest.set(scores.subarray(0, label))
  rest.set(scores.subarray(label + 1), label)
  return rest
}

/** The given examples first, in their order, then names and unknown ones: row numbers then name texts. */
function arrange(machine: KernelMachine, places: Int32Array): KernelMachine {
  const count = machine.pulls.length / Math.max(1, machine.classCount)
  const isGiven = new Uint8Array(count)
  for (const place of places) isGiven[place] = 1
  const order = [...places, ...isGiven.keys()].filter((place, i) => i < places.length || isGiven[place] === 0)
  const pick = (from: Float32Array) => {
    const width = count === 0 ? 0 : from.length / count
    const to = new Float32Array(from.length)
    order.forEach((place, i) => void to.set(from.subarray(place * width, (place + 1) * width), i * width))
    return to
  }
  return count === 0 ? machine : { ...machine, vectors: pick(machine.vectors), pulls: pick(machine.pulls) }
}

/** All rows, or as many of each intent as fit. */
function keepRows(rows: readonly LabelledFeatures[]): number[] {
  const indices = rows.map((_, index) => index)
  if (rows.length <= MAX_ROWS) return indices
  const counts = new Map<number, number>()
  const turns = rows.map(({ label }) => {
    const turn = counts.get(label) ?? 0
    counts.set(label, turn + 1)
    return turn
  })
  const byTurn = [...indices].sort((a, b) => (turns[a] ?? 0) - (turns[b] ?? 0) || a - b)
  return byTurn.slice(0, MAX_ROWS).sort((a, b) => a - b)
}

function measure({ known, orphans }: HeldOut, calibration: Calibration): Quality {
  const readings: { probability: number; isRight: boolean }[] = []
  for (const { scores, label } of known) {
    const top = indexOfTop(scores)
    readings.push({ probability: toProbabilities(scores, calibration)[top] ?? 0, isRight: top === label })
  }
  let caught = 0
  for (const look of orphans) {
    if (outOfScopeChance(calibration, look) > calibration.scope.threshold) caught += 1
  }
  return {
    accuracy: readings.filter(({ isRight }) => isRight).length / Math.max(1, known.length),
    calibrationError: calibrationError(readings),
    outOfScopeRecall: caught / Math.max(1, orphans.length),
  }
}
