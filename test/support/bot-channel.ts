import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { until } from './wait.ts'

export const APP_ID = '0b1e6c1a-7f0e-4a52-9d53-3c8a4f6f2f10'
export const APP_PASSWORD = 'a secret of the test'
const SCOPE = 'https://channel.example'
const ISSUER = 'https://issuer.example'

/** What a bot sent to the channel. */
export interface Sent {
  type: string
  text?: string
  name?: string
  textFormat?: string
  value?: { state?: string; [key: string]: unknown }
  replyToId?: string
  from?: { id: string; name?: string }
  recipient?: { id: string }
  conversation?: { id: string }
  suggestedActions?: { actions: { type: string; title: string; value: string }[] }
  attachments?: { name?: string; content?: { activities: { text: string; from: { role: string } }[] } }[]
  channelData?: { earshot?: { seq: number; author: string } }
}

/**
 * A channel on real HTTP: OpenID metadata and keys, a login server that gives tokens for the right secret, and the
 * connector that takes what the bot says if its token is one of those.
 */
export class BotChannel {
  readonly sent: Sent[] = []
  /** The status the connector answers with instead of taking an activity; null when it works. */
  failWith: number | null = null
  /** Files on the channel's own server by path, for the bot alone; a text is where it redirects to. */
  readonly files = new Map<string, Buffer | string>()
  /** Types the connector refuses with 400, as channels do that know no events. */
  refusedTypes: string[] = []
  /** False for a channel without identities, such as the Emulator on one's own machine. */
  needsToken = true
  requests = 0
  url = ''
  #server = createServer((request, response) => void this.#answer(request, response))
  #keys = generateKeyPair('RS256')
  #foreignKeys = generateKeyPair('RS256')
  #botToken = randomUUID()
  #isClosed = false

  static async open(): Promise<BotChannel> {
    const channel = new BotChannel()
    await new Promise<void>((resolve) => channel.#server.listen(0, '127.0.0.1', resolve))
    channel.url = `http://127.0.0.1:${(channel.#server.address() as AddressInfo).port}`
    return channel
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** What makes a server use this channel. */
  settings(): Record<string, string> {
    return {
      MicrosoftAppId: APP_ID,
      MicrosoftAppPassword: APP_PASSWORD,
      ToBotFromChannelOpenIdMetadataUrl: `${this.url}/openid`,
      ToBotFromEmulatorOpenIdMetadataUrl: `${this.url}/openid`,
      ToBotFromChannelTokenIssuer: ISSUER,
      ToChannelFromBotLoginUrl: `${this.url}/login`,
      ToChannelFromBotOAuthScope: SCOPE,
    }
  }

  /** A right token, but for what is put wrong. */
  async token(
    wrong: { signedByOther?: boolean; issuer?: string; audience?: string; expired?: boolean; claims?: JWTPayload } = {},
  ): Promise<string> {
    const { privateKey } = await (wrong.signedByOther ? this.#foreignKeys : this.#keys)
    const now = Math.floor(Date.now() / 1_000)
    const expires = wrong.expired ? now - 3_600 : now + 3_600
    return new SignJWT({ serviceurl: this.url, ...wrong.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
      .setIssuer(wrong.issuer ?? ISSUER)
      .setAudience(wrong.audience ?? APP_ID)
      .setIssuedAt(now - 7_200)
      .setExpirationTime(expires)
      .sign(privateKey)
  }

  activity(part: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      type: 'message',
      id: randomUUID(),
      timestamp: new Date().toISOString(),
      channelId: 'directline',
      serviceUrl: this.url,
      from: { id: 'clara', name: 'Clara Jensen' },
      recipient: { id: 'earshot', name: 'Earshot' },
      conversation: { id: 'conversation-1' },
      text: 'hello',
      ...part,
    }
  }

  /** Posts an activity as a channel does; `authorization` null leaves the header out. */
  async post(appUrl: string, activity: unknown, authorization?: string | null): Promise<Response> {
    const header = authorization === undefined ? `Bearer ${await this.token()}` : authorization
    return fetch(`${appUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(header === null ? {} : { authorization: header }) },
      body: typeof activity === 'string' ? activity : JSON.stringify(activity),
    })
  }

  async say(appUrl: string, text: string, part: Record<string, unknown> = {}): Promise<void> {
    const response = await this.post(appUrl, this.activity({ text, ...part }))
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  }

  /** What is said in one conversation, typing left out. */
  messages(conversationId = 'conversation-1'): Sent[] {
    return this.sent.filter(({ type, conversation }) => type === 'message' && conversation?.id === conversationId)
  }

  next(what: string, isWanted: (sent: Sent) => boolean, limitMs?: number): Promise<Sent> {
    return until(what, () => this.sent.find(isWanted), limitMs)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const path = request.url ?? ''
    const reply = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

    if (path === '/openid') return void reply(200, { issuer: ISSUER, jwks_uri: `${this.url}/keys` })
    if (path === '/keys') {
      const { publicKey } = await this.#keys
      return void reply(200, { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig' }] })
    }
    if (path === '/login/oauth2/v2.0/token') {
      const form = new URLSearchParams(body)
      const isRight =
        form.get('client_id') === APP_ID &&
        form.get('client_secret') === APP_PASSWORD &&
        form.get('scope') === `${SCOPE}/.default`
      return void (isRight
        ? reply(200, { token_type: 'Bearer', expires_in: 3_600, access_token: this.#botToken })
        : reply(401, { error: 'invalid_client' }))
    }
    if (/^\/v3\/conversations\/[^/]+\/activities(\/[^/]+)?$/.test(path)) {
      this.requests += 1
      const expected = this.needsToken ? `Bearer ${this.#botToken}` : undefined
      if (request.headers.authorization !== expected) return void reply(401, {})
      if (this.failWith !== null) return void reply(this.failWith, { error: { code: 'ServiceError' } })
      const activity = JSON.parse(body) as Sent
      if (this.refusedTypes.includes(activity.type)) return void reply(400, { error: { code: 'BadSyntax' } })
      this.sent.push(activity)
      return void reply(201, { id: randomUUID() })
    }
    const file = this.files.get(path)
    if (file !== undefined && this.needsToken && request.headers.authorization !== `Bearer ${this.#botToken}`) {
      return void reply(401, {})
    }
    if (typeof file === 'string') return void response.writeHead(302, { location: file }).end()
    if (file) return void response.writeHead(200).end(file)
    reply(404, {})
  }
}
