/** What the pool and its worker threads say to each other. */
export interface WorkerSettings {
  modelDir: string
  threads: number
}

export interface EncodeRequest {
  id: number
  texts: string[]
}

export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'failed'; reason: string }
  /** For each text its vector and its focused vector, one behind the other. */
  | { kind: 'encoded'; id: number; joined: Float32Array; truncated: boolean[] }
  | { kind: 'refused'; id: number; reason: string }

/** Length of one vector of all-MiniLM-L6-v2. */
export const VECTOR_SIZE = 384

/** all-MiniLM-L6-v2 was trained on 256 word pieces; what stands behind them is cut off and flagged. */
export const MAX_TOKENS = 256
