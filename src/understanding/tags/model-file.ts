import { z } from 'zod'
import { hashOfTraining, type ModelFile, modelFile } from '../model-files.ts'
import type { TagJob } from '../training/protocol.ts'
import type { TagModel } from './train.ts'

/** To be raised whenever features, settings or thresholds of the tags change. */
const TAGS_VERSION = 1

const meta = z.object({
  names: z.array(z.string()),
  texts: z.array(z.string()),
  sharpness: z.number(),
  tags: z.array(
    z.object({
      calibration: z.object({ slope: z.number(), bias: z.number() }),
      count: z.int(),
      set: z.number().nullable(),
      suggest: z.number(),
      balance: z.number(),
    }),
  ),
  span: z.object({ fewest: z.int(), most: z.int() }),
})

export const hashOfTags = ({ encoder, tags, rows }: TagJob) =>
  hashOfTraining(encoder ?? 'lexical', ['tags', TAGS_VERSION, tags, rows])

export function tagModelFile(cacheDir: string, hash: string): ModelFile<TagModel> {
  return modelFile(cacheDir, 'tags', hash, {
    pack({ machine: { sharpness, vectors, pulls, words }, names, texts, tags, span, marks, base, rarity }) {
      return { meta: { names, texts, sharpness, tags, span }, arrays: { marks, base, rarity, vectors, pulls, words } }
    },
    unpack(file) {
      const { sharpness, ...known } = meta.parse(file.meta)
      const { marks, base, rarity, vectors, pulls, words } = Object.fromEntries(
        ARRAYS.map((name) => [name, floatsOf(file.arrays[name])]),
      ) as Record<(typeof ARRAYS)[number], Float32Array>
      return {
        ...known,
        marks,
        base,
        rarity,
        machine: { sharpness, classCount: known.names.length, vectors, pulls, words },
      }
    },
  })
}

const ARRAYS = ['marks', 'base', 'rarity', 'vectors', 'pulls', 'words'] as const

function floatsOf(array: Float32Array | Int32Array | undefined): Float32Array {
  if (!(array instanceof Float32Array)) throw new Error('an array is missing')
  return array
}
