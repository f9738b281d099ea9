import type { Socket } from 'socket.io-client'
import { ApiError } from './api.ts'
import type { Ask, Live } from './live.ts'
import type { Store } from './store.ts'
import type { Ack, ConsoleServerEvents, ConversationChanges, ResumeResult } from './wire.ts'

export type ConnectionStatus = 'connecting' | 'live' | 'reconnecting' | 'offline'

/** Someone who is writing in a conversation, until `until` (milliseconds) unless it is told again. */
export interface Typist {
  conversationId: string
  author: 'customer' | 'agent'
  name: string
  until: number
}

interface ConsoleClientEvents {
  'inbox:resume': (request: { position: number }, ack: (answer: Ack<ResumeResult>) => void) => void
  'conversation:watch': (
    request: { conversationId: string; version: number },
    ack: (answer: Ack<ConversationChanges>) => void,
  ) => void
  'typing:set': (request: { conversationId: string; typing: boolean }, ack: (answer: Ack<unknown>) => void) => void
}

const ANSWER_WITHIN_MS = 8_000
const TYPING_SHOWN_MS = 6_000

/** Joins the socket with the live views: what it tells goes in, what they ask goes out. */
export function connectSocket(deps: {
  socket: Socket<ConsoleServerEvents, ConsoleClientEvents>
  status: Store<ConnectionStatus>
  typists: Store<readonly Typist[]>
  live: () => Live
  /** The server refused the connection or ended it: perhaps the session is over. */
  onRefused: () => void
  /** There may be something new to be told. */
  onNotices: () => void
  isOnline: () => boolean
}) {
  const { socket, status, typists, live } = deps
  const lost = () => status.set(deps.isOnline() ? 'reconnecting' : 'offline')

  socket.on('connect', () => {
    status.set('live')
    void live().connected()
  })
  socket.on('disconnect', (reason) => {
    lost()
    live().disconnected()
    if (reason !== 'io server disconnect') return
    deps.onRefused()
    setTimeout(() => socket.connect(), 1_000)
  })
  socket.on('connect_error', () => {
    lost()
    // `active` is false when the server refused instead of not being there; socket.io then stops trying.
    if (socket.active) return
    deps.onRefused()
    setTimeout(() => socket.connect(), 3_000)
  })
  socket.on('conversation:changed', (changes) => live().takeChanges(changes))
  socket.on('agents:changed', (agents) => live().takeAgents(agents))
  socket.on('notices:changed', deps.onNotices)
  socket.on('typing', ({ conversationId, author, name, typing }) => {
    const others = typists.get().filter((one) => one.conversationId !== conversationId || one.name !== name)
    typists.set(typing ? [...others, { conversationId, author, name, until: Date.now() + TYPING_SHOWN_MS }] : others)
  })
  const forget = setInterval(() => {
    if (typists.get().some(({ until }) => until < Date.now()))
      typists.set(typists.get().filter(({ until }) => until >= Date.now()))
  }, 1_000)

  const whenOnline = () => (socket.connected ? status.set('live') : void socket.connect())
  window.addEventListener('offline', lost)
  window.addEventListener('online', whenOnline)

  /** An answer that does not come means a connection that only looks alive: make a new one. */
  async function answered<Result>(answer: Promise<Ack<Result>>): Promise<Result> {
    const ack = await answer.catch(() => null)
    if (ack === null) {
      if (socket.connected) socket.disconnect().connect()
      throw new ApiError(0, { code: 'no-answer', message: 'The server did not answer in time.' })
    }
    if (!ack.ok) throw new ApiError(400, ack.error)
    return ack.result
  }

  const ask: Ask = {
    resume: (position) => answered(socket.timeout(ANSWER_WITHIN_MS).emitWithAck('inbox:resume', { position })),
    watch: (conversationId, version) =>
      answered(socket.timeout(ANSWER_WITHIN_MS).emitWithAck('conversation:watch', { conversationId, version })),
  }

  return {
    ask,
    setTyping: (conversationId: string, typing: boolean): void => {
      if (socket.connected) socket.emit('typing:set', { conversationId, typing }, () => {})
    },
    open: (): void => void socket.connect(),
    close: (): void => {
      clearInterval(forget)
      window.removeEventListener('offline', lost)
      window.removeEventListener('online', whenOnline)
      socket.disconnect()
    },
  }
}
