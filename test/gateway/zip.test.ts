import { crc32, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { zip } from '../../src/gateway/zip.ts'

it('packs files that come out as they went in', () => {
  const files = fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }), text: fc.string({ unit: 'grapheme' }) }))
  fc.assert(
    fc.property(files, (packed) => {
      expect(unzip(zip(packed))).toEqual(packed)
    }),
  )
})

/** Reads by the directory at the end, as the programs people unpack with do. */
function unzip(archive: Buffer): { name: string; text: string }[] {
  const end = archive.subarray(-22)
  expect(end.toString('latin1', 0, 4)).toBe('PK\x05\x06')
  let at = end.readUInt32LE(16)
  const files = Array.from({ length: end.readUInt16LE(10) }, () => {
    expect(archive.toString('latin1', at, at + 4)).toBe('PK\x01\x02')
    const nameLength = archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    const start = archive.readUInt32LE(at + 42)
    const begin = start + 30 + archive.readUInt16LE(start + 26)
    const bytes = inflateRawSync(archive.subarray(begin, begin + archive.readUInt32LE(at + 20)))
    expect(crc32(bytes)).toBe(archive.readUInt32LE(at + 16))
    at += 46 + nameLength
    return { name, text: bytes.toString() }
  })
  expect(at).toBe(archive.length - 22)
  return files
}
