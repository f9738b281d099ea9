import { makeBreathe } from './breathe.ts'
import type { CountedTexts, Vocabulary } from './vocabulary.ts'

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

/** BM25 over the texts of `all` as documents: for each word the documents that hold it, five bytes a pair. */
export async function indexWords(all: readonly CountedTexts[], vocabulary: Vocabulary): Promise<WordIndex> {
  const breathe = makeBreathe()
  const size = vocabulary.size()
  /** Where the documents of each word begin; those of word `id` end where those of `id + 1` begin. */
  const starts = new Uint32Array(size + 1)
  let total = 0
  let documents = 0
  for (const { ids, lengths } of all) {
    for (const id of ids) starts[id + 1] = (starts[id + 1] as number) + 1
    for (const length of lengths) total += length
    documents += lengths.length
    await breathe()
  }
  for (let id = 0; id < size; id++) starts[id + 1] = (starts[id + 1] as number) + (starts[id] as number)

  const holders = new Uint32Array(starts[size] ?? 0)
  const times = new Uint8Array(holders.length)
  const next = starts.slice()
  const meanLength = Math.max(1, total / Math.max(1, documents))
  const saturations = new Float32Array(documents)
  let at = 0
  for (const { starts: from, ids, counts, lengths } of all) {
    for (let text = 0; text < lengths.length; text++, at++) {
      const length = lengths[text] as number
      saturations[at] = TERM_SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * length) / meanLength)
      for (let i = from[text] as number; i < (from[text + 1] as number); i++) {
        const id = ids[i] as number
        const place = next[id] as number
        next[id] = place + 1
        holders[place] = at
        times[place] = counts[i] as number
      }
    }
    await breathe()
  }
  const rarity = (documentCount: number) => rarityOf(documentCount, documents)

  const scores = new Float32Array(documents)

  return {
    score(query) {
      scores.fill(0)
      const { ids, unknown } = vocabulary.read(query)
      const found = ids.map((id) => {
        // A word that came to the vocabulary after this index was built stands in none of its documents.
        const [from, to] = id < size ? [starts[id] ?? 0, starts[id + 1] ?? 0] : [0, 0]
        return { from, to, weight: rarity(to - from) }
      })
      const most = found.reduce((sum, { weight }) => sum + weight, unknown.length * rarity(0)) * (TERM_SATURATION + 1)
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

/** How much a word says that stands in so many of all documents; above 0. */
export const rarityOf = (documentCount: number, documents: number) =>
  Math.log(1 + (documents - documentCount + 0.5) / (documentCount + 0.5))
