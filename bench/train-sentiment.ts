/**
 * Trains the sentiment weights that ship with the project: `npx tsx bench/train-sentiment.ts` writes
 * training/weights/sentiment.bin. About three minutes, of which encoding is two (kept in the cache folder).
 * Reads GoEmotions' train and development parts (Demszky et al. 2020, Apache-2.0) from the benchmark folder, and our own
 * training/sentiment.jsonl, training/dialogues.jsonl and intents/. The test part is never read. Deterministic.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../src/config/index.ts'
import { projectRoot } from '../src/project-root.ts'
import { loadIntents } from '../src/understanding/index.ts'
import { vectorFile } from '../src/understanding/model-files.ts'
import { startEncoder } from '../src/understanding/models/encoder.ts'
import { readMoodFeatures } from '../src/understanding/sentiment/features.ts'
import {
  fitGeneralTemperature,
  fitSideBias,
  fitTemperatures,
  type HeldOut,
  threeSidedF1,
} from '../src/understanding/sentiment/fit-settings.ts'
import { sideOfEmotions } from '../src/understanding/sentiment/goemotions.ts'
import { loadSentimentRows } from '../src/understanding/sentiment/load.ts'
import { denseInput } from '../src/understanding/sentiment/model.ts'
import { type NetInput, openNet } from '../src/understanding/sentiment/net.ts'
import {
  type RedditRow,
  type Text,
  toServiceInput,
  trainGate,
  trainGeneral,
  trainLexical,
  trainService,
} from '../src/understanding/sentiment/train.ts'
import { writeMoodWeights } from '../src/understanding/sentiment/weights.ts'
import { cleanText } from '../src/understanding/text.ts'

const FOLDS = 5
/** Every seventh Reddit row for the experts that need only a taste of it. */
const SAMPLE_EVERY = 7
/** Towards the service expert: the product reads customers. 1.5 costs a point of macro-F1 on Reddit and gains one on them. */
const GATE_BIAS = 1

const config = readConfig()
const redditRows = await readReddit('train')
const devRows = await readReddit('dev')
const ownRows = await loadSentimentRows(join(projectRoot, 'training', 'sentiment.jsonl'))
const otherTexts = await readOtherCustomerTexts()
const toText = await encodeAll([...redditRows, ...devRows, ...ownRows, ...otherTexts].map(({ text }) => text))

const reddit: RedditRow[] = redditRows.map((row) => ({ ...row, ...toText(row.text) }))
const dev: RedditRow[] = devRows.map((row) => ({ ...row, ...toText(row.text) }))
const own = ownRows.map((row) => ({ ...row, ...toText(row.text) }))
const someReddit = reddit.filter((_, i) => i % SAMPLE_EVERY === 0)

const general = trainGeneral(reddit)
const runGeneral = openNet(general)
const devOutputs = dev.map((row) => ({ row, outputs: runGeneral(inputOf(row)) }))
report('general expert trained')

const taste = { inputs: someReddit.map((row) => toServiceInput(runGeneral, row)), rows: someReddit }
const inputs = own.map((row) => toServiceInput(runGeneral, row))
const heldOut: HeldOut[] = []
const heldOutLexical: HeldOut[] = []
for (let fold = 0; fold < FOLDS; fold++) {
  const isAsked = (_: unknown, i: number) => i % FOLDS === fold
  const isTaught = (_: unknown, i: number) => i % FOLDS !== fold
  const taught = own.filter(isTaught)
  const runService = openNet(trainService({ inputs: inputs.filter(isTaught), rows: taught }, taste))
  const runLexical = openNet(trainLexical(taught, someReddit))
  const asked = inputs.filter(isAsked)
  own.filter(isAsked).forEach((row, i) => {
    const input = asked[i]
    if (input) heldOut.push({ row, outputs: runService(input) })
    heldOutLexical.push({ row, outputs: runLexical({ dense: row.features.cues, sparse: row.features.sparse }) })
  })
}
report(`held-out macro-F1 of three sides: service expert ${threeSidedF1(heldOut).toFixed(3)}`)
report(`held-out macro-F1 of three sides: words alone ${threeSidedF1(heldOutLexical).toFixed(3)}`)

const withVector = fitTemperatures(heldOut)
const wordsAlone = fitTemperatures(heldOutLexical)
const settings = {
  temperatures: {
    general: fitGeneralTemperature(devOutputs),
    levels: withVector.levels,
    feelings: withVector.feelings,
    lexicalLevels: wordsAlone.levels,
    lexicalFeelings: wordsAlone.feelings,
  },
  sideBias: fitSideBias(devOutputs),
  gateBias: GATE_BIAS,
}
report(JSON.stringify(settings))

await writeMoodWeights(join(projectRoot, 'training', 'weights', 'sentiment.bin'), {
  general,
  service: trainService({ inputs, rows: own }, taste),
  gate: trainGate([...own, ...otherTexts.map(({ text }) => toText(text))], someReddit),
  lexical: trainLexical(own, someReddit),
  settings,
})
report('training/weights/sentiment.bin is written')

function inputOf({ features, vector }: Text): NetInput {
  return { dense: denseInput(vector, features), sparse: features.sparse }
}

async function readReddit(part: 'train' | 'dev') {
  const shape = z.object({ text: z.string(), emotions: z.array(z.string()) })
  const content = await readFile(join(config.benchmarksDir, 'sentiment', `goemotions.${part}.jsonl`), 'utf8')
  const rows = content.split('\n').filter((line) => line !== '')
  return rows.flatMap((line) => {
    const row = shape.parse(JSON.parse(line))
    const side = sideOfEmotions(row.emotions)
    return side ? [{ ...row, side }] : []
  })
}

/** Customers' words without a label of sentiment: they teach the gate what a customer sounds like. */
async function readOtherCustomerTexts(): Promise<{ text: string }[]> {
  const { intents } = await loadIntents(config.intentsDir)
  const dialogue = z.object({ turns: z.array(z.object({ role: z.string(), text: z.string() })) })
  const content = await readFile(join(projectRoot, 'training', 'dialogues.jsonl'), 'utf8')
  const turns = content.split('\n').flatMap((line) => (line === '' ? [] : dialogue.parse(JSON.parse(line)).turns))
  return [
    ...intents.flatMap(({ examples }) => examples.map((text) => ({ text }))),
    ...turns.filter(({ role }) => role === 'customer').map(({ text }) => ({ text })),
  ]
}

async function encodeAll(texts: string[]): Promise<(text: string) => Text> {
  const encoder = await startEncoder({
    modelDir: config.modelDir,
    workers: 2,
    threads: 1,
    workerUrl: new URL('../test/support/worker-boot.mjs', import.meta.url),
    log: () => undefined,
    timeoutMs: 60_000,
  })
  const file = vectorFile(join(config.dataDir, 'cache', 'train-sentiment'), encoder.fingerprint)
  const vectors = (await file.read()) ?? new Map<string, Float32Array>()
  const missing = [...new Set(texts.map(cleanText))].filter((text) => !vectors.has(text))
  report(`${missing.length} texts to encode`)
  const encodings = await encoder.encodeAll(missing)
  missing.forEach((text, i) => {
    const encoding = encodings[i]
    if (encoding) vectors.set(text, encoding.vector)
  })
  await encoder.close()
  if (missing.length > 0) await file.write(vectors)
  return (text) => {
    const clean = cleanText(text)
    return { features: readMoodFeatures(clean), vector: vectors.get(clean) ?? new Float32Array(0) }
  }
}

function report(line: string): void {
  console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${line}`)
}
