import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database } from '../../../src/domain/index.ts'
import type { WireError } from '../../../src/protocol/index.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { APP_ID, BotChannel } from '../../support/bot-channel.ts'
import { openTestDatabase } from '../../support/database.ts'

let database: Database
let channel: BotChannel

beforeAll(async () => {
  // The SDK prints what it refuses; what is tested is what it answers.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  database = await openTestDatabase()
  channel = await BotChannel.open()
})
afterAll(async () => {
  await channel?.close()
  await database?.close()
})

async function countStored(): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select ((select count(*) from messages) + (select count(*) from channel_customers)
       + (select count(*) from channel_conversations) + (select count(*) from channel_greetings))::int as count`,
  )
  return row?.count ?? -1
}

const errorOf = async (response: Response) => ((await response.json()) as { error: WireError }).error

describe('with an app id, the channel’s route', () => {
  let app: TestApp
  let before: number

  beforeAll(async () => {
    app = await startApp(database, channel.settings())
  })
  afterAll(() => app?.close())
  beforeEach(async () => {
    before = await countStored()
  })

  it.each([
    ['signed by another key', { signedByOther: true }],
    ['for another audience', { audience: 'somebody-else' }],
    ['for a part of the app id', { audience: APP_ID.slice(0, -1) }],
    ['of another issuer', { issuer: 'https://elsewhere.example' }],
    ['that has expired', { expired: true }],
    ['for another service address', { claims: { serviceurl: 'https://elsewhere.example' } }],
    ['without a service address', { claims: { serviceurl: undefined } }],
    ['of a tenant not known here', { claims: { tid: '11111111-2222-3333-4444-555555555555' } }],
    ['of an agent of another bot', { claims: { ver: '1.0', appid: 'somebody-else' }, audience: 'somebody-else' }],
  ])('refuses a token %s and stores nothing', async (_what, wrong) => {
    const response = await channel.post(app.url, channel.activity(), `Bearer ${await channel.token(wrong)}`)
    expect(response.status).toBe(401)
    expect(await errorOf(response)).toMatchObject({ kind: 'not-allowed', code: 'channel-token' })
    expect(await countStored()).toBe(before)
  })

  it.each([
    ['no token', null],
    ['an empty token', 'Bearer '],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['a word', 'Bearer nonsense'],
    [
      'a token without a signature',
      `Bearer ${btoa('{"alg":"none","kid":"key-1"}')}.${btoa(`{"iss":"https://issuer.example","aud":"${APP_ID}"}`)}.`,
    ],
  ])('refuses %s and stores nothing', async (_what, authorization) => {
    const response = await channel.post(app.url, channel.activity(), authorization)
    expect(response.status).toBe(401)
    expect((await errorOf(response)).code).toBe('channel-token')
    expect(await countStored()).toBe(before)
  })

  it.each([
    ['type', { type: undefined }, 'The field type must be text.'],
    ['type', { type: '' }, 'The field type must not be empty.'],
    ['id', { id: undefined }, 'The field id must be text.'],
    ['channelId', { channelId: 'a channel' }, 'The field channelId must be the name of a channel.'],
    ['serviceUrl', { serviceUrl: 'ftp://x' }, 'The field serviceUrl must be an http or https address.'],
    ['from', { from: undefined }, 'The field from is missing.'],
    ['from.id', { from: { id: '' } }, 'The field from.id must not be empty.'],
    ['conversation.id', { conversation: { id: 7 } }, 'The field conversation.id must be text.'],
    ['recipient', { recipient: 'earshot' }, 'The field recipient must be an object; it is "earshot".'],
    ['from', { from: { id: 'x', name: 'a\u0000b' } }, 'The field from holds characters that can’t be stored.'],
    [
      'conversation',
      { conversation: { id: 'x', more: '\ud800' } },
      'The field conversation holds characters that can’t be stored.',
    ],
    ['text', { text: 12 }, 'The field text must be text.'],
    ['text', { text: 'x'.repeat(4_001) }, 'The field text must have at most 4000 characters.'],
    [
      'attachments',
      { attachments: Array.from({ length: 21 }, () => ({ contentType: 'image/png' })) },
      'The field attachments must hold at most 20.',
    ],
    [
      'membersAdded',
      { type: 'conversationUpdate', membersAdded: 'all' },
      'The field membersAdded must be a list; it is "all".',
    ],
    [
      'value.state',
      { type: 'event', name: 'handoff.status', value: { state: 'perhaps' } },
      'The field value.state must be accepted, failed or completed.',
    ],
  ])('answers 400 to a wrong %s and says what is wrong with it', async (field, part, message) => {
    const response = await channel.post(app.url, channel.activity(part))
    expect(response.status).toBe(400)
    expect(await errorOf(response)).toEqual({ kind: 'invalid-request', code: 'invalid', field, message })
    expect(await countStored()).toBe(before)
  })

  it.each([
    ['not JSON', '{"type":', 'not-json'],
    ['no object', '[1]', 'invalid'],
    ['too large', JSON.stringify({ type: 'message', text: 'x'.repeat(110_000) }), 'too-large'],
  ])('answers 400 to a body that is %s', async (_what, body, code) => {
    const response = await channel.post(app.url, body)
    expect(response.status).toBe(400)
    expect((await errorOf(response)).code).toBe(code)
  })

  it.each(['messageReaction', 'installationUpdate', 'trace', 'somethingNew'])(
    'takes %s without doing anything',
    async (type) => {
      expect((await channel.post(app.url, channel.activity({ type }))).status).toBe(200)
      expect(await countStored()).toBe(before)
    },
  )

  it('does not pretend to answer an invoke', async () => {
    expect((await channel.post(app.url, channel.activity({ type: 'invoke', name: 'task/fetch' }))).status).toBe(501)
  })

  it('says that it can’t check tokens while the keys are out of reach', async () => {
    const gone = await BotChannel.open()
    const token = await gone.token()
    const other = await startApp(database, { ...gone.settings() })
    await gone.close()
    const response = await channel.post(other.url, gone.activity(), `Bearer ${token}`)
    await other.close()
    expect(response.status).toBe(503)
    expect((await errorOf(response)).code).toBe('channel-keys')
    expect(await countStored()).toBe(before)
  })
})

describe('without an app id, the channel’s route', () => {
  it('answers programs on this machine in demo mode', async () => {
    const app = await startApp(database)
    channel.needsToken = false
    const local = channel.activity({ channelId: 'emulator', id: 'local', text: 'where can i see how far my parcel is' })
    expect((await channel.post(app.url, local, null)).status).toBe(200)
    await channel.next('the answer, without a token', ({ replyToId }) => replyToId === 'local')
    channel.needsToken = true

    const proxied = await fetch(`${app.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
      body: JSON.stringify(local),
    })
    expect(proxied.status).toBe(403)
    expect((await errorOf(proxied)).code).toBe('channel-local-only')

    const elsewhere = await channel.post(app.url, channel.activity({ serviceUrl: 'https://elsewhere.example' }), null)
    expect(elsewhere.status).toBe(400)
    expect(await errorOf(elsewhere)).toMatchObject({ code: 'service-url-not-local', field: 'serviceUrl' })
    await app.close()
  })

  it('is off outside demo mode', async () => {
    const app = await startApp(database, { EARSHOT_DEMO: '0' })
    const response = await channel.post(app.url, channel.activity())
    await app.close()
    expect(response.status).toBe(403)
    expect(await errorOf(response)).toMatchObject({
      code: 'channel-off',
      message: 'The Bot Framework channel is off: MicrosoftAppId is not set.',
    })
  })
})
