import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Encoder, startEncoder } from '../../src/understanding/models/encoder.ts'
import { MODEL_DIR, WORKER_BOOT } from './support.ts'

const TEXTS = ['where is my order', 'Zürich, 12 €?', 'x', 'long '.repeat(400)]
const OWN_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']

const start = (modelDir: string) =>
  startEncoder({
    modelDir,
    workers: 1,
    threads: 1,
    workerUrl: WORKER_BOOT,
    log: () => undefined,
    timeoutMs: 20_000,
    cacheSize: 1,
  })

/** The shipped weights under the name of an export with 32 bits, which is not the kind that is run directly. */
function otherModel(folder: string): string {
  const modelDir = join(folder, 'other-encoder')
  mkdirSync(join(modelDir, 'onnx'), { recursive: true })
  for (const file of OWN_FILES) cpSync(join(MODEL_DIR, file), join(modelDir, file))
  cpSync(join(MODEL_DIR, 'onnx/model_q4.onnx'), join(modelDir, 'onnx/model.onnx'))
  for (const name of ['model.onnx_data', 'model_q4.onnx_data']) {
    cpSync(join(MODEL_DIR, 'onnx/model_q4.onnx_data'), join(modelDir, 'onnx', name))
  }
  return modelDir
}

describe('another encoder by its folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-encoder-'))
  let other: Encoder
  beforeAll(async () => {
    other = await start(otherModel(folder))
  }, 60_000)
  afterAll(async () => {
    await other?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is loaded by transformers.js, and gives the vectors that the same weights give directly', async () => {
    const direct = await start(MODEL_DIR)
    const [expected, read] = await Promise.all([direct.encodeAll(TEXTS), other.encodeAll(TEXTS)])
    await direct.close()
    expect(other.fingerprint).not.toBe(direct.fingerprint)
    expect(read.map(({ truncated }) => truncated)).toEqual([false, false, false, true])
    read.forEach(({ vector, focus }, i) => {
      vector.forEach((value, d) => void expect(value).toBeCloseTo(expected[i]?.vector[d] ?? 9, 4))
      // Nothing is known of how rare its words are.
      focus.forEach((value, d) => void expect(value).toBeCloseTo(vector[d] ?? 9, 4))
    })
  })

  it('is refused with its folder and the reason where its files are broken or missing', async () => {
    writeFileSync(join(folder, 'other-encoder/onnx/model.onnx'), 'no model')
    await expect(start(join(folder, 'other-encoder'))).rejects.toThrow()
    await expect(start(join(folder, 'nothing-here'))).rejects.toThrow(/nothing-here.*is missing/)
  })
})
