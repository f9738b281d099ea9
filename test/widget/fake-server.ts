import type { CustomerConversation, CustomerMessage } from '../../src/protocol/index.ts'
import {
  type Connection,
  type ConnectionEvents,
  NoAnswer,
  type Refused,
  type Requests,
} from '../../widget/state/connection.ts'

/** What happens to the next thing on the wire. Everything that is not listed arrives. */
export type Mishap = 'lose' | 'twice' | 'late' | 'none'

/**
 * One customer's conversation as the server keeps it: each `clientMessageId` stored once, numbered, told of by events that
 * may be lost, doubled or late. Answers to requests may be lost after the effect.
 */
export function createFakeServer(nextMishap: () => Mishap = () => 'none') {
  const messages: CustomerMessage[] = []
  let events: ConnectionEvents | null = null
  let isUp = false
  let held: (() => void)[] = []
  let refusal: Refused | null = null
  const requests: string[] = []

  const conversation = (): CustomerConversation => ({
    id: 'c',
    handledBy: 'assistant',
    agentName: null,
    queuePosition: null,
    lastSeq: messages.length,
    resolved: false,
    rating: null,
  })

  function tell(deliver: (to: ConnectionEvents) => void): void {
    const arrive = () => {
      if (isUp && events) deliver(events)
    }
    switch (nextMishap()) {
      case 'lose':
        return
      case 'late':
        held.push(arrive)
        return
      case 'twice':
        arrive()
        arrive()
        return
      case 'none':
        arrive()
        for (const release of held.splice(0)) release()
    }
  }

  function post(author: CustomerMessage['author'], text: string, clientMessageId: string | null = null) {
    const message: CustomerMessage = {
      conversationId: 'c',
      seq: messages.length + 1,
      author,
      name: null,
      text,
      sources: [],
      quickReplies: [],
      attachments: [],
      clientMessageId,
      sentAt: '2026-11-22T10:00:00.000Z',
    }
    messages.push(message)
    const state = conversation()
    tell((to) => to.message(message))
    tell((to) => to.conversation(state))
    return message
  }

  const answers: { [Name in keyof Requests]: (payload: Requests[Name]['payload']) => Requests[Name]['result'] } = {
    'conversation:open': ({ lastSeq }) => ({
      conversation: messages.length === 0 ? null : conversation(),
      messages: messages.slice(lastSeq),
    }),
    'message:send': ({ clientMessageId, text }) => {
      const message =
        messages.find((stored) => stored.clientMessageId === clientMessageId) ?? post('customer', text, clientMessageId)
      return { conversation: conversation(), message }
    },
    'typing:set': () => ({}),
    'rating:send': () => ({}),
  }

  const connection: Connection = {
    start: () => server.connect(),
    stop: () => server.disconnect(),
    isUp: () => isUp,
    wake: () => server.connect(),
    renew() {
      server.disconnect()
      server.connect()
    },
    async request(name, payload) {
      if (!isUp) throw new NoAnswer('down')
      requests.push(name)
      await Promise.resolve()
      if (refusal) throw refusal
      const result = answers[name](payload)
      await Promise.resolve()
      if (!isUp || (name !== 'typing:set' && nextMishap() === 'lose')) throw new NoAnswer('lost')
      return result
    },
  }

  const server = {
    messages,
    requests,
    attach(to: ConnectionEvents): Connection {
      events = to
      return connection
    },
    connect() {
      if (isUp) return
      isUp = true
      events?.up()
    },
    disconnect() {
      if (!isUp) return
      isUp = false
      held = []
      events?.down()
    },
    say: (text: string) => post('assistant', text),
    refuse(error: Refused | null) {
      refusal = error
    },
  }
  return server
}

export class MemoryStorage implements Storage {
  [name: string]: unknown
  get length() {
    return Object.keys(this).length
  }
  clear() {
    for (const name of Object.keys(this)) delete this[name]
  }
  getItem(name: string) {
    return Object.hasOwn(this, name) ? String(this[name]) : null
  }
  key(index: number) {
    return Object.keys(this)[index] ?? null
  }
  removeItem(name: string) {
    delete this[name]
  }
  setItem(name: string, value: string) {
    this[name] = value
  }
}
