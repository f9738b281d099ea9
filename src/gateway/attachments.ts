import type { Request, Response } from 'express'
import { type Attachment, invalid } from '../domain/index.ts'
import { IMAGE_READERS } from './image-content.ts'
import { readPdf } from './pdf-content.ts'

/** What a customer may send: pictures a browser draws without running anything, and PDF. */
export const FILE_TYPES: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'JPEG'],
  ['image/png', 'PNG'],
  ['image/webp', 'WebP'],
  ['image/gif', 'GIF'],
  ['application/pdf', 'PDF'],
])

const LONGEST_NAME = 120
/** What the largest phones photograph in their usual modes; more would take gigabytes to draw. Frames count together, four times as many. */
const MOST_PIXELS = 64_000_000
const MOST_PIXELS_OF_FRAMES = 4 * MOST_PIXELS
const FIELD = 'file'

export interface Upload {
  name: string
  type: string
  content: Uint8Array
}

/**
 * The one file of a multipart request, at most `maxBytes` long. Its type is read from its bytes; what the sender says of
 * it counts for nothing. Throws `invalid-request` with nothing kept.
 */
export async function readUpload(request: Request, response: Response, maxBytes: number): Promise<Upload> {
  // Rarely needed, so not loaded with the server.
  const { default: multer, MulterError } = await import('multer')
  const take = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: maxBytes, files: 1, fields: 0, parts: 1, headerPairs: 20 },
    defParamCharset: 'utf8',
  }).single(FIELD)
  const megabytes = Math.round(maxBytes / 1024 / 1024)
  await new Promise<void>((resolve, reject) => {
    take(request, response, (error: unknown) => (error === undefined ? resolve() : reject(error)))
  }).catch((error) => {
    if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
      throw invalid('attachment-too-large', `The file is larger than ${megabytes} MB. Send a smaller one.`, FIELD)
    }
    throw invalid(
      'attachment-unreadable',
      'The request must hold one file in the field “file” and nothing else.',
      FIELD,
    )
  })
  const { file } = request
  if (!file || file.size === 0) {
    throw invalid(
      'attachment-unreadable',
      'The request must hold one file in the field “file” and nothing else.',
      FIELD,
    )
  }
  return checkFile(file.originalname, file.buffer)
}

/**
 * A file whose type is read from its bytes, whole and of a size that can be drawn, without what stands behind an image's end.
 * Throws `invalid-request` for one that is not taken.
 */
export async function checkFile(name: string, content: Buffer): Promise<Upload> {
  // Rarely needed, so not loaded with the server.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(content)
  if (!found || !FILE_TYPES.has(found.mime)) {
    const allowed = [...FILE_TYPES.values()].join(', ')
    throw invalid('attachment-type', `The file is none of ${allowed}. Send it as one of these.`, FIELD)
  }
  return { name: cleanName(name, found.ext), type: found.mime, content: checkContent(found.mime, content) }
}

/** What is kept of the file. */
function checkContent(type: string, content: Buffer): Buffer {
  const read = IMAGE_READERS[type]
  if (!read) {
    const found = readPdf(content)
    if (found === 'broken') throw broken('PDF')
    if (found === 'active') {
      throw invalid(
        'attachment-active',
        'The PDF holds a script, a program or another file. Print it to a new PDF and send that.',
        FIELD,
      )
    }
    return content
  }
  const image = read(content)
  if (image === null || image.width === 0 || image.height === 0) throw broken(FILE_TYPES.get(type) ?? type)
  const { width, height, pixels, end } = image
  if (width * height > MOST_PIXELS || pixels > MOST_PIXELS_OF_FRAMES) {
    throw invalid(
      'attachment-too-many-pixels',
      `The picture has ${width} × ${height} pixels; at most 64 million are taken. Send a smaller one.`,
      FIELD,
    )
  }
  return content.subarray(0, end)
}

const broken = (what: string) =>
  invalid('attachment-broken', `The ${what} is damaged or was cut short. Save it anew and send that.`, FIELD)

/** Sends a stored file so that no browser runs anything in it, whatever it holds. */
export function sendFile(
  response: Response,
  { attachment, content }: { attachment: Attachment; content: Uint8Array },
): void {
  response
    .set({
      'Content-Type': attachment.type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    })
    .send(Buffer.from(content))
}

/** Without folders, control characters and marks that turn the text; with the ending that the content has. */
function cleanName(name: string, ending: string): string {
  const base = (name.split(/[\\/]/).at(-1) ?? '')
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '')
    .replace(/\.[^.]{0,8}$/, '')
    .trim()
    .slice(0, LONGEST_NAME)
  return `${base === '' ? 'file' : base}.${ending}`
}
