/**
 * Rows of numbers that are multiplied by one vector at a time, several numbers at once: some nine times as fast as a loop
 * in JavaScript, which is what reading one message against thousands of examples costs most.
 */
export interface RowMatrix {
  /** The dot product of every row with `vector`, which must be as long as a row. */
  times(vector: Float32Array): Float32Array
}

/** Bytes that the loops take at once; rows are padded with zeros to a multiple. */
const STRIDE_BYTES = 64
const PAGE_BYTES = 65_536
/** What 1 becomes in `makeUnitRows`: products of unit vectors then stay within 32 bits. */
const ONE = 32_767

/**
 * `dots(matrix, rows, vector, rowBytes, out)` for numbers of 32 bits, `dots16` with a scale behind for whole ones of 16;
 * addresses and sizes in bytes, `rowBytes` a multiple of 64. The text of the module is row-matrix.wat beside this file; `npx -p wabt wat2wasm row-matrix.wat` makes
 * these bytes of it.
 */
const MODULE =
  'AGFzbQEAAAABEgJgBX9/f39/AGAGf39/f399AAMDAgABBQMBAAEHGgMGbWVtb3J5AgAEZG90cwAABmRvdHMxNgABCsMEAp0CAgJ/BHsCQANAIAFFDQH9DA' +
  'AAAAAAAAAAAAAAAAAAAAAhB/0MAAAAAAAAAAAAAAAAAAAAACEI/QwAAAAAAAAAAAAAAAAAAAAAIQn9DAAAAAAAAAAAAAAAAAAAAAAhCiACIQUgAiADaiEG' +
  'A0AgByAA/QAEACAF/QAEAP3mAf3kASEHIAggAP0ABBAgBf0ABBD95gH95AEhCCAJIAD9AAQgIAX9AAQg/eYB/eQBIQkgCiAA/QAEMCAF/QAEMP3mAf3kAS' +
  'EKIABBwABqIQAgBUHAAGohBSAFIAZJDQALIAcgCP3kASAJIAr95AH95AEhByAEIAf9HwAgB/0fAZIgB/0fAiAH/R8DkpI4AgAgBEEEaiEEIAFBAWshAQwA' +
  'CwsLoQICAn8EewJAA0AgAUUNAf0MAAAAAAAAAAAAAAAAAAAAACEI/QwAAAAAAAAAAAAAAAAAAAAAIQn9DAAAAAAAAAAAAAAAAAAAAAAhCv0MAAAAAAAAAA' +
  'AAAAAAAAAAACELIAIhBiACIANqIQcDQCAIIAD9AAQAIAb9AAQA/boB/a4BIQggCSAA/QAEECAG/QAEEP26Af2uASEJIAogAP0ABCAgBv0ABCD9ugH9rgEh' +
  'CiALIAD9AAQwIAb9AAQw/boB/a4BIQsgAEHAAGohACAGQcAAaiEGIAYgB0kNAAsgCCAJ/a4BIAogC/2uAf2uASEIIAQgBSAI/RsAIAj9GwFqIAj9GwIgCP' +
  '0bA2pqspQ4AgAgBEEEaiEEIAFBAWshAQwACwsL'

interface Dots {
  memory: WebAssembly.Memory
  dots(matrix: number, rows: number, vector: number, rowBytes: number, out: number, scale: number): void
  dots16(matrix: number, rows: number, vector: number, rowBytes: number, out: number, scale: number): void
}

let compiled: WebAssembly.Module | undefined

/** `values` are rows of `width` numbers, one after the other; they are copied. */
export const makeRowMatrix = (values: Float32Array, width: number): RowMatrix =>
  layOut(values, width, Float32Array, (from, into, at) => into.set(from, at), 'dots')

/** The same for rows and vectors of unit length, kept in half the room: twice as fast, numbers rounded to 0.00003. */
export const makeUnitRows = (values: Float32Array, width: number): RowMatrix =>
  layOut(values, width, Int16Array, roundInto, 'dots16')

function roundInto(from: Float32Array, into: Int16Array, at: number): void {
  // The index is within the array by the loop; a check for undefined costs as much as the product.
  for (let j = 0; j < from.length; j++) into[at + j] = Math.round((from[j] as number) * ONE)
}

/** A memory of its own: the rows, behind them the vector, behind it the products. */
function layOut<Numbers extends Float32Array | Int16Array>(
  values: Float32Array,
  width: number,
  kind: { new (buffer: ArrayBuffer): Numbers; BYTES_PER_ELEMENT: number },
  put: (from: Float32Array, into: Numbers, at: number) => void,
  dots: 'dots' | 'dots16',
): RowMatrix {
  const rows = width === 0 ? 0 : values.length / width
  if (rows === 0) return { times: () => new Float32Array(0) }
  const rowBytes = Math.ceil((width * kind.BYTES_PER_ELEMENT) / STRIDE_BYTES) * STRIDE_BYTES
  const vectorAt = rows * rowBytes
  const outAt = vectorAt + rowBytes

  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, 'base64'))
  const module = new WebAssembly.Instance(compiled).exports as unknown as Dots // the module exports these
  module.memory.grow(Math.ceil((outAt + rows * Float32Array.BYTES_PER_ELEMENT) / PAGE_BYTES))
  const numbers = new kind(module.memory.buffer)
  const out = new Float32Array(module.memory.buffer, outAt, rows)
  const [rowSize, vectorStart] = [rowBytes / kind.BYTES_PER_ELEMENT, vectorAt / kind.BYTES_PER_ELEMENT]
  for (let row = 0; row < rows; row++) put(values.subarray(row * width, (row + 1) * width), numbers, row * rowSize)

  return {
    times(vector) {
      put(vector, numbers, vectorStart)
      module[dots](0, rows, vectorAt, rowBytes, outAt, 1 / (ONE * ONE))
      return out.slice()
    },
  }
}
