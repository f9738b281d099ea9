import { join } from 'node:path'
import type { IntentDefinition } from '../../domain/intent.ts'
import { projectRoot } from '../../project-root.ts'
import { makeDetectLanguage } from '../language.ts'
import type { Log } from '../log.ts'
import { startEncoder } from '../models/encoder.ts'
import { readMoodFeatures } from '../sentiment/features.ts'
import { loadSentimentRows } from '../sentiment/load.ts'
import { type Mood, makeReadMood, NEUTRAL_MOOD } from '../sentiment/read.ts'
import { readMoodWeights } from '../sentiment/weights.ts'
import { cleanText } from '../text.ts'
import { workerUrl } from '../worker-url.ts'

export interface MoodReader {
  /** In the order of `texts`, as a customer's message would be read. */
  read(texts: readonly string[]): Promise<{ mood: Mood; vector: Float32Array }[]>
  close(): Promise<void>
}

export interface MoodReaderOptions {
  /** Their examples count as English for the detection of languages, as in the server. */
  intents: readonly IntentDefinition[]
  modelDir: string
  workers: number
  threads: number
  log: Log
}

/** The shipped heads for mood without those for intents: what `eval` and the quality tests need. */
export async function startMoodReader(options: MoodReaderOptions): Promise<MoodReader> {
  const taught = await loadSentimentRows(join(projectRoot, 'training', 'sentiment.jsonl'))
  const { model } = await readMoodWeights(join(projectRoot, 'training', 'weights', 'sentiment.bin'))
  const detectLanguage = makeDetectLanguage([
    ...options.intents.flatMap(({ examples }) => examples),
    ...taught.map(({ text }) => text),
  ])
  const readMood = makeReadMood(model)
  const encoder = await startEncoder({ ...options, workerUrl: workerUrl('models/encoder-worker'), timeoutMs: 60_000 })
  return {
    async read(texts) {
      const clean = texts.map(cleanText)
      const encodings = await encoder.encodeAll(clean)
      return clean.map((text, i) => {
        const vector = encodings[i]?.vector ?? new Float32Array(0)
        const { code } = detectLanguage(text)
        const isReadable = code === 'en' || code === 'unknown'
        return { mood: isReadable ? readMood(readMoodFeatures(text), vector) : NEUTRAL_MOOD, vector }
      })
    },
    close: () => encoder.close(),
  }
}
