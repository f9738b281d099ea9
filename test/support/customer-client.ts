import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import type {
  Ack,
  CustomerConversation,
  CustomerMessage,
  CustomerSession,
  OpenResult,
  SendResult,
} from '../../src/protocol/index.ts'
import { until } from './wait.ts'

/** A customer who speaks the documented protocol and nothing else: a token, a socket, messages by `seq`. */
export class CustomerClient {
  readonly messages = new Map<number, CustomerMessage>()
  conversation: CustomerConversation | null = null
  #socket: Socket
  readonly token: string

  private constructor(socket: Socket, token: string) {
    this.#socket = socket
    this.token = token
    socket.on('message:new', (message: CustomerMessage) => this.messages.set(message.seq, message))
    socket.on('conversation:changed', (conversation: CustomerConversation) => {
      this.conversation = conversation
    })
  }

  /** A new visitor, or the one who holds `token`. */
  static async connect(url: string, token?: string): Promise<CustomerClient> {
    const held = token ?? (await startSession(url)).token
    const socket = io(`${url}/customer`, {
      auth: { token: held },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    return new CustomerClient(socket, held)
  }

  /** One request with its acknowledgement, whatever it says. */
  ask<Result>(event: string, payload: unknown, limitMs = 10_000): Promise<Ack<Result>> {
    return this.#socket.timeout(limitMs).emitWithAck(event, payload)
  }

  async send(text: string, clientMessageId = randomUUID(), attachments: string[] = []): Promise<SendResult> {
    const ack = await this.ask<SendResult>('message:send', { clientMessageId, text, attachments })
    if (!ack.ok) throw new Error(ack.error.message)
    this.messages.set(ack.result.message.seq, ack.result.message)
    this.conversation ??= ack.result.conversation
    return ack.result
  }

  /** Everything after what this client has, as a reconnecting widget asks for it. */
  async resume(): Promise<OpenResult> {
    const ack = await this.ask<OpenResult>('conversation:open', { lastSeq: this.lastSeq() })
    if (!ack.ok) throw new Error(ack.error.message)
    for (const message of ack.result.messages) this.messages.set(message.seq, message)
    this.conversation = ack.result.conversation
    return ack.result
  }

  /** Sends and waits for the assistant's answer to it. */
  async say(text: string, attachments: string[] = []): Promise<CustomerMessage> {
    const { message } = await this.send(text, randomUUID(), attachments)
    return this.next(message.seq, (reply) => reply.author === 'assistant')
  }

  /** The first message after `seq` for which `isWanted`. */
  next(seq: number, isWanted: (message: CustomerMessage) => boolean): Promise<CustomerMessage> {
    return until(`a message after ${seq}`, () =>
      this.inOrder().find((message) => message.seq > seq && isWanted(message)),
    )
  }

  inOrder(): CustomerMessage[] {
    return [...this.messages.values()].sort((a, b) => a.seq - b.seq)
  }

  lastSeq(): number {
    return Math.max(0, ...this.messages.keys())
  }

  close(): void {
    this.#socket.disconnect()
  }
}

export async function startSession(url: string): Promise<CustomerSession> {
  const response = await fetch(`${url}/api/customer/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (!response.ok) throw new Error(`No session: ${response.status} ${await response.text()}`)
  return (await response.json()) as CustomerSession
}
