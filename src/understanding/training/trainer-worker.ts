import { parentPort } from 'node:worker_threads'
import { type IntentExamples, type IntentHead, type IntentModel, readName, trainIntentModel } from '../intent/train.ts'
import { readLexicalFeatures } from '../lexical-features.ts'
import { hashOfTraining, intentModelFile, vectorFile } from '../model-files.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'
import { cleanText, collectWords } from '../text.ts'
import type { FromTrainer, ToTrainer, TrainingJob } from './protocol.ts'

if (!parentPort) throw new Error('trainer-worker is started by the trainer, not by hand.')
const port = parentPort

const send = (message: FromTrainer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

let receiveEncodings: (joined: Float32Array) => void = () => {}

port.on('message', async (message: ToTrainer) => {
  if (message.kind === 'encoded') return receiveEncodings(message.joined)
  try {
    await train(message.job)
  } catch (error) {
    send({ kind: 'failed', reason: reasonOf(error) })
  }
})

async function train(job: TrainingJob): Promise<void> {
  const examples = await readExamples(job)
  const model = await trainIntentModel(examples)
  const ready = structuredClone(model)
  const words = [...collectWords(job.examples.map(({ text }) => text))]
  send({ kind: 'ready', trained: { model: ready, words } }, buffersOf(ready))

  const withoutVectors = {
    ...examples,
    rows: examples.rows.map((row) => ({ ...row, focus: null })),
    nameFeatures: examples.nameFeatures.map((features) => ({ ...features, focus: null })),
  }
  const lexical = model.full ? (await trainIntentModel(withoutVectors)).lexical : model.lexical
  const notWritten = await write(job, { ...model, lexical }).catch(reasonOf)
  send({ kind: 'complete', fallback: lexical, notWritten }, lexical ? buffersOfHead(lexical) : [])
}

async function write({ cacheDir, encoder, names, examples }: TrainingJob, model: IntentModel): Promise<null> {
  await intentModelFile(cacheDir, hashOfTraining(encoder ?? 'lexical', [names, examples])).write(model)
  return null
}

async function readExamples(job: TrainingJob): Promise<IntentExamples> {
  const { names, examples } = job
  const texts = [...examples.map(({ text }) => text), ...names.map(readName)]
  const vectors = job.encoder === null ? null : await findVectors(job.cacheDir, job.encoder, texts)
  const featuresOf = (text: string) => ({
    lexical: readLexicalFeatures(text),
    focus: vectors?.get(cleanText(text))?.subarray(VECTOR_SIZE) ?? null,
  })
  const labels = new Map(names.map((name, label) => [name, label]))
  return {
    names,
    texts: examples,
    rows: examples.map(({ text, intent }) => ({ ...featuresOf(text), label: labels.get(intent) ?? -1 })),
    nameFeatures: names.map((name) => featuresOf(readName(name))),
  }
}

/** For each text its vector and its focused vector, one behind the other; only those no cache knows are computed. */
async function findVectors(cacheDir: string, encoder: string, texts: string[]): Promise<Map<string, Float32Array>> {
  const file = vectorFile(cacheDir, encoder)
  const known = (await file.read()) ?? new Map<string, Float32Array>()
  const wanted = [...new Set(texts.map(cleanText))]
  const missing = wanted.filter((text) => !known.has(text))
  if (missing.length === 0) return known
  const joined = await new Promise<Float32Array>((resolve) => {
    receiveEncodings = resolve
    send({ kind: 'encode', texts: missing })
  })
  const size = joined.length / missing.length
  missing.forEach((text, i) => void known.set(text, joined.slice(i * size, (i + 1) * size)))
  // A cache that cannot be written costs time at the next training, nothing else.
  await file
    .write(new Map(wanted.map((text) => [text, known.get(text) ?? new Float32Array(size)])))
    .catch(() => undefined)
  return known
}

function buffersOf({ labels, full, lexical }: IntentModel): ArrayBuffer[] {
  return [labels.buffer as ArrayBuffer, ...[full, lexical].flatMap((head) => (head ? buffersOfHead(head) : []))]
}

/** Each array lies in a buffer of its own. */
function buffersOfHead({ machine: { vectors, pulls, words } }: IntentHead): ArrayBuffer[] {
  return [vectors, pulls, words].map(({ buffer }) => buffer as ArrayBuffer)
}
