import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Assistant } from '../assistant.ts'
import type { Decision } from '../domain/index.ts'
import { decideFirstMessage } from './first-message.ts'
import { UsageError } from './usage-error.ts'

const question = z.strictObject({
  text: z.string().trim().min(1),
  /** The id of the article that answers; null when none does. */
  article: z.string().min(1).nullable(),
})
export type Question = z.infer<typeof question>

type Outcome = 'right' | 'wrong' | 'offeredRight' | 'asked' | 'handedOver'

export interface AnswerQuality {
  answerable: { questions: number } & Record<Outcome, number>
  unanswerable: { questions: number; answered: number }
  /** Of each question with its nearest training example: shared words by all words of both, 0 to 1. */
  overlap: { median: number /** How many fall into 0 to 0.1, 0.1 to 0.2 … */; shares: number[] }
  misses: (Question & { outcome: Outcome; got: string | null })[]
}

/** One question a line, as JSON. Throws UsageError naming file and line. */
export async function readQuestions(path: string): Promise<Question[]> {
  const content = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read.`)
  })
  return content.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return [question.parse(JSON.parse(line))]
    } catch {
      throw new UsageError(`${path}:${at + 1}: expected {"text": "…", "article": "id" or null}.`)
    }
  })
}

/** Each question as the first message of a calm customer. A small-talk reply counts as an answer with no article. */
export async function measureAnswers(assistant: Assistant, questions: readonly Question[]): Promise<AnswerQuality> {
  const answerable = { questions: 0, right: 0, wrong: 0, offeredRight: 0, asked: 0, handedOver: 0 }
  const unanswerable = { questions: 0, answered: 0 }
  const misses: AnswerQuality['misses'] = []
  const examples = [...assistant.intents.values()].flatMap((intent) => intent.examples.map(wordsOf))
  const overlaps: number[] = []
  for (const asked of questions) {
    const { decision } = await decideFirstMessage(assistant, asked.text)
    const outcome = judge(decision, asked.article, assistant)
    if (asked.article === null) {
      unanswerable.questions += 1
      if (isServed(decision)) unanswerable.answered += 1
    } else {
      answerable.questions += 1
      answerable[outcome] += 1
      const words = wordsOf(asked.text)
      overlaps.push(Math.max(0, ...examples.map((example) => jaccard(words, example))))
    }
    if (asked.article === null ? isServed(decision) : outcome !== 'right') {
      misses.push({ ...asked, outcome, got: gist(decision) })
    }
  }
  return { answerable, unanswerable, overlap: spread(overlaps), misses }
}

const isServed = ({ kind }: Decision) => kind === 'answer' || kind === 'flow'

function judge(decision: Decision, article: string | null, { intents }: Pick<Assistant, 'intents'>): Outcome {
  switch (decision.kind) {
    case 'answer':
      return decision.sources.some(({ articleId }) => articleId === article) ? 'right' : 'wrong'
    case 'clarify':
      return decision.options.some(({ articleId }) => articleId === article && article !== null)
        ? 'offeredRight'
        : 'asked'
    // A flow does what its article tells of, and names it.
    case 'flow': {
      const serve = intents.get(String(decision.evidence.intent))?.serve
      return serve && 'article' in serve && serve.article === article ? 'right' : 'wrong'
    }
    case 'escalate':
      return decision.sources?.some(({ articleId }) => articleId === article) ? 'right' : 'handedOver'
    default:
      return 'handedOver'
  }
}

function gist(decision: Decision): string {
  if (decision.kind === 'answer') return decision.sources.map(({ articleId }) => articleId).join('+') || decision.reason
  if (decision.kind === 'clarify') return decision.options.map(({ articleId }) => articleId ?? '-').join('|')
  return decision.reason
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{Letter}\p{Number}]+/gu) ?? [])

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / Math.max(1, a.size + b.size - shared)
}

function spread(values: number[]): AnswerQuality['overlap'] {
  const sorted = values.toSorted((a, b) => a - b)
  const shares = Array.from({ length: 10 }, () => 0)
  for (const value of sorted) {
    const tenth = Math.min(9, Math.floor(value * 10))
    shares[tenth] = (shares[tenth] ?? 0) + 1
  }
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, shares }
}
