import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EarshotError } from '../../domain/errors.ts'

/** How the weights are stored, by the names that ONNX exports of sentence encoders have; the smallest first. */
const EXPORTS = [
  { dtype: 'q4', file: 'onnx/model_q4.onnx' },
  { dtype: 'q8', file: 'onnx/model_quantized.onnx' },
  { dtype: 'fp32', file: 'onnx/model.onnx' },
] as const
const OTHER_FILES = ['config.json', 'tokenizer_config.json', 'tokenizer.json'] as const

export type ModelExport = (typeof EXPORTS)[number]

/** The export in this folder, the smallest where there are several. Rejects `model-missing` where there is none. */
export async function findExport(modelDir: string): Promise<ModelExport> {
  for (const each of EXPORTS) if (await sizeOf(join(modelDir, each.file))) return each
  throw missing(modelDir, EXPORTS[0].file)
}

/**
 * Names the model by the content of its files. Rejects with a plain sentence when one is missing. Weights beside the model
 * are 54 MB and checked by SHA-256 when they are fetched; here their size stands for them.
 */
export async function fingerprintOf(modelDir: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of OTHER_FILES) hash.update(await readModelFile(modelDir, name))
  const { file } = await findExport(modelDir)
  hash.update(await readModelFile(modelDir, file))
  const beside = await sizeOf(join(modelDir, `${file}_data`))
  if (beside === null && file === EXPORTS[0].file) throw missing(modelDir, `${file}_data`)
  if (beside !== null) hash.update(String(beside))
  if (file !== EXPORTS[0].file) hash.update(file)
  return hash.digest('hex').slice(0, 16)
}

const sizeOf = async (path: string) => (await stat(path).catch(() => null))?.size ?? null

const readModelFile = (modelDir: string, name: string) =>
  readFile(join(modelDir, name)).catch(() => {
    throw missing(modelDir, name)
  })

const missing = (modelDir: string, name: string) =>
  new EarshotError('unavailable', 'model-missing', `${join(modelDir, name)} is missing: run npm run setup.`)
