import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

// File: magic, dimensions (u32), count (u32), count × (SHA-256 of the key, dimensions × f32), SHA-256 of all before.
// Little-endian, as every platform Node runs on.
const MAGIC = Buffer.from('EKV1')
const HEADER_BYTES = MAGIC.length + 8
const HASH_BYTES = 32
const FILE = 'knowledge-vectors.bin'

/** Where vectors of texts are kept, by `keyOf` the text. */
export interface VectorStore {
  /** Those of `keys` that are kept. */
  read(keys: readonly string[]): Promise<Map<string, Float32Array>>
  /** Keeps `vectors`; those the store has already cost nothing. */
  keep(vectors: ReadonlyMap<string, Float32Array>): Promise<void>
}

/** Hex key of one text under one encoder: either changing gives another key. */
export const keyOf = (encoder: string, text: string) => sha256(`${encoder}\n${text}`).toString('hex')

/** A file in `folder` that holds what was kept last and nothing else: texts that went away leave it. */
export function vectorsInFile(folder: string): VectorStore {
  let inFile = new Set<string>()
  return {
    async read(keys) {
      const kept = await readVectors(folder)
      inFile = new Set(kept.keys())
      return new Map(
        keys.flatMap((key) => {
          const vector = kept.get(key)
          return vector ? [[key, vector] as const] : []
        }),
      )
    },
    async keep(vectors) {
      if (vectors.size === inFile.size && [...vectors.keys()].every((key) => inFile.has(key))) return
      await writeVectors(folder, vectors)
    },
  }
}

/** The vectors kept in `folder` by key. A file that is missing, cut short or altered gives an empty map. */
async function readVectors(folder: string): Promise<Map<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>()
  const file = await readFile(join(folder, FILE)).catch(() => null)
  if (file === null || file.length < HEADER_BYTES + HASH_BYTES || !file.subarray(0, 4).equals(MAGIC)) return vectors
  const body = file.subarray(0, -HASH_BYTES)
  if (!sha256(body).equals(file.subarray(-HASH_BYTES))) return vectors
  const dimensions = body.readUInt32LE(4)
  const count = body.readUInt32LE(8)
  const entryBytes = HASH_BYTES + dimensions * 4
  if (body.length !== HEADER_BYTES + count * entryBytes) return vectors
  for (let at = HEADER_BYTES; at < body.length; at += entryBytes) {
    const key = body.subarray(at, at + HASH_BYTES).toString('hex')
    // Copied, because a Float32Array needs an offset that is a multiple of 4 bytes in its own buffer.
    vectors.set(key, new Float32Array(Uint8Array.from(body.subarray(at + HASH_BYTES, at + entryBytes)).buffer))
  }
  return vectors
}

/** Replaces the file in one step, so that a killed process leaves the old one or the new one. */
async function writeVectors(folder: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void> {
  const dimensions = vectors.values().next().value?.length ?? 0
  const header = Buffer.alloc(HEADER_BYTES)
  MAGIC.copy(header)
  header.writeUInt32LE(dimensions, 4)
  header.writeUInt32LE(vectors.size, 8)
  const entries = [...vectors].flatMap(([key, vector]) => [
    Buffer.from(key, 'hex'),
    Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
  ])
  const body = Buffer.concat([header, ...entries])
  await mkdir(folder, { recursive: true })
  const temporary = join(folder, `${FILE}.${randomUUID()}.tmp`)
  try {
    await writeFile(temporary, Buffer.concat([body, sha256(body)]))
    await rename(temporary, join(folder, FILE))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest()
}
