import type { Request, Response } from 'express'
import { type Attachment, invalid } from '../domain/index.ts'

/** What a customer may send: pictures a browser draws without running anything, and PDF. */
export const FILE_TYPES: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'JPEG'],
  ['image/png', 'PNG'],
  ['image/webp', 'WebP'],
  ['image/gif', 'GIF'],
  ['application/pdf', 'PDF'],
])

const LONGEST_NAME = 120
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

/** A file whose type is read from its bytes. Throws `invalid-request` for one that is not taken. */
export async function checkFile(name: string, content: Buffer): Promise<Upload> {
  // Rarely needed, so not loaded with the server.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(content)
  if (!found || !FILE_TYPES.has(found.mime)) {
    const allowed = [...FILE_TYPES.values()].join(', ')
    throw invalid('attachment-type', `The file is none of ${allowed}. Send it as one of these.`, FIELD)
  }
  return { name: cleanName(name, found.ext), type: found.mime, content }
}

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
