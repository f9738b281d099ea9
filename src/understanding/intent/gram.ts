import { BUCKETS } from '../lexical-features.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'
import { multiply } from '../models/matrix.ts'
import { BLOCK, type BlockMatrix, paddedSize, transpose } from './cholesky.ts'
import type { LabelledFeatures } from './features.ts'
import { type Likeness, likenessesOfMeaning } from './likeness.ts'

/** How like each other all rows are, and for each row the cosine of the nearest other one. */
export interface Gram {
  matrix: BlockMatrix
  nearest: Float32Array
  /** Of the nearest one with another label. */
  nearestElsewhere: Float32Array
}

/** The rows that have bucket `b` stand in `owners` from `starts[b]` to `starts[b + 1]`, with what they have of it. */
export interface WordIndex {
  starts: Int32Array
  owners: Int32Array
  values: Float32Array
}

/** `ridges` is added to the diagonal. Without vectors (`hasVectors` false) words alone count. */
export async function buildGram(
  rows: readonly LabelledFeatures[],
  ridges: Float32Array,
  likeness: Likeness,
  hasVectors: boolean,
): Promise<Gram> {
  const size = rows.length
  const padded = paddedSize(size)
  const vectors = hasVectors ? joinFocus(rows, padded) : null
  const closest = trackNearest(rows)
  const columns: Float32Array[] = []
  for (let from = 0; from < padded; from += BLOCK) {
    const height = from + BLOCK
    const column = vectors
      ? await multiply(
          vectors.subarray(0, height * VECTOR_SIZE),
          transpose(vectors.subarray(from * VECTOR_SIZE, height * VECTOR_SIZE), BLOCK, VECTOR_SIZE),
          { rows: height, inner: VECTOR_SIZE, columns: BLOCK },
        )
      : new Float32Array(height * BLOCK)
    fillColumn(column, rows, from, likeness, vectors !== null, closest)
    for (let j = from; j < height; j++) {
      const own = j * BLOCK + j - from
      column[own] = j < size ? (column[own] ?? 0) + (ridges[j] ?? 0) : 1
    }
    mirrorTile(column.subarray(from * BLOCK))
    columns.push(column)
  }
  const { nearest, nearestElsewhere } = closest
  return { matrix: { size, columns }, nearest, nearestElsewhere }
}

/** Turns the cosines of a column into likenesses, row by row, as far as the diagonal, and notes the nearest rows. */
function fillColumn(
  column: Float32Array,
  rows: readonly LabelledFeatures[],
  from: number,
  { words, sharpness }: Likeness,
  hasVectors: boolean,
  { nearest, nearestElsewhere, labels }: Closest,
): void {
  const own = rows.slice(from, from + BLOCK)
  const index = indexWords(own)
  const byMeaning = hasVectors ? likenessesOfMeaning(column, sharpness) : column
  const byWords = new Float64Array(BLOCK)
  const last = from + own.length
  for (let i = 0; i < last; i++) {
    const row = rows[i]
    if (!row) return
    byWords.fill(0)
    addLikeness(index, row, byWords)
    const at = i * BLOCK - from
    // Indices lie within the arrays by their sizes; a check for undefined here costs seconds.
    const label = labels[i] as number
    let best = nearest[i] as number
    let bestElsewhere = nearestElsewhere[i] as number
    for (let j = Math.max(i, from); j < last; j++) {
      const shared = byWords[j - from] as number
      const cosine = column[at + j] as number
      column[at + j] = words * shared + (byMeaning[at + j] as number)
      if (i === j) continue
      const closeness = hasVectors ? cosine : shared
      if (closeness > best) best = closeness
      if (closeness > (nearest[j] as number)) nearest[j] = closeness
      if (label === labels[j]) continue
      if (closeness > bestElsewhere) bestElsewhere = closeness
      if (closeness > (nearestElsewhere[j] as number)) nearestElsewhere[j] = closeness
    }
    nearest[i] = best
    nearestElsewhere[i] = bestElsewhere
  }
}

/** How like each row is to each of a few others: padded rows × others, 0 in what pads. */
export async function likenessesBetween(
  rows: readonly LabelledFeatures[],
  others: readonly LabelledFeatures[],
  { words, sharpness }: Likeness,
  hasVectors: boolean,
): Promise<Float32Array> {
  const count = others.length
  const likenesses = new Float32Array(paddedSize(rows.length) * count)
  if (hasVectors) {
    const across = transpose(joinFocus(others), count, VECTOR_SIZE)
    const shape = { rows: rows.length, inner: VECTOR_SIZE, columns: count }
    likenesses.set(likenessesOfMeaning(await multiply(joinFocus(rows), across, shape), sharpness))
  }
  const index = indexWords(others)
  const byWords = new Float64Array(count)
  rows.forEach((row, i) => {
    byWords.fill(0)
    addLikeness(index, row, byWords)
    for (let j = 0; j < count; j++) {
      const at = i * count + j
      likenesses[at] = (likenesses[at] as number) + words * (byWords[j] as number)
    }
  })
  return likenesses
}

export function joinFocus(rows: readonly LabelledFeatures[], size = rows.length): Float32Array {
  const joined = new Float32Array(size * VECTOR_SIZE)
  rows.forEach(({ focus }, i) => {
    if (focus) joined.set(focus, i * VECTOR_SIZE)
  })
  return joined
}

interface Closest extends Pick<Gram, 'nearest' | 'nearestElsewhere'> {
  labels: Int32Array
}

const trackNearest = (rows: readonly LabelledFeatures[]): Closest => ({
  nearest: new Float32Array(rows.length),
  nearestElsewhere: new Float32Array(rows.length),
  labels: Int32Array.from(rows, ({ label }) => label),
})

/** For each bucket the rows that have it, ascending, as one flat list. */
export function indexWords(rows: readonly Pick<LabelledFeatures, 'lexical'>[]): WordIndex {
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
  return { starts, owners, values }
}

/** Adds to `likeness` the cosine of the words of a row with those of every row of the index. */
function addLikeness(
  { starts, owners, values }: WordIndex,
  { lexical: { indices, values: own } }: LabelledFeatures,
  likeness: Float64Array,
): void {
  for (let i = 0; i < indices.length; i++) {
    const bucket = indices[i] as number
    const value = own[i] as number
    const end = starts[bucket + 1] as number
    for (let at = starts[bucket] as number; at < end; at++) {
      const row = owners[at] as number
      likeness[row] = (likeness[row] as number) + value * (values[at] as number)
    }
  }
}

/** The square at the end of a column is symmetric; its upper half was computed. */
function mirrorTile(tile: Float32Array): void {
  for (let i = 0; i < BLOCK; i++) for (let j = 0; j < i; j++) tile[i * BLOCK + j] = tile[j * BLOCK + i] ?? 0
}
