import { join } from 'node:path'
import type { IntentDefinition } from '../domain/intent.ts'
import { projectRoot } from '../project-root.ts'
import { makeIntentClassifier } from './intent/classify.ts'
import type { IntentModel } from './intent/train.ts'
import { makeDetectByWords } from './language.ts'
import { makeLiveTags, type TagLesson } from './live-tags.ts'
import type { Log } from './log.ts'
import { hashOfTraining, intentModelFile } from './model-files.ts'
import type { Encoder } from './models/encoder.ts'
import { VECTOR_SIZE } from './models/encoder-protocol.ts'
import { loadSentimentRows } from './sentiment/load.ts'
import { makeReadMood } from './sentiment/read.ts'
import { readMoodWeights } from './sentiment/weights.ts'
import { makeTagReader } from './tags/read.ts'
import { collectWords } from './text.ts'
import type { Trained, TrainingJob } from './training/protocol.ts'
import { makeTrainer, type Trainer } from './training/trainer.ts'
import type { Heads } from './understand.ts'
import { workerUrl } from './worker-url.ts'

/** The heads as they are now, with the version of what they were trained from. */
export interface LiveHeads {
  current(): { heads: Heads; version: string; isExact: boolean }
  /** See `Understander.retrain`. */
  retrain(intents: readonly IntentDefinition[]): Promise<void>
  /** See `Understander.whenTrained`. */
  whenTrained(): Promise<void>
  /** See `Understander.learnTags`. */
  learnTags(lesson: TagLesson): Promise<void>
  close(): Promise<void>
}

export interface HeadsOptions {
  intents: readonly IntentDefinition[]
  cacheDir: string
  log: Log
  sentimentFile?: string | undefined
  moodWeightsFile?: string | undefined
}

/** Trains the heads for intents in a thread of their own, or reads them from `cacheDir` when nothing has changed. */
export async function startHeads(options: HeadsOptions, encoder: Encoder | null): Promise<LiveHeads> {
  const { cacheDir, log } = options
  const startedAt = performance.now()
  const mood = await readMoodWeights(
    options.moodWeightsFile ?? join(projectRoot, 'training', 'weights', 'sentiment.bin'),
  )
  const sentimentRows = await loadSentimentRows(
    options.sentimentFile ?? join(projectRoot, 'training', 'sentiment.jsonl'),
  )
  const trainer = makeTrainer({
    workerUrl: workerUrl('training/trainer-worker'),
    encode: (texts) => encodeJoined(encoder, texts),
    onNotWritten: (reason) => log('warn', 'understanding.cache_not_written', { reason }),
  })

  const jobOf = (intents: readonly IntentDefinition[]): TrainingJob => ({
    cacheDir,
    encoder: encoder?.fingerprint ?? null,
    names: intents.map(({ name }) => name),
    examples: intents.flatMap(({ name, examples }) => examples.map((text) => ({ text, intent: name }))),
  })
  const versionOf = ({ examples }: TrainingJob) =>
    hashOfTraining(encoder?.fingerprint ?? 'lexical', [examples, mood.hash])
  const logReady = (job: TrainingJob, model: IntentModel, is: { cached: boolean; exact: boolean }, since: number) =>
    log('info', 'understanding.ready', {
      engine: encoder ? 'transformer' : 'lexical',
      intents: job.names.length,
      examples: job.examples.length,
      quality: (model.full ?? model.lexical)?.quality,
      ...is,
      ms: Math.round(performance.now() - since),
    })

  const job = jobOf(options.intents)
  const cached = await readCached(job)
  const first = cached ?? (await trainFirst(trainer, job))
  logReady(job, first.model, { cached: cached !== null, exact: true }, startedAt)

  const readMood = makeReadMood(mood.model)
  const moodWords = collectWords(sentimentRows.map(({ text }) => text))
  const liveTags = makeLiveTags({ cacheDir, encoder: encoder?.fingerprint ?? null, trainer, log })
  const tagsBeside = ({ full, texts }: IntentModel) => {
    const model = liveTags.current()
    return model && makeTagReader(model, full ? texts : [])
  }
  const headsOf = ({ model, words }: Trained, intents: readonly IntentDefinition[]): Heads => ({
    intents: makeIntentClassifier(model),
    tags: tagsBeside(model),
    phrases: new Set(intents.filter(({ serve }) => 'reply' in serve).map(({ name }) => name)),
    readMood,
    detectLanguage: makeDetectByWords(new Set([...moodWords, ...words])),
  })
  let current = { heads: headsOf(first, options.intents), version: versionOf(job), isExact: true }
  let taught = { intents: options.intents, model: first.model }
  let training: Promise<unknown> = Promise.resolve()
  let isClosed = false

  return {
    current: () => current,
    async retrain(intents) {
      const since = performance.now()
      const wanted = jobOf(intents)
      await training
      await new Promise<void>((resolve, reject) => {
        const use = (trained: Trained, isExact = true) => {
          const version = isExact ? versionOf(wanted) : `${versionOf(wanted)}-quick`
          current = { heads: headsOf(trained, intents), version, isExact }
          taught = { intents, model: trained.model }
        }
        const onReady = ({ model, words }: Trained, isExact: boolean) => {
          // A quick model knows the intents of the one before it, which may answer for it without the encoder.
          const lexical = isExact ? model.lexical : (model.lexical ?? taught.model.lexical)
          use({ model: { ...model, lexical }, words }, isExact)
          logReady(wanted, model, { cached: false, exact: isExact }, since)
          resolve()
        }
        training = trainer.train(wanted, onReady).then(use, (error: Error) => {
          if (!isClosed) log('warn', 'understanding.training_failed', { reason: error.message })
          reject(error)
        })
      })
    },
    whenTrained: async () => void (await training),
    async learnTags(lesson) {
      const { changed } = await liveTags.learn(taught.intents, lesson)
      if (changed) current = { ...current, heads: { ...current.heads, tags: tagsBeside(taught.model) } }
    },
    close() {
      isClosed = true
      return trainer.close()
    },
  }
}

async function trainFirst(trainer: Trainer, job: TrainingJob): Promise<Trained> {
  try {
    return await trainer.train(job)
  } catch (error) {
    await trainer.close()
    throw error
  }
}

async function readCached({ cacheDir, encoder, names, examples }: TrainingJob): Promise<Trained | null> {
  const model = await intentModelFile(cacheDir, hashOfTraining(encoder ?? 'lexical', [names, examples])).read()
  return model && { model, words: [...collectWords(examples.map(({ text }) => text))] }
}

async function encodeJoined(encoder: Encoder | null, texts: readonly string[]): Promise<Float32Array> {
  const joined = new Float32Array(texts.length * 2 * VECTOR_SIZE)
  const encodings = (await encoder?.encodeAll(texts)) ?? []
  encodings.forEach(({ vector, focus }, i) => {
    joined.set(vector, 2 * i * VECTOR_SIZE)
    joined.set(focus, (2 * i + 1) * VECTOR_SIZE)
  })
  return joined
}
