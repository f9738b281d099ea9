import { z } from 'zod'
import { orderRows } from '../intent/row-order.ts'
import type { IntentExamples, SolvedIntents } from '../intent/train.ts'
import { calibration, modelFile, quality } from '../model-files.ts'

/** What a training of intents has solved, without the rows: those are read off their texts again. */
type KeptSystem = Omit<SolvedIntents, 'system' | 'places'> & { system: Omit<SolvedIntents['system'], 'rows'> }

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
})

/** Some 30 MB for 3,700 rows, so that only the youngest is kept. */
export function systemFile(cacheDir: string, hash: string) {
  return modelFile<KeptSystem>(cacheDir, 'systems', hash, {
    keep: 1,
    pack({ names, texts, calibration, quality, system: { classCount, hasVectors, settings, factor, pulls } }) {
      const { size, columns, inverses } = factor
      const arrays: Record<string, Float32Array> = { pulls }
      columns.forEach((column, k) => void Object.assign(arrays, { [`column.${k}`]: column }))
      inverses.forEach((inverse, k) => void Object.assign(arrays, { [`inverse.${k}`]: inverse }))
      const about = { names, texts, calibration, quality, classCount, hasVectors, settings, size }
      return { meta: { ...about, blocks: columns.length }, arrays }
    },
    unpack(tensors) {
      const { classCount, hasVectors, settings, size, blocks, ...rest } = meta.parse(tensors.meta)
      const array = (name: string) => {
        const found = tensors.arrays[name]
        if (!(found instanceof Float32Array)) throw new Error(`${name} is missing`)
        return found
      }
      const all = (name: string) => Array.from({ length: blocks }, (_, k) => array(`${name}.${k}`))
      const factor = { size, columns: all('column'), inverses: all('inverse') }
      return { ...rest, system: { classCount, hasVectors, settings, factor, pulls: array('pulls') } }
    },
  })
}

/** The system with its rows, which are read off `examples`; null when a text it was solved with is not among them. */
export function withRows({ system, ...kept }: KeptSystem, { texts, rows, nameFeatures }: IntentExamples) {
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
