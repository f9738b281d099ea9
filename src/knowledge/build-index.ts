import type { Article } from '../domain/index.ts'
import { makeBreathe } from './breathe.ts'
import { type PreparedArticle, prepareArticle, textsOf } from './prepare-article.ts'
import { type KnowledgeIndex, makeIndex } from './search-index.ts'
import { tokenize as plainTokenize } from './tokenize.ts'
import { keyOf, type VectorStore } from './vector-store.ts'
import { makeVocabulary, type Tokenize } from './vocabulary.ts'

/** Vectors of length 1, one a text in the same order; null when the encoder is not there. */
export type Embed = (texts: string[]) => Promise<Float32Array[] | null>

export interface IndexOptions {
  /** Where vectors are kept between starts; null keeps none. */
  vectors: VectorStore | null
  /** Name and version of the encoder: another one never reads this one's vectors. */
  encoder: string
  /** A stemming tokenizer, if one is at hand. */
  tokenize?: Tokenize
  /** By article, what customers ask that it answers, beside the questions it lists: their words count as its own. */
  asked?: ReadonlyMap<string, readonly string[]>
  /** Told when the vectors could not be kept; the index works all the same. */
  onProblem?: (message: string) => void
}

// Texts in one call to the encoder, so that messages of customers get their turn in between.
const BATCH = 32

/** Indexes `articles` once; see `makeIndexer` for articles that change. */
export const buildIndex = (
  articles: readonly Article[],
  embed: Embed,
  options: IndexOptions,
): Promise<KnowledgeIndex> => makeIndexer(embed, options)(articles)

/**
 * Indexes articles again and again as they change: only texts whose vectors are not kept are encoded, and only articles
 * that are other objects than the last time are prepared anew. `store` stands in for the one of the options.
 */
export function makeIndexer(embed: Embed, options: IndexOptions) {
  const vocabulary = makeVocabulary(options.tokenize ?? plainTokenize)
  let prepared = new Map<Article, PreparedArticle>()

  return async (articles: readonly Article[], store: VectorStore | null = options.vectors): Promise<KnowledgeIndex> => {
    // What was prepared without the encoder is prepared again: it may be there now.
    const fresh = articles.filter((article) => !prepared.get(article)?.vectors)
    const vectors = await vectorsOf([...new Set(fresh.flatMap(allTexts))], embed, { ...options, vectors: store })
    const breathe = makeBreathe()
    const next = new Map<Article, PreparedArticle>()
    for (const article of articles) {
      const known = prepared.get(article)
      next.set(
        article,
        known?.vectors ? known : prepareArticle(article, vectors, vocabulary, options.asked?.get(article.id)),
      )
      await breathe()
    }
    prepared = next
    return makeIndex([...next.values()], vocabulary)
  }
}

const allTexts = (article: Article) => {
  const { questions, passages } = textsOf(article)
  return [...questions, ...passages]
}

async function vectorsOf(
  texts: string[],
  embed: Embed,
  { vectors: store, encoder, onProblem }: IndexOptions,
): Promise<Map<string, Float32Array> | null> {
  const breathe = makeBreathe()
  const keys = new Map<string, string>()
  for (const text of texts) {
    keys.set(text, keyOf(encoder, text))
    await breathe()
  }
  const kept = (await store?.read([...keys.values()])) ?? new Map<string, Float32Array>()
  const vectors = new Map<string, Float32Array>()
  const missing: string[] = []
  for (const text of texts) {
    const vector = kept.get(keys.get(text) ?? '')
    if (vector) vectors.set(text, vector)
    else missing.push(text)
  }
  // Texts of like length together: a batch is as slow as its longest.
  missing.sort((a, b) => a.length - b.length)
  for (let at = 0; at < missing.length; at += BATCH) {
    const batch = missing.slice(at, at + BATCH)
    const encoded = await embed(batch)
    if (encoded === null) return null
    batch.forEach((text, i) => {
      const vector = encoded[i]
      if (!vector) throw new Error(`The encoder gave ${encoded.length} vectors for ${batch.length} texts.`)
      vectors.set(text, vector)
    })
    await breathe()
  }
  await store
    ?.keep(new Map([...vectors].map(([text, vector]) => [keys.get(text) ?? '', vector])))
    .catch((error: unknown) => onProblem?.(`The vectors of the articles could not be kept: ${String(error)}`))
  return vectors
}
