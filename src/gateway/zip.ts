import { crc32, deflateRawSync } from 'node:zlib'

/** Names are UTF-8 (bit 11 of the flags). */
const FLAGS = 0x0800
const VERSION = 20
const DEFLATED = 8
/** 1 January 1980, the zero of the format: the same articles give the same bytes. */
const DAY = 0x0021

/** A ZIP archive of text files, without folders of its own (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). */
export function zip(files: readonly { name: string; text: string }[]): Buffer {
  const contents: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text } of files) {
    const title = Buffer.from(name)
    const bytes = Buffer.from(text)
    const packed = deflateRawSync(bytes)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(VERSION, 0)
    about.writeUInt16LE(FLAGS, 2)
    about.writeUInt16LE(DEFLATED, 4)
    about.writeUInt16LE(DAY, 8)
    about.writeUInt32LE(crc32(bytes), 10)
    about.writeUInt32LE(packed.length, 14)
    about.writeUInt32LE(bytes.length, 18)
    about.writeUInt16LE(title.length, 22)

    const header = Buffer.concat([Buffer.from('PK\x03\x04'), about, title])
    contents.push(header, packed)
    // Made by; comment, disk and attributes stay zero; where the file begins.
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), about.subarray(0, 2), about, rest, title]))
    offset += header.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...contents, listed, Buffer.from('PK\x05\x06'), end])
}
