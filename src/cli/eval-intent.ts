import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Config } from '../config/index.ts'
import {
  crossValidateIntents,
  drawReliability,
  type EvaluationResult,
  evaluateIntents,
  loadIntents,
  readLabelledRows,
} from '../understanding/index.ts'
import { UsageError } from './usage-error.ts'

const file = { type: 'string' as const }
const USAGE =
  'earshot eval intent --train FILE --test FILE [--oos-train FILE] [--oos FILE] [--val FILE] [--oos-val FILE] [--plot FILE.svg] [--json]'

/** Trains on one file, asks about another, and says how often the engine was right and whether it knew. */
export async function evalIntent(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      train: file,
      test: file,
      oos: file,
      val: file,
      'oos-train': file,
      'oos-val': file,
      plot: file,
      json: { type: 'boolean', default: false },
    },
  })
  if (!values.train || !values.test) throw new UsageError(`--train and --test name the two files.\n${USAGE}`)
  const optional = async (path: string | undefined) => (path === undefined ? undefined : readLabelledRows(path))
  // All files are read before any work begins: a bad last one costs no minutes.
  const sets = {
    train: await readLabelledRows(values.train),
    test: await readLabelledRows(values.test),
    oos: await optional(values.oos),
    validation: await optional(values.val),
    oosTrain: await optional(values['oos-train']),
    oosValidation: await optional(values['oos-val']),
  }
  const result = await evaluateIntents(sets, engineOf(config))
  return report(result, values, `Intents of ${values.test}`)
}

/** Cross-validation on the installation's own `intents/`: every example is asked about once, unseen. */
export async function evalInstalledIntents(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: { plot: file, json: { type: 'boolean', default: false } },
  })
  const { intents } = await loadIntents(config.intentsDir)
  if (intents.length === 0) throw new UsageError(`${config.intentsDir} holds no intents.`)
  const rows = intents.flatMap(({ name, examples }) => examples.map((text) => ({ text, label: name })))
  const result = await crossValidateIntents(rows, engineOf(config))
  return report(result, values, `Intents of ${config.intentsDir}, cross-validated`)
}

const engineOf = (config: Config) => ({
  modelDir: config.modelDir,
  ...config.encoder,
  log: (level: string, event: string, fields: object) => {
    if (level === 'warn') console.error(event, JSON.stringify(fields))
  },
})

async function report(
  { evaluation, readings }: EvaluationResult,
  { plot, json }: { plot?: string | undefined; json: boolean },
  title: string,
): Promise<string> {
  if (plot !== undefined) {
    const points = readings.map(({ probability, label, top }) => ({ probability, isRight: label === top }))
    await writeFile(plot, drawReliability(points, title))
  }
  if (json) return JSON.stringify(evaluation)
  const { rows, topConfusions } = evaluation
  const lines: [string, string][] = [
    ['accuracy', percent(evaluation.accuracy)],
    ['macro-F1', percent(evaluation.macroF1)],
    ['calibration error', evaluation.ece.toFixed(4)],
    ['log loss', evaluation.logLoss.toFixed(4)],
  ]
  if (evaluation.inScopeAccuracy !== undefined)
    lines.push(['accuracy, rejected counted wrong', percent(evaluation.inScopeAccuracy)])
  if (evaluation.oosRecall !== undefined) lines.push(['out of scope caught', percent(evaluation.oosRecall)])
  if (evaluation.oosAuroc !== undefined) lines.push(['out of scope, AUROC', evaluation.oosAuroc.toFixed(4)])
  lines.push(
    ['ms per message', `${evaluation.msPerMessage.toFixed(1)} (heads ${evaluation.headsMsPerMessage.toFixed(2)})`],
    ['training', `${evaluation.trainSeconds.toFixed(1)} s, ${rows.train} rows, ${evaluation.intents} intents`],
  )
  return `${[
    title,
    ...lines.map(([name, value]) => `  ${name.padEnd(34)}${value}`),
    'Most often confused',
    ...topConfusions.map(
      ({ label, readAs, count, example }) => `${String(count).padStart(5)}  ${label} read as ${readAs}: ${example}`,
    ),
    ...(topConfusions.length === 0 ? ['  nothing'] : []),
  ].join('\n')}\n`
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`
