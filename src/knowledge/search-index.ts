import type { Article, FoundPassage, Passage } from '../domain/index.ts'
import { type ArticleSignals, answerProbability, fusedScore, leadsOf } from './answer-probability.ts'
import { indexWords, type Tokenize } from './bm25.ts'

export interface SearchQuery {
  text: string
  /** The message's vector, of length 1; null searches by words alone. */
  vector: Float32Array | null
  /** ISO 639-1. Articles of this language are searched when there are any, otherwise all; null searches all. */
  language: string | null
  /** `agents` sees every article, `public` only the public ones. */
  audience: 'public' | 'agents'
  /** Passages at most; 10 when not given. */
  limit?: number
}

export interface KnowledgeIndex {
  /** Passages most likely to answer first; ties by article id, then in the order of the article. */
  search(query: SearchQuery): FoundPassage[]
  /** The signals behind the probabilities, best article first; for the fitting and for explanations. */
  measure(query: SearchQuery): MeasuredArticle[]
  getArticle(id: string): Article | undefined
  /** In the order they were given. */
  listArticles(): Article[]
  /** False when the encoder was not there: search then runs on words alone. */
  hasVectors: boolean
}

export interface MeasuredArticle {
  articleId: string
  signals: ArticleSignals
  /** Chance, 0 to 1, that the article answers. */
  probability: number
  passages: { passage: Passage; similarity: number | null; score: number }[]
}

/** Vectors of one article, in the order of its texts: title and questions, then passages. */
export interface ArticleVectors {
  questions: Float32Array[]
  passages: Float32Array[]
}

// Words against meaning among the passages of one article, as in the fused score of articles.
const WORDS_SHARE = 0.5
// The opening is written as the direct answer; a section has to match clearly better to be shown instead of it.
const OPENING_BONUS = 0.05
// How fast a passage's chance falls with its distance to the best one of the same article: 0.1 below gives 0.45 of it.
const PASSAGE_FALL = 8
const DEFAULT_LIMIT = 10

/** An index over `articles` in memory. `vectors` has one entry an article, or is null for words alone. */
export function makeIndex(articles: Article[], vectors: ArticleVectors[] | null, tokenize: Tokenize): KnowledgeIndex {
  const byId = new Map(articles.map((article) => [article.id, article]))
  const passages = articles.flatMap((article, articleAt) =>
    article.passages.map((passage, passageAt) => ({ article, articleAt, passage, passageAt })),
  )
  // The questions belong to the article, so each of its passages is found by them; heading and text tell them apart.
  const words = indexWords(
    passages.map(({ article, passage }) =>
      [article.title, article.title, ...article.questions, passage.heading ?? article.summary, passage.text].join('\n'),
    ),
    tokenize,
  )

  function measure(query: SearchQuery): MeasuredArticle[] {
    const wordScores = words.score(query.text)
    const firstPassageAt = new Map<Article, number>()
    passages.forEach(({ article }, at) => {
      if (!firstPassageAt.has(article)) firstPassageAt.set(article, at)
    })
    const searched = new Set(searchable(articles, query))
    const measured = articles.flatMap((article, articleAt) => {
      if (!searched.has(article)) return []
      const own = vectors?.[articleAt]
      const meaning = own && query.vector ? { own, message: query.vector } : null
      const from = firstPassageAt.get(article) ?? 0
      const found = article.passages.map((passage, passageAt) => {
        const vector = meaning?.own.passages[passageAt]
        const similarity = meaning && vector ? cosine(meaning.message, vector) : null
        const wordScore = wordScores[from + passageAt] ?? 0
        const opening = passageAt === 0 ? OPENING_BONUS : 0
        return { passage, similarity, wordScore, score: (similarity ?? 0) + WORDS_SHARE * wordScore + opening }
      })
      const signals = {
        question: meaning && meanOfBestTwo(meaning.own.questions.map((vector) => cosine(meaning.message, vector))),
        passage: meaning && Math.max(...found.map(({ similarity }) => similarity ?? -1)),
        words: Math.max(...found.map(({ wordScore }) => wordScore)),
      }
      return [{ article, signals, passages: found, score: fusedScore(signals) }]
    })
    measured.sort((a, b) => b.score - a.score || compare(a.article.id, b.article.id))
    const leads = leadsOf(measured.map(({ score }) => score))
    return measured.map(({ article, signals: own, passages: found }, place) => {
      const signals = { ...own, lead: leads[place] ?? 0 }
      return { articleId: article.id, signals, probability: answerProbability(signals), passages: found }
    })
  }

  return {
    measure,
    search(query) {
      const found = measure(query)
        .filter(({ signals }) => signals.question !== null || signals.words > 0)
        .flatMap(({ probability, passages: own }) => {
          const top = Math.max(...own.map(({ score }) => score))
          return own.map(({ passage, similarity, score }) => ({
            passage,
            similarity,
            probability: probability * Math.exp(PASSAGE_FALL * (score - top)),
          }))
        })
      found.sort((a, b) => b.probability - a.probability)
      return found.slice(0, query.limit ?? DEFAULT_LIMIT)
    },
    getArticle: (id) => byId.get(id),
    listArticles: () => [...articles],
    hasVectors: vectors !== null,
  }
}

function searchable(articles: Article[], query: SearchQuery): Article[] {
  const allowed = articles.filter(({ audience }) => query.audience === 'agents' || audience === 'public')
  const sameLanguage = allowed.filter(({ language }) => language === query.language)
  return sameLanguage.length > 0 ? sameLanguage : allowed
}

/** One question that is close by chance weighs less than two. */
function meanOfBestTwo(values: number[]): number {
  const [first = 0, second = first] = values.toSorted((a, b) => b - a)
  return (first + second) / 2
}

/** Of vectors of length 1, as the encoder gives them. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
