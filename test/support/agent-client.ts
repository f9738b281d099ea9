import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import type {
  Ack,
  ConsoleAgent,
  ConversationChanges,
  ConversationDetail,
  ConversationSummary,
  InboxSnapshot,
  MeResult,
  ResumeResult,
} from '../../src/protocol/index.ts'
import { until } from './wait.ts'

export const DEMO_PASSWORD = 'earshot-demo'

/** Somebody at the console who speaks the documented protocol: a cookie, HTTP to act, a socket to watch. */
export class AgentClient {
  readonly changes: ConversationChanges[] = []
  agents: ConsoleAgent[] = []
  #socket: Socket | null = null
  readonly url: string
  readonly cookie: string
  readonly me: ConsoleAgent

  private constructor(url: string, cookie: string, me: ConsoleAgent) {
    this.url = url
    this.cookie = cookie
    this.me = me
  }

  static async login(url: string, email: string, password = DEMO_PASSWORD): Promise<AgentClient> {
    const response = await fetch(`${url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    if (!response.ok) throw new Error(`Login of ${email}: ${response.status} ${await response.text()}`)
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const { agent } = (await response.json()) as MeResult
    return new AgentClient(url, cookie, agent)
  }

  /** Online: a socket is open, presence counts it. */
  async connect(): Promise<this> {
    const socket = io(`${this.url}/console`, {
      extraHeaders: { cookie: this.cookie },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    })
    socket.on('conversation:changed', (changes: ConversationChanges) => this.changes.push(changes))
    socket.on('agents:changed', (agents: ConsoleAgent[]) => {
      this.agents = agents
    })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    this.#socket = socket
    return this
  }

  ask<Result>(event: string, payload: unknown): Promise<Ack<Result>> {
    if (!this.#socket) throw new Error('This client is not connected.')
    return this.#socket.timeout(10_000).emitWithAck(event, payload)
  }

  /** The next event of this name. */
  next(event: string): Promise<unknown> {
    return new Promise((resolve) => this.#socket?.once(event, resolve))
  }

  resume(position: number): Promise<Ack<ResumeResult>> {
    return this.ask('inbox:resume', { position })
  }

  request(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    })
  }

  async get<Result>(path: string): Promise<Result> {
    const response = await this.request('GET', path)
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Result
  }

  async post(path: string, body: unknown = {}): Promise<void> {
    const response = await this.request('POST', path, body)
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`)
  }

  inbox(): Promise<InboxSnapshot> {
    return this.get('/api/console/inbox')
  }

  open(conversationId: string): Promise<ConversationDetail> {
    return this.get(`/api/console/conversations/${conversationId}`)
  }

  act(conversationId: string, action: string, body: unknown = {}): Promise<void> {
    return this.post(`/api/console/conversations/${conversationId}/${action}`, body)
  }

  async reply(conversationId: string, text: string): Promise<void> {
    const { summary, messages } = await this.open(conversationId)
    const lastSeenSeq = Math.max(0, ...messages.map((message) => message.seq ?? 0))
    await this.act(summary.id, 'reply', { clientMessageId: randomUUID(), text, lastSeenSeq })
  }

  /** Waits until the inbox row of the conversation satisfies `isWanted`. */
  row(conversationId: string, isWanted: (row: ConversationSummary) => boolean): Promise<ConversationSummary> {
    return until(`the row of ${conversationId}`, async () => {
      const { summary } = await this.open(conversationId)
      return isWanted(summary) && summary
    })
  }

  disconnect(): void {
    this.#socket?.disconnect()
    this.#socket = null
  }
}
