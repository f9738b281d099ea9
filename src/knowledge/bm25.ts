import { makeBreathe } from './breathe.ts'
import type { CountedWords, Vocabulary } from './vocabulary.ts'

// The usual values of Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).
const TERM_SATURATION = 1.2
const LENGTH_WEIGHT = 0.75

export interface WordIndex {
  /**
   * How much of the query's information each document covers, 0 to 1, in the order of the documents: BM25 divided by
   * the most that any document could reach. Words that stand in no document count as the rarest, so that a query full
   * of them stays low. The array is written anew by the next call: so large ones, made for each message, would keep the
   * collector of memory busy.
   */
  score(query: string): Float32Array
}

/** BM25 over `documents`: for each word the documents that hold it, five bytes a pair. */
export async function indexWords(documents: readonly CountedWords[], vocabulary: Vocabulary): Promise<WordIndex> {
  const breathe = makeBreathe()
  const size = vocabulary.size()
  /** Where the documents of each word begin; those of word `id` end where those of `id + 1` begin. */
  const starts = new Uint32Array(size + 1)
  let total = 0
  for (const { ids, length } of documents) {
    for (const id of ids) starts[id + 1] = (starts[id + 1] ?? 0) + 1
    total += length
    await breathe()
  }
  for (let id = 0; id < size; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0)

  const holders = new Uint32Array(starts[size] ?? 0)
  const times = new Uint8Array(holders.length)
  const next = starts.slice()
  const meanLength = Math.max(1, total / Math.max(1, documents.length))
  const saturations = new Float32Array(documents.length)
  for (const [at, { ids, counts, length }] of documents.entries()) {
    saturations[at] = TERM_SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * length) / meanLength)
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0
      const place = next[id] ?? 0
      next[id] = place + 1
      holders[place] = at
      times[place] = counts[i] ?? 0
    }
    await breathe()
  }
  const rarity = (documentCount: number) =>
    Math.log(1 + (documents.length - documentCount + 0.5) / (documentCount + 0.5))

  const scores = new Float32Array(documents.length)

  return {
    score(query) {
      scores.fill(0)
      const { ids, unknown } = vocabulary.read(query)
      const found = ids.map((id) => {
        // A word that came to the vocabulary after this index was built stands in none of its documents.
        const [from, to] = id < size ? [starts[id] ?? 0, starts[id + 1] ?? 0] : [0, 0]
        return { from, to, weight: rarity(to - from) }
      })
      const most = found.reduce((sum, { weight }) => sum + weight, unknown * rarity(0)) * (TERM_SATURATION + 1)
      for (const { from, to, weight } of found) {
        const share = (weight * (TERM_SATURATION + 1)) / most
        for (let i = from; i < to; i++) {
          const at = holders[i] as number
          const count = times[i] as number
          scores[at] = (scores[at] as number) + (share * count) / (count + (saturations[at] as number))
        }
      }
      return scores
    },
  }
}
