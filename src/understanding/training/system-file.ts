import { z } from 'zod'
import { orderRows } from '../intent/row-order.ts'
import type { IntentExamples, SolvedIntents } from '../intent/train.ts'
import { type LexicalFeatures, readLexicalFeatures } from '../lexical-features.ts'
import { calibration, modelFile, quality } from '../model-files.ts'
import type { Tensors } from '../tensor-file.ts'

/** What a training of intents has solved, without the rows: of those only what takes long to read again, the words. */
export type KeptSystem = Omit<SolvedIntents, 'system' | 'places'> & {
  system: Omit<SolvedIntents['system'], 'rows'>
  /** Of each text. */
  lexicals: LexicalFeatures[]
}

export const keepSystem = (solved: SolvedIntents): KeptSystem => ({
  ...solved,
  lexicals: Array.from(solved.places, (place) => solved.system.rows[place]?.lexical ?? readLexicalFeatures('')),
})

const meta = z.object({
  names: z.array(z.string()),
  texts: z.array(z.object({ text: z.string(), intent: z.string() })),
  calibration,
  quality,
  classCount: z.int().min(0),
  hasVectors: z.boolean(),
  settings: z.object({ words: z.number(), sharpness: z.number(), ridge: z.number() }),
  size: z.int().min(0),
  blocks: z.int().min(0),
  words: z.array(z.array(z.string())),
})

/** Some 30 MB for 3,700 rows, so that only the youngest is kept. */
export function systemFile(cacheDir: string, hash: string) {
  return modelFile<KeptSystem>(cacheDir, 'systems', hash, {
    keep: 1,
    pack({ names, texts, calibration, quality, lexicals, system }) {
      const { classCount, hasVectors, settings, factor, pulls } = system
      const { size, columns, inverses } = factor
      const arrays: Record<string, Float32Array | Int32Array> = { pulls, ...packLexicals(lexicals) }
      columns.forEach((column, k) => void Object.assign(arrays, { [`column.${k}`]: column }))
      inverses.forEach((inverse, k) => void Object.assign(arrays, { [`inverse.${k}`]: inverse }))
      const about = { names, texts, calibration, quality, classCount, hasVectors, settings, size }
      return { meta: { ...about, blocks: columns.length, words: lexicals.map(({ words }) => words) }, arrays }
    },
    unpack(tensors) {
      const { classCount, hasVectors, settings, size, blocks, words, ...rest } = meta.parse(tensors.meta)
      const array = (name: string) => arrayOf(tensors, name, Float32Array)
      const all = (name: string) => Array.from({ length: blocks }, (_, k) => array(`${name}.${k}`))
      const factor = { size, columns: all('column'), inverses: all('inverse') }
      const lexicals = unpackLexicals(tensors, words)
      return { ...rest, lexicals, system: { classCount, hasVectors, settings, factor, pulls: array('pulls') } }
    },
  })
}

function packLexicals(lexicals: readonly LexicalFeatures[]) {
  const joined = <Numbers extends Int32Array | Float32Array>(
    kind: { new (length: number): Numbers },
    of: (lexical: LexicalFeatures) => Numbers,
  ) => {
    const to = new kind(lexicals.reduce((sum, { indices }) => sum + indices.length, 0))
    let at = 0
    for (const lexical of lexicals) {
      to.set(of(lexical), at)
      at += lexical.indices.length
    }
    return to
  }
  return {
    'lexical.counts': Int32Array.from(lexicals, ({ indices }) => indices.length),
    'lexical.indices': joined(Int32Array, ({ indices }) => indices),
    'lexical.values': joined(Float32Array, ({ values }) => values),
    'lexical.owners': joined(Int32Array, ({ owners }) => owners),
  }
}

function unpackLexicals(tensors: Tensors, words: string[][]): LexicalFeatures[] {
  // Copies: these are kept when the system, in the same memory, is no longer needed.
  const indices = arrayOf(tensors, 'lexical.indices', Int32Array).slice()
  const values = arrayOf(tensors, 'lexical.values', Float32Array).slice()
  const owners = arrayOf(tensors, 'lexical.owners', Int32Array).slice()
  let end = 0
  return Array.from(arrayOf(tensors, 'lexical.counts', Int32Array), (count, i) => {
    const from = end
    end += count
    return {
      indices: indices.subarray(from, end),
      values: values.subarray(from, end),
      owners: owners.subarray(from, end),
      words: words[i] ?? [],
    }
  })
}

function arrayOf<Numbers extends Int32Array | Float32Array>(
  { arrays }: Tensors,
  name: string,
  kind: { new (): Numbers },
): Numbers {
  const found = arrays[name]
  if (!(found instanceof kind)) throw new Error(`${name} is missing`)
  return found
}

/** The system with its rows, which are read off `examples`; null when a text it was solved with is not among them. */
export function withRows({ system, lexicals: _, ...kept }: KeptSystem, { texts, rows, nameFeatures }: IntentExamples) {
  const featuresOf = new Map(texts.map(({ text }, index) => [text, rows[index]]))
  const labelOf = new Map(kept.names.map((name, label) => [name, label]))
  const given = kept.texts.flatMap(({ text, intent }) => {
    const [features, label] = [featuresOf.get(text), labelOf.get(intent)]
    return features && label !== undefined ? [{ ...features, label }] : []
  })
  if (given.length < kept.texts.length || nameFeatures.length !== kept.names.length) return null
  const ordered = orderRows(given, nameFeatures, [])
  return { ...kept, places: ordered.places, system: { ...system, rows: ordered.rows } }
}
