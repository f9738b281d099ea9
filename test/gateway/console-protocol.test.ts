import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepIdentity } from '../../src/customers/index.ts'
import type { Database } from '../../src/domain/index.ts'
import { bringBack, endSessionsOf, removeAgent } from '../../src/people/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { openTestDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

let database: Database
let app: TestApp
let lotte: AgentClient
let sam: AgentClient
let lead: AgentClient

beforeAll(async () => {
  database = await openTestDatabase()
  app = await startApp(database)
  lotte = await AgentClient.login(app.url, 'lotte@techgear.example')
  sam = await AgentClient.login(app.url, 'sam@techgear.example')
  const leadEmail = (
    await database.query<{ email: string }>(`select email from agents where role = 'lead' order by email`)
  )[0]?.email
  lead = await AgentClient.login(app.url, leadEmail ?? '')
})
afterAll(async () => {
  await app?.close()
  await database?.close()
})

/** A conversation with one answered question. */
async function answered(text = 'where is my order') {
  const customer = await CustomerClient.connect(app.url)
  const { conversationId } = await customer.say(text)
  return { customer, id: conversationId }
}

/** From now on the customer of the conversation is known by this address. */
async function verify(conversationId: string, email: string) {
  const [row] = await database.query<{ id: string }>('select customer_id as id from conversations where id = $1', [
    conversationId,
  ])
  await keepIdentity(database, row?.id ?? '', { email, method: 'code' }, new Date(Date.now() + 600_000))
}

const range = () =>
  new URLSearchParams({
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString(),
  })

describe('a conversation that was merged into another', () => {
  it('goes on there for its customer, who reads and writes in it', async () => {
    const one = await answered('I want to speak to a person')
    const two = await answered('I want to speak to a person')
    for (const { id } of [one, two]) await verify(id, 'both@shop.example')
    await lead.act(two.id, 'merge', { intoId: one.id })
    await until('the other conversation is before them', async () => two.customer.conversation?.id === one.id)
    const sent = await two.customer.send('any news?')
    expect(sent.conversation.id).toBe(one.id)
    expect((await two.customer.resume()).conversation?.id).toBe(one.id)
    expect((await lead.open(one.id)).messages.map(({ text }) => text)).toContain('any news?')
    const merged = await lead.open(two.id)
    expect(merged.summary.owner).toBe('resolved')
    expect(merged.messages.map(({ text }) => text)).not.toContain('any news?')

    await lead.act(two.id, 'merge/undo')
    await until('their own is before them again', async () => two.customer.conversation?.id === two.id)
    for (const { customer } of [one, two]) customer.close()
  })
})

describe('logging in', () => {
  it('sets a cookie that scripts can’t read and other sites can’t send', async () => {
    const response = await fetch(`${app.url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'Lotte@TechGear.example', password: 'earshot-demo' }),
    })
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly/)
    expect(response.headers.get('set-cookie')).toMatch(/SameSite=Strict/)
  })

  it('does not say whether the address or the password was wrong', async () => {
    const attempt = async (email: string) => {
      const response = await fetch(`${app.url}/api/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: 'wrong' }),
      })
      return { status: response.status, body: await response.json() }
    }
    const known = await attempt('noor@techgear.example')
    expect(known.status).toBe(403)
    expect(await attempt('nobody@techgear.example')).toEqual(known)
  })

  it('stops guesses after eight attempts and says when to come back', async () => {
    const guess = () =>
      fetch(`${app.url}/api/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'jonas@techgear.example', password: 'guess' }),
      })
    for (let i = 0; i < 8; i++) expect((await guess()).status).toBe(403)
    const refused = await guess()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await refused.json()).error.message).toMatch(/Try again in/)
  })

  it('ends the session and its sockets on logging out', async () => {
    const daan = await (await AgentClient.login(app.url, 'daan@techgear.example')).connect()
    await daan.post('/api/logout')
    expect((await daan.request('GET', '/api/me')).status).toBe(401)
    await expect(
      until(
        'the socket to end',
        () =>
          daan.ask('inbox:resume', { position: 0 }).then(
            () => false,
            () => true,
          ),
        3_000,
      ),
    ).resolves.toBe(true)
  })

  it('refuses a session of another site and a body that is no JSON', async () => {
    const foreign = await lotte.request('POST', '/api/logout', {}, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    const form = await lotte.request('POST', '/api/console/availability', {}, { 'content-type': 'text/plain' })
    expect(form.status).toBe(400)
    const broken = await fetch(`${app.url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":',
    })
    expect((await broken.json()).error).toMatchObject({ kind: 'invalid-request', code: 'not-json' })
  })
})

describe('who may do what', () => {
  it('asks every console route for a login', async () => {
    const id = randomUUID()
    const routes: ['GET' | 'POST', string][] = [
      ['GET', '/api/me'],
      ['GET', '/api/console/inbox'],
      ['GET', '/api/console/reference'],
      ['GET', `/api/console/conversations/${id}`],
      ...['accept', 'decline', 'resolve', 'return', 'transfer', 'reply', 'note', 'tags'].map(
        (action): ['POST', string] => ['POST', `/api/console/conversations/${id}/${action}`],
      ),
      ['POST', `/api/console/messages/${id}/intent`],
      ['POST', `/api/console/messages/${id}/sentiment`],
      ['POST', '/api/console/availability'],
      ['GET', `/api/reports/overview?${range()}`],
      ['GET', `/api/reports/conversations?${range()}`],
    ]
    for (const [method, path] of routes) {
      const response = await fetch(`${app.url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', cookie: 'earshot_session=made-up' },
        ...(method === 'POST' ? { body: '{}' } : {}),
      })
      expect([path, response.status]).toEqual([path, 401])
    }
  })

  it('shows figures to leads only', async () => {
    expect((await lotte.request('GET', `/api/reports/overview?${range()}`)).status).toBe(403)
    expect((await lead.request('GET', `/api/reports/overview?${range()}`)).status).toBe(200)
  })

  it('refuses a console socket without a login and from another site', async () => {
    const refusal = (extraHeaders: Record<string, string>) =>
      new Promise<string>((resolve, reject) => {
        const socket = io(`${app.url}/console`, {
          transports: ['websocket'],
          reconnection: false,
          forceNew: true,
          extraHeaders,
        })
        socket.once('connect', () => reject(new Error('The connection was accepted.')))
        socket.once('connect_error', (error: Error & { data?: { code: string } }) => resolve(error.data?.code ?? ''))
      })
    expect(await refusal({})).toBe('not-logged-in')
    expect(await refusal({ cookie: lotte.cookie, origin: 'https://evil.example' })).toBe('origin-not-allowed')
  })

  it('keeps agents out of each other’s conversations, and lets leads step in', async () => {
    const { id, customer } = await answered()
    await lotte.act(id, 'accept')
    expect((await sam.request('POST', `/api/console/conversations/${id}/accept`)).status).toBe(409)
    const reply = { clientMessageId: randomUUID(), text: 'me too', lastSeenSeq: 3 }
    expect((await sam.request('POST', `/api/console/conversations/${id}/reply`, reply)).status).toBe(403)
    expect((await sam.request('POST', `/api/console/conversations/${id}/resolve`)).status).toBe(403)
    expect((await lead.request('POST', `/api/console/conversations/${id}/resolve`)).status).toBe(200)
    customer.close()
  })
})

describe('what comes in', () => {
  it.each([
    ['reply', { clientMessageId: 'abcdefgh', text: '', lastSeenSeq: 0 }, 'text'],
    ['reply', { clientMessageId: 'abcdefgh', text: 'x', lastSeenSeq: -1 }, 'lastSeenSeq'],
    ['note', { clientMessageId: 'abcdefgh', text: 'x'.repeat(4001) }, 'text'],
    ['tags', { add: ['Not A Tag'] }, 'add.0'],
    ['tags', { add: ['no-such-tag'] }, 'add'],
    ['transfer', { to: 'me', why: 'other', seen: { owner: 'agent', agentId: null } }, 'to'],
    ['transfer', { to: 'queue', why: 'boredom', seen: { owner: 'agent', agentId: null } }, 'why'],
    ['transfer', { to: 'queue', why: 'other' }, 'seen'],
    ['accept', { force: true }, 'force'],
  ])('refuses a wrong %s %j and names the field', async (action, body, field) => {
    const { id, customer } = await answered()
    const version = (await lotte.open(id)).summary.version
    const response = await lotte.request('POST', `/api/console/conversations/${id}/${action}`, body)
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ kind: 'invalid-request', field })
    expect((await lotte.open(id)).summary.version).toBe(version)
    customer.close()
  })

  it('says what is missing of an unknown conversation, message, intent and route', async () => {
    expect((await lotte.request('GET', `/api/console/conversations/${randomUUID()}`)).status).toBe(404)
    expect((await lotte.request('GET', '/api/console/conversations/1')).status).toBe(400)
    expect(
      (await lotte.request('POST', `/api/console/messages/${randomUUID()}/sentiment`, { sentiment: 'neutral' })).status,
    ).toBe(404)
    const { id, customer } = await answered()
    const message = (await lotte.open(id)).messages[0]
    const unknown = await lotte.request('POST', `/api/console/messages/${message?.id}/intent`, {
      intent: 'fly_to_moon',
    })
    expect((await unknown.json()).error).toMatchObject({ code: 'intent-unknown', field: 'intent' })
    expect((await lotte.request('GET', '/api/nothing')).status).toBe(404)
    customer.close()
  })
})

describe('correcting the model', () => {
  it('stores each correction once, with what the model had said and its version', async () => {
    const { id, customer } = await answered('where is my order')
    const message = (await lotte.open(id)).messages[0]
    for (let i = 0; i < 2; i++) {
      await lotte.post(`/api/console/messages/${message?.id}/intent`, { intent: 'late_delivery' })
      await lotte.post(`/api/console/messages/${message?.id}/sentiment`, { sentiment: 'negative' })
      await lotte.act(id, 'tags', { add: ['refunds'], remove: ['tracking'] })
    }
    const detail = await lotte.open(id)
    expect(detail.messages[0]).toMatchObject({ correctedIntent: 'late_delivery', correctedSentiment: 'negative' })
    expect(detail.summary).toMatchObject({ intent: 'late_delivery', sentiment: 'negative' })
    expect(detail.summary.tags.map(({ tag }) => tag)).toEqual(expect.arrayContaining(['refunds']))
    const corrections = detail.events.filter(({ type }) => type.endsWith('.corrected'))
    expect(corrections.map(({ type }) => type).sort()).toEqual([
      'intent.corrected',
      'sentiment.corrected',
      'tag.corrected',
      'tag.corrected',
    ])
    expect(corrections.find(({ type }) => type === 'intent.corrected')?.data).toMatchObject({
      was: 'order_status',
      now: 'late_delivery',
      modelVersion: message?.understanding?.modelVersion,
    })
    await customer.say('and where is my other order')
    expect((await lotte.open(id)).summary.tags.map(({ tag }) => tag)).not.toContain('tracking')
    customer.close()
  })
})

describe('what a conversation is about', () => {
  it('stays what it was when the customer only says no, and follows the corrections', async () => {
    const { id, customer } = await answered('my parcel is a week late and still has not arrived')
    await customer.say('no')
    expect((await lotte.open(id)).messages.at(-2)?.understanding?.intents[0]?.name).toBe('deny')
    expect((await lotte.open(id)).summary.intent).toBe('late_delivery')

    const [first] = (await lotte.open(id)).messages
    await lotte.post(`/api/console/messages/${first?.id}/intent`, { intent: 'invoice' })
    expect((await lotte.open(id)).summary.intent).toBe('invoice')
    await customer.say('I want to talk to a person')
    const { summary, tickets } = await lotte.open(id)
    expect(summary.intent).toBe('invoice')
    expect(tickets[0]?.packet.intents.map(({ name }) => name)).toEqual(['talk_to_person', 'invoice'])
    customer.close()
  })
})

describe('what a customer says of themselves', () => {
  it('keeps the e-mail address they give, for whoever answers later', async () => {
    const { id, customer } = await answered()
    await customer.say('you can reach me at Ann.Smith@Example.com if we get cut off')
    expect((await lotte.open(id)).customer.email).toBe('ann.smith@example.com')
    customer.close()
  })
})

describe('replies that cross', () => {
  it('refuses one written without having seen a colleague’s, until both are in view', async () => {
    const { id, customer } = await answered()
    await lotte.act(id, 'accept')
    await lotte.reply(id, 'I am on it')
    const stale = { clientMessageId: randomUUID(), text: 'Me too', lastSeenSeq: 1 }
    await lead.act(id, 'accept')
    const refused = await lead.request('POST', `/api/console/conversations/${id}/reply`, stale)
    expect(refused.status).toBe(409)
    expect((await refused.json()).error.code).toBe('newer-messages')
    await lead.act(id, 'reply', { ...stale, lastSeenSeq: 99 })
    await lead.act(id, 'reply', { ...stale, lastSeenSeq: 99 })
    const texts = (await lead.open(id)).messages.filter(({ author }) => author === 'agent').map(({ text }) => text)
    expect(texts).toEqual(['I am on it', 'Me too'])
    customer.close()
  })
})

describe('what a message names', () => {
  it('is shown to agents with its place in the text, days counted from when it was sent', async () => {
    const text = 'where is order 104233, my vnata 8 was due yesterday'
    const { id, customer } = await answered(text)
    const message = (await lotte.open(id)).messages[0]
    const inAmsterdam = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' })
    const yesterday = inAmsterdam.format(new Date(Date.parse(message?.at ?? '') - 86_400_000))
    const entities = message?.understanding?.entities ?? []
    expect(entities.map(({ type, value, label }) => [type, label ?? value])).toEqual([
      ['order_number', 'TG-104233'],
      ['product', 'Vanta 8'],
      ['date', yesterday],
    ])
    expect(entities.map(({ start, end }) => text.slice(start, end))).toEqual(['104233', 'vnata 8', 'yesterday'])
    customer.close()
  })
})

describe('somebody who does not work here any more', () => {
  it('is out at once: no request, no socket, their conversation in the queue, their name in the history', async () => {
    const noor = await (await AgentClient.login(app.url, 'noor@techgear.example')).connect()
    const { id, customer } = await answered('Do you repair headphones?')
    await noor.act(id, 'accept')
    await noor.reply(id, 'I will look it up')
    await customer.send('I want to speak to a person')
    const gone = noor.next('disconnect')
    // As the command line does it beside a running server.
    await database.transaction(async (tx) => {
      const agent = await removeAgent(tx, noor.me.email)
      await endSessionsOf(tx, agent?.id ?? '')
    })
    expect((await noor.request('GET', '/api/console/inbox')).status).toBe(401)
    await gone
    await lead.row(id, ({ owner, agentId }) => owner !== 'agent' && agentId !== noor.me.id)
    expect((await lead.open(id)).messages.find(({ text }) => text === 'I will look it up')?.agentName).toBe(
      noor.me.name,
    )
    expect((await lead.inbox()).agents.map(({ name }) => name)).not.toContain(noor.me.name)
    await bringBack(database, noor.me.email)
    customer.close()
  }, 30_000)
})
