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
/** So many stretches of rows are read side by side, see row-matrix.wat. */
const STRETCHES = { dots: 2, dots16: 4 }
/** What 1 becomes in `makeUnitRows`: products of unit vectors then stay within 32 bits. */
const ONE = 32_767

/**
 * `dots(matrix, rows, vector, rowBytes, out)` for numbers of 32 bits, `dots16` with a scale behind for whole ones of 16;
 * `rows` of one stretch, addresses and sizes in bytes, `rowBytes` a multiple of 64. The text of the module is row-matrix.wat
 * beside this file; `npx -p wabt wat2wasm row-matrix.wat` makes these bytes of it.
 */
const MODULE =
  'AGFzbQEAAAABCgFgBn9/f39/fQADAwIAAAUDAQABBxoDBm1lbW9yeQIABGRvdHMAAAZkb3RzMTYAAQr9CQKqBAYEfwF7AX8EewF/BHsgASADbCEIIAFBBGwhCS' +
  'ACIANqIQcCQANAIAFFDQH9DAAAAAAAAAAAAAAAAAAAAAAhDP0MAAAAAAAAAAAAAAAAAAAAACEN/QwAAAAAAAAAAAAAAAAAAAAAIQ79DAAAAAAAAAAAAAAAAAAA' +
  'AAAhD/0MAAAAAAAAAAAAAAAAAAAAACER/QwAAAAAAAAAAAAAAAAAAAAAIRL9DAAAAAAAAAAAAAAAAAAAAAAhE/0MAAAAAAAAAAAAAAAAAAAAACEUIAAhCyALIA' +
  'hqIRAgAiEGA0AgBv0ABAAhCiAMIAv9AAQAIAr95gH95AEhDCARIBD9AAQAIAr95gH95AEhESAG/QAEECEKIA0gC/0ABBAgCv3mAf3kASENIBIgEP0ABBAgCv3m' +
  'Af3kASESIAb9AAQgIQogDiAL/QAEICAK/eYB/eQBIQ4gEyAQ/QAEICAK/eYB/eQBIRMgBv0ABDAhCiAPIAv9AAQwIAr95gH95AEhDyAUIBD9AAQwIAr95gH95A' +
  'EhFCALQcAAaiELIBBBwABqIRAgBkHAAGohBiAGIAdJDQALIAwgDf3kASAOIA/95AH95AEhCiAEIAr9HwAgCv0fAZIgCv0fAiAK/R8DkpI4AgAgESAS/eQBIBMg' +
  'FP3kAf3kASEKIAQgCUEBbGogCv0fACAK/R8BkiAK/R8CIAr9HwOSkjgCACAAIANqIQAgBEEEaiEEIAFBAWshAQwACwsLzgUKBH8BewF/AXsBfwF7AX8BewF/AX' +
  'sgASADbCEIIAFBBGwhCSACIANqIQcCQANAIAFFDQH9DAAAAAAAAAAAAAAAAAAAAAAhDP0MAAAAAAAAAAAAAAAAAAAAACEO/QwAAAAAAAAAAAAAAAAAAAAAIRD9' +
  'DAAAAAAAAAAAAAAAAAAAAAAhEiAAIQsgCyAIaiENIA0gCGohDyAPIAhqIREgAiEGA0AgBv0ABAAhCiAMIAv9AAQAIAr9ugH9rgEhDCAOIA39AAQAIAr9ugH9rg' +
  'EhDiAQIA/9AAQAIAr9ugH9rgEhECASIBH9AAQAIAr9ugH9rgEhEiAG/QAEECEKIAwgC/0ABBAgCv26Af2uASEMIA4gDf0ABBAgCv26Af2uASEOIBAgD/0ABBAg' +
  'Cv26Af2uASEQIBIgEf0ABBAgCv26Af2uASESIAb9AAQgIQogDCAL/QAEICAK/boB/a4BIQwgDiAN/QAEICAK/boB/a4BIQ4gECAP/QAEICAK/boB/a4BIRAgEi' +
  'AR/QAEICAK/boB/a4BIRIgBv0ABDAhCiAMIAv9AAQwIAr9ugH9rgEhDCAOIA39AAQwIAr9ugH9rgEhDiAQIA/9AAQwIAr9ugH9rgEhECASIBH9AAQwIAr9ugH9' +
  'rgEhEiALQcAAaiELIA1BwABqIQ0gD0HAAGohDyARQcAAaiERIAZBwABqIQYgBiAHSQ0ACyAMIQogBCAFIAr9GwAgCv0bAWogCv0bAiAK/RsDamqylDgCACAOIQ' +
  'ogBCAJQQFsaiAFIAr9GwAgCv0bAWogCv0bAiAK/RsDamqylDgCACAQIQogBCAJQQJsaiAFIAr9GwAgCv0bAWogCv0bAiAK/RsDamqylDgCACASIQogBCAJQQNs' +
  'aiAFIAr9GwAgCv0bAWogCv0bAiAK/RsDamqylDgCACAAIANqIQAgBEEEaiEEIAFBAWshAQwACwsL'

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
  // Rows of zeros fill up the last stretch.
  const length = Math.ceil(rows / STRETCHES[dots])
  const rowsLaidOut = length * STRETCHES[dots]
  const vectorAt = rowsLaidOut * rowBytes
  const outAt = vectorAt + rowBytes

  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, 'base64'))
  const module = new WebAssembly.Instance(compiled).exports as unknown as Dots // the module exports these
  module.memory.grow(Math.ceil((outAt + rowsLaidOut * Float32Array.BYTES_PER_ELEMENT) / PAGE_BYTES))
  const numbers = new kind(module.memory.buffer)
  const out = new Float32Array(module.memory.buffer, outAt, rows)
  const [rowSize, vectorStart] = [rowBytes / kind.BYTES_PER_ELEMENT, vectorAt / kind.BYTES_PER_ELEMENT]
  for (let row = 0; row < rows; row++) put(values.subarray(row * width, (row + 1) * width), numbers, row * rowSize)

  return {
    times(vector) {
      put(vector, numbers, vectorStart)
      module[dots](0, length, vectorAt, rowBytes, outAt, 1 / (ONE * ONE))
      return out.slice()
    },
  }
}
