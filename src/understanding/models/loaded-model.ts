import type { ReadPieces } from './word-pieces.ts'

/** A sentence encoder in memory: how it cuts texts, and how it reads what was cut. */
export interface LoadedModel {
  readPieces: ReadPieces
  /** What a piece adds to the vector that leans to rare words, from 0 to 1. */
  weightOf(piece: number): number
  /** Rows of pieces in one run of the model, shorter ones filled up to `width`: `size` numbers for each place of each row. */
  run(rows: readonly number[][], width: number): Promise<{ states: Float32Array; size: number | undefined }>
}

/**
 * A number for each piece, `pad` behind shorter rows. Whole numbers of 64 bits, as models want them, written as pairs of 32:
 * several times as fast as through BigInt.
 */
export function fill(
  rows: readonly number[][],
  width: number,
  { of, pad }: { of: (piece: number) => number; pad: number },
): BigInt64Array<ArrayBuffer> {
  const halves = new Int32Array(2 * rows.length * width)
  rows.forEach((row, i) => {
    for (let at = 0; at < width; at++) halves[2 * (i * width + at)] = at < row.length ? of(row[at] ?? 0) : pad
  })
  return new BigInt64Array(halves.buffer)
}
