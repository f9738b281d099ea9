import type { Article } from '../domain/index.ts'
import { atLengthOne, type PackedVectors, packVectors } from './packed-vectors.ts'
import type { CountedTexts, Vocabulary } from './vocabulary.ts'

/** What the index keeps of one article; made once, and again only when the article changes. */
export interface PreparedArticle {
  article: Article
  /** Null when the encoder was not there. */
  vectors: ArticleVectors | null
  /** Of each passage, with the title and the questions it is found by. */
  words: CountedTexts
  /** The different words of it and of what customers ask that it answers, in ascending order. */
  known: Uint32Array
}

export interface ArticleVectors {
  /** First one for the title and one a question, each blended with what the article says; then one a passage. */
  packed: PackedVectors
  /** How many are for title and questions. */
  questions: number
}

/** What is encoded of an article: its title and questions one by one, and each passage under title and heading. */
export function textsOf(article: Article): { questions: string[]; passages: string[] } {
  return {
    questions: [article.title, ...article.questions],
    passages: article.passages.map(({ title, heading, text }) => [title, heading, text].filter(Boolean).join('. ')),
  }
}

/** `vectors` holds every text of `textsOf(article)`, or is null for words alone; `asked`: see IndexOptions. */
export function prepareArticle(
  article: Article,
  vectors: ReadonlyMap<string, Float32Array> | null,
  vocabulary: Vocabulary,
  asked: readonly string[] = [],
): PreparedArticle {
  // The questions belong to the article, so each of its passages is found by them; heading and text tell them apart.
  const words = vocabulary.count(
    article.passages.map(({ heading, text }) => `${heading ?? article.summary}\n${text}`),
    [article.title, article.title, ...article.questions].join('\n'),
  )
  const others = vocabulary.count([asked.join('\n')])
  const known = Uint32Array.from(new Set([...words.ids, ...others.ids])).sort()
  if (vectors === null) return { article, vectors: null, words, known }
  const texts = textsOf(article)
  const pick = (own: string[]) => own.flatMap((text) => vectors.get(text) ?? [])
  const [questions, passages] = [pick(texts.questions), pick(texts.passages)]
  return {
    article,
    vectors: { packed: packVectors([...blend(questions, passages), ...passages]), questions: questions.length },
    words,
    known,
  }
}

/**
 * Each question moved by the mean of the passages, at length 1 again: two questions in like words, about things the
 * articles say differently, move apart. On StackFAQ the right article is first for 95.7 % of the queries by these
 * alone, for 93.8 % by the questions as they stand.
 */
function blend(questions: Float32Array[], passages: Float32Array[]): Float32Array[] {
  const mean = new Float32Array(questions[0]?.length ?? 0)
  for (const passage of passages) {
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] as number) + (passage[i] as number) / passages.length
  }
  return questions.map((question) => atLengthOne(question.map((value, i) => value + (mean[i] as number))))
}
