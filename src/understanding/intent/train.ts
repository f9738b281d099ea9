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
import { arrange, type OrderedRows, orderRows } from './row-order.ts'
import {
  type HeldOutScores,
  type KernelRow,
  type KernelSettings,
  type SolvedSystem,
  trainKernelMachine,
} from './train-kernel.ts'

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

/** What `growIntentModel` needs of a training; as large as its system. */
export interface SolvedIntents extends Omit<IntentHead, 'machine'> {
  names: readonly string[]
  /** Those learned from. */
  texts: readonly LabelledText[]
  system: SolvedSystem
  /** For each text its row in the system. */
  places: Int32Array
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
  return (await solveIntents(examples, guidance)).model
}

/** `trainIntentModel` with what it takes to add a few examples at once. */
export async function solveIntents(
  examples: IntentExamples,
  guidance: Guidance = {},
): Promise<{ model: IntentModel; solved: SolvedIntents }> {
  const { names } = examples
  const kept = keepRows(examples.rows)
  const rows = kept.flatMap((index) => examples.rows[index] ?? [])
  const hasVectors = rows.length > 0 && rows.every(({ focus }) => focus !== null)
  const ordered = orderRows(rows, examples.nameFeatures, guidance.unknown ?? [])
  const { head, system } = await trainHead(ordered, names.length, hasVectors, guidance)
  const texts = kept.flatMap((index) => examples.texts[index] ?? [])
  const { calibration, quality } = head
  return {
    model: makeModel(names, texts, rows, head),
    solved: { names, texts, system, places: ordered.places, calibration, quality },
  }
}

export const makeModel = (
  names: readonly string[],
  texts: readonly LabelledText[],
  rows: readonly LabelledFeatures[],
  head: IntentHead,
): IntentModel => ({
  names: [...names],
  texts: texts.map(({ text }) => text),
  labels: Int32Array.from(rows, ({ label }) => label),
  full: head.machine.vectors.length > 0 ? head : null,
  lexical: head.machine.vectors.length > 0 ? null : head,
})

async function trainHead(
  { rows, places }: OrderedRows,
  classCount: number,
  hasVectors: boolean,
  guidance: Guidance,
): Promise<{ head: IntentHead; system: SolvedSystem }> {
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
  const head = { machine: arrange(trained.machine, places), calibration, quality: measure(heldOut, calibration) }
  return { head, system: trained.system }
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
