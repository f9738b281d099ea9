import { basename, dirname } from 'node:path'
import { AutoModel, AutoTokenizer, env, Tensor } from '@huggingface/transformers'
import type { WorkerSettings } from './encoder-protocol.ts'
import { fill, type LoadedModel } from './loaded-model.ts'
import type { ModelExport } from './model-files.ts'

env.allowRemoteModels = false
env.allowLocalModels = true

/** Any sentence encoder that transformers.js can load, with its own tokenizer. Its vector is the mean of its pieces. */
export async function loadOtherEncoder(
  { modelDir, threads }: Pick<WorkerSettings, 'modelDir' | 'threads'>,
  { dtype }: ModelExport,
): Promise<LoadedModel> {
  env.localModelPath = dirname(modelDir)
  const name = basename(modelDir)
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(name, { local_files_only: true }),
    AutoModel.from_pretrained(name, {
      local_files_only: true,
      dtype,
      session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
    }),
  ])
  return {
    readPieces: (text) => tokenizer.encode(text),
    // How frequent a piece is, is known of BERT's vocabulary alone.
    weightOf: () => 1,
    async run(rows, width) {
      const tensor = (numbers: BigInt64Array) => new Tensor('int64', numbers, [rows.length, width])
      const { last_hidden_state: states } = await model({
        input_ids: tensor(fill(rows, width, { of: (piece) => piece, pad: tokenizer.pad_token_id ?? 0 })),
        attention_mask: tensor(fill(rows, width, { of: () => 1, pad: 0 })),
      })
      return { states: states.data as Float32Array, size: states.dims.at(-1) }
    },
  }
}
