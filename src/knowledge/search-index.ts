import type { Article, FoundPassage, Passage, WordCover } from '../domain/index.ts'
import { type ArticleSignals, answerProbability, fusedScore, leadsOf } from './answer-probability.ts'
import { indexWords } from './bm25.ts'
import { indexCover } from './cover.ts'
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
  /** How far each of these articles knows the words of `text`; ids that are not here are left out. */
  cover(text: string, articleIds: Iterable<string>): Map<string, WordCover>
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

/** What was measured of one article; similarities and scores stand in the order of its passages. */
interface Measured {
  article: Article
  signals: ArticleSignals
  probability: number
  similarities: number[] | null
  scores: number[]
}

const NOT_ASKED = { question: null, centred: null }

// Up to here every article is measured. Above, those of the passages that look best by words and by a first look at
// their meaning; with 100,000 passages that found the same first article for every query tried (docs/benchmarks.md).
const MEASURE_ALL = 1_000
const LOOKED_AT = 200
// Of so many the best are told of; where every article is measured, all are.
const SHOWN_OF_MANY = 20
// Words against meaning among the passages of one article, whose vectors all hold its title.
const WORDS_SHARE = 1
// The opening is written as the direct answer to who asks about the matter as a whole, in few words: the bonus is for one
// word. Who asks more says which section.
const OPENING_BONUS = 0.3
const FEWEST_WORDS = 2
// How fast a passage's chance falls with its distance to the best one of the same article: 0.1 below gives 0.45 of it.
const PASSAGE_FALL = 8
const DEFAULT_LIMIT = 10
// Words like those of the message are looked for in the best few articles; below, only the words themselves.
const LIKENESS_PLACES = 5

/** An index over `prepared` in memory, whose words `vocabulary` counted. Building lets other work run in between. */
export async function makeIndex(prepared: readonly PreparedArticle[], vocabulary: Vocabulary): Promise<KnowledgeIndex> {
  const articles = prepared.map(({ article }) => article)
  const numberOf = new Map(articles.map(({ id }, at) => [id, at]))
  /** Passages of article number `at` are numbered from `firstPassage[at]` to `firstPassage[at + 1]`. */
  const firstPassage = new Uint32Array(articles.length + 1)
  for (const [at, { passages }] of articles.entries()) firstPassage[at + 1] = (firstPassage[at] ?? 0) + passages.length
  const articleOf = new Uint32Array(firstPassage.at(-1) ?? 0)
  for (let at = 0; at < articles.length; at++) articleOf.fill(at, firstPassage[at], firstPassage[at + 1])
  const isSmall = articleOf.length <= MEASURE_ALL

  const words = await indexWords(
    prepared.map((each) => each.words),
    vocabulary,
  )
  const covers = await indexCover(prepared, vocabulary)
  const vectors = prepared.flatMap((each) => each.vectors ?? [])
  const hasVectors = vectors.length === prepared.length && prepared.length > 0
  const meaning = hasVectors ? await makeMeaning(vectors, !isSmall) : null

  /** Of every passage 1 where it may be found; kept for each audience and language, of which there are few. */
  const allowedFor = new Map<string, Uint8Array>()
  function allowedPassages(query: SearchQuery): Uint8Array {
    const { audience, language, without } = query
    const key = `${audience} ${language} ${without}`
    const known = allowedFor.get(key)
    if (known) return known
    const byArticle = articles.map(searchable(articles, query))
    const allowed = Uint8Array.from(articleOf, (at) => (byArticle[at] ? 1 : 0))
    if (without === undefined) allowedFor.set(key, allowed)
    return allowed
  }

  /** Numbers of the articles worth measuring. */
  function choose(query: SearchQuery, wordScores: Float32Array): number[] {
    if (isSmall || query.exhaustive) {
      const isSearched = searchable(articles, query)
      return articles.flatMap((article, at) => (isSearched(article) ? [at] : []))
    }
    const allowed = allowedPassages(query)
    const isAllowed = (passage: number) => allowed[passage] === 1
    const looks = [wordScores, ...(meaning && query.vector ? [meaning.glance(query.vector)] : [])]
    const passages = looks.flatMap((scores) => placesOfLargest(scores, LOOKED_AT, isAllowed))
    return [...new Set(passages.map((passage) => articleOf[passage] as number))]
  }

  /** The articles worth measuring, best first, with what ranks them. */
  function rank(query: SearchQuery) {
    const wordScores = words.score(query.text)
    const ask = meaning && query.vector ? meaning.ask(query.vector) : null
    const ranked = choose(query, wordScores).map((at) => {
      let ofWords = 0
      const end = firstPassage[at + 1] as number
      for (let i = firstPassage[at] as number; i < end; i++) ofWords = Math.max(ofWords, wordScores[i] as number)
      const { question, centred } = ask?.(at) ?? NOT_ASKED
      return { at, question, centred, words: ofWords, score: fusedScore({ centred, words: ofWords }) }
    })
    ranked.sort((a, b) => b.score - a.score || compare(articles[a.at]?.id ?? '', articles[b.at]?.id ?? ''))
    return { ranked, wordScores }
  }

  /** Calls `tell` with what was measured of each article to be shown, best first. */
  function measureEach(query: SearchQuery, tell: (measured: Measured) => void): void {
    const { ranked, wordScores } = rank(query)
    const leads = leadsOf(ranked.map(({ score }) => score))
    const coverOf = covers.read(query.text)
    const shown = isSmall ? ranked : ranked.slice(0, SHOWN_OF_MANY)
    for (const [place, { at, question, centred, words }] of shown.entries()) {
      const article = articles[at]
      if (!article) continue
      const similarities = meaning && query.vector ? meaning.askPassages(query.vector, at) : null
      const first = firstPassage[at] as number
      const cover = coverOf(at, place >= LIKENESS_PLACES)
      const scores = article.passages.map((_, number) => {
        const opening = number === 0 ? OPENING_BONUS / Math.max(FEWEST_WORDS, cover.words) : 0
        return (similarities?.[number] ?? 0) + WORDS_SHARE * (wordScores[first + number] as number) + opening
      })
      const signals = {
        question,
        centred,
        words,
        cover,
        passage: similarities && Math.max(-1, ...similarities),
        lead: leads[place] ?? 0,
      }
      tell({ article, signals, probability: answerProbability(signals), similarities, scores })
    }
  }

  return {
    measure(query) {
      const measured: MeasuredArticle[] = []
      measureEach(query, ({ article, signals, probability, similarities, scores }) => {
        const passages = article.passages.map((passage, number) => ({
          passage,
          similarity: similarities?.[number] ?? null,
          score: scores[number] ?? 0,
        }))
        measured.push({ articleId: article.id, signals, probability, passages })
      })
      return measured
    },
    search(query) {
      const best: FoundPassage[] = []
      const limit = query.limit ?? DEFAULT_LIMIT
      measureEach(query, ({ article, signals, probability: ofArticle, similarities, scores }) => {
        if (signals.question === null && signals.words === 0) return
        const top = Math.max(...scores)
        for (const [number, passage] of article.passages.entries()) {
          const probability = ofArticle * Math.exp(PASSAGE_FALL * ((scores[number] ?? 0) - top))
          let place = best.length
          while (place > 0 && (best[place - 1]?.probability ?? 0) < probability) place -= 1
          if (place >= limit) continue
          best.splice(place, 0, { passage, similarity: similarities?.[number] ?? null, probability })
          if (best.length > limit) best.pop()
        }
      })
      return best
    },
    cover(text, articleIds) {
      const coverOf = covers.read(text)
      const numbers = [...articleIds].flatMap((id) => numberOf.get(id) ?? [])
      return new Map(numbers.map((at) => [articles[at]?.id ?? '', coverOf(at)]))
    },
    getArticle: (id) => articles[numberOf.get(id) ?? -1],
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
