import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { publicAddresses } from '../../public-addresses.ts'

/** Why a file of a channel was not taken; the message may be shown to the customer. */
export class FileRefused extends Error {}

/** The channel's own server: trusted with where it is and with the bot's token, as for every answer sent there. */
export interface Connector {
  serviceUrl: string
  /** The header's value; null where nothing is signed. */
  authorization(): Promise<string | null>
}

const REDIRECTS = 3
const NOT_FETCHED = 'it could not be fetched from the channel'
const NOT_PUBLIC = 'it lies where this server may not fetch from'

/**
 * The bytes at an address that a channel gave. Only https, or the connector's own origin; at most `maxBytes`; from public
 * addresses alone, checked when connecting, so that a name can't turn to another meanwhile; each redirect is checked as
 * the first address was. Throws `FileRefused`.
 */
export async function fetchFile(
  address: string,
  connector: Connector,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Buffer> {
  let url = readAddress(address)
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    const response = await open(url, connector, signal)
    const { statusCode = 0, headers } = response
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy()
      url = readAddress(headers.location, url)
      continue
    }
    if (statusCode !== 200) {
      response.destroy()
      throw new FileRefused(NOT_FETCHED)
    }
    return readBody(response, maxBytes)
  }
  throw new FileRefused(NOT_FETCHED)
}

function readAddress(address: string, base?: URL): URL {
  try {
    return new URL(address, base)
  } catch {
    throw new FileRefused(NOT_FETCHED)
  }
}

async function open(url: URL, connector: Connector, signal: AbortSignal): Promise<IncomingMessage> {
  const isConnector = url.origin === new URL(connector.serviceUrl).origin
  const host = url.hostname.replaceAll(/[[\]]/g, '')
  if (!isConnector && (url.protocol !== 'https:' || (isIP(host) !== 0 && !publicAddresses.has(host)))) {
    throw new FileRefused(NOT_PUBLIC)
  }
  const authorization = isConnector
    ? await connector.authorization().catch(() => {
        throw new FileRefused(NOT_FETCHED)
      })
    : null
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise<IncomingMessage>((take, fail) => {
    request(
      url,
      {
        signal,
        agent: false,
        headers: authorization === null ? {} : { authorization },
        ...(isConnector ? {} : { lookup: publicAddresses.lookup(() => new FileRefused(NOT_PUBLIC)) }),
      },
      take,
    )
      .on('error', (error) => fail(error instanceof FileRefused ? error : new FileRefused(NOT_FETCHED)))
      .end()
  })
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new FileRefused(`it is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused(NOT_FETCHED)
  }
  return Buffer.concat(chunks)
}
