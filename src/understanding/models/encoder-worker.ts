import { basename, dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { AutoModel, AutoTokenizer, env } from '@huggingface/transformers'
import { type EncodeRequest, MAX_TOKENS, type WorkerReply, type WorkerSettings } from './encoder-protocol.ts'
import { poolStates } from './pooling.ts'

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
      const { vectors, focused, truncated } = await encode(request.texts)
      // Each lies in a buffer of its own, so it can be moved instead of cloned.
      const buffers = [vectors.buffer as ArrayBuffer, focused.buffer as ArrayBuffer]
      send({ kind: 'encoded', id: request.id, vectors, focused, truncated }, buffers)
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
    session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
  })

  return async (texts: string[]) => {
    const inputs = tokenizer(texts, { padding: true, truncation: true, max_length: MAX_TOKENS })
    const outputs = await model(inputs)
    const [batch = 0, width = 0]: number[] = inputs.input_ids.dims
    const truncated = texts.map((text) => width === MAX_TOKENS && tokenizer.encode(text).length > MAX_TOKENS)
    const pooled = poolStates({
      // The model's output is float32; the type only says that it is some typed array.
      states: outputs.last_hidden_state.data as Float32Array,
      ids: inputs.input_ids.data,
      mask: inputs.attention_mask.data,
      batch,
      width,
    })
    return { ...pooled, truncated }
  }
}
