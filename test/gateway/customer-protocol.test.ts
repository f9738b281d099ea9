import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient, startSession } from '../support/customer-client.ts'
import { openTestDatabase } from '../support/database.ts'

let database: Database
let app: TestApp

beforeAll(async () => {
  database = await openTestDatabase()
  app = await startApp(database, { EARSHOT_WIDGET_ORIGINS: 'https://shop.example' })
})
afterAll(async () => {
  await app?.close()
  await database?.close()
})

const countMessages = async () =>
  (await database.query<{ count: number }>("select count(*)::int as count from messages where author = 'customer'"))[0]
    ?.count

describe('sending', () => {
  it('stores a message once, however often it is sent', async () => {
    const customer = await CustomerClient.connect(app.url)
    const clientMessageId = randomUUID()
    const acks = await Promise.all(
      Array.from({ length: 5 }, () => customer.ask('message:send', { clientMessageId, text: 'where is my order' })),
    )
    expect(
      new Set(acks.map((ack) => JSON.stringify(ack.ok && (ack.result as { message: unknown }).message))).size,
    ).toBe(1)
    await customer.next(1, (message) => message.author === 'assistant')
    await customer.resume()
    expect(customer.inOrder().map((message) => message.author)).toEqual(['customer', 'assistant'])
    customer.close()
  })

  it('starts one conversation when two tabs send a first message at once', async () => {
    const first = await CustomerClient.connect(app.url)
    const second = await CustomerClient.connect(app.url, first.token)
    const sent = await Promise.all([first.send('hello'), second.send('is anybody there')])
    expect(sent[0].conversation.id).toBe(sent[1].conversation.id)
    expect(sent.map(({ message }) => message.seq).sort()).toHaveLength(2)
    first.close()
    second.close()
  })

  it.each([
    ['no text', { clientMessageId: 'abcdefgh' }, 'text'],
    ['an empty text', { clientMessageId: 'abcdefgh', text: '   ' }, 'text'],
    ['4,001 characters', { clientMessageId: 'abcdefgh', text: 'x'.repeat(4001) }, 'text'],
    ['a number as text', { clientMessageId: 'abcdefgh', text: 7 }, 'text'],
    ['no id', { text: 'hello' }, 'clientMessageId'],
    ['an id with spaces', { clientMessageId: 'a b c d e f', text: 'hello' }, 'clientMessageId'],
    ['a field nobody knows', { clientMessageId: 'abcdefgh', text: 'hello', owner: 'agent' }, 'owner'],
  ])('refuses %s, names the field and changes nothing', async (_what, payload, field) => {
    const customer = await CustomerClient.connect(app.url)
    const before = await countMessages()
    const ack = await customer.ask('message:send', payload)
    expect(ack).toMatchObject({ ok: false, error: { kind: 'invalid-request', field } })
    expect(await countMessages()).toBe(before)
    customer.close()
  })

  it.each([null, 'text', 42, [], [{}]])('refuses the payload %j', async (payload) => {
    const customer = await CustomerClient.connect(app.url)
    expect(await customer.ask('message:send', payload)).toMatchObject({ ok: false, error: { kind: 'invalid-request' } })
    customer.close()
  })

  it('takes control characters and direction marks out and keeps markup as the text it is', async () => {
    const customer = await CustomerClient.connect(app.url)
    const { message } = await customer.send('a\u0000b\u0007c \u202Eevil\u202C <script>alert(1)</script>\ud800 d')
    expect(message.text).toBe('abc evil <script>alert(1)</script>\ufffd d')
    customer.close()
  })

  it('takes the longest message whole and answers it', async () => {
    const customer = await CustomerClient.connect(app.url)
    const answer = await customer.say(`where is my order ${'please '.repeat(560)}`.slice(0, 4000))
    expect(answer.author).toBe('assistant')
    customer.close()
  })
})

describe('resuming', () => {
  it('gives exactly what was missed, whatever was seen last', async () => {
    const customer = await CustomerClient.connect(app.url)
    for (const text of ['where is my order', 'thanks', 'how do I get an invoice']) await customer.say(text)
    await customer.resume()
    const all = customer.inOrder()
    expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    for (let lastSeq = 0; lastSeq <= 6; lastSeq++) {
      const ack = await customer.ask<{ messages: unknown[] }>('conversation:open', { lastSeq })
      expect(ack.ok && ack.result.messages).toEqual(all.slice(lastSeq))
    }
    customer.close()
  })
})

describe('who may speak', () => {
  const refusal = (options: Parameters<typeof io>[1]) =>
    new Promise<string>((resolve, reject) => {
      const socket = io(`${app.url}/customer`, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        ...options,
      })
      socket.once('connect', () => reject(new Error('The connection was accepted.')))
      socket.once('connect_error', (error: Error & { data?: { code: string } }) =>
        resolve(error.data?.code ?? error.message),
      )
    })

  it('refuses a missing, a foreign and a forged token', async () => {
    const { token } = await startSession(app.url)
    const [header, payload] = token.split('.')
    const forged = `${header}.${Buffer.from(JSON.stringify({ sub: randomUUID() })).toString('base64url')}.${token.split('.')[2]}`
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    for (const wrong of [undefined, '', 'x', forged, unsigned]) {
      expect(await refusal({ auth: { token: wrong } })).toBe('token-invalid')
    }
  })

  it('refuses sites that are not allowed to embed the widget', async () => {
    const { token } = await startSession(app.url)
    expect(await refusal({ auth: { token }, extraHeaders: { origin: 'https://evil.example' } })).toBe(
      'origin-not-allowed',
    )
    const response = await fetch(`${app.url}/api/customer/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: '{}',
    })
    expect(response.status).toBe(403)
  })

  it('lets the sites in the setting in', async () => {
    const response = await fetch(`${app.url}/api/customer/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://shop.example' },
      body: '{}',
    })
    expect(response.status).toBe(201)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  })

  it('never lets one customer see or rate the conversation of another', async () => {
    const victim = await CustomerClient.connect(app.url)
    const { conversation } = await victim.send('my secret is 1234')
    const thief = await CustomerClient.connect(app.url)
    expect((await thief.resume()).messages).toEqual([])
    expect(await thief.ask('rating:send', { conversationId: conversation.id, rating: 1, comment: null })).toMatchObject(
      { ok: false, error: { kind: 'not-found' } },
    )
    victim.close()
    thief.close()
  })

  it('does not open the console to a customer’s token', async () => {
    const { token } = await startSession(app.url)
    const response = await fetch(`${app.url}/api/console/inbox`, { headers: { authorization: `Bearer ${token}` } })
    expect(response.status).toBe(401)
  })
})

describe('rating', () => {
  it('waits for the end of the conversation', async () => {
    const customer = await CustomerClient.connect(app.url)
    const { conversation } = await customer.send('hello')
    const rating = { conversationId: conversation.id, rating: 5, comment: null }
    expect(await customer.ask('rating:send', rating)).toMatchObject({ ok: false, error: { code: 'not-resolved' } })
    const agent = await AgentClient.login(app.url, 'lotte@techgear.example')
    await agent.act(conversation.id, 'accept')
    await agent.act(conversation.id, 'resolve')
    expect(await customer.ask('rating:send', { ...rating, rating: 6 })).toMatchObject({
      ok: false,
      error: { field: 'rating' },
    })
    expect(await customer.ask('rating:send', rating)).toMatchObject({ ok: true })
    customer.close()
  })

  it('lets the customer write again, which reopens the conversation with the assistant', async () => {
    const customer = await CustomerClient.connect(app.url)
    const greeting = await customer.say('hello')
    const conversation = { id: greeting.conversationId }
    const agent = await AgentClient.login(app.url, 'lotte@techgear.example')
    await agent.act(conversation.id, 'accept')
    await agent.act(conversation.id, 'resolve')
    const answer = await customer.say('one more thing, where is my order')
    expect(answer.conversationId).toBe(conversation.id)
    expect(answer.sources).toHaveLength(1)
    customer.close()
  })
})
