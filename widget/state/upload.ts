import type { CustomerMessage } from '../../src/protocol/customer.ts'
import type { WireError } from '../../src/protocol/shared.ts'

export type Attachment = CustomerMessage['attachments'][number]

const LIMIT_MS = 120_000
const ROUTE = '/api/customer/attachments'
const NO_ANSWER = 'The file was not sent: the server did not answer. Try again.'

export interface Files {
  /** Rejects with a sentence for the customer. `progress` is told shares from 0 to 1. */
  upload(file: File, progress: (share: number) => void): Promise<Attachment>
  /** The bytes of a file that was sent. Rejects with a sentence for the customer. */
  read(id: string): Promise<Blob>
}

/** Files go over HTTP, with the customer's token, which never stands in an address. `token` is null before the first session. */
export function createFiles(server: string, token: () => string | null): Files {
  const bearer = () => {
    const held = token()
    if (held === null) throw new Error('Not connected yet. Try again in a moment.')
    return `Bearer ${held}`
  }
  return {
    async upload(file, progress) {
      const authorization = bearer()
      // fetch cannot tell how far an upload is.
      const request = new XMLHttpRequest()
      const form = new FormData()
      form.append('file', file, file.name)
      return new Promise((resolve, reject) => {
        request.open('POST', server + ROUTE)
        request.setRequestHeader('authorization', authorization)
        request.responseType = 'json'
        request.timeout = LIMIT_MS
        request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0)
        request.onerror = request.ontimeout = request.onabort = () => reject(new Error(NO_ANSWER))
        request.onload = () => {
          const answer = request.response as { attachment?: Attachment; error?: WireError } | null // null when it is no JSON
          if (answer?.attachment) resolve(answer.attachment)
          else reject(new Error(answer?.error?.message ?? NO_ANSWER))
        }
        request.send(form)
      })
    },
    async read(id) {
      const response = await fetch(`${server}${ROUTE}/${id}`, {
        headers: { authorization: bearer() },
        signal: AbortSignal.timeout(LIMIT_MS),
      }).catch(() => null)
      if (!response?.ok) throw new Error('The file could not be loaded. Try again.')
      return response.blob()
    },
  }
}
