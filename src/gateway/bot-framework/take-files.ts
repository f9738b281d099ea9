import { type Attachment, EarshotError } from '../../domain/index.ts'
import { checkFile, type Upload } from '../attachments.ts'
import { type Connector, FileRefused, fetchFile } from './fetch-file.ts'

/** A file as a message of a channel names it. */
export interface ChannelFile {
  /** Null when the channel gave none. */
  url: string | null
  name: string
}

export interface FilesParts {
  attachmentLimits: { bytes: number; perDay: number }
  /** Files of the customer in the last day. */
  countAttachments(customerId: string): Promise<number>
  addAttachment(customerId: string, file: Upload): Promise<Attachment>
}

/** As many as a message of the widget may name. */
const MOST = 5
/** Channels wait 15 s for an answer to an activity; the turn does not, but the message is stored within that time. */
const LIMIT_MS = 8_000

/** Fetches, checks and stores the files of one message. What is refused comes back as sentences for the customer. */
export async function takeFiles(
  parts: FilesParts,
  customerId: string,
  files: readonly ChannelFile[],
  connector: Connector,
): Promise<{ ids: string[]; refusals: string[] }> {
  const { bytes, perDay } = parts.attachmentLimits
  const room = Math.min(MOST, perDay - (files.length > 0 ? await parts.countAttachments(customerId) : 0))
  const signal = AbortSignal.timeout(LIMIT_MS)
  const taken = await Promise.all(
    files.map(async ({ url, name }, i) => {
      try {
        if (i >= room)
          throw new FileRefused(i >= MOST ? `only ${MOST} go with one message` : `only ${perDay} can be sent in a day`)
        if (url === null) throw new FileRefused('the channel gave no address for it')
        const content = await fetchFile(url, connector, { maxBytes: bytes, signal })
        const { id } = await parts.addAttachment(customerId, await checkFile(name, content))
        return { id }
      } catch (error) {
        if (error instanceof FileRefused) return { refusal: `“${name}” was not taken: ${error.message}.` }
        if (error instanceof EarshotError && error.kind === 'invalid-request') {
          return { refusal: `“${name}” was not taken. ${error.message}` }
        }
        throw error
      }
    }),
  )
  return {
    ids: taken.flatMap(({ id }) => (id === undefined ? [] : [id])),
    refusals: taken.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal])),
  }
}
