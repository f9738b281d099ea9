import { basename, dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { AutoModel, AutoTokenizer, env, Tensor } from '@huggingface/transformers'
import {
  type EncodeRequest,
  MAX_TOKENS,
  VECTOR_SIZE,
  type WorkerReply,
  type WorkerSettings,
} from './encoder-protocol.ts'
import { groupByLength } from './group-by-length.ts'
import { poolStates } from './pooling.ts'
import { makeReadPieces } from './word-pieces.ts'

if (!parentPort) throw new Error('encoder-worker is started by the encoder pool, not by hand.')
const port = parentPort
// The pool is the only one who starts this file, with exactly these settings.
const settings = workerData as WorkerSettings

const send = (reply: WorkerReply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer)
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

env.allowRemoteModels = false
env.allowLocalModels = true
env.localModelPath = dirname(settings.modelDir)

try {
  const encode = await loadEncoder(settings)
  port.on('message', async (request: EncodeRequest) => {
    try {
      const { joined, truncated } = await encode(request.texts)
      send({ kind: 'encoded', id: request.id, joined, truncated }, [joined.buffer as ArrayBuffer])
    } catch (error) {
      send({ kind: 'refused', id: request.id, reason: reasonOf(error) })
    }
  })
  send({ kind: 'ready' })
} catch (error) {
  send({ kind: 'failed', reason: reasonOf(error) })
}

async function loadEncoder({ modelDir, threads }: WorkerSettings) {
  const name = basename(modelDir)
  const options = { local_files_only: true }
  const tokenizer = await AutoTokenizer.from_pretrained(name, options)
  const model = await AutoModel.from_pretrained(name, {
    ...options,
    dtype: 'q4',
    session_options: {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // After a run its second thread would go on waiting busily, on the core that the heads and the next message need.
      extra: { session: { force_spinning_stop: '1' } },
    },
  })

  const readPieces = makeReadPieces(tokenizer)
  const pad = tokenizer.pad_token_id ?? 0

  /** Vector and focused vector of each text, in one run of the model. */
  async function encodeGroup(texts: string[], pieces: readonly number[][]): Promise<Float32Array> {
    const inputs = pieces.some(({ length }) => length > MAX_TOKENS)
      ? tokenizer(texts, { padding: true, truncation: true, max_length: MAX_TOKENS })
      : fillUp(pieces, pad)
    const outputs = await model(inputs)
    const [batch = 0, width = 0]: number[] = inputs.input_ids.dims
    return poolStates({
      // The model's output is float32; the type only says that it is some typed array.
      states: outputs.last_hidden_state.data as Float32Array,
      ids: inputs.input_ids.data,
      mask: inputs.attention_mask.data,
      batch,
      width,
    })
  }

  return async (texts: string[]) => {
    const pieces = texts.map(readPieces)
    const size = 2 * VECTOR_SIZE
    const joined = new Float32Array(texts.length * size)
    for (const group of groupByLength(pieces.map(({ length }) => Math.min(length, MAX_TOKENS)))) {
      const vectors = await encodeGroup(
        group.map((index) => texts[index] ?? ''),
        group.map((index) => pieces[index] ?? []),
      )
      group.forEach((index, i) => void joined.set(vectors.subarray(i * size, (i + 1) * size), index * size))
    }
    return { joined, truncated: pieces.map(({ length }) => length > MAX_TOKENS) }
  }
}

/** Rows of one length, the shorter ones with `pad` behind them, which the mask hides. */
function fillUp(pieces: readonly number[][], pad: number) {
  const width = Math.max(...pieces.map(({ length }) => length))
  const tensor = (numberAt: (row: readonly number[], at: number) => number) => {
    const numbers = new BigInt64Array(pieces.length * width)
    pieces.forEach((row, i) => {
      for (let at = 0; at < width; at++) numbers[i * width + at] = BigInt(numberAt(row, at))
    })
    return new Tensor('int64', numbers, [pieces.length, width])
  }
  return {
    input_ids: tensor((row, at) => row[at] ?? pad),
    attention_mask: tensor((row, at) => (at < row.length ? 1 : 0)),
  }
}
