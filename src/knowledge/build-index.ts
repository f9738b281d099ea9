import type { Article } from '../domain/index.ts'
import type { Tokenize } from './bm25.ts'
import { type ArticleVectors, type KnowledgeIndex, makeIndex } from './search-index.ts'
import { tokenize as plainTokenize } from './tokenize.ts'
import { keyOf, readVectors, writeVectors } from './vector-cache.ts'

/** Vectors of length 1, one a text in the same order; null when the encoder is not there. */
export type Embed = (texts: string[]) => Promise<Float32Array[] | null>

export interface IndexOptions {
  /** Where vectors are kept between starts; null keeps none. */
  cacheDir: string | null
  /** Name and version of the encoder: another one never reads this one's vectors. */
  encoder: string
  /** A stemming tokenizer, if one is at hand. */
  tokenize?: Tokenize
  /** Told when the vectors could not be kept; the index works all the same. */
  onProblem?: (message: string) => void
}

// Texts in one call to the encoder, so that messages of customers get their turn in between.
const BATCH = 32

/** Indexes `articles`; only texts whose vectors are not in the cache are encoded. */
export async function buildIndex(articles: Article[], embed: Embed, options: IndexOptions): Promise<KnowledgeIndex> {
  const texts = articles.map(textsOf)
  const vectors = await vectorsOf(
    [...new Set(texts.flatMap((own) => [...own.questions, ...own.passages]))],
    embed,
    options,
  )
  const tokenize = options.tokenize ?? plainTokenize
  if (vectors === null) return makeIndex(articles, null, tokenize)
  const pick = (own: string[]) => own.flatMap((text) => vectors.get(text) ?? [])
  const perArticle: ArticleVectors[] = texts.map(({ questions, passages }) => ({
    questions: pick(questions),
    passages: pick(passages),
  }))
  return makeIndex(articles, perArticle, tokenize)
}

/** What is encoded of an article: its title and questions one by one, and each passage under title and heading. */
function textsOf(article: Article): { questions: string[]; passages: string[] } {
  return {
    questions: [article.title, ...article.questions],
    passages: article.passages.map(({ title, heading, text }) => [title, heading, text].filter(Boolean).join('. ')),
  }
}

async function vectorsOf(
  texts: string[],
  embed: Embed,
  { cacheDir, encoder, onProblem }: IndexOptions,
): Promise<Map<string, Float32Array> | null> {
  const kept = cacheDir === null ? new Map<string, Float32Array>() : await readVectors(cacheDir)
  const vectors = new Map<string, Float32Array>()
  const missing: string[] = []
  for (const text of texts) {
    const vector = kept.get(keyOf(encoder, text))
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
  }
  // Also when articles went away: what no article holds any more leaves the file.
  if (cacheDir !== null && (missing.length > 0 || kept.size !== vectors.size)) {
    const keyed = new Map([...vectors].map(([text, vector]) => [keyOf(encoder, text), vector]))
    await writeVectors(cacheDir, keyed).catch((error: unknown) =>
      onProblem?.(`The vectors of the articles could not be kept in ${cacheDir}: ${String(error)}`),
    )
  }
  return vectors
}
