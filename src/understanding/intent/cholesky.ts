import { multiply } from '../models/matrix.ts'

/** Width of a block. */
export const BLOCK = 128

/**
 * A symmetric matrix of which the upper half is kept, in columns of blocks: column `i` holds rows 0 to
 * (i + 1) × BLOCK, row-major and BLOCK wide, so that every upper part of a column is one stretch of memory.
 * 10,000 rows take 200 MB.
 */
export interface BlockMatrix {
  size: number
  columns: Float32Array[]
}

/** U of A = UᵀU in the place of A, and the inverses of its diagonal blocks. */
export interface Factor extends BlockMatrix {
  inverses: Float32Array[]
}

/** Rows that fill the last block stand for nothing: 1 on the diagonal, 0 elsewhere. */
export const paddedSize = (size: number) => Math.ceil(size / BLOCK) * BLOCK

// In the loops below `as number` holds because every index lies within its array by the layout above.

/** Factorises in place: `matrix` is used up. It must be positive definite, as a kernel matrix plus a ridge is. */
export async function factorise({ size, columns }: BlockMatrix): Promise<Factor> {
  const inverses: Float32Array[] = []
  for (let k = 0; k < columns.length; k++) {
    const height = k * BLOCK
    const left = transpose(upperPart(columns, k, height), height, BLOCK)
    const tileLessAbove = async (i: number) => {
      const tile = tileOf(columns, k, i)
      if (height === 0) return tile
      const above = upperPart(columns, i, height)
      subtract(tile, await multiply(left, above, { rows: BLOCK, inner: height, columns: BLOCK }))
      return tile
    }
    const diagonal = await tileLessAbove(k)
    diagonal.set(factoriseSquare(diagonal, BLOCK))
    const upper = invertUpper(diagonal)
    inverses.push(upper)
    const inverse = transpose(upper, BLOCK, BLOCK)
    for (let i = k + 1; i < columns.length; i++) {
      const tile = await tileLessAbove(i)
      tile.set(await multiply(inverse, tile, { rows: BLOCK, inner: BLOCK, columns: BLOCK }))
    }
  }
  return { size, columns, inverses }
}

/**
 * X with X U = R, for `count` rows R of `width` numbers each, in the place of R. `from`: rows of R are 0 before this
 * block, and stay so.
 */
export async function solveFromLeft(factor: Factor, right: Float32Array, count: number, from = 0): Promise<void> {
  const width = factor.columns.length * BLOCK
  // One room for all copies: fresh ones would be hundreds of megabytes for the garbage collector.
  const room = new Float32Array(count * Math.max(BLOCK, width - (from + 1) * BLOCK))
  const current = new Float32Array(count * BLOCK)
  for (let k = from; k < factor.columns.length; k++) {
    const start = from * BLOCK
    const inner = k * BLOCK - start
    copyColumns(right, current, width, k * BLOCK, BLOCK)
    if (inner > 0) {
      const solved = room.subarray(0, count * inner)
      copyColumns(right, solved, width, start, inner)
      const above = (factor.columns[k] ?? current).subarray(start * BLOCK, k * BLOCK * BLOCK)
      subtract(current, await multiply(solved, above, { rows: count, inner, columns: BLOCK }))
    }
    const inverse = factor.inverses[k] ?? current
    const done = await multiply(current, inverse, { rows: count, inner: BLOCK, columns: BLOCK })
    for (let row = 0; row < count; row++) {
      right.set(done.subarray(row * BLOCK, (row + 1) * BLOCK), row * width + k * BLOCK)
    }
  }
}

/** X with U X = R, for R of padded size × `count`, in the place of R. */
export async function solveFromRight(factor: Factor, right: Float32Array, count: number): Promise<void> {
  for (let k = factor.columns.length - 1; k >= 0; k--) {
    const own = right.subarray(k * BLOCK * count, (k + 1) * BLOCK * count)
    own.set(await multiply(factor.inverses[k] ?? own, own, { rows: BLOCK, inner: BLOCK, columns: count }))
    if (k === 0) break
    const height = k * BLOCK
    const above = upperPart(factor.columns, k, height)
    const product = await multiply(above, own, { rows: height, inner: BLOCK, columns: count })
    subtract(right, product)
  }
}

export function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j] as number
  }
  return result
}

function upperPart(columns: readonly Float32Array[], i: number, height: number): Float32Array {
  return (columns[i] ?? new Float32Array(0)).subarray(0, height * BLOCK)
}

function tileOf(columns: readonly Float32Array[], k: number, i: number): Float32Array {
  return (columns[i] ?? new Float32Array(0)).subarray(k * BLOCK * BLOCK, (k + 1) * BLOCK * BLOCK)
}

/** Columns `from` to `from + count` of a matrix that is `width` wide. */
function copyColumns(matrix: Float32Array, into: Float32Array, width: number, from: number, count: number): void {
  for (let row = 0; row * count < into.length; row++) {
    into.set(matrix.subarray(row * width + from, row * width + from + count), row * count)
  }
}

function subtract(from: Float32Array, what: Float32Array): void {
  for (let i = 0; i < what.length; i++) from[i] = (from[i] as number) - (what[i] as number)
}

/** The same for one small square, in plain loops and double precision; the lower half becomes 0. */
export function factoriseSquare(square: Float32Array, size: number): Float64Array {
  // Numbers of 32 bits would be rounded at every step, which costs more than the steps.
  const a = new Float64Array(square)
  for (let i = 0; i < size; i++) {
    const pivot = Math.sqrt(Math.max(1e-9, a[i * size + i] as number))
    for (let j = i; j < size; j++) a[i * size + j] = (a[i * size + j] as number) / pivot
    for (let row = i + 1; row < size; row++) {
      const factor = a[i * size + row] as number
      if (factor === 0) continue
      for (let j = row; j < size; j++) {
        a[row * size + j] = (a[row * size + j] as number) - factor * (a[i * size + j] as number)
      }
    }
    for (let row = i + 1; row < size; row++) a[row * size + i] = 0
  }
  return a
}

/** Inverse of an upper triangle of BLOCK rows, from the last row up. */
function invertUpper(u: Float32Array): Float32Array {
  const inverse = new Float32Array(BLOCK * BLOCK)
  const sums = new Float64Array(BLOCK)
  for (let i = BLOCK - 1; i >= 0; i--) {
    sums.fill(0)
    for (let k = i + 1; k < BLOCK; k++) {
      const factor = u[i * BLOCK + k] as number
      if (factor === 0) continue
      for (let j = k; j < BLOCK; j++) sums[j] = (sums[j] as number) + factor * (inverse[k * BLOCK + j] as number)
    }
    const pivot = u[i * BLOCK + i] as number
    for (let j = i + 1; j < BLOCK; j++) inverse[i * BLOCK + j] = -(sums[j] as number) / pivot
    inverse[i * BLOCK + i] = 1 / pivot
  }
  return inverse
}
