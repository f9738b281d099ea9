import { BUCKETS, type LexicalFeatures } from '../lexical-features.ts'

/** For each bucket how much it says: the logarithm of how seldom it stands in the texts, never below `LEAST`. */
export type Rarity = Float32Array

const LEAST = 0.1

export function measureRarity(rows: readonly LexicalFeatures[]): Rarity {
  const counts = new Float32Array(BUCKETS)
  for (const { indices } of rows) for (const bucket of indices) counts[bucket] = (counts[bucket] ?? 0) + 1
  return counts.map((count) => Math.max(LEAST, Math.log((rows.length + 1) / (count + 1))))
}

/** The same features, with weight on what is rare; of unit length again. In a long text common words would rule. */
export function weighByRarity(lexical: LexicalFeatures, rarity: Rarity): LexicalFeatures {
  const values = lexical.values.map((value, i) => value * (rarity[lexical.indices[i] ?? 0] ?? LEAST))
  let squares = 0
  for (const value of values) squares += value * value
  const length = Math.sqrt(squares) || 1
  return { ...lexical, values: values.map((value) => value / length) }
}
