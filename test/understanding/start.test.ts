import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { IntentDefinition } from '../../src/domain/intent.ts'
import { projectRoot } from '../../src/project-root.ts'
import { startUnderstanding, type Understander, type UnderstandingOptions } from '../../src/understanding/index.ts'
import { intentClassifierContract } from './intent-classifier.contract.ts'
import { fewIntents, MODEL_DIR, makeFakeModel, makeTempDir, writeSmallSentimentFile } from './support.ts'

type Logged = { level: string; event: string; fields: Record<string, unknown> }

async function start(
  options: Partial<UnderstandingOptions> = {},
): Promise<{ understander: Understander; logs: Logged[] }> {
  const folder = options.cacheDir ?? (await makeTempDir())
  const logs: Logged[] = []
  const understander = await startUnderstanding({
    intents: await fewIntents(),
    entities: { folder: join(projectRoot, 'intents'), timeZone: 'Europe/Amsterdam', country: 'NL' },
    modelDir: MODEL_DIR,
    cacheDir: folder,
    workers: 1,
    threads: 1,
    timeoutMs: 20_000,
    sentimentFile: await writeSmallSentimentFile(await makeTempDir()),
    log: (level, event, fields) => logs.push({ level, event, fields: { ...fields } }),
    ...options,
  })
  return { understander, logs }
}

const startLexical = async (options: Partial<UnderstandingOptions> = {}) =>
  start({ modelDir: await makeTempDir(), ...options })

intentClassifierContract('transformer', async () => (await start()).understander)
intentClassifierContract('lexical', async () => (await startLexical()).understander)

describe('starting the understanding', () => {
  const open: Understander[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((understander) => understander.close()))
  })
  const keep = <Started extends { understander: Understander }>(started: Started): Started => {
    open.push(started.understander)
    return started
  }

  it('falls back to words, says why, and warns once, when the model files are missing', async () => {
    const modelDir = await makeTempDir()
    const { understander, logs } = keep(await start({ modelDir }))
    await understander.understand('hello')
    const status = understander.status()
    expect(status).toMatchObject({ engine: 'lexical', ready: true })
    expect(status.reason).toBe(`${join(modelDir, 'config.json')} is missing: run npm run setup.`)
    expect(logs.filter(({ level }) => level === 'warn').map(({ event }) => event)).toEqual(['understanding.fallback'])
    expect(await understander.embed(['hello'])).toBeNull()
  })

  it('does not start with a bad file of entities, and names it', async () => {
    const folder = await makeTempDir()
    await writeFile(join(folder, 'products.yaml'), '- { id: a, name: Anvil }\n- { id: b, name: anvil }\n')
    const entities = { folder, timeZone: 'UTC', country: null }
    await expect(startLexical({ entities })).rejects.toThrow('products.yaml:2: 1.name "anvil" already names a.')
  })

  it('reads the trained models back, and says the same with them', async () => {
    const cacheDir = await makeTempDir()
    const sentimentFile = await writeSmallSentimentFile(cacheDir)
    const first = keep(await startLexical({ cacheDir, sentimentFile }))
    await first.understander.whenTrained()
    const second = keep(await startLexical({ cacheDir, sentimentFile }))
    const ready = (logs: Logged[]) => logs.find(({ event }) => event === 'understanding.ready')?.fields.cached
    expect([ready(first.logs), ready(second.logs)]).toEqual([false, true])
    expect(second.understander.status().modelVersion).toBe(first.understander.status().modelVersion)
    expect(await second.understander.understand('where is my order')).toEqual(
      await first.understander.understand('where is my order'),
    )
  })

  it('trains anew when the examples have changed', async () => {
    const cacheDir = await makeTempDir()
    const sentimentFile = await writeSmallSentimentFile(cacheDir)
    const intents = await fewIntents()
    const before = keep(await startLexical({ cacheDir, sentimentFile, intents }))
    const changed = intents.map((intent) => ({ ...intent, examples: [...intent.examples, `${intent.name} again`] }))
    const after = keep(await startLexical({ cacheDir, sentimentFile, intents: changed }))
    expect(after.understander.status().modelVersion).not.toBe(before.understander.status().modelVersion)
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['changed in one bit', (bytes: Buffer) => bytes.with(bytes.length - 9, bytes[bytes.length - 9]! ^ 1)],
  ])('rebuilds a cache that is %s', async (_, damage) => {
    const cacheDir = await makeTempDir()
    const sentimentFile = await writeSmallSentimentFile(cacheDir)
    const before = keep(await startLexical({ cacheDir, sentimentFile }))
    await before.understander.whenTrained()
    const files = (await readdir(cacheDir)).filter((name) => name.endsWith('.bin'))
    expect(files.length).toBeGreaterThanOrEqual(1)
    const original = new Map<string, Buffer>()
    for (const name of files) {
      original.set(name, await readFile(join(cacheDir, name)))
      await writeFile(join(cacheDir, name), damage(original.get(name)!))
    }
    const after = keep(await startLexical({ cacheDir, sentimentFile }))
    expect(await after.understander.understand('where is my order')).toEqual(
      await before.understander.understand('where is my order'),
    )
    await after.understander.whenTrained()
    // Training is deterministic, so the rebuilt files are the same to the byte.
    for (const name of files) expect((await readFile(join(cacheDir, name))).equals(original.get(name)!)).toBe(true)
  })

  it('is ready before it can do without the encoder, and can soon after, should the encoder be gone by then', async () => {
    const workerUrl = new URL('./fake-encoder-worker.mjs', import.meta.url)
    const { understander } = keep(await start({ modelDir: await makeFakeModel(), workerUrl }))
    let isTrained = false
    const trained = understander.whenTrained().then(() => {
      isTrained = true
    })
    await Promise.resolve()
    expect(isTrained).toBe(false)
    await expect(understander.understand('die for good')).rejects.toMatchObject({ kind: 'unavailable' })
    expect(understander.status()).toMatchObject({ engine: 'lexical', reason: 'broken' })
    await trained
    const { understanding } = await understander.understand('where is my order')
    expect(understanding).toMatchObject({ engine: 'lexical', outOfScope: false })
    expect(understanding.intents[0]?.name).toBe('order_status')
  })

  it('starts without any intent, and then knows nothing', async () => {
    const { understander } = keep(await startLexical({ intents: [] }))
    const { understanding } = await understander.understand('where is my order')
    expect(understanding).toMatchObject({ intents: [], outOfScope: true })
  })

  it('does not start without the sentiment data, and names the file', async () => {
    const sentimentFile = join(await makeTempDir(), 'sentiment.jsonl')
    await expect(startLexical({ sentimentFile })).rejects.toThrow(`${sentimentFile} cannot be read`)
  })

  it('names file, line and field of bad sentiment data', async () => {
    const sentimentFile = join(await makeTempDir(), 'sentiment.jsonl')
    const row = { text: 'hi', sentiment: 'neutral', emotions: ['none'], urgent: false }
    await writeFile(sentimentFile, `${JSON.stringify(row)}\n${JSON.stringify({ ...row, sentiment: 'meh' })}\n`)
    await expect(startLexical({ sentimentFile })).rejects.toMatchObject({
      kind: 'invalid-request',
      field: 'sentiment',
      message: expect.stringContaining(`${sentimentFile}:2: sentiment`),
    })
  })

  it('embeds many texts in their order, as unit vectors', async () => {
    const { understander } = keep(await start())
    const texts = ['refund', 'a much longer text about the delivery of a parcel', 'wifi']
    const vectors = await understander.embed(texts)
    expect(vectors).toHaveLength(3)
    for (const [i, text] of texts.entries()) {
      expect(vectors![i]).toHaveLength(384)
      expect((await understander.understand(text)).vector).toEqual(vectors![i])
    }
  })
})

describe('learning other examples while serving', () => {
  let understander: Understander
  afterEach(() => understander.close())

  const NEW = [
    'gimme the paper thing',
    'the paper thing from last time',
    'paper thing please',
    'where do I get my paper thing',
  ]
  const grow = (intents: IntentDefinition[], name: string, examples: readonly string[]) =>
    intents.map((intent) =>
      intent.name === name ? { ...intent, examples: [...intent.examples, ...examples] } : intent,
    )

  it('reads with the old ones until the new ones are learned', async () => {
    const started = await start()
    understander = started.understander
    const before = understander.status().modelVersion
    const training = understander.retrain(grow(await fewIntents(), 'gift_card', NEW))
    expect((await understander.understand('cancel my order')).understanding).toMatchObject({ modelVersion: before })
    await training
    const { understanding } = await understander.understand('gimme the paper thing')
    expect(understanding.intents[0]?.name).toBe('gift_card')
    expect(understanding.modelVersion).not.toBe(before)
    await understander.whenTrained()
    const ready = started.logs.filter(({ event }) => event === 'understanding.ready')
    expect(ready.map(({ fields }) => fields.exact)).toEqual([true, false, true])
  })

  it('reads with a few more examples before the training with them is done, and nearly as after it', async () => {
    const intents = await fewIntents()
    const isAsked = (_: unknown, i: number) => i % 10 === 0
    const asked = intents.flatMap(({ examples }) => examples.filter(isAsked))
    const learned = intents.map((intent) => ({
      ...intent,
      examples: intent.examples.filter((text, i) => !isAsked(text, i)),
    }))
    const shorter = learned.map((intent, at) =>
      at === 2 ? { ...intent, examples: intent.examples.slice(10) } : intent,
    )
    understander = (await start({ intents: shorter })).understander
    const readAll = async () =>
      Promise.all(asked.map(async (text) => (await understander.understand(text)).understanding))
    const readQuickly = async () => {
      await understander.retrain(learned)
      return { status: understander.status(), readings: await readAll() }
    }
    const quick = await readQuickly()
    await understander.whenTrained()
    const exact = { status: understander.status(), readings: await readAll() }
    expect([quick.status.exact, exact.status.exact]).toEqual([false, true])
    expect(quick.status.modelVersion).toBe(`${exact.status.modelVersion}-quick`)
    expect(quick.readings[0]?.modelVersion).toBe(quick.status.modelVersion)
    const differences = quick.readings.map(({ intents: [top] }, i) => {
      const same = exact.readings[i]?.intents.find(({ name }) => name === top?.name)
      return Math.abs((same?.probability ?? 0) - (top?.probability ?? 0))
    })
    // Ten of 290 examples move the calibration this far; ten of TechGear's 3,400 moved it 0.008.
    expect(Math.max(...differences)).toBeLessThan(0.1)
    expect(differences.reduce((sum, one) => sum + one, 0) / differences.length).toBeLessThan(0.03)
  })

  it('reads with a few more examples at once after a start from cached models too, and says the same', async () => {
    const intents = await fewIntents()
    const more = intents.map((intent, at) =>
      at === 1 ? { ...intent, examples: [...intent.examples, 'a brand new wording of it'] } : intent,
    )
    const cacheDir = await makeTempDir()
    const learnMore = async (started: { understander: Understander }) => {
      understander = started.understander
      await understander.whenTrained()
      await understander.retrain(more)
      const { exact } = understander.status()
      const { understanding } = await understander.understand('where is my order')
      return { exact, intents: understanding.intents }
    }
    const warm = await learnMore(await start({ intents, cacheDir }))
    expect(warm.exact).toBe(false)
    await understander.close()

    await (await start({ intents, cacheDir })).understander.close()
    const cached = await start({ intents, cacheDir })
    expect(cached.logs.find(({ event }) => event === 'understanding.ready')?.fields.cached).toBe(true)
    expect(await learnMore(cached)).toEqual(warm)
    await understander.close()

    for (const name of (await readdir(cacheDir)).filter((file) => file.startsWith('systems-'))) {
      await writeFile(join(cacheDir, name), 'damaged')
    }
    expect((await learnMore(await start({ intents, cacheDir }))).exact).toBe(true)
  })

  it('says what a start with the same examples says, to the last digit, whatever was changed before', async () => {
    const intents = await fewIntents()
    const cacheDir = await makeTempDir()
    const step = fc.record({
      at: fc.nat({ max: intents.length - 1 }),
      added: fc.uniqueArray(fc.constantFrom(...NEW, 'stop it', 'no internet again'), { minLength: 1, maxLength: 3 }),
    })
    understander = (await start({ cacheDir })).understander
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 2 }), async (steps) => {
        let changed = intents
        for (const { at, added } of steps) {
          const known = new Set(changed.flatMap(({ examples }) => examples))
          const fresh = added.filter((text) => !known.has(text))
          changed = grow(changed, intents[at]!.name, fresh)
          await understander.retrain(changed)
        }
        await understander.whenTrained()
        const anew = (await start({ intents: changed })).understander
        for (const text of ['where is my order', 'paper thing', 'my wifi drops and I want to cancel']) {
          const [{ understanding: learned }, { understanding }] = [
            await understander.understand(text),
            await anew.understand(text),
          ]
          expect(learned).toEqual(understanding)
        }
        await anew.close()
      }),
      { numRuns: 2 },
    )
  }, 120_000)

  it('keeps the old examples when a training fails, and says why', async () => {
    understander = (await start()).understander
    const before = (await understander.understand('cancel my order')).understanding
    const broken = [{ ...(await fewIntents())[0]!, examples: [undefined as unknown as string] }]
    await expect(understander.retrain(broken)).rejects.toMatchObject({ kind: 'unavailable', code: 'training-failed' })
    expect((await understander.understand('cancel my order')).understanding).toEqual(before)
    await understander.retrain(await fewIntents())
    expect((await understander.understand('cancel my order')).understanding).toEqual(before)
  })

  it('does one training at a time and refuses others asked for with it', async () => {
    understander = (await start()).understander
    const intents = await fewIntents()
    const results = await Promise.allSettled(
      [1, 2, 3].map((n) => understander.retrain(grow(intents, 'wifi', [`wifi ${n}`]))),
    )
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.map(({ reason }) => reason.kind)).toEqual(refused.map(() => 'conflict'))
    expect(refused.length).toBeGreaterThanOrEqual(1)
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true)
  })

  it('ends at once in the middle of a training, without a word about it', async () => {
    const started = await startLexical()
    understander = started.understander
    const training = understander
      .retrain(grow(await fewIntents(), 'wifi', ['wifi again']))
      .catch((error: unknown) => error)
    await understander.close()
    expect(await training).toMatchObject({ kind: 'unavailable' })
    expect(started.logs.map(({ event }) => event)).not.toContain('understanding.training_failed')
  })

  it('learns without the encoder too', async () => {
    understander = (await startLexical()).understander
    await understander.retrain(grow(await fewIntents(), 'gift_card', NEW))
    expect((await understander.understand('paper thing please')).understanding.intents[0]?.name).toBe('gift_card')
  })
})
