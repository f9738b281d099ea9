import type { Article, FoundPassage, Passage } from '../domain/index.ts'
import { type ArticleSignals, answerProbability, fusedScore, leadsOf } from './answer-probability.ts'
import { indexWords } from './bm25.ts'
import { placesOfLargest } from './largest.ts'
import { makeMeaning } from './meaning.ts'
import type { PreparedArticle } from './prepare-article.ts'
import type { Vocabulary } from './vocabulary.ts'

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
  /** Searches as if this article were not there; for measuring what is found then. */
  without?: string
  /** Measures every article, however many there are; for measuring what the first look misses. */
  exhaustive?: true
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

// Up to here every article is measured. Above, those of the passages that look best by words and by a first look at
// their meaning; with 100,000 passages that found the same first article for every query tried (docs/benchmarks.md).
const MEASURE_ALL = 1_000
const LOOKED_AT = 200
// Of so many the best are told of; where every article is measured, all are.
const SHOWN_OF_MANY = 50
// Words against meaning among the passages of one article.
const WORDS_SHARE = 0.5
// The opening is written as the direct answer; a section has to match clearly better to be shown instead of it.
const OPENING_BONUS = 0.05
// How fast a passage's chance falls with its distance to the best one of the same article: 0.1 below gives 0.45 of it.
const PASSAGE_FALL = 8
const DEFAULT_LIMIT = 10

/** An index over `prepared` in memory, whose words `vocabulary` counted. Building lets other work run in between. */
export async function makeIndex(prepared: readonly PreparedArticle[], vocabulary: Vocabulary): Promise<KnowledgeIndex> {
  const articles = prepared.map(({ article }) => article)
  const byId = new Map(articles.map((article) => [article.id, article]))
  /** Of every passage, the number of its article; of every article, the number of its first passage. */
  const articleOf = Uint32Array.from(prepared.flatMap(({ words }, at) => words.map(() => at)))
  const firstPassage = new Uint32Array(articles.length)
  for (let at = articleOf.length - 1; at >= 0; at--) firstPassage[articleOf[at] ?? 0] = at

  const words = await indexWords(
    prepared.flatMap((each) => each.words),
    vocabulary,
  )
  const vectors = prepared.flatMap((each) => each.vectors ?? [])
  const hasVectors = vectors.length === prepared.length && prepared.length > 0
  const meaning = hasVectors ? await makeMeaning(vectors, articleOf.length > MEASURE_ALL) : null

  /** Numbers of the articles worth measuring. */
  function choose(query: SearchQuery, wordScores: Float32Array): number[] {
    const isSearched = searchable(articles, query)
    if (articleOf.length <= MEASURE_ALL || query.exhaustive) {
      return articles.flatMap((article, at) => (isSearched(article) ? [at] : []))
    }
    const isAllowed = (passage: number) => isSearched(articles[articleOf[passage] as number] as Article)
    const looks = [wordScores, ...(meaning && query.vector ? [meaning.glance(query.vector)] : [])]
    const passages = looks.flatMap((scores) => placesOfLargest(scores, LOOKED_AT, isAllowed))
    return [...new Set(passages.map((passage) => articleOf[passage] as number))]
  }

  /** The articles worth measuring, best first, with all that ranks them. */
  function rank(query: SearchQuery) {
    const wordScores = words.score(query.text)
    const ask = meaning && query.vector ? meaning.ask(query.vector) : null
    const ranked = choose(query, wordScores).flatMap((at) => {
      const article = articles[at]
      if (!article) return []
      const ofPassages = wordScores.subarray(firstPassage[at] ?? 0, (firstPassage[at] ?? 0) + article.passages.length)
      const near = ask?.(at) ?? { question: null, centred: null }
      const signals = { ...near, words: Math.max(0, ...ofPassages) }
      return [{ at, article, signals, ofPassages, score: fusedScore(signals) }]
    })
    return ranked.sort((a, b) => b.score - a.score || compare(a.article.id, b.article.id))
  }

  function measure(query: SearchQuery): MeasuredArticle[] {
    const ranked = rank(query)
    const leads = leadsOf(ranked.map(({ score }) => score))
    const shown = articleOf.length <= MEASURE_ALL ? ranked : ranked.slice(0, SHOWN_OF_MANY)
    return shown.map(({ at, article, signals: own, ofPassages }, place) => {
      const similarities = meaning && query.vector ? meaning.askPassages(query.vector, at) : null
      const signals = {
        ...own,
        passage: similarities && Math.max(-1, ...similarities),
        lead: leads[place] ?? 0,
      }
      const passages = article.passages.map((passage, number) => {
        const similarity = similarities?.[number] ?? null
        const opening = number === 0 ? OPENING_BONUS : 0
        const score = (similarity ?? 0) + WORDS_SHARE * (ofPassages[number] ?? 0) + opening
        return { passage, similarity, score }
      })
      return { articleId: article.id, signals, probability: answerProbability(signals), passages }
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
    hasVectors,
  }
}

/** Whether an article may be found by `query`: for its audience, and in its language where there are any in it. */
function searchable(articles: readonly Article[], query: SearchQuery): (article: Article) => boolean {
  const isAllowed = ({ id, audience }: Article) =>
    (query.audience === 'agents' || audience === 'public') && id !== query.without
  const hasLanguage = articles.some((article) => article.language === query.language && isAllowed(article))
  return hasLanguage ? (article) => article.language === query.language && isAllowed(article) : isAllowed
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
