import { parseArgs } from 'node:util'
import type { Config } from '../config/index.ts'
import { evaluateTags, readTaggedRows, type TagEvaluation } from '../understanding/index.ts'
import { UsageError } from './usage-error.ts'

const file = { type: 'string' as const }

/** Trains the tags' engine on one file and says which tags of another it tells, one by one and altogether. */
export async function evalTags(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: { train: file, test: file, json: { type: 'boolean', default: false } },
  })
  if (!values.train || !values.test) {
    throw new UsageError('--train and --test name the two files.\nearshot eval tags --train FILE --test FILE [--json]')
  }
  const sets = { train: await readTaggedRows(values.train), test: await readTaggedRows(values.test) }
  const evaluation = await evaluateTags(sets, {
    modelDir: config.modelDir,
    ...config.encoder,
    log: (level, event, fields) => {
      if (level === 'warn') console.error(event, JSON.stringify(fields))
    },
  })
  return values.json ? JSON.stringify(evaluation) : report(evaluation, values.test)
}

function report(evaluation: TagEvaluation, testFile: string): string {
  const { microF1, macroF1, precision, recall, perTag, set, suggested, rows, tags, trainSeconds } = evaluation
  const width = Math.max(10, ...Object.keys(perTag).map((tag) => tag.length)) + 2
  const cells = (values: (string | number)[]) => values.map((value) => String(value).padStart(11)).join('')
  return `${[
    `Tags of ${testFile}: ${rows.test} texts, learned from ${rows.train} with ${tags} tags in ${trainSeconds.toFixed(1)} s`,
    `  micro-F1            ${percent(microF1)}`,
    `  macro-F1            ${percent(macroF1)}`,
    `  precision           ${percent(precision)}`,
    `  recall              ${percent(recall)}`,
    `  set by itself       ${percent(set.recall)} of all tags, right ${percentOrNone(set.precision)}; ${set.tags} of ${tags} tags reach 0.9 when cross-validated`,
    `  suggested           ${percent(suggested.recall)} of all tags, right ${percentOrNone(suggested.precision)}`,
    `${'  tag'.padEnd(width + 2)}${cells(['F1', 'precision', 'recall', 'rows', 'learned'])}`,
    ...Object.entries(perTag).map(
      ([tag, own]) =>
        `  ${tag.padEnd(width)}${cells([percent(own.f1), percent(own.precision), percent(own.recall), own.rows, own.trainRows])}`,
    ),
  ].join('\n')}\n`
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`
const percentOrNone = (share: number | null) => (share === null ? 'none' : percent(share))
