import { describe, expect, it } from 'vitest'
import { publicAddresses } from '../src/public-addresses.ts'

describe('an address', () => {
  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.0.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['172.31.0.1', false],
    ['192.168.1.1', false],
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['::1', false],
    ['::ffff:7f00:1', false],
    ['::ffff:127.0.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['localhost', false],
  ])('%s is public: %s', (address, isPublic) => expect(publicAddresses.has(address)).toBe(isPublic))
})
