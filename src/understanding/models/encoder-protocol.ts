/** What the pool and its worker threads say to each other. */
export interface WorkerSettings {
  modelDir: string
  threads: number
  /** Laid out as `answersIn` says. */
  answers: SharedArrayBuffer
}

export interface EncodeRequest {
  id: number
  /** At most `MAX_TEXTS`. */
  texts: string[]
}

export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'failed'; reason: string }
  /** The id of the request: its answers are in `answers` until the next one. A number alone is told soonest. */
  | number
  | { kind: 'refused'; id: number; reason: string }

/** Length of one vector of all-MiniLM-L6-v2. */
export const VECTOR_SIZE = 384

/** all-MiniLM-L6-v2 was trained on 256 word pieces; what stands behind them is cut off and flagged. */
export const MAX_TOKENS = 256

/** A live message may have to wait for so many; with more texts a batch carries less padding. */
export const MAX_TEXTS = 16

/** Both threads have this memory: a message would carry the same numbers more slowly. */
export const makeAnswers = () =>
  new SharedArrayBuffer(MAX_TEXTS * (2 * VECTOR_SIZE + 1) * Float32Array.BYTES_PER_ELEMENT)

/** `vectors`: of each text its vector and its focused vector, one behind the other; `cut`: 1 for each that was too long. */
export const answersIn = (answers: SharedArrayBuffer) => {
  const numbers = new Float32Array(answers)
  const end = MAX_TEXTS * 2 * VECTOR_SIZE
  return { vectors: numbers.subarray(0, end), cut: numbers.subarray(end) }
}
