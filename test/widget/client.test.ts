import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WidgetEvents } from '../../widget/shell.ts'
import { createClient } from '../../widget/state/client.ts'
import { Refused } from '../../widget/state/connection.ts'
import { createKeep } from '../../widget/state/keep.ts'
import { createFakeServer, MemoryStorage, type Mishap } from './fake-server.ts'

let storage = new MemoryStorage()
let told: [string, unknown][] = []
let ids = 0

beforeEach(() => {
  vi.useFakeTimers()
  storage = new MemoryStorage()
  told = []
})
afterEach(() => vi.useRealTimers())

function openPage(server: ReturnType<typeof createFakeServer>) {
  return createClient({
    keep: createKeep(storage, 'earshot:test:'),
    connect: server.attach,
    emit: <Name extends keyof WidgetEvents>(name: Name, detail: WidgetEvents[Name]) => void told.push([name, detail]),
    newId: () => `message-${++ids}`,
  })
}

type Client = ReturnType<typeof openPage>
const shown = (client: Client) => client.store.get().thread.messages.map(({ text }) => text)
const waiting = (client: Client) => client.store.get().outbox.map(({ text, status }) => `${text}: ${status}`)
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('sending', () => {
  it('shows a message at once, then in its place once the server has it', async () => {
    const server = createFakeServer()
    const client = openPage(server)
    client.start()
    await settle()
    client.send('Where is my order?')
    expect(waiting(client)).toEqual(['Where is my order?: sending'])
    await settle()
    expect([waiting(client), shown(client)]).toEqual([[], ['Where is my order?']])
  })

  it('keeps what is written without a connection and sends it in order when it is back', async () => {
    const server = createFakeServer()
    const client = openPage(server)
    client.start()
    server.disconnect()
    for (const text of ['one', 'two', 'three']) client.send(text)
    await settle()
    expect(server.messages).toEqual([])
    server.connect()
    await settle()
    expect(shown(client)).toEqual(['one', 'two', 'three'])
  })

  it('sends after a reload what an earlier page wrote, once, even if the server had it already', async () => {
    const fates: Mishap[] = ['none', 'lose', 'lose'] // asked what there is; then both events of the message get lost
    const server = createFakeServer(() => fates.shift() ?? 'none')
    const first = openPage(server)
    first.start()
    await settle()
    first.send('kept')
    await Promise.resolve() // stored by the server; its answer is still on the way
    server.disconnect()
    first.stop()
    const second = openPage(server)
    expect(waiting(second)).toEqual(['kept: sending'])
    second.start()
    await settle()
    expect([waiting(second), shown(second), server.messages.length]).toEqual([[], ['kept'], 1])
    expect(Object.keys(storage).filter((name) => name.includes('outbox'))).toEqual([])
  })

  it('says why a message was refused, keeps its text, and sends it again with the same id', async () => {
    const server = createFakeServer()
    const client = openPage(server)
    client.start()
    await settle()
    server.refuse(new Refused({ kind: 'invalid-request', code: 'invalid', message: 'The text is too long.' }))
    client.send('refused')
    await settle()
    const [failed] = client.store.get().outbox
    expect(failed).toMatchObject({ status: 'failed', reason: 'The text is too long.' })
    server.refuse(null)
    client.retry(failed!.clientMessageId)
    await settle()
    expect(server.messages[0]?.clientMessageId).toBe(failed!.clientMessageId)
    expect(waiting(client)).toEqual([])
  })

  it('waits as long as the server asks for before it sends again', async () => {
    const server = createFakeServer()
    const client = openPage(server)
    client.start()
    await settle()
    server.refuse(
      new Refused({ kind: 'unavailable', code: 'busy', message: 'Go on in 5 seconds.', retryAfterMs: 5_000 }),
    )
    client.send('patient')
    await settle()
    expect(client.store.get().outbox[0]).toMatchObject({ status: 'sending', reason: 'Go on in 5 seconds.' })
    server.refuse(null)
    await vi.advanceTimersByTimeAsync(4_999)
    expect(server.messages).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(shown(client)).toEqual(['patient'])
  })

  it('gives a failed message back for writing it anew, and forgets it', async () => {
    const server = createFakeServer()
    const client = openPage(server)
    client.start()
    await settle()
    server.refuse(new Refused({ kind: 'invalid-request', code: 'invalid', message: 'No.' }))
    client.send('mistaken')
    await settle()
    expect(client.takeBack(client.store.get().outbox[0]!.clientMessageId)).toBe('mistaken')
    expect(waiting(openPage(server))).toEqual([])
  })

  it('asks the customer after three sendings without an answer', async () => {
    const server = createFakeServer(() => 'lose')
    const client = openPage(server)
    client.start()
    client.send('into the void')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(waiting(client)).toEqual(['into the void: failed'])
    expect(server.requests.filter((name) => name === 'message:send')).toHaveLength(3)
  })
})

describe('the line', () => {
  it.each([
    { downMs: 1_999, isOffline: false },
    { downMs: 2_000, isOffline: true },
  ])('$downMs ms without a connection: offline is $isOffline', async ({ downMs, isOffline }) => {
    const server = createFakeServer()
    const client = openPage(server)
    client.start()
    server.disconnect()
    await vi.advanceTimersByTimeAsync(downMs)
    expect(client.store.get().isOffline).toBe(isOffline)
  })

  it('asks for exactly what it missed, and only when it has not come by itself', async () => {
    const fate: Mishap[] = []
    const server = createFakeServer(() => fate.shift() ?? 'none')
    const client = openPage(server)
    client.start()
    await settle()
    client.send('hello')
    await settle()
    const before = server.requests.length
    fate.push('lose', 'none') // the message is lost, the conversation's state is not
    server.say('lost on the way')
    expect(shown(client)).toEqual(['hello'])
    await vi.advanceTimersByTimeAsync(300)
    expect(shown(client)).toEqual(['hello', 'lost on the way'])
    server.say('arrived')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.requests.slice(before)).toEqual(['conversation:open'])
  })

  it('tells of answers, of unread ones, and of those that were read', async () => {
    const server = createFakeServer()
    const client = openPage(server)
    client.start()
    await settle()
    client.send('hello')
    await settle()
    server.say('answer')
    client.setSeen(true)
    expect(told).toEqual([
      ['message:sent', { text: 'hello' }],
      ['unread', { count: 1 }],
      ['message:received', { author: 'assistant', text: 'answer' }],
      ['unread', { count: 0 }],
    ])
  })
})

const mishap = fc.constantFrom<Mishap>('lose', 'twice', 'late', 'none', 'none', 'none')
const step = fc.constantFrom('send', 'say', 'disconnect', 'connect', 'wait')

describe('whatever the network does', () => {
  it('shows in the end what the server has, in its order, each message once, and nothing is left to send', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.array(mishap, { maxLength: 80 }), async (steps, fates) => {
        storage = new MemoryStorage()
        const server = createFakeServer(() => fates.shift() ?? 'none')
        const client = openPage(server)
        const written: string[] = []
        client.start()
        for (const [index, action] of steps.entries()) {
          if (action === 'send') {
            written.push(`own ${index}`)
            client.send(`own ${index}`)
          } else if (action === 'say') server.say(`answer ${index}`)
          else if (action === 'wait') await vi.advanceTimersByTimeAsync(500)
          else server[action]()
          await settle()
          const seqs = client.store.get().thread.messages.map(({ seq }) => seq)
          expect(seqs).toEqual(seqs.map((_, position) => position + 1))
        }
        fates.length = 0
        for (const { clientMessageId } of client.store.get().outbox) client.retry(clientMessageId)
        server.disconnect()
        server.connect()
        await vi.advanceTimersByTimeAsync(60_000)
        expect(shown(client)).toEqual(server.messages.map(({ text }) => text))
        expect(waiting(client)).toEqual([])
        expect(
          shown(client)
            .filter((text) => text.startsWith('own'))
            .sort(),
        ).toEqual(written.sort())
        client.stop()
      }),
      { numRuns: 150 },
    )
  })
})
