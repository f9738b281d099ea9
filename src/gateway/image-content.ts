import { crc32 } from 'node:zlib'

/** What an image says of itself, and where it ends: what stands behind is no part of it. */
export interface ImageContent {
  width: number
  height: number
  /** Pixels of all frames together; those of the image where it has one. */
  pixels: number
  end: number
}

/**
 * The structure of an image from its first byte to its last, without decoding it: a file that only begins like an image is
 * none. Null where it is broken or cut short. It reads no pixel, so that a bomb costs nothing here.
 */
export const IMAGE_READERS: Readonly<Record<string, (content: Buffer) => ImageContent | null>> = {
  'image/png': (content) => within(() => readPng(content)),
  'image/jpeg': (content) => within(() => readJpeg(content)),
  'image/gif': (content) => within(() => readGif(content)),
  'image/webp': (content) => within(() => readWebp(content)),
}

/** Reading past the end of a buffer throws: the file was cut short. */
function within(read: () => ImageContent | null): ImageContent | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const PNG_HEADER = 8

/** Chunks of length, type, data and checksum: the header first, some data, the end. */
function readPng(content: Buffer): ImageContent | null {
  let size: { width: number; height: number } | null = null
  let hasData = false
  for (let at = PNG_HEADER; ; ) {
    const length = content.readUInt32BE(at)
    const type = content.toString('latin1', at + 4, at + 8)
    const end = at + 8 + length
    if (content.readUInt32BE(end) !== crc32(content.subarray(at + 4, end))) return null
    if ((type === 'IHDR') !== (size === null)) return null
    if (type === 'IHDR') size = { width: content.readUInt32BE(at + 8), height: content.readUInt32BE(at + 12) }
    if (type === 'IDAT') hasData = true
    at = end + 4
    if (type === 'IEND') return size && hasData ? whole(size, at) : null
  }
}

const SEGMENT_START = 0xff
const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9

/** Segments with their lengths; after each start of a scan, data up to the next marker that is none of its own. */
function readJpeg(content: Buffer): ImageContent | null {
  let size: { width: number; height: number } | null = null
  let hasScan = false
  for (let at = 2; ; ) {
    if (content.readUInt8(at) !== SEGMENT_START) return null
    const marker = content.readUInt8(at + 1)
    if (marker === SEGMENT_START) {
      at++
      continue
    }
    if (marker === END_OF_IMAGE) return size && hasScan ? whole(size, at + 2) : null
    const length = content.readUInt16BE(at + 2)
    if (length < 2) return null
    if (isFrame(marker)) size ??= { height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) }
    at += 2 + length
    if (marker !== START_OF_SCAN) continue
    hasScan = true
    at = endOfScan(content, at)
  }
}

/** Start of frame of any kind; three of its numbers mean tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Within a scan, 0xff is followed by 0 or by a restart marker. */
function endOfScan(content: Buffer, from: number): number {
  for (let at = content.indexOf(SEGMENT_START, from); at !== -1; at = content.indexOf(SEGMENT_START, at + 2)) {
    const next = content.readUInt8(at + 1)
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return content.length
}

/** The canvas, then blocks of frames and extensions up to the trailer. */
function readGif(content: Buffer): ImageContent | null {
  const size = { width: content.readUInt16LE(6), height: content.readUInt16LE(8) }
  let at = 13 + tableLength(content.readUInt8(10))
  let pixels = 0
  for (;;) {
    // Some programs leave out the trailer.
    const block = at === content.length ? 0x3b : content.readUInt8(at)
    if (block === 0x3b) return pixels > 0 ? { ...size, pixels, end: Math.min(at + 1, content.length) } : null
    if (block === 0x2c) {
      pixels += content.readUInt16LE(at + 5) * content.readUInt16LE(at + 7)
      at = endOfSubBlocks(content, at + 11 + tableLength(content.readUInt8(at + 9)))
    } else if (block === 0x21) at = endOfSubBlocks(content, at + 2)
    else return null
  }
}

const tableLength = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

function endOfSubBlocks(content: Buffer, from: number): number {
  let at = from
  while (content.readUInt8(at) > 0) at += 1 + content.readUInt8(at)
  return at + 1
}

/** A RIFF container whose first chunk tells the size: of one frame, lossy or not, or of the canvas of several. */
function readWebp(content: Buffer): ImageContent | null {
  const end = 8 + content.readUInt32LE(4)
  if (end > content.length) return null
  const size = webpSize(content)
  if (size === null) return null
  let frames = 0
  for (let at = 12; at < end; ) {
    const type = content.toString('latin1', at, at + 4)
    if (type === 'VP8 ' || type === 'VP8L' || type === 'ANMF') frames++
    at += 8 + content.readUInt32LE(at + 4)
    at += at % 2
    if (at > end + 1) return null
  }
  return frames === 0 ? null : { ...size, pixels: size.width * size.height * frames, end }
}

function webpSize(content: Buffer): { width: number; height: number } | null {
  const type = content.toString('latin1', 12, 16)
  if (type === 'VP8X') return { width: content.readUIntLE(24, 3) + 1, height: content.readUIntLE(27, 3) + 1 }
  if (type === 'VP8L' && content.readUInt8(20) === 0x2f) {
    const bits = content.readUInt32LE(21)
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
  }
  if (type === 'VP8 ' && content.readUIntBE(23, 3) === 0x9d012a) {
    return { width: content.readUInt16LE(26) & 0x3fff, height: content.readUInt16LE(28) & 0x3fff }
  }
  return null
}

const whole = (size: { width: number; height: number }, end: number): ImageContent => ({
  ...size,
  pixels: size.width * size.height,
  end,
})
