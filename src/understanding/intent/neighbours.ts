import type { LexicalFeatures } from '../lexical-features.ts'

export interface Neighbour {
  /** Index of the training example. */
  row: number
  /** Cosine, −1 to 1. */
  similarity: number
}

/** Cosine of a message with every example. The array is the search's own and holds until the next call. */
export type WordSearch = (lexical: LexicalFeatures) => Float32Array

/** By cosine of the lexical features, over an inverted index. */
export function searchByWords(rows: readonly LexicalFeatures[]): WordSearch {
  const postings = new Map<number, { row: number; value: number }[]>()
  rows.forEach((lexical, row) => {
    lexical.indices.forEach((bucket, i) => {
      const list = postings.get(bucket) ?? []
      list.push({ row, value: lexical.values[i] ?? 0 })
      postings.set(bucket, list)
    })
  })
  const similarities = new Float32Array(rows.length)
  return (lexical) => {
    similarities.fill(0)
    lexical.indices.forEach((bucket, i) => {
      const value = lexical.values[i] ?? 0
      for (const posting of postings.get(bucket) ?? []) {
        similarities[posting.row] = (similarities[posting.row] ?? 0) + value * posting.value
      }
    })
    return similarities
  }
}

/** The nearest of the first `among` rows, nearest first. */
export function pickNearest(similarities: Float32Array, among: number, count: number): Neighbour[] {
  const best: Neighbour[] = []
  for (let row = 0; row < among; row++) {
    const similarity = similarities[row] ?? 0
    if (best.length === count && similarity <= (best[count - 1]?.similarity ?? 0)) continue
    let at = best.length
    while (at > 0 && (best[at - 1]?.similarity ?? 0) < similarity) at -= 1
    best.splice(at, 0, { row, similarity })
    if (best.length > count) best.pop()
  }
  return best
}
