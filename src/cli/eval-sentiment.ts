import { parseArgs } from 'node:util'
import type { Config } from '../config/index.ts'
import {
  evaluateSentiment,
  loadIntents,
  readSentimentRows,
  type SentimentEvaluation,
  startMoodReader,
} from '../understanding/index.ts'
import { UsageError } from './usage-error.ts'

/** How often the shipped engine hears the mood that a file of labelled messages says. */
export async function evalSentiment(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: { test: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  if (!values.test) throw new UsageError('Name the file: earshot eval sentiment --test FILE [--json]')
  const { rows, leftOut } = await readSentimentRows(values.test)
  const reader = await openMoodReader(config)
  try {
    const moods = (await reader.read(rows.map(({ text }) => text))).map(({ mood }) => mood)
    const evaluation = { ...evaluateSentiment(rows, moods), leftOut }
    return values.json ? JSON.stringify(evaluation) : report(evaluation, values.test)
  } finally {
    await reader.close()
  }
}

/** The shipped engine for mood, with the installation's intents for the detection of languages. */
export async function openMoodReader(config: Config) {
  const { intents } = await loadIntents(config.intentsDir)
  return startMoodReader({
    intents,
    modelDir: config.modelDir,
    ...config.encoder,
    log: (level, event, fields) => {
      if (level === 'warn') console.error(event, JSON.stringify(fields))
    },
  })
}

function report(evaluation: SentimentEvaluation & { leftOut: number }, file: string): string {
  const { rows, leftOut, accuracy, macroF1, f1, confusion, ece } = evaluation
  const labels = Object.keys(confusion)
  const cells = (values: (string | number)[]) => values.map((value) => String(value).padStart(15)).join('')
  return `${[
    `Sentiment of ${file}: ${rows} messages${leftOut > 0 ? `, ${leftOut} left out that are both positive and negative` : ''}`,
    `  accuracy            ${percent(accuracy)}`,
    `  macro-F1            ${percent(macroF1)}`,
    ...Object.entries(f1).map(([label, value]) => `  ${label.padEnd(20)}${percent(value)}`),
    ...(ece === null ? [] : [`  calibration error   ${ece.toFixed(4)}`]),
    'Rows: what is right; columns: what was heard',
    cells(['', ...labels]),
    ...labels.map((truth) => cells([truth, ...labels.map((said) => confusion[truth]?.[said] ?? 0)])),
  ].join('\n')}\n`
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`
