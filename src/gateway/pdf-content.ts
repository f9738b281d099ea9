import { inflateSync } from 'node:zlib'

/** The end of a PDF names where its table of objects begins; readers look for it in the last part. */
const TAIL = 2_048
/** Of a packed stream no more is looked through, nor of all together: a bomb is refused as what can't be read. */
const MOST_UNPACKED = 8 * 1024 * 1024
const MOST_STREAMS = 2_000

/** Names of what a reader would run or start. Pages that open at a place or links are none of them. */
const ACTIVE = /\/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFiles?|XFA)(?![A-Za-z0-9])/

/**
 * Whether a PDF is whole (header, table of objects, end) and holds nothing that runs: scripts, programs, files in it or forms
 * that are programs, in plain or packed objects. Of an encrypted one only the plain objects can be read.
 */
export function readPdf(content: Buffer): 'fine' | 'broken' | 'active' {
  const tail = content.toString('latin1', Math.max(0, content.length - TAIL))
  const start = /startxref\s+(\d{1,10})\s+%%EOF/g
  const offset = [...tail.matchAll(start)].at(-1)?.[1]
  if (!/^%PDF-[12]\.\d/.test(content.toString('latin1', 0, 8)) || offset === undefined) return 'broken'
  const table = content.toString('latin1', Number(offset), Number(offset) + 40)
  if (!/^\s*(?:xref\b|\d+\s+\d+\s+obj\b)/.test(table)) return 'broken'
  const plain = content.toString('latin1')
  if (isActive(plain)) return 'active'
  return readPacked(content, plain)
}

/** Objects may stand in packed streams. */
function readPacked(content: Buffer, plain: string): 'fine' | 'broken' | 'active' {
  let left = MOST_UNPACKED
  let streams = 0
  for (const found of plain.matchAll(/\/ObjStm\b/g)) {
    if (++streams > MOST_STREAMS) return 'broken'
    const from = /stream\r?\n/g
    from.lastIndex = found.index
    const begin = from.exec(plain)
    const end = plain.indexOf('endstream', found.index)
    if (begin === null || end < from.lastIndex) return 'broken'
    if (plain.slice(plain.lastIndexOf(' obj', found.index), from.lastIndex).includes('/FlateDecode')) {
      const unpacked = unpack(content.subarray(from.lastIndex, end), left)
      if (unpacked === null) {
        // An encrypted one can be unpacked only by whoever has its password.
        if (/\/Encrypt\b/.test(plain)) continue
        return 'broken'
      }
      left -= unpacked.length
      if (isActive(unpacked.toString('latin1'))) return 'active'
    }
  }
  return 'fine'
}

function unpack(packed: Buffer, maxOutputLength: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, maxOutputLength) })
  } catch {
    return null
  }
}

/** Letters of a name may be written as #4a. */
const isActive = (text: string) =>
  ACTIVE.test(text.replaceAll(/#([0-9a-fA-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))))
