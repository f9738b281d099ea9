import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchFile } from '../../../src/gateway/bot-framework/fetch-file.ts'
import { BotChannel } from '../../support/bot-channel.ts'

describe('a file of a channel', () => {
  let channel: BotChannel
  beforeAll(async () => {
    channel = await BotChannel.open()
    channel.needsToken = false
    channel.files.set('/files/9', Buffer.alloc(9))
    channel.files.set('/files/moved', '/files/9')
    channel.files.set('/files/round', '/files/round')
    channel.files.set('/files/inside', 'https://169.254.169.254/latest/meta-data')
    channel.files.set('/files/named', 'https://localhost/secret')
    channel.files.set('/files/plain', 'http://93.184.216.34/')
  })
  afterAll(async () => channel?.close())

  const take = (address: string, maxBytes = 9) =>
    fetchFile(
      address,
      { serviceUrl: `${channel.url}/some/path`, authorization: async () => null },
      { maxBytes, signal: AbortSignal.timeout(2_000) },
    )

  it('is taken from the channel’s own server, over a redirect too', async () => {
    expect(await take(`${channel.url}/files/9`)).toHaveLength(9)
    expect(await take(`${channel.url}/files/moved`)).toHaveLength(9)
  })

  it.each([
    ['is too large', '/files/9', 'larger than'],
    ['is not there', '/files/none', 'could not be fetched'],
    ['redirects for ever', '/files/round', 'could not be fetched'],
    ['redirects to an internal address', '/files/inside', 'may not fetch'],
    ['redirects to a name of an internal address', '/files/named', 'may not fetch'],
    ['redirects away from https', '/files/plain', 'may not fetch'],
  ])('is refused when it %s', async (_, path, reason) => {
    await expect(take(channel.url + path, 8)).rejects.toThrow(reason)
  })

  it.each(['http://93.184.216.34/a.png', 'https://127.0.0.1/a', 'https://[::1]/a', 'file:///etc/passwd'])(
    'is refused at %s',
    async (address) => {
      await expect(take(address)).rejects.toThrow('may not fetch')
    },
  )
  it('is refused without an address that can be read', async () => {
    await expect(take('https://')).rejects.toThrow('could not be fetched')
  })
})
