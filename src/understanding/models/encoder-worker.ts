import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import {
  answersIn,
  type EncodeRequest,
  MAX_TOKENS,
  VECTOR_SIZE,
  type WorkerReply,
  type WorkerSettings,
} from './encoder-protocol.ts'
import { groupByLength } from './group-by-length.ts'
import { poolStates } from './pooling.ts'
import { loadReadPieces } from './word-pieces.ts'

if (!parentPort) throw new Error('encoder-worker is started by the encoder pool, not by hand.')
const port = parentPort
// The pool is the only one who starts this file, with exactly these settings.
const settings = workerData as WorkerSettings

const send = (reply: WorkerReply) => port.postMessage(reply)
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

try {
  const encode = await loadEncoder(settings)
  port.on('message', async ({ id, texts }: EncodeRequest) => {
    try {
      await encode(texts)
      send(id)
    } catch (error) {
      send({ kind: 'refused', id, reason: reasonOf(error) })
    }
  })
  send({ kind: 'ready' })
} catch (error) {
  send({ kind: 'failed', reason: reasonOf(error) })
}

/** What it makes puts the answers for some texts into `answers`. */
async function loadEncoder({ modelDir, threads, answers }: WorkerSettings) {
  const [readPieces, session] = await Promise.all([
    loadReadPieces(modelDir),
    InferenceSession.create(join(modelDir, 'onnx/model_q4.onnx'), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // After a run its second thread would go on waiting busily, on the core that the heads and the next message need.
      extra: { session: { force_spinning_stop: '1' } },
    }),
  ])

  /** In one run of the model. Shorter rows are filled up with the piece 0, [PAD], which the mask hides. */
  async function encodeRows(rows: readonly number[][]): Promise<Float32Array> {
    const width = Math.max(...rows.map(({ length }) => length))
    const { last_hidden_state: states } = await session.run({
      input_ids: fill(rows, width, (piece) => piece),
      attention_mask: fill(rows, width, () => 1),
      token_type_ids: fill(rows, width, () => 0),
    })
    // The model's output is float32; the type only says that it is some typed array.
    return poolStates(states?.data as Float32Array, rows, width)
  }

  const { vectors, cut } = answersIn(answers)
  const size = 2 * VECTOR_SIZE
  return async (texts: string[]) => {
    const pieces = texts.map(readPieces)
    const rows = pieces.map((row) => (row.length > MAX_TOKENS ? row.slice(0, MAX_TOKENS) : row))
    for (const group of groupByLength(rows.map(({ length }) => length))) {
      const encoded = await encodeRows(group.map((index) => rows[index] ?? []))
      group.forEach((index, i) => void vectors.set(encoded.subarray(i * size, (i + 1) * size), index * size))
    }
    pieces.forEach(({ length }, index) => {
      cut[index] = length > MAX_TOKENS ? 1 : 0
    })
  }
}

/** Whole numbers of 64 bits, as the model wants them, written as pairs of 32: several times as fast as through BigInt. */
function fill(rows: readonly number[][], width: number, numberOf: (piece: number) => number): Tensor {
  const halves = new Int32Array(2 * rows.length * width)
  rows.forEach((row, i) => {
    for (let at = 0; at < row.length; at++) halves[2 * (i * width + at)] = numberOf(row[at] ?? 0)
  })
  return new Tensor('int64', new BigInt64Array(halves.buffer), [rows.length, width])
}
