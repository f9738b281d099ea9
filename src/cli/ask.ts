import { parseArgs } from 'node:util'
import { startAssistant } from '../assistant.ts'
import type { Config } from '../config/index.ts'
import type { ClauseReading } from '../domain/index.ts'
import { decideFirstMessage, type FirstMessage } from './first-message.ts'
import { UsageError } from './usage-error.ts'

/** What the assistant would do with `TEXT` as a customer's first message, with every number it rests on. */
export async function ask(config: Config, parameters: string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: parameters,
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const text = positionals.join(' ').trim()
  if (text === '') throw new UsageError('Say what the customer writes: earshot ask "where is my order"')

  const assistant = await startAssistant(config, {
    write(level, event, fields) {
      if (level === 'warn') console.error(event, JSON.stringify(fields))
    },
  })
  try {
    const { decision, understanding, passages } = await decideFirstMessage(assistant, text)
    if (values.json) return JSON.stringify({ decision, understanding, passages })
    return report({ decision, understanding, passages })
  } finally {
    await assistant.close()
  }
}

/** Only a message with several has them. */
const matters = (clauses: readonly ClauseReading[]) =>
  clauses.length === 0 ? [] : ['Matters', ...clauses.map(({ intent, text }) => `  ${intent}: ${text}`)]

function report({ decision, understanding, passages }: FirstMessage): string {
  const percent = (probability: number) => `${Math.round(probability * 100)} %`.padStart(5)
  const said = 'text' in decision && decision.text !== null ? `\n${decision.text}\n` : ''
  return `${[
    `${decision.kind}, because: ${decision.reason.replaceAll('_', ' ')}${decision.kind === 'flow' ? ` (${decision.flow})` : ''}`,
    said,
    'Intents',
    ...understanding.intents.slice(0, 3).map(({ name, probability }) => `  ${percent(probability)}  ${name}`),
    ...(understanding.outOfScope ? ['  probably about none of them'] : []),
    ...matters(understanding.clauses ?? []),
    'Passages',
    ...passages
      .slice(0, 3)
      .map(({ passage, probability }) => `  ${percent(probability)}  ${passage.id}  ${passage.title}`),
    'Mood',
    `  ${understanding.sentiment.label.replace('_', ' ')} (${understanding.sentiment.score.toFixed(2)}), language ${understanding.language.code}`,
    ...(understanding.entities.length > 0 ? ['Entities'] : []),
    ...understanding.entities.map(
      ({ type, text, value, label }) => `  ${type.replaceAll('_', ' ')}: ${label ?? value}, written "${text}"`,
    ),
    'Nearest examples',
    ...understanding.why.neighbours.map(
      ({ text, intent, similarity }) => `  ${similarity.toFixed(2)}  ${intent}: ${text}`,
    ),
  ].join('\n')}\n`
}
