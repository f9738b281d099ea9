/** How two messages are compared. */
export interface Likeness {
  /** Weight of the words' part, the cosine of the lexical features, beside 1 for the vectors' part. */
  words: number
  /** The vectors' part is exp(sharpness × (cosine − 1)); above 0, at most 40. */
  sharpness: number
}

const PAGE_BYTES = 65_536
const STRIDE_BYTES = 16

/**
 * `likenesses(bytes, sharpness)`. The text of the module is likeness.wat beside this file;
 * `npx -p wabt wat2wasm likeness.wat` makes these bytes of it.
 */
const MODULE =
  'AGFzbQEAAAABBgFgAn99AAMCAQAFAwEAAQcXAgZtZW1vcnkCAApsaWtlbmVzc2VzAAAKmQMBlgMCAX8DewJAA0AgAiAATw0B/QwAAK7CAACuwgAArsIAAK' +
  '7CIAH9EyAC/QAEAP0MAACAPwAAgD8AAIA/AACAP/3lAf3mAf3pASEDIAP9DDuquD87qrg/O6q4PzuquD/95gH9aiEEIAMgBP0MAIAxPwCAMT8AgDE/AIAx' +
  'P/3mAf3lASAE/QyDgF65g4BeuYOAXrmDgF65/eYB/eUBIQP9DIiICDyIiAg8iIgIPIiICDwgA/0MYQu2OmELtjphC7Y6YQu2Ov3mAf3kASEF/Qyrqio9q6' +
  'oqPauqKj2rqio9IAMgBf3mAf3kASEF/Qyrqio+q6oqPquqKj6rqio+IAMgBf3mAf3kASEF/QwAAAA/AAAAPwAAAD8AAAA/IAMgBf3mAf3kASEF/QwAAIA/' +
  'AACAPwAAgD8AAIA/IAMgBf3mAf3kASEF/QwAAIA/AACAPwAAgD8AAIA/IAMgBf3mAf3kASEFIAIgBSAE/fgB/Qx/AAAAfwAAAH8AAAB/AAAA/a4BQRf9qw' +
  'H95gH9CwQAIAJBEGohAgwACwsL'

interface Exports {
  memory: WebAssembly.Memory
  likenesses(bytes: number, sharpness: number): void
}

let loaded: Exports | null = null
let room = new Float32Array(0)

/**
 * The vectors' part for each cosine, four at once: a tenth of the time of `Math.exp`, and right to seven digits. The
 * array is the module's own and holds until the next call.
 */
export function likenessesOfMeaning(cosines: Float32Array, sharpness: number): Float32Array {
  // The module exports these.
  loaded ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(MODULE, 'base64')))
    .exports as unknown as Exports
  const { memory, likenesses } = loaded
  const bytes = Math.ceil(cosines.byteLength / STRIDE_BYTES) * STRIDE_BYTES
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
  // Growing takes the old buffer away.
  if (room.buffer !== memory.buffer) room = new Float32Array(memory.buffer)
  room.set(cosines)
  likenesses(bytes, sharpness)
  return room.subarray(0, cosines.length)
}
