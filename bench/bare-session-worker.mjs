// One bare ONNX session in a thread of its own, for speed.ts: ONNX Runtime runs on the thread that asks.
import { basename, dirname, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { AutoTokenizer, env } from '@huggingface/transformers'
import { InferenceSession, Tensor } from 'onnxruntime-node'

const { modelDir, threads } = workerData
env.allowRemoteModels = false
env.localModelPath = dirname(modelDir)
const tokenizer = await AutoTokenizer.from_pretrained(basename(modelDir), { local_files_only: true })
const session = await InferenceSession.create(join(modelDir, 'onnx/model_q4.onnx'), {
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
})

parentPort.on('message', async (texts) => {
  for (const text of texts) await session.run(prepare(text))
  parentPort.postMessage('done')
})
parentPort.postMessage('ready')

function prepare(text) {
  const ids = tokenizer.encode(text)
  const tensor = (value) =>
    new Tensor(
      'int64',
      BigInt64Array.from(ids, (id) => BigInt(value(id))),
      [1, ids.length],
    )
  return { input_ids: tensor((id) => id), attention_mask: tensor(() => 1), token_type_ids: tensor(() => 0) }
}
