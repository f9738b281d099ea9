import { parseArgs } from 'node:util'
import type { Config } from '../config/index.ts'
import {
  evaluateFrustration,
  type FrustrationEvaluation,
  playDialogues,
  readFrustrationDialogues,
} from '../understanding/index.ts'
import { openMoodReader } from './eval-sentiment.ts'
import { UsageError } from './usage-error.ts'

/** Whether the shipped engine offers a person in time, and only where one is due, on scripted dialogues. */
export async function evalFrustration(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: { dialogues: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  if (!values.dialogues) throw new UsageError('Name the file: earshot eval frustration --dialogues FILE [--json]')
  const dialogues = await readFrustrationDialogues(values.dialogues)
  const reader = await openMoodReader(config)
  try {
    const whole = evaluateFrustration(dialogues, await playDialogues(dialogues, reader, { customerOnly: false }))
    const customerOnly = evaluateFrustration(dialogues, await playDialogues(dialogues, reader, { customerOnly: true }))
    if (values.json) return JSON.stringify({ ...whole, customerOnly })
    return [
      `Frustration in ${values.dialogues}: ${dialogues.length} dialogues`,
      ...report(whole),
      "From the customer's turns alone",
      ...report(customerOnly),
    ].join('\n')
  } finally {
    await reader.close()
  }
}

function report({ recall, falseEscalations, auroc, medianTurnsLate, early }: FrustrationEvaluation): string[] {
  return [
    `  caught in time      ${percent(recall)} of the souring ones (${percent(early)} before it was due)`,
    `  offered for nothing ${percent(falseEscalations)} of the calm ones`,
    `  AUROC               ${auroc?.toFixed(3) ?? 'needs both kinds'}`,
    `  median turns late   ${medianTurnsLate ?? 'nothing was offered'}`,
  ]
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
