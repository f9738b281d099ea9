import type { Article } from '../domain/index.ts'
import { type PackedVectors, packVectors } from './packed-vectors.ts'
import type { CountedWords, Vocabulary } from './vocabulary.ts'

/** What the index keeps of one article; made once, and again only when the article changes. */
export interface PreparedArticle {
  article: Article
  /** Null when the encoder was not there. */
  vectors: ArticleVectors | null
  /** Of each passage, with the title and the questions it is found by. */
  words: CountedWords[]
}

export interface ArticleVectors {
  /** One for the title and one a question, each blended with what the article says. */
  questions: PackedVectors
  passages: PackedVectors
}

/** What is encoded of an article: its title and questions one by one, and each passage under title and heading. */
export function textsOf(article: Article): { questions: string[]; passages: string[] } {
  return {
    questions: [article.title, ...article.questions],
    passages: article.passages.map(({ title, heading, text }) => [title, heading, text].filter(Boolean).join('. ')),
  }
}

/** `vectors` holds every text of `textsOf(article)`, or is null for words alone. */
export function prepareArticle(
  article: Article,
  vectors: ReadonlyMap<string, Float32Array> | null,
  vocabulary: Vocabulary,
): PreparedArticle {
  // The questions belong to the article, so each of its passages is found by them; heading and text tell them apart.
  const words = article.passages.map((passage) =>
    vocabulary.count(
      [article.title, article.title, ...article.questions, passage.heading ?? article.summary, passage.text].join('\n'),
    ),
  )
  if (vectors === null) return { article, vectors: null, words }
  const texts = textsOf(article)
  const pick = (own: string[]) => own.flatMap((text) => vectors.get(text) ?? [])
  const [questions, passages] = [pick(texts.questions), pick(texts.passages)]
  return {
    article,
    vectors: { questions: packVectors(blend(questions, passages)), passages: packVectors(passages) },
    words,
  }
}

/**
 * Each question moved by the mean of the passages, at length 1 again: two questions in like words, about things the
 * articles say differently, move apart. On StackFAQ the right article is first for 95.7 % of the queries by these
 * alone, for 93.8 % by the questions as they stand.
 */
function blend(questions: Float32Array[], passages: Float32Array[]): Float32Array[] {
  return questions.map((question) => {
    const sum = question.map(
      (value, i) =>
        value + passages.reduce((all, passage) => all + (passage[i] ?? 0), 0) / Math.max(1, passages.length),
    )
    const length = Math.hypot(...sum) || 1
    return sum.map((value) => value / length)
  })
}
