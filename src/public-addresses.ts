import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

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

/** False for what is no IP address. */
function isPublic(address: string): boolean {
  const family = ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)]
  return family !== undefined && !INTERNAL[family].check(address, family)
}

/** The addresses of the public internet, for those who call where somebody else told them to. */
export const publicAddresses = {
  has: isPublic,

  /**
   * Looks a name up as Node does, but refuses one that leads inside with the error of `refuse`. The connection uses just
   * these addresses, so that a name can't turn to another between the check and the call.
   */
  lookup:
    (refuse: (host: string) => Error): LookupFunction =>
    (host, options, done) => {
      lookup(host, { ...options, all: true }, (error, addresses) => {
        if (error) return done(error, '', 0)
        const [first] = addresses
        if (!first || !addresses.every(({ address }) => isPublic(address))) return done(refuse(host), '', 0)
        if (options.all) done(null, addresses)
        else done(null, first.address, first.family)
      })
    },
}
