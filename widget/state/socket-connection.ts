import { io, type Socket } from 'socket.io-client'
import type { CustomerServerEvents, CustomerSession } from '../../src/protocol/customer.ts'
import type { Ack, WireError } from '../../src/protocol/shared.ts'
import { type Connection, type ConnectionEvents, NoAnswer, Refused } from './connection.ts'
import type { Keep } from './keep.ts'

const ANSWER_TIMEOUT_MS = 10_000
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000
// The namespace of src/protocol/customer.ts, whose types alone come into the browser; a test compares the two.
export const NAMESPACE = '/customer'

/**
 * Socket.IO to `server` (an origin). The customer's token is made on the first start, kept under `token`, and sent in
 * the handshake only, never in an address. With an `identity` each page asks for the token of whoever is logged in; once
 * there is none any more, their token is forgotten. Waits between attempts double, with jitter.
 */
export function createSocketConnection(
  server: string,
  keep: Keep,
  events: ConnectionEvents,
  identity: string | null = null,
): Connection {
  let socket: Socket | null = null
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let attempts = 0
  let isRunning = false
  let isIdentified = false

  async function connect(): Promise<void> {
    clearTimeout(retryTimer)
    retryTimer = undefined
    const isOthers = identity === null ? keep.get('login') !== null : !isIdentified
    const token = (isOthers ? null : keep.get('token')) ?? (await createToken())
    if (!isRunning || token === null) return
    socket?.removeAllListeners().disconnect()
    socket = open(token)
  }

  async function createToken(): Promise<string | null> {
    try {
      const session = await requestSession(server, identity)
      keep.set('token', session.token)
      if (identity === null) keep.remove('login')
      else keep.set('login', 'yes')
      isIdentified = true
      return session.token
    } catch (error) {
      if (isRunning) {
        if (error instanceof Refused) events.refused(error.wire)
        retryLater(error instanceof Refused ? error.wire.retryAfterMs : undefined)
      }
      return null
    }
  }

  function retryLater(atLeastMs = 0): void {
    const backoffMs = Math.min(FIRST_RETRY_MS * 2 ** attempts++, LONGEST_RETRY_MS)
    clearTimeout(retryTimer)
    retryTimer = setTimeout(connect, Math.max(atLeastMs, backoffMs * (0.5 + Math.random())))
  }

  function open(token: string): Socket {
    const opened: Socket<CustomerServerEvents> = io(server + NAMESPACE, {
      auth: { token },
      // WebSocket first: it needs no sticky sessions in front of several servers.
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      forceNew: true,
      timeout: ANSWER_TIMEOUT_MS,
      reconnectionDelay: FIRST_RETRY_MS,
      reconnectionDelayMax: LONGEST_RETRY_MS,
    })
    opened.on('connect', () => {
      attempts = 0
      clearTimeout(retryTimer)
      retryTimer = undefined
      events.up()
    })
    opened.on('disconnect', (reason) => {
      events.down()
      // The one kind of disconnect after which socket.io does not come back by itself, apart from our own.
      if (reason === 'io server disconnect') retryLater()
    })
    opened.on('connect_error', (error) => {
      // The middleware's errors carry `data`; the type of socket.io-client leaves it out.
      const wire = (error as Error & { data?: WireError }).data
      if (wire?.code === 'token-invalid') {
        keep.remove('token')
        events.newCustomer()
        retryLater()
      } else if (!opened.active && isRunning) {
        if (wire?.message !== undefined) events.refused(wire)
        retryLater(wire?.retryAfterMs)
      }
    })
    opened.on('message:new', events.message)
    opened.on('conversation:changed', events.conversation)
    opened.on('typing', events.typing)
    return opened
  }

  return {
    start() {
      if (isRunning) return
      isRunning = true
      void connect()
    },
    stop() {
      isRunning = false
      clearTimeout(retryTimer)
      socket?.removeAllListeners().disconnect()
      socket = null
    },
    isUp: () => socket?.connected ?? false,
    wake() {
      if (!isRunning || socket?.connected) return
      if (retryTimer !== undefined) void connect()
      else if (socket) socket.disconnect().connect()
    },
    renew() {
      if (isRunning && socket) socket.disconnect().connect()
    },
    async request(name, payload) {
      if (!socket?.connected) throw new NoAnswer('not connected')
      const answer: Ack<never> = await socket
        .timeout(ANSWER_TIMEOUT_MS)
        .emitWithAck(name, payload)
        .catch(() => {
          throw new NoAnswer(`no answer to ${name}`)
        })
      if (!answer.ok) throw new Refused(answer.error)
      return answer.result
    },
  }
}

async function requestSession(server: string, identity: string | null): Promise<CustomerSession> {
  const response = await fetch(`${server}/api/customer/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(identity === null ? {} : { identityToken: identity }),
    credentials: 'omit',
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  })
  // The server's own shapes: a session, or `{ error }` as src/gateway/errors.ts writes it.
  const body = (await response.json()) as CustomerSession & { error?: WireError }
  if (body.error) throw new Refused(body.error)
  if (!response.ok) throw new NoAnswer(`status ${response.status}`)
  return body
}
