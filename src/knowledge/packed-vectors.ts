/**
 * Vectors of length 1 in one byte a number. Each has its own scale, its largest number being 127, which moves a cosine
 * by less than 0.002: a knowledge base of any size fits into a quarter of the memory.
 */
export interface PackedVectors {
  /** One vector after the other, each filled up with zeros to `widthOf(dimensions)` numbers. */
  values: Int8Array
  scales: Float32Array
  dimensions: number
}

/** All vectors of one index, side by side, multiplied sixteen numbers at once. */
export interface PackedTable {
  /** Copies `vectors` behind those that are here; returns where they stand now, so that the ones given can go. */
  add(vectors: PackedVectors): PackedVectors
  /**
   * The dot products of `vector`, not longer than 1 and never changed, with `count` vectors from number `from` on. The
   * array is written anew by the next call.
   */
  multiply(vector: Float32Array, from: number, count: number): Float32Array
}

/** Numbers taken at once. */
const STRIDE = 16
/** What the largest number of the vector that is multiplied becomes. */
const LARGEST = 32_767
const PAGE_BYTES = 65_536

/** `dots8` of packed-vectors.wat beside this file; `npx -p wabt wat2wasm packed-vectors.wat` makes these bytes of it. */
const MODULE =
  'AGFzbQEAAAABCwFgB39/f39/f30AAwIBAAUDAQABBxICBm1lbW9yeQIABWRvdHM4AAAK0QEBzgECAn8CewJAA0AgAUUNAf0MAAAAAAAAAAAAAAAAAAAAACEJ/QwA' +
  'AAAAAAAAAAAAAAAAAAAAIQogAiEHIAAgA2ohCANAIAkgAP0BAwAgB/0ABAD9ugH9rgEhCSAKIAD9AQMIIAf9AAQQ/boB/a4BIQogAEEQaiEAIAdBIGohByAAIAhJ' +
  'DQALIAkgCv2uASEJIAUgBiAEKgIAlCAJ/RsAIAn9GwFqIAn9GwIgCf0bA2pqspQ4AgAgBEEEaiEEIAVBBGohBSABQQFrIQEMAAsLCw=='

interface Dots {
  memory: WebAssembly.Memory
  dots8(rows: number, count: number, vector: number, width: number, scales: number, out: number, unit: number): void
}

let compiled: WebAssembly.Module | undefined

const widthOf = (dimensions: number) => Math.ceil(dimensions / STRIDE) * STRIDE

/** Packs `vectors`, all of one size. */
export function packVectors(vectors: readonly Float32Array[]): PackedVectors {
  const dimensions = vectors[0]?.length ?? 0
  const width = widthOf(dimensions)
  const values = new Int8Array(vectors.length * width)
  const scales = Float32Array.from(vectors, (vector, at) => {
    let largest = 0
    for (const value of vector) largest = Math.max(largest, Math.abs(value))
    if (largest === 0) return 0
    const from = at * width
    for (let i = 0; i < dimensions; i++) values[from + i] = Math.round(((vector[i] as number) / largest) * 127)
    return largest / 127
  })
  return { values, scales, dimensions }
}

/** Room for `count` vectors, and for the products of at most `most` of them at once. */
export function makePackedTable(count: number, dimensions: number, most: number): PackedTable {
  const width = widthOf(dimensions)
  // A memory of its own: the rows, then their scales, the products and the vector.
  const scalesAt = count * width
  const outAt = scalesAt + count * Float32Array.BYTES_PER_ELEMENT
  const vectorAt = outAt + Math.ceil(most / 4) * 4 * Float32Array.BYTES_PER_ELEMENT
  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, 'base64'))
  const module = new WebAssembly.Instance(compiled).exports as unknown as Dots // the module exports these
  module.memory.grow(Math.ceil((vectorAt + width * Int16Array.BYTES_PER_ELEMENT) / PAGE_BYTES))
  const { buffer } = module.memory
  const out = new Float32Array(buffer, outAt, most)
  const multiplied = new Int16Array(buffer, vectorAt, width)
  // A packed vector is at most 127 · √width long: with the other one no longer than this no sum leaves 32 bits.
  const longest = 2 ** 31 / (128 * Math.sqrt(width))
  let added = 0
  let last: Float32Array | null = null
  let unit = 1

  return {
    add({ values, scales }) {
      const here = {
        values: new Int8Array(buffer, added * width, values.length),
        scales: new Float32Array(buffer, scalesAt + added * Float32Array.BYTES_PER_ELEMENT, scales.length),
        dimensions,
      }
      here.values.set(values)
      here.scales.set(scales)
      added += scales.length
      return here
    },
    multiply(vector, from, many) {
      if (vector !== last) {
        let largest = 0
        for (const value of vector) largest = Math.max(largest, Math.abs(value))
        unit = 1 / Math.min(longest, LARGEST / (largest || 1))
        for (let i = 0; i < dimensions; i++) multiplied[i] = Math.round((vector[i] as number) / unit)
        last = vector
      }
      const scalesFrom = scalesAt + from * Float32Array.BYTES_PER_ELEMENT
      module.dots8(from * width, many, vectorAt, width, scalesFrom, outAt, unit)
      return out
    },
  }
}

/** Adds the packed vector number `at`, times `weight`, to `sum`. */
export function addPacked(sum: Float32Array, { values, scales, dimensions }: PackedVectors, at: number, weight = 1) {
  const factor = (scales[at] ?? 0) * weight
  const from = at * widthOf(dimensions)
  for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] as number) + factor * (values[from + i] as number)
}

/** `vector`, changed to length 1; zeros stay zeros. */
export function atLengthOne(vector: Float32Array): Float32Array {
  let square = 0
  for (const value of vector) square += value * value
  const length = Math.sqrt(square) || 1
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / length
  return vector
}
