import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Encoder, startEncoder } from '../../src/understanding/models/encoder.ts'
import { MODEL_DIR, WORKER_BOOT } from './support.ts'

const TEXTS = ['where is my order', 'my parcel has not arrived', 'how do I reset my password', '', '😡😡', 'x']

const start = () =>
  startEncoder({
    modelDir: MODEL_DIR,
    workers: 1,
    threads: 2,
    workerUrl: WORKER_BOOT,
    log: () => undefined,
    timeoutMs: 10_000,
    cacheSize: 1,
  })

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

describe('all-MiniLM-L6-v2', () => {
  let encoder: Encoder
  beforeAll(async () => {
    encoder = await start()
  }, 20_000)
  afterAll(() => encoder?.close())

  it('gives vectors of unit length with 384 numbers, for odd texts too', async () => {
    for (const { vector } of await encoder.encodeAll(TEXTS)) {
      expect(vector).toHaveLength(384)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
    }
  })

  it('keeps the order, and a text in a batch has the vector it has alone', async () => {
    const batch = await encoder.encodeAll(TEXTS)
    for (const [i, text] of TEXTS.entries()) {
      const alone = await encoder.encode(text)
      expect(Math.max(...alone.vector.map((value, j) => Math.abs(value - batch[i]!.vector[j]!)))).toBeLessThan(1e-3)
    }
  })

  it('gives the same text the same vector', async () => {
    const [first] = await encoder.encodeAll(['refund please'])
    await encoder.encodeAll(['something else', 'and another'])
    const [second] = await encoder.encodeAll(['refund please'])
    expect(second!.vector).toEqual(first!.vector)
  })

  it('puts what means the same nearer than what does not', async () => {
    const [order, parcel, password] = await encoder.encodeAll(TEXTS)
    expect(cosine(order!.vector, parcel!.vector)).toBeGreaterThan(cosine(order!.vector, password!.vector) + 0.2)
  })

  it('says when a text is longer than it reads', async () => {
    const [short, long] = await encoder.encodeAll(['hello there', 'hello there '.repeat(200)])
    expect([short!.truncated, long!.truncated]).toEqual([false, true])
  })

  it('closes in the midst of its work without taking the process with it', async () => {
    const busy = await start()
    const texts = Array.from({ length: 400 }, (_, i) => `${'my parcel has not arrived '.repeat(30)}${i}`)
    const encoding = busy.encodeAll(texts).catch((error: Error) => error.message)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await busy.close()
    expect(await encoding).toBe('The sentence encoder is not running.')
  }, 20_000)
})
