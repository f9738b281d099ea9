import { join } from 'node:path'
import type { IntentDefinition } from '../domain/intent.ts'
import type { Understanding } from '../domain/understanding.ts'
import { projectRoot } from '../project-root.ts'
import { makeBreathe } from './breathe.ts'
import { type EntitySource, prepareEntities } from './entities/prepare-entities.ts'
import { makeIntentClassifier } from './intent/classify.ts'
import { readName, trainIntentModel } from './intent/train.ts'
import { makeDetectLanguage } from './language.ts'
import { readLexicalFeatures } from './lexical-features.ts'
import type { Log } from './log.ts'
import { hashOfTraining, intentModelFile, vectorFile } from './model-files.ts'
import { type Encoder, startEncoder } from './models/encoder.ts'
import { VECTOR_SIZE } from './models/encoder-protocol.ts'
import { loadSentimentRows, type SentimentRow } from './sentiment/load.ts'
import { makeReadMood } from './sentiment/read.ts'
import { readMoodWeights } from './sentiment/weights.ts'
import { cleanText } from './text.ts'
import { type Heads, hasWords, readMessage } from './understand.ts'
import { defaultWorkerUrl } from './worker-url.ts'

export interface Understander {
  /**
   * Never throws for odd text. Rejects `unavailable` when the encoder does not answer in time or is overloaded.
   * `truncated`: the text was longer than the encoder reads (256 word pieces). `now`: when the text was written, for
   * "tomorrow"; by default this moment.
   */
  understand(
    text: string,
    context?: { now?: Date },
  ): Promise<{ understanding: Understanding; vector: Float32Array | null; truncated: boolean }>
  /** Loads what the first message would otherwise wait for; a start need not. */
  warmUp(): Promise<void>
  /** Unit-length vectors of 384 numbers in the order of `texts`; null while the fallback engine is in use. */
  embed(texts: readonly string[]): Promise<Float32Array[] | null>
  /** `reason` says why the fallback is in use. */
  status(): {
    engine: 'transformer' | 'lexical'
    ready: boolean
    reason: string | null
    modelVersion: string
    /** Names the encoder's files by content: vectors of another one are not comparable. */
    encoder: string
  }
  close(): Promise<void>
}

export interface UnderstandingOptions {
  /** May still be loading: the encoder starts meanwhile. */
  intents: IntentDefinition[] | Promise<IntentDefinition[]>
  /** By default no patterns and products, UTC, and no country. */
  entities?: EntitySource
  /** Folder with `config.json`, `tokenizer.json` and `onnx/` of all-MiniLM-L6-v2. */
  modelDir: string
  /** Where trained models and vectors are kept; may be deleted at any time. */
  cacheDir: string
  workers: number
  threads: number
  log: Log
  /** Entry file of the encoder threads; by default the one that belongs to this build. */
  workerUrl?: URL
  /** Limit of the encoder for one message. */
  timeoutMs?: number
  /** Labelled messages; their words are English for the detection of languages. */
  sentimentFile?: string
  /** Trained weights for sentiment, emotions and urgency; by default those that ship with the project. */
  moodWeightsFile?: string
}

/**
 * Starts the encoder and trains the heads, or reads them from `cacheDir` when nothing has changed. Without a usable
 * encoder the lexical engine takes over, and `status()` says why. Rejects when the sentiment data is missing or bad, or
 * a file of the entities is.
 */
export async function startUnderstanding(options: UnderstandingOptions): Promise<Understander> {
  const { log } = options
  let reason: string | null = null
  const starting = startEncoder({
    ...options,
    workerUrl: options.workerUrl ?? defaultWorkerUrl(),
    timeoutMs: options.timeoutMs ?? 2500,
  }).catch((error: unknown) => {
    reason = reasonOf(error)
    return null
  })
  const [intents, sentimentRows, findEntities] = await Promise.all([
    options.intents,
    loadSentimentRows(options.sentimentFile ?? join(projectRoot, 'training', 'sentiment.jsonl')),
    prepareEntities(options.entities),
  ]).catch(async (error: unknown) => {
    await (await starting)?.close()
    throw error
  })
  let encoder = await starting
  const training = { ...options, intents }
  const trained = await trainHeads(training, sentimentRows, encoder).catch(async (error: unknown) => {
    if (!encoder) throw error
    // The encoder loaded but could not read the training texts: the lexical engine needs no vectors.
    reason = reasonOf(error)
    await encoder.close()
    encoder = null
    return trainHeads(training, sentimentRows, null)
  })
  if (reason !== null) log('warn', 'understanding.fallback', { reason })
  const usable = encoder

  const reasonForFallback = () => (usable ? usable.failure() : (reason ?? 'The sentence encoder is not running.'))
  const engineNow = (): Understanding['engine'] => (reasonForFallback() === null ? 'transformer' : 'lexical')
  const modelVersion = () => (engineNow() === 'transformer' || !usable ? trained.version : `${trained.version}-lexical`)

  return {
    async understand(text, { now = new Date() } = {}) {
      const engine = engineNow()
      const clean = cleanText(text)
      const [encoding, entities] = await Promise.all([
        engine === 'transformer' && usable && hasWords(clean) ? usable.encode(clean) : null,
        findEntities(text, now),
      ])
      return {
        understanding: readMessage(trained.heads, { text, encoding, entities }, engine, modelVersion()),
        vector: encoding?.vector ?? null,
        truncated: encoding?.truncated ?? false,
      }
    },
    async warmUp() {
      await findEntities('call +44 20 7946 0958 tomorrow at 3pm about the 12.50 euro', new Date())
    },
    async embed(texts) {
      if (!usable || engineNow() === 'lexical') return null
      return (await usable.encodeAll(texts.map(cleanText))).map(({ vector }) => vector)
    },
    status: () => ({
      engine: engineNow(),
      ready: true,
      reason: reasonForFallback(),
      modelVersion: modelVersion(),
      encoder: encoder?.fingerprint ?? 'lexical',
    }),
    close: async () => usable?.close(),
  }
}

async function trainHeads(
  {
    intents,
    cacheDir,
    log,
    moodWeightsFile = join(projectRoot, 'training', 'weights', 'sentiment.bin'),
  }: UnderstandingOptions & { intents: IntentDefinition[] },
  sentimentRows: readonly SentimentRow[],
  encoder: Encoder | null,
): Promise<{ heads: Heads; version: string }> {
  const startedAt = performance.now()
  const fingerprint = encoder?.fingerprint ?? 'lexical'
  const names = intents.map(({ name }) => name)
  const labelled = intents.flatMap(({ name, examples }) => examples.map((text) => ({ text, intent: name })))
  const mood = await readMoodWeights(moodWeightsFile)
  const version = hashOfTraining(fingerprint, [labelled, mood.hash])
  const intentFile = intentModelFile(cacheDir, hashOfTraining(fingerprint, [names, labelled]))
  let intentModel = await intentFile.read()
  const wasCached = intentModel !== null

  if (!intentModel) {
    const texts = [...labelled.map(({ text }) => text), ...names.map(readName)]
    const encodings = encoder ? await encodeTraining(encoder, cacheDir, texts) : null
    const featuresOf = (text: string) => ({
      lexical: readLexicalFeatures(text),
      vector: encodings?.get(cleanText(text))?.subarray(0, VECTOR_SIZE) ?? null,
      focus: encodings?.get(cleanText(text))?.subarray(VECTOR_SIZE) ?? null,
    })
    const rows = labelled.map(({ text, intent }) => ({ ...featuresOf(text), label: names.indexOf(intent) }))
    const nameFeatures = names.map((name) => featuresOf(readName(name)))
    intentModel = await trainIntentModel({ texts: labelled, rows, names, nameFeatures }, makeBreathe(3))
    await keep(intentFile.write(intentModel), log)
  }
  log('info', 'understanding.ready', {
    engine: encoder ? 'transformer' : 'lexical',
    intents: names.length,
    examples: labelled.length,
    quality: (intentModel.full ?? intentModel.lexical)?.quality,
    cached: wasCached,
    ms: Math.round(performance.now() - startedAt),
  })
  return {
    version,
    heads: {
      intents: makeIntentClassifier(intentModel),
      readMood: makeReadMood(mood.model),
      detectLanguage: makeDetectLanguage([...labelled, ...sentimentRows].map(({ text }) => text)),
    },
  }
}

/** A cache that cannot be written costs time at the next start, nothing else. */
const keep = (writing: Promise<void>, log: Log) =>
  writing.catch((error: unknown) => log('warn', 'understanding.cache_not_written', { reason: reasonOf(error) }))

/** For each text its vector and its focused vector, one behind the other. */
async function encodeTraining(encoder: Encoder, cacheDir: string, texts: string[]): Promise<Map<string, Float32Array>> {
  const file = vectorFile(cacheDir, encoder.fingerprint)
  const known = (await file.read()) ?? new Map<string, Float32Array>()
  const wanted = [...new Set(texts.map(cleanText))]
  const missing = wanted.filter((text) => !known.has(text))
  const encodings = await encoder.encodeAll(missing)
  missing.forEach((text, i) => {
    const encoding = encodings[i]
    if (encoding) known.set(text, Float32Array.of(...encoding.vector, ...encoding.focus))
  })
  if (missing.length > 0)
    await file.write(new Map(wanted.map((text) => [text, known.get(text) ?? new Float32Array(0)])))
  return known
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
