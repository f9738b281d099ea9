import { makeIntentClassifier } from '../intent/classify.ts'
import { readName, trainIntentModel } from '../intent/train.ts'
import { startEncoder } from '../models/encoder.ts'
import { workerUrl } from '../worker-url.ts'
import {
  type EngineOptions,
  type EvaluationResult,
  type Reading,
  readFeatures,
  score,
  timeMessages,
} from './evaluate-intents.ts'
import { measureReadings } from './metrics.ts'
import type { LabelledRow } from './read-rows.ts'

const FOLDS = 5

/**
 * Deals each intent's rows out to five folds, asks about each fold after training on the other four, and pools the
 * readings. `trainSeconds` is one training on four folds, without encoding.
 */
export async function crossValidateIntents(
  rows: readonly LabelledRow[],
  options: EngineOptions,
): Promise<EvaluationResult> {
  const encoder = await startEncoder({
    ...options,
    workerUrl: workerUrl('models/encoder-worker'),
    timeoutMs: 20_000,
    cacheSize: 0,
  })
  try {
    const names = [...new Set(rows.map(({ label }) => label))].sort()
    const features = await readFeatures(encoder, rows, names)
    const nameRows = names.map((name) => ({ text: readName(name), label: name }))
    const nameFeatures = await readFeatures(encoder, nameRows, names)
    const folds = dealOut(rows)
    const readings: Reading[] = []
    let timing = { msPerMessage: 0, headsMsPerMessage: 0 }
    const startedAt = performance.now()
    for (let fold = 0; fold < FOLDS; fold++) {
      const isAsked = (i: number) => folds[i] === fold
      const taught = rows.map((_, i) => i).filter((i) => !isAsked(i))
      const model = await trainIntentModel({
        texts: taught.map((i) => ({ text: rows[i]?.text ?? '', intent: rows[i]?.label ?? '' })),
        rows: taught.flatMap((i) => features[i] ?? []),
        names,
        nameFeatures,
      })
      const classifier = makeIntentClassifier(model)
      const asked = rows.filter((_, i) => isAsked(i))
      readings.push(
        ...score(
          classifier,
          asked,
          features.filter((_, i) => isAsked(i)),
          names,
        ),
      )
      if (fold === FOLDS - 1) timing = await timeMessages(encoder, classifier, asked)
    }
    const trainSeconds = (performance.now() - startedAt) / 1000 / FOLDS
    const evaluation = {
      ...measureReadings(readings),
      ...timing,
      trainSeconds,
      rows: { train: rows.length, test: readings.length, oos: 0 },
      intents: names.length,
    }
    return { evaluation, readings }
  } finally {
    await encoder.close()
  }
}

/** The rows of each label in turn, so that every fold holds about the same share of each. */
function dealOut(rows: readonly LabelledRow[]): number[] {
  const counts = new Map<string, number>()
  return rows.map(({ label }) => {
    const count = counts.get(label) ?? 0
    counts.set(label, count + 1)
    return count % FOLDS
  })
}
