import { parseArgs } from 'node:util'
import { startAssistant } from '../assistant.ts'
import type { Config } from '../config/index.ts'
import { measureAnswers, readQuestions } from './answer-quality.ts'
import { UsageError } from './usage-error.ts'

const USAGE = 'earshot eval answers --questions FILE [--unanswerable FILE] [--json]'

/**
 * Asks every question as a customer's first message and says how many got their article, and how far the questions'
 * words lie from the training examples.
 */
export async function evalAnswers(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      questions: { type: 'string' },
      unanswerable: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  if (!values.questions) throw new UsageError(`--questions names the file.\n${USAGE}`)
  const files = [values.questions, ...(values.unanswerable ? [values.unanswerable] : [])]
  const questions = (await Promise.all(files.map(readQuestions))).flat()
  const assistant = await startAssistant(config, {
    write(level, event, fields) {
      if (level === 'warn') console.error(event, JSON.stringify(fields))
    },
  })
  try {
    const quality = await measureAnswers(assistant, questions)
    if (values.json) return JSON.stringify(quality)
    return report(quality)
  } finally {
    await assistant.close()
  }
}

function report({ answerable, unanswerable, overlap, misses }: Awaited<ReturnType<typeof measureAnswers>>): string {
  const of = (part: number, whole: number) =>
    `${part} of ${whole} (${whole === 0 ? '-' : ((part / whole) * 100).toFixed(1)} %)`
  const { questions } = answerable
  return `${[
    'Questions with an article',
    `  right article            ${of(answerable.right, questions)}`,
    `  another article          ${of(answerable.wrong, questions)}`,
    `  asked, the right offered ${of(answerable.offeredRight, questions)}`,
    `  asked, without it        ${of(answerable.asked, questions)}`,
    `  handed to a person       ${of(answerable.handedOver, questions)}`,
    'Questions without one',
    `  answered all the same    ${of(unanswerable.answered, unanswerable.questions)}`,
    'Words shared with the nearest training example (Jaccard)',
    `  median ${overlap.median.toFixed(2)}; ${overlap.shares.map((count, tenth) => `${(tenth / 10).toFixed(1)}: ${count}`).join(', ')}`,
    'Not the right article',
    ...misses.map(
      ({ text, article, outcome, got }) => `  ${outcome} ${got ?? ''}, wanted ${article ?? 'none'}: ${text}`,
    ),
  ].join('\n')}\n`
}
