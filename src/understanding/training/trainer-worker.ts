import { parentPort } from 'node:worker_threads'
import { type IntentExamples, type IntentHead, type IntentModel, readName, trainIntentModel } from '../intent/train.ts'
import { readLexicalFeatures } from '../lexical-features.ts'
import { hashOfTraining, intentModelFile, vectorFile } from '../model-files.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'
import { hashOfTags, tagModelFile } from '../tags/model-file.ts'
import { trainTagModel } from '../tags/train.ts'
import { cutPieces, joinPieces } from '../tags/whole-text.ts'
import { cleanText, collectWords } from '../text.ts'
import type { FromTrainer, TagJob, ToTrainer, TrainingJob } from './protocol.ts'

if (!parentPort) throw new Error('trainer-worker is started by the trainer, not by hand.')
const port = parentPort

const send = (message: FromTrainer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

let receiveEncodings: (joined: Float32Array) => void = () => {}

port.on('message', async (message: ToTrainer) => {
  if (message.kind === 'encoded') return receiveEncodings(message.joined)
  try {
    await (message.kind === 'train' ? train(message.job) : trainTags(message.job))
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

async function trainTags(job: TagJob): Promise<void> {
  const { cacheDir, encoder, tags, rows } = job
  const pieces = rows.flatMap(({ text }) => cutPieces(cleanText(text)))
  const vectors = encoder === null ? null : await findVectors(cacheDir, encoder, pieces, 'tag-encodings')
  const focusOf = (piece: string) => vectors?.get(cleanText(piece))?.subarray(VECTOR_SIZE)
  const model = await trainTagModel(
    tags,
    rows.map(({ text, marks }) => ({
      text,
      focus: vectors && joinPieces(cutPieces(cleanText(text)), focusOf),
      lexical: readLexicalFeatures(text),
      marks: marks.map((mark) => mark ?? Number.NaN),
    })),
  )
  const written = tagModelFile(cacheDir, hashOfTags(job)).write(model)
  const notWritten = await written.then(() => null).catch(reasonOf)
  send({ kind: 'tags', model, notWritten })
}

/**
 * For each text its vector and its focused vector, one behind the other; only those no cache knows are computed, and
 * kept in the file of this `kind`.
 */
async function findVectors(
  cacheDir: string,
  encoder: string,
  texts: string[],
  kind: 'encodings' | 'tag-encodings' = 'encodings',
): Promise<Map<string, Float32Array>> {
  const file = vectorFile(cacheDir, encoder, kind)
  // The tags' texts are for the most part those of the intents.
  const shared = kind === 'encodings' ? null : await vectorFile(cacheDir, encoder).read()
  const known = new Map([...(shared ?? []), ...((await file.read()) ?? [])])
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
    .write(
      new Map(
        wanted.filter((text) => !shared?.has(text)).map((text) => [text, known.get(text) ?? new Float32Array(size)]),
      ),
    )
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
