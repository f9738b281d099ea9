export type Tokenize = (text: string) => string[]

// The usual values of Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).
const TERM_SATURATION = 1.2
const LENGTH_WEIGHT = 0.75

export interface WordIndex {
  /**
   * How much of the query's information each document covers, 0 to 1, in the order of the documents: BM25 divided by
   * the most that any document could reach. Words that stand in no document count as the rarest, so that a query full
   * of them stays low.
   */
  score(query: string): Float64Array
}

/** BM25 over `documents`; pure, nothing is kept but word counts. */
export function indexWords(documents: readonly string[], tokenize: Tokenize): WordIndex {
  const postings = new Map<string, Map<number, number>>()
  const lengths = documents.map((document, index) => {
    const tokens = tokenize(document)
    for (const token of tokens) {
      const counts = postings.get(token) ?? new Map<number, number>()
      counts.set(index, (counts.get(index) ?? 0) + 1)
      postings.set(token, counts)
    }
    return tokens.length
  })
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const rarity = (documentCount: number) =>
    Math.log(1 + (documents.length - documentCount + 0.5) / (documentCount + 0.5))

  return {
    score(query) {
      const scores = new Float64Array(documents.length)
      let most = 0
      for (const token of new Set(tokenize(query))) {
        const counts = postings.get(token)
        const weight = rarity(counts?.size ?? 0)
        most += weight * (TERM_SATURATION + 1)
        for (const [index, count] of counts ?? []) {
          const length = (lengths[index] ?? 0) / meanLength
          const saturation = TERM_SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length)
          scores[index] = (scores[index] ?? 0) + (weight * count * (TERM_SATURATION + 1)) / (count + saturation)
        }
      }
      return most === 0 ? scores : scores.map((score) => score / most)
    },
  }
}
