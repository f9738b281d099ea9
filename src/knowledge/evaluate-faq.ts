import type { Article, Passage } from '../domain/index.ts'
import { buildIndex, type Embed } from './build-index.ts'
import type { KnowledgeIndex } from './search-index.ts'

export interface FaqRow {
  id: string
  question: string
  answer: string
}

export interface FaqQuery {
  text: string
  /** The article that answers; null when none does. */
  article: string | null
}

export interface FaqEvaluation {
  articles: number
  queries: number
  /** Share of queries whose article is first; null when no query has one. */
  p1: number | null
  /** Mean of 1 over the place of the right article; null likewise. */
  mrr: number | null
  /** Share of queries whose article is among the first five; null likewise. */
  recall5: number | null
  /** Chance that the first article of an answerable query has a higher probability than that of an unanswerable one. */
  answerableAuroc: number | null
  /** What the unanswerable queries were: those with `article` null, or all with their own article left out. */
  unanswerable: 'rows' | 'left-out'
  /** Encoding and search of one query, one after the other. */
  msPerQuery: number
  /** Search alone. */
  searchMsPerQuery: number
}

// A passage is shown and encoded whole; the encoder reads about this many words of one.
const PASSAGE_WORDS = 120

/** A question with its answer as an article: a passage a paragraph, long ones cut between sentences. */
export function faqArticle({ id, question, answer }: FaqRow): Article {
  const parts = answer.split(/\n\s*\n/).flatMap(cutLong)
  const texts = parts.length > 0 ? parts : [question]
  const passages = texts.map(
    (text, number): Passage => ({ id: `${id}#${number}`, articleId: id, title: question, heading: null, text }),
  )
  const unsaid = { summary: '', tags: [], language: 'en', updated: '1970-01-01', questions: [] }
  return { id, title: question, audience: 'public', ...unsaid, passages }
}

/** Searches for every query as a customer's message is searched for, and says how often the right article was found. */
export async function evaluateFaq(
  rows: readonly FaqRow[],
  queries: readonly FaqQuery[],
  embed: Embed,
  areaUnderCurve: (higher: readonly number[], lower: readonly number[]) => number,
): Promise<FaqEvaluation> {
  const index = await buildIndex(rows.map(faqArticle), embed, { vectors: null, encoder: 'evaluation' })
  const ranks: number[] = []
  const answerable: number[] = []
  const unanswerable: number[] = []
  const leftOut: number[] = []
  let searchMs = 0
  const startedAt = performance.now()
  let besidesMs = 0

  for (const { text, article } of queries) {
    const vector = (await embed([text]))?.[0] ?? null
    const searchedAt = performance.now()
    const found = ask(index, text, vector)
    searchMs += performance.now() - searchedAt
    const probability = found[0]?.probability ?? 0
    if (article === null) unanswerable.push(probability)
    else {
      ranks.push(1 + found.findIndex(({ articleId }) => articleId === article))
      answerable.push(probability)
      const againAt = performance.now()
      leftOut.push(ask(index, text, vector, article)[0]?.probability ?? 0)
      besidesMs += performance.now() - againAt
    }
  }
  const totalMs = performance.now() - startedAt - besidesMs
  const lower = unanswerable.length > 0 ? unanswerable : leftOut
  const mean = (of: (rank: number) => number) =>
    ranks.length === 0 ? null : ranks.reduce((sum, rank) => sum + of(rank), 0) / ranks.length
  return {
    articles: rows.length,
    queries: queries.length,
    p1: mean((rank) => (rank === 1 ? 1 : 0)),
    // Rank 0: not found at all.
    mrr: mean((rank) => (rank === 0 ? 0 : 1 / rank)),
    recall5: mean((rank) => (rank >= 1 && rank <= 5 ? 1 : 0)),
    answerableAuroc: answerable.length > 0 && lower.length > 0 ? areaUnderCurve(answerable, lower) : null,
    unanswerable: unanswerable.length > 0 ? 'rows' : 'left-out',
    msPerQuery: totalMs / Math.max(1, queries.length),
    searchMsPerQuery: searchMs / Math.max(1, queries.length),
  }
}

const ask = (index: KnowledgeIndex, text: string, vector: Float32Array | null, without?: string) =>
  index.measure({ text, vector, language: null, audience: 'public', ...(without !== undefined && { without }) })

function cutLong(paragraph: string): string[] {
  const parts: string[] = []
  let words = 0
  for (const sentence of paragraph.trim().split(/(?<=[.!?])\s+/)) {
    const own = sentence.split(/\s+/).length
    if (parts.length > 0 && words + own <= PASSAGE_WORDS) parts[parts.length - 1] += ` ${sentence}`
    else parts.push(sentence)
    words = parts.length > 0 && words + own <= PASSAGE_WORDS ? words + own : own
  }
  return parts.filter((part) => part !== '')
}
