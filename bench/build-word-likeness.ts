/**
 * Builds `training/weights/words.bin`, which src/knowledge/word-likeness.ts reads: `npx tsx bench/build-word-likeness.ts`.
 *
 * Every word piece of the encoder's vocabulary in Latin letters and digits is encoded by itself. The mean of all is taken
 * off, and what is left written in its 64 strongest directions (principal components, by subspace iteration), a byte each.
 * The same model gives the same file.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AutoModel, env, Tensor } from '@huggingface/transformers'
import { z } from 'zod'
import { readConfig } from '../src/config/index.ts'
import { WORD_DIRECTIONS, WORDS_FILE } from '../src/knowledge/word-likeness.ts'

const SIZE = 384
const BATCH = 64
const ROUNDS = 60
const [FIRST_MARK, LAST_MARK] = [101n, 102n]

const { modelDir } = readConfig()
env.allowRemoteModels = false
env.localModelPath = dirname(modelDir)
const tokenizer = z.object({ model: z.object({ vocab: z.record(z.string(), z.int()) }) })
const { vocab } = tokenizer.parse(JSON.parse(await readFile(join(modelDir, 'tokenizer.json'), 'utf8'))).model
const pieces = Object.entries(vocab)
  .filter(([piece]) => /^(##)?[a-z0-9]+$/.test(piece))
  .sort(([, a], [, b]) => a - b)

const vectors = await encodeAll(pieces.map(([, id]) => BigInt(id)))
takeOffMean(vectors)
const directions = strongestDirections(vectors)
const packed = new Int8Array(vectors.length * WORD_DIRECTIONS)
vectors.forEach((vector, at) => {
  const short = directions.map((direction) => dot(direction, vector))
  const largest = Math.max(...short.map(Math.abs))
  for (const [i, value] of short.entries()) packed[at * WORD_DIRECTIONS + i] = Math.round((value / largest) * 127)
})
const names = Buffer.from(`${pieces.map(([piece]) => piece).join('\n')}\0`)
await writeFile(WORDS_FILE, Buffer.concat([names, Buffer.from(packed.buffer)]))
console.log(`${WORDS_FILE}: ${pieces.length} word pieces`)

async function encodeAll(ids: bigint[]): Promise<Float64Array[]> {
  const model = await AutoModel.from_pretrained(basename(modelDir), { local_files_only: true, dtype: 'q4' })
  const encoded: Float64Array[] = []
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH)
    const tensor = (numbers: bigint[]) => new Tensor('int64', BigInt64Array.from(numbers), [batch.length, 3])
    const outputs = await model({
      input_ids: tensor(batch.flatMap((id) => [FIRST_MARK, id, LAST_MARK])),
      attention_mask: tensor(batch.flatMap(() => [1n, 1n, 1n])),
    })
    const states = outputs.last_hidden_state.data as Float32Array
    batch.forEach((_, row) => {
      const state = (place: number, i: number) => states[(3 * row + place) * SIZE + i] ?? 0
      encoded.push(unit(Float64Array.from({ length: SIZE }, (_, i) => state(0, i) + state(1, i) + state(2, i))))
    })
  }
  return encoded
}

function takeOffMean(rows: Float64Array[]): void {
  const mean = new Float64Array(SIZE)
  for (const row of rows) add(mean, row, 1 / rows.length)
  for (const row of rows) add(row, mean, -1)
}

function strongestDirections(rows: Float64Array[]): Float64Array[] {
  const spread = Array.from({ length: SIZE }, () => new Float64Array(SIZE))
  for (const row of rows) for (let i = 0; i < SIZE; i++) add(spread[i] as Float64Array, row, row[i] ?? 0)
  let found: Float64Array[] = spread.slice(0, WORD_DIRECTIONS).map((row) => row.slice())
  for (let round = 0; round < ROUNDS; round++) {
    const turned = found.map((direction) => Float64Array.from(spread, (row) => dot(row, direction)))
    found = []
    for (const direction of turned) {
      for (const earlier of found) add(direction, earlier, -dot(earlier, direction))
      found.push(unit(direction))
    }
  }
  return found
}

function add(to: Float64Array, row: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + factor * (row[i] ?? 0)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector)) || 1
  return vector.map((value) => value / length)
}
