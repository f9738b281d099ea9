import { crc32, inflateRawSync } from 'node:zlib'
import type { ArticleProblem } from './article-file.ts'

/** Said of every other kind of file. */
export const NOT_READ = 'Only .md, .html, .htm and .csv files are read, alone or in a .zip.'

export const ZIP_LIMITS = {
  entries: 2_000,
  /** Unpacked, of one file and of all together. */
  fileBytes: 1_000_000,
  totalBytes: 20_000_000,
}

const END = 'PK\x05\x06'
const END_LENGTH = 22
const LONGEST_COMMENT = 65_535
const LISTED = 'PK\x01\x02'
const LOCAL = 'PK\x03\x04'
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8
/** What systems add by themselves. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.[^./]|Thumbs\.db$|desktop\.ini$)/

interface Entry {
  name: string
  flags: number
  method: number
  crc: number
  packedLength: number
  start: number
}

/**
 * The text files of a ZIP archive, read by the directory at its end (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and
 * 4.3.16). Nothing is written anywhere. An archive that cannot be read or holds too much is one problem; a file in it that
 * cannot be read is one, and the others are read. No size that the archive claims is believed. What is not wanted is not
 * unpacked.
 */
export function unpackZip(
  { name: archiveName, bytes: archive }: { name: string; bytes: Buffer },
  isWanted: (name: string) => boolean,
  limits = ZIP_LIMITS,
): { files: { name: string; text: string }[]; problems: ArticleProblem[] } {
  const refuse = (message: string) => ({ files: [], problems: [{ file: archiveName, line: null, message }] })
  let entries: Entry[] | string
  try {
    entries = readDirectory(archive, limits.entries)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    entries = BROKEN
  }
  if (typeof entries === 'string') return refuse(entries)

  const files: { name: string; text: string }[] = []
  const problems: ArticleProblem[] = []
  let total = 0
  for (const entry of entries) {
    if (entry.name.endsWith('/') || LITTER.test(entry.name)) continue
    if (!isWanted(entry.name)) {
      problems.push({ file: entry.name, line: null, message: NOT_READ })
      continue
    }
    const bytes = unpackEntry(archive, entry, limits.fileBytes)
    const text = typeof bytes === 'string' ? null : readText(bytes)
    // A file that failed may have cost as much.
    total += typeof bytes === 'string' ? limits.fileBytes : bytes.length
    if (total > limits.totalBytes) return refuse(`It unpacks to more than ${limits.totalBytes / 1e6} MB.`)
    if (text !== null) files.push({ name: entry.name, text })
    else problems.push({ file: entry.name, line: null, message: typeof bytes === 'string' ? bytes : NO_TEXT })
  }
  return { files, problems }
}

const BROKEN = 'The file is not a ZIP archive, or only a part of one.'
const BROKEN_FILE = 'The archive holds it damaged.'
const NO_TEXT = 'It is not text in UTF-8.'

/** The directory, or what is wrong with the archive. Throws RangeError where it points outside of itself. */
function readDirectory(archive: Buffer, mostEntries: number): Entry[] | string {
  const searched = archive.subarray(-(END_LENGTH + LONGEST_COMMENT))
  const found = searched.lastIndexOf(END, undefined, 'latin1')
  if (found === -1) return BROKEN
  const end = archive.length - searched.length + found
  const count = archive.readUInt16LE(end + 10)
  if (count > mostEntries) return `It holds ${count} files or more; at most ${mostEntries} are read.`
  const entries: Entry[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (archive.toString('latin1', at, at + 4) !== LISTED) return BROKEN
    const nameLength = archive.readUInt16LE(at + 28)
    entries.push({
      // Some programs on Windows write the other slash.
      name: archive.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'),
      flags: archive.readUInt16LE(at + 8),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packedLength: archive.readUInt32LE(at + 20),
      start: archive.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return entries
}

/** The bytes of one file, or why there are none. */
function unpackEntry(archive: Buffer, entry: Entry, mostBytes: number): Buffer | string {
  const { name, flags, method, crc, packedLength, start } = entry
  if (/^(?:\/|[a-z]:)|(?:^|\/)\.\.(?:\/|$)|\0/i.test(name)) return 'Its name leads out of the archive.'
  if (flags & ENCRYPTED) return 'It is protected by a password.'
  if (method !== STORED && method !== DEFLATED) return 'It is packed in a way that is not read here.'
  try {
    if (archive.toString('latin1', start, start + 4) !== LOCAL) return BROKEN_FILE
    const begin = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28)
    const packed = archive.subarray(begin, begin + packedLength)
    if (method === STORED && packed.length > mostBytes) return tooLarge(mostBytes)
    const bytes = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: mostBytes })
    return crc32(bytes) === crc ? bytes : BROKEN_FILE
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return isTooLarge ? tooLarge(mostBytes) : BROKEN_FILE
  }
}

const tooLarge = (mostBytes: number) => `It unpacks to more than ${mostBytes / 1e6} MB.`

function readText(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
