import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { IntentHead, IntentModel, LabelledText } from './intent/train.ts'
import { pruneFiles, readTensors, type Tensors, writeTensors } from './tensor-file.ts'

/** To be raised whenever features, members or their settings change: older files are then trained anew. */
const TRAINING_VERSION = 3

/** Names what a model was trained from; the same data, engine and code give the same hash. */
export function hashOfTraining(fingerprint: string, data: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([TRAINING_VERSION, fingerprint, data]))
    .digest('hex')
    .slice(0, 16)
}

/** Names what the intents of an installation were learned from; `encoder` is its fingerprint, null without one. */
export const hashOfIntents = (taught: { encoder: string | null; names: string[]; examples: LabelledText[] }) =>
  hashOfTraining(taught.encoder ?? 'lexical', [taught.names, taught.examples])

export interface ModelFile<Model> {
  /** Null when there is none that can be used. */
  read(): Promise<Model | null>
  write(model: Model): Promise<void>
}

export const calibration = z.object({
  sharpness: z.number(),
  trust: z.object({ bias: z.number(), weights: z.array(z.number()) }),
  scope: z.object({ bias: z.number(), weights: z.array(z.number()), threshold: z.number() }),
})
export const quality = z.object({ accuracy: z.number(), calibrationError: z.number(), outOfScopeRecall: z.number() })
const intentHead = z.object({ classCount: z.int().min(0), sharpness: z.number(), calibration, quality })
const intentMeta = z.object({
  names: z.array(z.string()),
  texts: z.array(z.string()),
  full: intentHead.nullable(),
  lexical: intentHead.nullable(),
})

export function intentModelFile(cacheDir: string, hash: string): ModelFile<IntentModel> {
  return modelFile(cacheDir, 'intents', hash, {
    pack({ labels, full, lexical, ...rest }) {
      const describe = ({ machine, ...known }: IntentHead) => ({
        classCount: machine.classCount,
        sharpness: machine.sharpness,
        ...known,
      })
      return {
        meta: { ...rest, full: full && describe(full), lexical: lexical && describe(lexical) },
        arrays: {
          labels,
          ...(full ? packMachine('full', full) : {}),
          ...(lexical ? packMachine('lexical', lexical) : {}),
        },
      }
    },
    unpack({ meta, arrays }) {
      const { full, lexical, ...rest } = intentMeta.parse(meta)
      const { labels } = arrays
      if (!(labels instanceof Int32Array)) throw new Error('labels are missing')
      return {
        ...rest,
        labels,
        full: full && unpackMachine('full', full, arrays),
        lexical: lexical && unpackMachine('lexical', lexical, arrays),
      }
    },
  })
}

const packMachine = (name: string, { machine: { vectors, pulls, words } }: IntentHead) => ({
  [`${name}.vectors`]: vectors,
  [`${name}.pulls`]: pulls,
  [`${name}.words`]: words,
})

function unpackMachine(
  name: string,
  { classCount, sharpness, ...rest }: z.output<typeof intentHead>,
  arrays: Tensors['arrays'],
): IntentHead {
  const [vectors, pulls, words] = ['vectors', 'pulls', 'words'].map((part) => arrays[`${name}.${part}`])
  if (!(vectors instanceof Float32Array) || !(pulls instanceof Float32Array) || !(words instanceof Float32Array)) {
    throw new Error(`${name} is incomplete`)
  }
  return { ...rest, machine: { classCount, sharpness, vectors, pulls, words } }
}

/** Vectors of training texts by text, so that an edited intent costs only its new examples. */
export function vectorFile(
  cacheDir: string,
  fingerprint: string,
  kind: 'encodings' | 'tag-encodings' = 'encodings',
): ModelFile<Map<string, Float32Array>> {
  return modelFile(cacheDir, kind, fingerprint, {
    pack(vectors) {
      const size = vectors.values().next().value?.length ?? 0
      const joined = new Float32Array(vectors.size * size)
      ;[...vectors.values()].forEach((vector, i) => void joined.set(vector, i * size))
      return { meta: { size, texts: [...vectors.keys()] }, arrays: { joined } }
    },
    unpack({ meta, arrays }) {
      const { size, texts } = z.object({ size: z.int(), texts: z.array(z.string()) }).parse(meta)
      const { joined } = arrays
      if (!(joined instanceof Float32Array) || joined.length !== size * texts.length) throw new Error('wrong length')
      return new Map(texts.map((text, i) => [text, joined.slice(i * size, (i + 1) * size)]))
    },
  })
}

/** A file of one kind under the name of what it was made from; the three youngest of a kind are kept, or so many as told. */
export function modelFile<Model>(
  cacheDir: string,
  kind: string,
  hash: string,
  form: { pack: (model: Model) => Tensors; unpack: (tensors: Tensors) => Model; keep?: number },
): ModelFile<Model> {
  const file = join(cacheDir, `${kind}-${hash}.bin`)
  return {
    async read() {
      const tensors = await readTensors(file)
      if (!tensors) return null
      try {
        return form.unpack(tensors)
      } catch {
        return null
      }
    },
    async write(model) {
      await writeTensors(file, form.pack(model))
      await pruneFiles(cacheDir, `${kind}-`, form.keep ?? 3)
    },
  }
}
