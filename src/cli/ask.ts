import { parseArgs } from 'node:util'
import { startAssistant } from '../assistant.ts'
import type { Config } from '../config.ts'
import { DEFAULT_POLICY, decide } from '../dialogue/index.ts'
import {
  CALM,
  type ClauseReading,
  type Decision,
  FLOW_NAMES,
  type FoundPassage,
  NEW_DIALOGUE,
  type Understanding,
} from '../domain/index.ts'
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
  const { understander, knowledge, intents } = assistant
  try {
    const { understanding, vector } = await understander.understand(text)
    const passages = knowledge.search({ text, vector, language: null, audience: 'public' })
    const decision = decide(
      {
        owner: 'assistant',
        text,
        dialogue: NEW_DIALOGUE,
        frustration: CALM,
        understanding,
        passages,
        intents,
        articles: knowledge.articles(),
        flows: new Set(FLOW_NAMES),
        attachments: 0,
        previous: null,
        waitSentence: null,
      },
      DEFAULT_POLICY,
    )
    if (values.json) return JSON.stringify({ decision, understanding, passages })
    return report({ decision, understanding, passages })
  } finally {
    await assistant.close()
  }
}

interface Answer {
  decision: Decision
  understanding: Understanding
  passages: FoundPassage[]
}

/** Only a message with several has them. */
const matters = (clauses: readonly ClauseReading[]) =>
  clauses.length === 0 ? [] : ['Matters', ...clauses.map(({ intent, text }) => `  ${intent}: ${text}`)]

function report({ decision, understanding, passages }: Answer): string {
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
