import { parseArgs } from 'node:util'
import type { Config } from '../config/index.ts'
import { evaluateSatisfaction, readRatedDialogues, type SatisfactionMetrics } from '../understanding/index.ts'
import { openMoodReader } from './eval-sentiment.ts'
import { UsageError } from './usage-error.ts'

/** How well ratings of customer turns can be told from the dialogue before them, by cross-validation on the file. */
export async function evalSatisfaction(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      dialogues: { type: 'string' },
      folds: { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
    },
  })
  if (!values.dialogues) {
    throw new UsageError('Name the file: earshot eval satisfaction --dialogues FILE [--folds 10] [--json]')
  }
  const folds = Number(values.folds)
  if (!Number.isInteger(folds) || folds < 2) throw new UsageError('--folds is a whole number from 2 on.')
  const dialogues = await readRatedDialogues(values.dialogues)
  if (dialogues.length < folds) {
    throw new UsageError(`${values.dialogues} has ${dialogues.length} dialogues: too few for ${folds} folds.`)
  }
  if (!dialogues.some(({ turns }) => turns.some(({ role, ratings }) => role === 'customer' && ratings?.length))) {
    throw new UsageError(`${values.dialogues} has no customer turn with "ratings".`)
  }
  const reader = await openMoodReader(config)
  try {
    const texts = [...new Set(dialogues.flatMap(({ turns }) => turns.map(({ text }) => text)))]
    const readings = await reader.read(texts)
    const byText = new Map(texts.map((text, i) => [text, readings[i]]))
    const evaluation = evaluateSatisfaction(
      dialogues,
      (text) => {
        const reading = byText.get(text)
        // Every text of the file was read above.
        if (!reading) throw new Error('a text of the file was not read')
        return reading
      },
      folds,
    )
    if (values.json) return JSON.stringify(evaluation)
    return [
      `Satisfaction in ${values.dialogues}: ${evaluation.ratedTurns} rated customer turns, ${folds} folds by dialogue`,
      ...report('from the dialogue before the turn', evaluation),
      ...report('with the turn itself', evaluation.withTurn),
    ].join('\n')
  } finally {
    await reader.close()
  }
}

function report(title: string, { uar, kappa, rho, f1 }: SatisfactionMetrics): string[] {
  return [
    title,
    `  UAR ${uar.toFixed(3)}   Kappa ${kappa.toFixed(3)}   Rho ${rho?.toFixed(3) ?? 'none'}   F1 below 3 ${f1.toFixed(3)}`,
  ]
}
