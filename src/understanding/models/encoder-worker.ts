import { parentPort, workerData } from 'node:worker_threads'
import {
  answersIn,
  type EncodeRequest,
  MAX_TOKENS,
  VECTOR_SIZE,
  type WorkerReply,
  type WorkerSettings,
} from './encoder-protocol.ts'
import { groupByLength } from './group-by-length.ts'
import { loadModel } from './load-model.ts'
import { poolStates } from './pooling.ts'

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
async function loadEncoder({ answers, ...settings }: WorkerSettings) {
  const { readPieces, run, weightOf } = await loadModel(settings)

  /** In one run of the model. */
  async function encodeRows(rows: readonly number[][]): Promise<Float32Array> {
    const width = Math.max(...rows.map(({ length }) => length))
    const { states, size } = await run(rows, width)
    if (size !== VECTOR_SIZE) {
      throw new Error(`${settings.modelDir} gives vectors of ${size} numbers; ${VECTOR_SIZE} are read here`)
    }
    return poolStates(states, rows, { width, weightOf })
  }

  await encodeRows([readPieces('ready')])
  const { vectors, cut } = answersIn(answers)
  const size = 2 * VECTOR_SIZE
  return async (texts: string[]) => {
    const pieces = texts.map(readPieces)
    const rows = pieces.map((row) =>
      row.length > MAX_TOKENS ? [...row.slice(0, MAX_TOKENS - 1), row.at(-1) ?? 0] : row,
    )
    for (const group of groupByLength(rows.map(({ length }) => length))) {
      const encoded = await encodeRows(group.map((index) => rows[index] ?? []))
      group.forEach((index, i) => void vectors.set(encoded.subarray(i * size, (i + 1) * size), index * size))
    }
    pieces.forEach(({ length }, index) => {
      cut[index] = length > MAX_TOKENS ? 1 : 0
    })
  }
}
