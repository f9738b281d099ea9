import type { Breathe } from '../breathe.ts'
import { BUCKETS } from '../lexical-features.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'
import { multiply } from '../models/matrix.ts'
import { BLOCK, type BlockMatrix, paddedSize, transpose } from './cholesky.ts'
import type { LabelledFeatures } from './features.ts'

/** How two messages are compared. */
export interface Likeness {
  /** Weight of the words' part, the cosine of the lexical features, beside 1 for the vectors' part. */
  words: number
  /** The vectors' part is exp(sharpness × (cosine − 1)). */
  sharpness: number
}

export const likenessOfMeaning = (cosine: number, sharpness: number) => Math.exp(sharpness * (cosine - 1))

/** How like each other all rows are, and for each row the cosine of the nearest other one. */
export interface Gram {
  matrix: BlockMatrix
  nearest: Float32Array
  /** Of the nearest one with another label. */
  nearestElsewhere: Float32Array
}

/** `ridges` is added to the diagonal. Without vectors (`hasVectors` false) words alone count. */
export async function buildGram(
  rows: readonly LabelledFeatures[],
  ridges: Float32Array,
  likeness: Likeness,
  hasVectors: boolean,
  breathe: Breathe,
): Promise<Gram> {
  const size = rows.length
  const padded = paddedSize(size)
  const vectors = hasVectors ? joinFocus(rows, padded) : null
  const words = indexWords(rows)
  const closest = trackNearest(rows)
  const columns: Float32Array[] = []
  const shared = new Float32Array(padded)
  for (let from = 0; from < padded; from += BLOCK) {
    const height = from + BLOCK
    const column = vectors
      ? await multiply(
          vectors.subarray(0, height * VECTOR_SIZE),
          transpose(vectors.subarray(from * VECTOR_SIZE, height * VECTOR_SIZE), BLOCK, VECTOR_SIZE),
          { rows: height, inner: VECTOR_SIZE, columns: BLOCK },
        )
      : new Float32Array(height * BLOCK)
    for (let j = from; j < height; j++) {
      const row = rows[j]
      if (!row) {
        for (let i = 0; i < height; i++) column[i * BLOCK + j - from] = i === j ? 1 : 0
        continue
      }
      shared.fill(0)
      words.add(row, j, shared)
      for (let i = 0; i <= j; i++) {
        const at = i * BLOCK + j - from
        // Indices lie within the arrays by their sizes; a check for undefined here costs seconds.
        const byWords = shared[i] as number
        const cosine = column[at] as number
        if (i < j) closest.note(i, j, vectors ? cosine : byWords)
        column[at] = likeness.words * byWords + (vectors ? likenessOfMeaning(cosine, likeness.sharpness) : 0)
      }
      const own = j * BLOCK + j - from
      column[own] = (column[own] ?? 0) + (ridges[j] ?? 0)
      await breathe()
    }
    mirrorTile(column.subarray(from * BLOCK))
    columns.push(column)
  }
  return { matrix: { size, columns }, ...closest }
}

export function joinFocus(rows: readonly LabelledFeatures[], size = rows.length): Float32Array {
  const joined = new Float32Array(size * VECTOR_SIZE)
  rows.forEach(({ focus }, i) => {
    if (focus) joined.set(focus, i * VECTOR_SIZE)
  })
  return joined
}

function trackNearest(rows: readonly LabelledFeatures[]) {
  const nearest = new Float32Array(rows.length)
  const nearestElsewhere = new Float32Array(rows.length)
  const labels = Int32Array.from(rows, ({ label }) => label)
  return {
    nearest,
    nearestElsewhere,
    // As above, both indices are rows.
    note(i: number, j: number, cosine: number): void {
      if (cosine > (nearest[i] as number)) nearest[i] = cosine
      if (cosine > (nearest[j] as number)) nearest[j] = cosine
      if (labels[i] === labels[j]) return
      if (cosine > (nearestElsewhere[i] as number)) nearestElsewhere[i] = cosine
      if (cosine > (nearestElsewhere[j] as number)) nearestElsewhere[j] = cosine
    },
  }
}

/** For each bucket the rows that have it, ascending, as one flat list. */
function indexWords(rows: readonly LabelledFeatures[]) {
  const starts = new Int32Array(BUCKETS + 1)
  for (const { lexical } of rows)
    for (const bucket of lexical.indices) starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1
  for (let bucket = 0; bucket < BUCKETS; bucket++)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0)
  const places = Int32Array.from(starts)
  const owners = new Int32Array(starts[BUCKETS] ?? 0)
  const values = new Float32Array(owners.length)
  rows.forEach(({ lexical }, row) => {
    lexical.indices.forEach((bucket, i) => {
      const at = places[bucket] ?? 0
      places[bucket] = at + 1
      owners[at] = row
      values[at] = lexical.values[i] ?? 0
    })
  })
  return {
    /** Adds to `likeness` the cosine of the row with every row up to the one at `last`. */
    add({ lexical }: LabelledFeatures, last: number, likeness: Float32Array): void {
      for (let i = 0; i < lexical.indices.length; i++) {
        const bucket = lexical.indices[i] as number
        const value = lexical.values[i] as number
        const end = starts[bucket + 1] as number
        for (let at = starts[bucket] as number; at < end; at++) {
          const row = owners[at] as number
          if (row > last) break
          likeness[row] = (likeness[row] as number) + value * (values[at] as number)
        }
      }
    },
  }
}

/** The square at the end of a column is symmetric; its upper half was computed. */
function mirrorTile(tile: Float32Array): void {
  for (let i = 0; i < BLOCK; i++) for (let j = 0; j < i; j++) tile[i * BLOCK + j] = tile[j * BLOCK + i] ?? 0
}
