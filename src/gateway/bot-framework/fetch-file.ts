import { lookup as resolve } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

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

/** Addresses within a network or without a meaning outside it (IANA special-purpose registries, RFC 6890). */
const INTERNAL = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  INTERNAL.ipv4.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  // Unspecified, loopback, mapped and embedded IPv4 among them.
  ['::', 8],
  ['64:ff9b::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  INTERNAL.ipv6.addSubnet(network, prefix, 'ipv6')
}

export const isPublicAddress = (address: string): boolean => {
  const family = ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)]
  return family !== undefined && !INTERNAL[family].check(address, family)
}

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
  if (!isConnector && (url.protocol !== 'https:' || (isIP(host) !== 0 && !isPublicAddress(host)))) {
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
        ...(isConnector ? {} : { lookup: lookupPublic }),
      },
      take,
    )
      .on('error', (error) => fail(error instanceof FileRefused ? error : new FileRefused(NOT_FETCHED)))
      .end()
  })
}

/** As Node's own, but a name that has an internal address has none. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const [first] = addresses
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new FileRefused(NOT_PUBLIC), '', 0)
    }
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
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
