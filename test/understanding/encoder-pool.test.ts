import { afterEach, describe, expect, it } from 'vitest'
import { type Encoder, type EncoderOptions, startEncoder } from '../../src/understanding/models/encoder.ts'
import { makeFakeModel, makeTempDir } from './support.ts'

const open: Encoder[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((encoder) => encoder.close()))
})

async function startFake(options: Partial<EncoderOptions> = {}): Promise<Encoder> {
  const encoder = await startEncoder({
    modelDir: await makeFakeModel(),
    workers: 1,
    threads: 1,
    workerUrl: new URL('./fake-encoder-worker.mjs', import.meta.url),
    log: () => undefined,
    timeoutMs: 5000,
    ...options,
  })
  open.push(encoder)
  return encoder
}

/** So much that every thread there may be is started. */
const rush = (encoder: Encoder) => encoder.encodeAll(['slow', ...Array.from({ length: 40 }, (_, i) => `rush ${i}`)])

/** Which of two messages is answered first, when the first takes long: the other where there is a second thread. */
async function firstOf(encoder: Encoder): Promise<string> {
  const answered: string[] = []
  const told = (text: string) => encoder.encode(text).then(() => answered.push(text))
  const slow = told('slow')
  await Promise.all([slow, told(`quick ${Math.random()}`)])
  return answered[0] ?? ''
}

const batchSizeOf = async (encoding: Promise<{ vector: Float32Array }>) => (await encoding).vector[1]

describe('the pool of encoder threads', () => {
  it('batches what is queued, at most eight messages, and never waits for more', async () => {
    const encoder = await startFake()
    const first = encoder.encode('alone')
    const rest = Array.from({ length: 9 }, (_, i) => encoder.encode(`message ${i}`))
    expect(await batchSizeOf(first)).toBe(1)
    expect(await Promise.all(rest.map(batchSizeOf))).toEqual([8, 8, 8, 8, 8, 8, 8, 8, 1])
  })

  it('reads the parts of a message in one batch behind it', async () => {
    const encoder = await startFake()
    const own = encoder.encode('cancel it and refund me')
    const parts = encoder.encodeTogether(['cancel it', 'refund me'])
    expect(await Promise.all([own, ...parts].map(batchSizeOf))).toEqual([1, 2, 2])
  })

  it('shares many texts out so that no thread is left with a long batch at the end', async () => {
    const encoder = await startFake({ workers: 2 })
    await rush(encoder)
    const texts = Array.from({ length: 40 }, (_, i) => 'x'.repeat(40 - i))
    const sizes = (await encoder.encodeAll(texts)).map(({ vector }) => vector[1])
    expect(sizes[0]).toBe(16)
    expect(sizes[39]).toBeLessThanOrEqual(2)
  })

  it('has one thread, more of them in a rush, and one again a while after', async () => {
    const encoder = await startFake({ workers: 2, shrinkAfterMs: 500, cacheSize: 0 })
    expect(await firstOf(encoder)).toBe('slow')
    await rush(encoder)
    expect(await firstOf(encoder)).toMatch(/^quick/)
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(await firstOf(encoder)).toBe('slow')
  })

  it('keeps the order of many texts whatever their lengths', async () => {
    const encoder = await startFake({ workers: 2 })
    const texts = Array.from({ length: 150 }, (_, i) => 'x'.repeat((i * 37) % 101))
    const encodings = await encoder.encodeAll(texts)
    expect(encodings.map(({ vector }) => vector[0])).toEqual(texts.map((text) => text.length))
  })

  it('replaces a thread that dies and tries its texts once more', async () => {
    const encoder = await startFake()
    expect((await encoder.encode('die once')).vector[0]).toBe(8)
  })

  it('rejects a text that kills the thread twice, and goes on with the next', async () => {
    const encoder = await startFake()
    await expect(encoder.encode('die')).rejects.toMatchObject({ kind: 'unavailable', code: 'encoder-failed' })
    expect((await encoder.encode('next')).vector[0]).toBe(4)
    expect(encoder.failure()).toBeNull()
  })

  it('does not let a refused text cost its neighbours in the batch', async () => {
    const encoder = await startFake()
    const slow = encoder.encode('slow')
    const refused = encoder.encode('refuse')
    const neighbour = encoder.encode('friend')
    await slow
    await expect(refused).rejects.toMatchObject({ code: 'encoder-failed' })
    expect((await neighbour).vector[0]).toBe(6)
  })

  it('rejects at the time limit when the thread hangs, then replaces the thread', async () => {
    const encoder = await startFake({ timeoutMs: 60, stallMs: 120 })
    await expect(encoder.encode('hang')).rejects.toMatchObject({ kind: 'unavailable', code: 'encoder-timeout' })
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect((await encoder.encode('after')).vector[0]).toBe(5)
  })

  it('says that it is busy when the queue is full', async () => {
    const encoder = await startFake({ queueLimit: 2 })
    const taken = [encoder.encode('slow'), encoder.encode('one'), encoder.encode('two')]
    await expect(encoder.encode('three')).rejects.toMatchObject({ kind: 'unavailable', code: 'encoder-busy' })
    await Promise.all(taken)
  })

  it('gives up with a reason when no thread starts any more', async () => {
    const encoder = await startFake()
    await expect(encoder.encode('die for good')).rejects.toMatchObject({ kind: 'unavailable' })
    expect(encoder.failure()).toBe('broken')
    await expect(encoder.encode('more')).rejects.toMatchObject({ code: 'encoder-gone' })
  })

  it('names the file that is missing', async () => {
    const modelDir = await makeTempDir()
    await expect(startFake({ modelDir })).rejects.toThrow(/config\.json is missing: run npm run setup/)
  })
})
