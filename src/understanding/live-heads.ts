import { join } from 'node:path'
import type { IntentDefinition } from '../domain/intent.ts'
import { projectRoot } from '../project-root.ts'
import { makeIntentClassifier } from './intent/classify.ts'
import type { IntentModel } from './intent/train.ts'
import { makeDetectByWords } from './language.ts'
import { makeLiveTags, type TagLesson } from './live-tags.ts'
import type { Log } from './log.ts'
import { hashOfIntents, hashOfTraining, intentModelFile } from './model-files.ts'
import type { Encoder } from './models/encoder.ts'
import { VECTOR_SIZE } from './models/encoder-protocol.ts'
import { loadSentimentRows } from './sentiment/load.ts'
import { makeBeginMood } from './sentiment/read.ts'
import { readMoodWeights } from './sentiment/weights.ts'
import { makeTagReader } from './tags/read.ts'
import { collectWords } from './text.ts'
import type { Trained, TrainingJob } from './training/protocol.ts'
import { makeTrainer } from './training/trainer.ts'
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

/** What a training needs of the encoder, which may still be starting. */
type TextEncoder = Pick<Encoder, 'fingerprint' | 'encodeAll'>

/**
 * Trains the heads for intents in a thread of their own, or reads them from `cacheDir` when nothing has changed. Resolves
 * once messages with a vector can be read; those without are about nothing known until the machine for them is trained.
 */
export async function startHeads(options: HeadsOptions, encoder: TextEncoder | null): Promise<LiveHeads> {
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

  const taughtBy = (intents: readonly IntentDefinition[]) => ({
    encoder: encoder?.fingerprint ?? null,
    names: intents.map(({ name }) => name),
    examples: intents.flatMap(({ name, examples }) => examples.map((text) => ({ text, intent: name }))),
  })
  const jobOf = (intents: readonly IntentDefinition[], after: readonly IntentDefinition[] | null): TrainingJob => ({
    ...taughtBy(intents),
    cacheDir,
    after: after && hashOfIntents(taughtBy(after)),
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

  const beginMood = makeBeginMood(mood.model)
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
    beginMood,
    detectLanguage: makeDetectByWords(new Set([...moodWords, ...words])),
  })
  const stateOf = (trained: Trained, intents: readonly IntentDefinition[], version: string, isExact: boolean) => ({
    current: { heads: headsOf(trained, intents), version, isExact },
    taught: { intents, model: trained.model },
  })
  let state = stateOf(NOTHING_LEARNED, [], '', true)
  let training: Promise<unknown> = Promise.resolve()
  let isClosed = false

  /** Resolves once messages are read with a model of `intents`; what is still to do then is `training`. */
  const train = (job: TrainingJob, intents: readonly IntentDefinition[], since: number) =>
    new Promise<void>((resolve, reject) => {
      const use = (trained: Trained, isExact = true) => {
        state = stateOf(trained, intents, isExact ? versionOf(job) : `${versionOf(job)}-quick`, isExact)
      }
      const onReady = ({ model, words }: Trained, isExact: boolean) => {
        // A quick model knows the intents of the one before it, which may answer for it without the encoder.
        const lexical = isExact ? model.lexical : (model.lexical ?? state.taught.model.lexical)
        use({ model: { ...model, lexical }, words }, isExact)
        logReady(job, model, { cached: false, exact: isExact }, since)
        resolve()
      }
      training = trainer.train(job, onReady).then(use, (error: Error) => {
        if (!isClosed) log('warn', 'understanding.training_failed', { reason: error.message })
        reject(error)
      })
    })

  const job = jobOf(options.intents, null)
  const cached = await readCached(job)
  if (cached) {
    state = stateOf(cached, options.intents, versionOf(job), true)
    logReady(job, cached.model, { cached: true, exact: true }, startedAt)
  } else {
    await train(job, options.intents, startedAt).catch(async (error: unknown) => {
      await trainer.close()
      throw error
    })
  }

  return {
    current: () => state.current,
    async retrain(intents) {
      const since = performance.now()
      await training
      await train(jobOf(intents, state.taught.intents), intents, since)
    },
    whenTrained: async () => void (await training),
    async learnTags(lesson) {
      const { changed } = await liveTags.learn(state.taught.intents, lesson)
      if (!changed) return
      const { current, taught } = state
      state = { taught, current: { ...current, heads: { ...current.heads, tags: tagsBeside(taught.model) } } }
    },
    close() {
      isClosed = true
      return trainer.close()
    },
  }
}

const NOTHING_LEARNED: Trained = {
  model: { names: [], texts: [], labels: new Int32Array(0), full: null, lexical: null },
  words: [],
}

async function readCached(job: TrainingJob): Promise<Trained | null> {
  const model = await intentModelFile(job.cacheDir, hashOfIntents(job)).read()
  return model && { model, words: [...collectWords(job.examples.map(({ text }) => text))] }
}

async function encodeJoined(encoder: TextEncoder | null, texts: readonly string[]): Promise<Float32Array> {
  const joined = new Float32Array(texts.length * 2 * VECTOR_SIZE)
  const encodings = (await encoder?.encodeAll(texts)) ?? []
  encodings.forEach(({ vector, focus }, i) => {
    joined.set(vector, 2 * i * VECTOR_SIZE)
    joined.set(focus, (2 * i + 1) * VECTOR_SIZE)
  })
  return joined
}
