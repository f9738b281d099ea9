import { parentPort } from 'node:worker_threads'
import { growIntentModel } from '../intent/grow.ts'
import {
  type IntentExamples,
  type IntentHead,
  type IntentModel,
  readName,
  type SolvedIntents,
  solveIntents,
  trainIntentModel,
} from '../intent/train.ts'
import { type LexicalFeatures, readLexicalFeatures } from '../lexical-features.ts'
import { hashOfIntents, intentModelFile, vectorFile } from '../model-files.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'
import { prepareToMultiply } from '../models/matrix.ts'
import { hashOfTags, tagModelFile } from '../tags/model-file.ts'
import { trainTagModel } from '../tags/train.ts'
import { cutPieces, joinPieces } from '../tags/whole-text.ts'
import { cleanText } from '../text.ts'
import type { FromTrainer, TagJob, ToTrainer, TrainingJob } from './protocol.ts'
import { type KeptSystem, keepSystem, systemFile, withRows } from './system-file.ts'

if (!parentPort) throw new Error('trainer-worker is started by the trainer, not by hand.')
const port = parentPort

const send = (message: FromTrainer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** What was read of the texts of the last training, so that the next costs only its new ones; some 10 KB a text. */
let known = new Map<string, LexicalFeatures>()
/** Their vectors by clean text, and of which encoder, in which folder they are. */
let vectors = { source: '', byText: new Map<string, Float32Array>() }

/** The last training of intents, to add a few examples to at once. */
let last: SolvedIntents | null = null
/** The system of more rows, 75 MB, is not kept. */
const MAX_KEPT_ROWS = 6000

let receiveEncodings: (joined: Float32Array) => void = () => {}

port.on('message', async (message: ToTrainer) => {
  if (message.kind === 'stop') process.exit()
  if (message.kind === 'encoded') return receiveEncodings(message.joined)
  try {
    await (message.kind === 'train' ? train(message.job) : trainTags(message.job))
  } catch (error) {
    send({ kind: 'failed', reason: reasonOf(error) })
  }
})

async function train(job: TrainingJob): Promise<void> {
  const kept = last ? null : await readKept(job)
  const { examples, keepVectors } = await readExamples(job)
  const words = [...new Set(job.examples.flatMap(({ text }) => known.get(text)?.words ?? []))]
  last ??= kept && withRows(kept, examples)
  const quick = last && (await growIntentModel(last, examples))
  if (quick) send({ kind: 'quick', trained: { model: quick, words } }, buffersOf(quick))
  // The next system takes as much memory.
  last = null
  const { model, solved } = await solveIntents(examples)
  if (solved.system.rows.length <= MAX_KEPT_ROWS) last = solved
  const ready = structuredClone(model)
  send({ kind: 'ready', trained: { model: ready, words } }, buffersOf(ready))
  // A cache that cannot be written costs time at the next start, nothing else.
  await keepVectors().catch(() => undefined)
  if (last)
    await systemFile(job.cacheDir, hashOfIntents(job))
      .write(keepSystem(last))
      .catch(() => undefined)

  const withoutVectors = {
    ...examples,
    rows: examples.rows.map((row) => ({ ...row, focus: null })),
    nameFeatures: examples.nameFeatures.map((features) => ({ ...features, focus: null })),
  }
  const lexical = model.full ? (await trainIntentModel(withoutVectors)).lexical : model.lexical
  const notWritten = await write(job, { ...model, lexical }).catch(reasonOf)
  send({ kind: 'complete', fallback: lexical, notWritten }, lexical ? buffersOfHead(lexical) : [])
}

async function write(job: TrainingJob, model: IntentModel): Promise<null> {
  await intentModelFile(job.cacheDir, hashOfIntents(job)).write(model)
  return null
}

/** What a training before this thread's time has solved; null where it was not kept. Its words are known from here on. */
async function readKept({ cacheDir, after }: TrainingJob): Promise<KeptSystem | null> {
  const kept = after && (await systemFile(cacheDir, after).read())
  if (!kept) return null
  kept.texts.forEach(({ text }, i) => {
    const lexical = kept.lexicals[i]
    if (lexical) known.set(text, lexical)
  })
  return kept
}

async function readExamples(job: TrainingJob): Promise<{ examples: IntentExamples; keepVectors: () => Promise<void> }> {
  const { names, examples } = job
  const texts = [...examples.map(({ text }) => text), ...names.map(readName)]
  const finding = job.encoder === null ? null : await findVectors(job.cacheDir, job.encoder, texts)
  known = new Map(texts.map((text) => [text, known.get(text) ?? readLexicalFeatures(text)]))
  await prepareToMultiply()
  const found = await finding?.whenFound
  const featuresOf = (text: string) => ({
    lexical: known.get(text) ?? readLexicalFeatures(text),
    focus: found?.byText.get(cleanText(text))?.subarray(VECTOR_SIZE) ?? null,
  })
  const labels = new Map(names.map((name, label) => [name, label]))
  return {
    examples: {
      names,
      texts: examples,
      rows: examples.map(({ text, intent }) => ({ ...featuresOf(text), label: labels.get(intent) ?? -1 })),
      nameFeatures: names.map((name) => featuresOf(readName(name))),
    },
    keepVectors: async () => found?.keep(),
  }
}

async function trainTags(job: TagJob): Promise<void> {
  const { cacheDir, encoder, tags, rows } = job
  const pieces = rows.flatMap(({ text }) => cutPieces(cleanText(text)))
  const found = encoder === null ? null : await findTagVectors(cacheDir, encoder, pieces)
  const focusOf = (piece: string) => found?.get(cleanText(piece))?.subarray(VECTOR_SIZE)
  const model = await trainTagModel(
    tags,
    rows.map(({ text, marks }) => ({
      text,
      focus: found && joinPieces(cutPieces(cleanText(text)), focusOf),
      lexical: readLexicalFeatures(text),
      marks: marks.map((mark) => mark ?? Number.NaN),
    })),
  )
  const written = tagModelFile(cacheDir, hashOfTags(job)).write(model)
  const notWritten = await written.then(() => null).catch(reasonOf)
  send({ kind: 'tags', model, notWritten })
}

/** As `findVectors`; only what the intents' texts do not hold is kept in a file of its own, and nothing in memory. */
async function findTagVectors(cacheDir: string, encoder: string, texts: string[]): Promise<Map<string, Float32Array>> {
  const file = vectorFile(cacheDir, encoder, 'tag-encodings')
  const shared = (await vectorFile(cacheDir, encoder).read()) ?? new Map<string, Float32Array>()
  const own = (await file.read()) ?? new Map<string, Float32Array>()
  const wanted = [...new Set(texts.map(cleanText))]
  const missing = wanted.filter((text) => !shared.has(text) && !own.has(text))
  const computed = missing.length > 0 ? await encode(missing) : new Map<string, Float32Array>()
  const found = new Map(
    wanted.flatMap((text) => {
      const vector = shared.get(text) ?? own.get(text) ?? computed.get(text)
      return vector ? [[text, vector] as const] : []
    }),
  )
  // A cache that cannot be written costs time at the next training, nothing else.
  if (missing.length > 0) {
    await file.write(new Map([...found].filter(([text]) => !shared.has(text)))).catch(() => undefined)
  }
  return found
}

/**
 * For each text its vector and its focused vector, one behind the other; only those that are neither in memory nor in
 * the file are computed, which has begun when this resolves. `keep` writes the file anew where one was missing.
 */
async function findVectors(cacheDir: string, encoder: string, texts: string[]) {
  const file = vectorFile(cacheDir, encoder)
  const source = `${cacheDir} ${encoder}`
  const before = vectors.source === source ? vectors.byText : ((await file.read()) ?? new Map<string, Float32Array>())
  const wanted = [...new Set(texts.map(cleanText))]
  const missing = wanted.filter((text) => !before.has(text))
  const computing = missing.length > 0 ? encode(missing) : new Map<string, Float32Array>()
  const whenFound = async () => {
    const computed = await computing
    const byText = new Map(
      wanted.map((text) => [text, before.get(text) ?? computed.get(text) ?? new Float32Array(2 * VECTOR_SIZE)]),
    )
    vectors = { source, byText }
    return { byText, keep: async () => (missing.length > 0 ? file.write(byText) : undefined) }
  }
  return { whenFound: whenFound() }
}

async function encode(texts: string[]): Promise<Map<string, Float32Array>> {
  const joined = await new Promise<Float32Array>((resolve) => {
    receiveEncodings = resolve
    send({ kind: 'encode', texts })
  })
  const size = joined.length / texts.length
  return new Map(texts.map((text, i) => [text, joined.slice(i * size, (i + 1) * size)]))
}

function buffersOf({ labels, full, lexical }: IntentModel): ArrayBuffer[] {
  return [labels.buffer as ArrayBuffer, ...[full, lexical].flatMap((head) => (head ? buffersOfHead(head) : []))]
}

/** Each array lies in a buffer of its own. */
function buffersOfHead({ machine: { vectors, pulls, words } }: IntentHead): ArrayBuffer[] {
  return [vectors, pulls, words].map(({ buffer }) => buffer as ArrayBuffer)
}
