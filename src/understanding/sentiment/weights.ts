import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { EarshotError } from '../../domain/errors.ts'
import { readTensors, type Tensors, writeTensors } from '../tensor-file.ts'
import type { MoodModel } from './model.ts'
import type { Net } from './net.ts'

const NETS = ['general', 'service', 'gate', 'lexical'] as const
const FLOATS = ['inner', 'innerBias', 'outer', 'direct', 'bias', 'hashedScale'] as const

const shape = z.object({ denseSize: z.int(), hiddenSize: z.int(), outputCount: z.int() })
const weightsMeta = z.object({
  shapes: z.record(z.enum(NETS), shape),
  settings: z.object({
    temperatures: z.object({
      general: z.number(),
      levels: z.number(),
      feelings: z.number(),
      lexicalLevels: z.number(),
      lexicalFeelings: z.number(),
    }),
    sideBias: z.array(z.number()),
    gateBias: z.number(),
  }),
})

export async function writeMoodWeights(file: string, model: MoodModel): Promise<void> {
  const arrays: Tensors['arrays'] = {}
  for (const name of NETS) {
    const net = model[name]
    for (const part of FLOATS) arrays[`${name}.${part}`] = net[part]
    // Four weights to a number: the file knows whole numbers of 32 bits only. Buckets are a power of two, so it comes out even.
    arrays[`${name}.hashed`] = new Int32Array(net.hashed.slice().buffer)
  }
  const shapes = Object.fromEntries(
    NETS.map((name) => {
      const { denseSize, hiddenSize, outputCount } = model[name]
      return [name, { denseSize, hiddenSize, outputCount }]
    }),
  )
  await writeTensors(file, { meta: { shapes, settings: model.settings }, arrays })
}

/** Rejects `unavailable` when the file is missing or damaged. `hash` names the weights by content. */
export async function readMoodWeights(file: string): Promise<{ model: MoodModel; hash: string }> {
  const tensors = await readTensors(file)
  const meta = weightsMeta.safeParse(tensors?.meta)
  if (!tensors || !meta.success) {
    throw new EarshotError(
      'unavailable',
      'mood-weights-missing',
      `${file} is missing or damaged. It belongs to the repository: restore it with git.`,
    )
  }
  const netOf = (name: (typeof NETS)[number]): Net => {
    const floats = FLOATS.map((part) => floatsOf(tensors, `${name}.${part}`))
    const [inner, innerBias, outer, direct, bias, hashedScale] = floats
    const hashed = tensors.arrays[`${name}.hashed`]
    if (!inner || !innerBias || !outer || !direct || !bias || !hashedScale || !hashed) throw new Error(name)
    const { buffer, byteOffset, byteLength } = hashed
    return {
      ...meta.data.shapes[name],
      inner,
      innerBias,
      outer,
      direct,
      bias,
      hashedScale,
      hashed: new Int8Array(buffer, byteOffset, byteLength),
    }
  }
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 16)
  return {
    model: {
      general: netOf('general'),
      service: netOf('service'),
      gate: netOf('gate'),
      lexical: netOf('lexical'),
      settings: meta.data.settings,
    },
    hash,
  }
}

function floatsOf(tensors: Tensors, name: string): Float32Array | null {
  const array = tensors.arrays[name]
  return array instanceof Float32Array ? array : null
}
