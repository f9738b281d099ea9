/**
 * Rows of numbers that are multiplied by one vector at a time, four numbers at once: some nine times as fast as a loop in
 * JavaScript, which is what reading one message against thousands of examples costs most.
 */
export interface RowMatrix {
  /** The dot product of every row with `vector`, which must be as long as a row. */
  times(vector: Float32Array): Float32Array
}

/** Numbers that the loop takes at once; rows are padded with zeros to a multiple. */
const STRIDE = 16
const NUMBER_BYTES = 4
const PAGE_BYTES = 65_536

/**
 * `dots(matrix, rows, vector, rowBytes, out)`: addresses and sizes in bytes, `rowBytes` a multiple of 64. The text of the
 * module is row-matrix.wat beside this file; `npx -p wabt wat2wasm row-matrix.wat` makes these bytes of it.
 */
const MODULE =
  'AGFzbQEAAAABCQFgBX9/f39/AAMCAQAFAwEAAQcRAgZtZW1vcnkCAARkb3RzAAAKoAIBnQICAn8EewJAA0AgAUUNAf0MAAAAAAAAAAAAAAAAAAAAACEH' +
  '/QwAAAAAAAAAAAAAAAAAAAAAIQj9DAAAAAAAAAAAAAAAAAAAAAAhCf0MAAAAAAAAAAAAAAAAAAAAACEKIAIhBSACIANqIQYDQCAHIAD9AAQAIAX9AAQA' +
  '/eYB/eQBIQcgCCAA/QAEECAF/QAEEP3mAf3kASEIIAkgAP0ABCAgBf0ABCD95gH95AEhCSAKIAD9AAQwIAX9AAQw/eYB/eQBIQogAEHAAGohACAFQcAA' +
  'aiEFIAUgBkkNAAsgByAI/eQBIAkgCv3kAf3kASEHIAQgB/0fACAH/R8BkiAH/R8CIAf9HwOSkjgCACAEQQRqIQQgAUEBayEBDAALCws='

interface Dots {
  memory: WebAssembly.Memory
  dots(matrix: number, rows: number, vector: number, rowBytes: number, out: number): void
}

let compiled: WebAssembly.Module | undefined

/** `values` are rows of `width` numbers, one after the other; they are copied. */
export function makeRowMatrix(values: Float32Array, width: number): RowMatrix {
  const rows = width === 0 ? 0 : values.length / width
  if (rows === 0) return { times: () => new Float32Array(0) }
  const padded = Math.ceil(width / STRIDE) * STRIDE
  const vectorAt = rows * padded
  const outAt = vectorAt + padded

  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, 'base64'))
  const { memory, dots } = new WebAssembly.Instance(compiled).exports as unknown as Dots // the module exports these
  memory.grow(Math.ceil(((outAt + rows) * NUMBER_BYTES) / PAGE_BYTES))
  const numbers = new Float32Array(memory.buffer)
  for (let row = 0; row < rows; row++) numbers.set(values.subarray(row * width, (row + 1) * width), row * padded)

  return {
    times(vector) {
      numbers.set(vector, vectorAt)
      dots(0, rows, vectorAt * NUMBER_BYTES, padded * NUMBER_BYTES, outAt * NUMBER_BYTES)
      return numbers.slice(outAt, outAt + rows)
    },
  }
}
