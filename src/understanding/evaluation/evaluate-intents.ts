import { type IntentClassifier, makeIntentClassifier } from '../intent/classify.ts'
import type { Features, LabelledFeatures } from '../intent/features.ts'
import { type Guidance, readName, trainIntentModel } from '../intent/train.ts'
import { readLexicalFeatures } from '../lexical-features.ts'
import type { Log } from '../log.ts'
import { type Encoder, startEncoder } from '../models/encoder.ts'
import { cleanText } from '../text.ts'
import { workerUrl } from '../worker-url.ts'
import { areaUnderCurve, type IntentMetrics, measureReadings, type ScoredReading } from './metrics.ts'
import type { LabelledRow } from './read-rows.ts'

export interface EvaluationSets {
  train: readonly LabelledRow[]
  test: readonly LabelledRow[]
  /** Messages that are about none of the intents, to learn rejection from. */
  oosTrain?: readonly LabelledRow[] | undefined
  /** The same, to be measured on. */
  oos?: readonly LabelledRow[] | undefined
  /** Used for calibration and the threshold only. */
  validation?: readonly LabelledRow[] | undefined
  oosValidation?: readonly LabelledRow[] | undefined
}

export interface IntentEvaluation extends IntentMetrics {
  /** One message at a time, from text to reading; the median. */
  msPerMessage: number
  /** The part of `msPerMessage` that is not the encoder. */
  headsMsPerMessage: number
  /** From texts to a model that can be asked, encoding included. */
  trainSeconds: number
  rows: { train: number; test: number; oos: number }
  intents: number
  /** Only with out-of-scope rows: a rejected row of the test file counts as wrong. */
  inScopeAccuracy?: number
  oosRecall?: number
  oosAuroc?: number
}

/** What is measured, and the readings behind it, one for each row of the test file. */
export interface EvaluationResult {
  evaluation: IntentEvaluation
  readings: Reading[]
}

export type Reading = ScoredReading & { text: string }

export interface EngineOptions {
  modelDir: string
  workers: number
  threads: number
  log: Log
}

const TIMED_MESSAGES = 100

/**
 * Trains the engine with its default settings on `train` and asks it about `test`. Rejects `unavailable` when the
 * encoder cannot be started.
 */
export async function evaluateIntents(sets: EvaluationSets, options: EngineOptions): Promise<EvaluationResult> {
  const encoder = await startEncoder({
    ...options,
    workerUrl: workerUrl('models/encoder-worker'),
    timeoutMs: 20_000,
    cacheSize: 0,
  })
  try {
    const startedAt = performance.now()
    const names = [...new Set(sets.train.map(({ label }) => label))].sort()
    const read = (rows: readonly LabelledRow[] | undefined) => readFeatures(encoder, rows ?? [], names)
    const train = await read(sets.train)
    const guidance: Guidance = {
      unknown: await read(sets.oosTrain),
      validation: (await read(sets.validation)).filter(({ label }) => label >= 0),
      unknownValidation: await read(sets.oosValidation),
    }
    const texts = sets.train.map(({ text, label }) => ({ text, intent: label }))
    const nameFeatures = await read(names.map((name) => ({ text: readName(name), label: name })))
    const model = await trainIntentModel({ texts, rows: train, names, nameFeatures }, guidance)
    const classifier = makeIntentClassifier(model)
    const trainSeconds = (performance.now() - startedAt) / 1000

    const readings = score(classifier, sets.test, await read(sets.test), names)
    const evaluation: IntentEvaluation = {
      ...measureReadings(readings),
      ...(await timeMessages(encoder, classifier, sets.test)),
      trainSeconds,
      rows: { train: sets.train.length, test: sets.test.length, oos: sets.oos?.length ?? 0 },
      intents: names.length,
    }
    if (!sets.oos) return { evaluation, readings }
    const outside = score(classifier, sets.oos, await read(sets.oos), names)
    return { evaluation: { ...evaluation, ...measureRejection(readings, outside) }, readings }
  } finally {
    await encoder.close()
  }
}

export async function readFeatures(
  encoder: Encoder,
  rows: readonly LabelledRow[],
  names: readonly string[],
): Promise<LabelledFeatures[]> {
  const indexOf = new Map(names.map((name, k) => [name, k]))
  const encodings = await encoder.encodeAll(rows.map(({ text }) => cleanText(text)))
  return rows.map(({ text, label }, i) => ({
    focus: encodings[i]?.focus ?? null,
    lexical: readLexicalFeatures(text),
    label: indexOf.get(label) ?? -1,
  }))
}

export function score(
  classifier: IntentClassifier,
  rows: readonly LabelledRow[],
  features: readonly Features[],
  names: readonly string[],
): Reading[] {
  return rows.flatMap(({ text, label }, i) => {
    const own = features[i]
    if (!own) return []
    const { probabilities, outOfScope, isOutOfScope } = classifier.score(own)
    const at = probabilities.indexOf(Math.max(...probabilities))
    return {
      text,
      label,
      top: names[at] ?? '',
      probability: probabilities[at] ?? 0,
      rightProbability: probabilities[names.indexOf(label)] ?? 0,
      isRejected: isOutOfScope,
      outOfScope,
    }
  })
}

function measureRejection(inside: readonly ScoredReading[], outside: readonly ScoredReading[]) {
  const kept = inside.filter(({ label, top, isRejected }) => !isRejected && label === top)
  const caught = outside.filter(({ isRejected }) => isRejected)
  return {
    inScopeAccuracy: kept.length / Math.max(1, inside.length),
    oosRecall: caught.length / Math.max(1, outside.length),
    oosAuroc: areaUnderCurve(
      outside.map(({ outOfScope }) => outOfScope),
      inside.map(({ outOfScope }) => outOfScope),
    ),
  }
}

export async function timeMessages(encoder: Encoder, classifier: IntentClassifier, rows: readonly LabelledRow[]) {
  const whole: number[] = []
  const heads: number[] = []
  const step = Math.max(1, Math.floor(rows.length / TIMED_MESSAGES))
  for (let i = 0; i < rows.length && whole.length < TIMED_MESSAGES; i += step) {
    const text = cleanText(rows[i]?.text ?? '')
    const startedAt = performance.now()
    const { focus } = await encoder.encode(text)
    const encodedAt = performance.now()
    classifier.classify({ focus, lexical: readLexicalFeatures(text) })
    const endedAt = performance.now()
    whole.push(endedAt - startedAt)
    heads.push(endedAt - encodedAt)
  }
  return { msPerMessage: median(whole), headsMsPerMessage: median(heads) }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
