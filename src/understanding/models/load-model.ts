import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { WorkerSettings } from './encoder-protocol.ts'
import { fill, type LoadedModel } from './loaded-model.ts'
import { findExport } from './model-files.ts'
import { weightOf } from './pooling.ts'
import { loadReadPieces, type ReadPieces } from './word-pieces.ts'

/**
 * The model in this folder. One made as the one that ships is, BERT's uncased pieces in a model of 4 bits, is run by the
 * runtime alone, which starts in a quarter of the time and with 75 MB less; any other through transformers.js.
 */
export async function loadModel(settings: Pick<WorkerSettings, 'modelDir' | 'threads'>): Promise<LoadedModel> {
  const stored = await findExport(settings.modelDir)
  const readPieces = stored.dtype === 'q4' ? await loadReadPieces(settings.modelDir) : null
  if (readPieces) return loadShippedKind(settings, join(settings.modelDir, stored.file), readPieces)
  const { loadOtherEncoder } = await import('./other-encoder.ts')
  return loadOtherEncoder(settings, stored)
}

async function loadShippedKind(
  { threads }: Pick<WorkerSettings, 'threads'>,
  path: string,
  readPieces: ReadPieces,
): Promise<LoadedModel> {
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // After a run its second thread would go on waiting busily, on the core that the heads and the next message need.
    extra: { session: { force_spinning_stop: '1' } },
  })
  return {
    readPieces,
    weightOf,
    async run(rows, width) {
      const tensor = (of: (piece: number) => number) =>
        new Tensor('int64', fill(rows, width, { of, pad: 0 }), [rows.length, width])
      const { last_hidden_state: states } = await session.run({
        input_ids: tensor((piece) => piece),
        attention_mask: tensor(() => 1),
        token_type_ids: tensor(() => 0),
      })
      // The model's output is float32; the type only says that it is some typed array.
      return { states: states?.data as Float32Array, size: states?.dims.at(-1) }
    },
  }
}
