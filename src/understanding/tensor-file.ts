import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/**
 * A file of named number arrays and one JSON value: 32 bytes SHA-256 of the rest, 4 bytes length of the JSON header,
 * the header, and the arrays one after the other at multiples of four. Used for trained models only, which can always
 * be trained again; so whatever is wrong with a file, it reads as absent.
 */
export interface Tensors {
  meta: unknown
  arrays: Record<string, Float32Array | Int32Array>
}

const header = z.object({
  meta: z.unknown(),
  arrays: z.array(z.strictObject({ name: z.string(), type: z.enum(['f', 'i']), length: z.int().min(0) })),
})

/** Writes beside the target and renames, so that a reader never sees half a file. */
export async function writeTensors(file: string, { meta, arrays }: Tensors): Promise<void> {
  const entries = Object.entries(arrays)
  const json = JSON.stringify({
    meta,
    arrays: entries.map(([name, array]) => ({
      name,
      type: array instanceof Float32Array ? 'f' : 'i',
      length: array.length,
    })),
  })
  const head = Buffer.from(json + ' '.repeat((4 - (Buffer.byteLength(json) % 4)) % 4))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(head.length)
  const body = [size, head, ...entries.map(([, a]) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))]
  const partial = `${file}.${randomUUID()}.partial`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(partial, Buffer.concat([digestOf(body), ...body]))
  await rename(partial, file)
}

/** Null when the file is absent, cut short, or changed. */
export async function readTensors(file: string): Promise<Tensors | null> {
  try {
    const bytes = await readFile(file)
    const rest = bytes.subarray(32)
    if (!digestOf([rest]).equals(bytes.subarray(0, 32))) return null
    const headLength = rest.readUInt32LE(0)
    const { meta, arrays } = header.parse(JSON.parse(rest.toString('utf8', 4, 4 + headLength)))
    const result: Tensors = { meta, arrays: {} }
    let at = 4 + headLength
    for (const { name, type, length } of arrays) {
      // Where they lie in the file, without a copy: the largest is 36 MB.
      const from = rest.byteOffset + at
      result.arrays[name] =
        type === 'f' ? new Float32Array(rest.buffer, from, length) : new Int32Array(rest.buffer, from, length)
      at += length * 4
    }
    return result
  } catch {
    return null
  }
}

/** Deletes all but the `keep` youngest files of the folder that start with `prefix`. */
export async function pruneFiles(folder: string, prefix: string, keep: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix))
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  )
  aged.sort((a, b) => b.at - a.at)
  // Another process may prune at the same time; a file that is gone is what we want.
  await Promise.all(aged.slice(keep).map(({ name }) => unlink(join(folder, name)).catch(() => undefined)))
}

const digestOf = (parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
