/**
 * The one home of botbuilder: half a second of computing and 50 MB to load, so this file is imported when a channel first speaks.
 * Tokens of incoming requests are checked, and activities sent, by its `CloudAdapter`.
 */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  EventFactory,
  TurnContext,
} from 'botbuilder'
import { type EarshotError, unavailable } from '../../domain/index.ts'
import { noToken } from './access.ts'
import type { Envelope } from './activity.ts'
import type { Outgoing } from './outgoing.ts'
import { createTokenSource } from './token.ts'

export interface BotSettings {
  /** Not set: nobody is checked, and nothing is signed. */
  appId: string | undefined
  appPassword: string | undefined
  tenantId: string | undefined
  openIdMetadataUrl: string
  emulatorOpenIdMetadataUrl: string
  tokenIssuer: string
  loginUrl: string
  oAuthScope: string
}

/** Where a conversation on a channel is and who is in it, in the channel's words; stored to write there later. */
export type Reference = Partial<ConversationReference>

/** The channel answered, but not with yes. */
export class ChannelRefused extends Error {
  readonly status: number

  constructor(status: number) {
    super(`The channel answered ${status}.`)
    this.status = status
  }
}

const SEND_LIMIT_MS = 8_000
const CHECK_LIMIT_MS = 10_000

type AuthenticationParameters = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>
type CredentialsFactory = NonNullable<AuthenticationParameters[1]>
type HttpClient = NonNullable<NonNullable<AuthenticationParameters[4]>['httpClient']>

export interface BotSdk {
  /**
   * Runs `work` with the way back to the sender, once the token is found right. Throws `not-allowed` when it is wrong,
   * `unavailable` when the keys to check it by can't be had within 10 s.
   */
  receive(activity: Envelope, authorization: string, work: (reference: Reference) => Promise<void>): Promise<void>
  /** Sends one activity in one request of at most 8 s. Throws `ChannelRefused`, or what the network said. */
  send(reference: Reference, outgoing: Outgoing): Promise<void>
  /** What signs a request to the channel's own server; null where nothing is signed. */
  authorization(): Promise<string | null>
}

export function openSdk(settings: BotSettings): BotSdk {
  const tokens =
    settings.appId === undefined
      ? null
      : createTokenSource({ id: settings.appId, password: settings.appPassword ?? '' })
  const credentials: CredentialsFactory = {
    isValidAppId: async (appId) => appId === settings.appId,
    isAuthenticationDisabled: async () => tokens === null,
    createCredentials: async (_appId, scope, loginUrl) => ({
      async signRequest(request) {
        if (tokens) {
          const token = await tokens.token(loginUrl, scope ?? settings.oAuthScope)
          request.headers.set('authorization', `Bearer ${token}`)
        }
        return request
      },
    }),
  }
  const httpClient: HttpClient = { sendRequest: (request) => sendOnce(request, () => tokens?.forget()) }
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      // Read for one more kind of channel, whose tokens must name this app too.
      ...(settings.appId === undefined ? {} : { MicrosoftAppId: settings.appId }),
      ...(settings.tenantId === undefined ? {} : { MicrosoftAppTenantId: settings.tenantId }),
      ToBotFromChannelOpenIdMetadataUrl: settings.openIdMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: settings.emulatorOpenIdMetadataUrl,
      ToBotFromChannelTokenIssuer: settings.tokenIssuer,
      ToChannelFromBotLoginUrl: settings.loginUrl,
      ToChannelFromBotOAuthScope: settings.oAuthScope,
      OAuthUrl: 'https://api.botframework.com',
      CallerId: 'urn:botframework:azure',
    },
    credentials,
    undefined,
    undefined,
    { httpClient },
  )
  const adapter = new CloudAdapter(authentication)

  return {
    async receive(envelope, authorization, work) {
      const activity = envelope as unknown as Activity // as the channel sent it; the fields read here are checked
      const checked = await within(CHECK_LIMIT_MS, authentication.authenticateRequest(activity, authorization)).catch(
        (error: unknown) => {
          throw refusal(error)
        },
      )
      let failure: unknown
      await adapter.processActivityDirect(checked, activity, async (context) => {
        // The adapter turns errors into text; ours keep their kind.
        await work(TurnContext.getConversationReference(context.activity)).catch((error: unknown) => {
          failure = error
        })
      })
      if (failure !== undefined) throw failure
    },

    authorization: async () =>
      tokens === null ? null : `Bearer ${await tokens.token(settings.loginUrl, settings.oAuthScope)}`,

    async send(reference, outgoing) {
      await adapter.continueConversationAsync(settings.appId ?? '', reference, async (context) => {
        const place = { ...reference, activityId: outgoing.replyToId ?? undefined }
        const activity = TurnContext.applyConversationReference(build(context, outgoing), place)
        if (outgoing.fromName !== null && activity.from) activity.from = { ...activity.from, name: outgoing.fromName }
        await adapter.sendActivities(context, [activity])
      })
    },
  }
}

function build(context: TurnContext, { content }: Outgoing): Partial<Activity> {
  switch (content.kind) {
    case 'activity':
      return { ...content.activity } as Partial<Activity> // made in outgoing.ts, of the fields the protocol has
    case 'handoff':
      return EventFactory.createHandoffInitiation(context, content.context, {
        activities: content.transcript as Activity[], // messages, of which a transcript shows text, author and time
      })
    case 'status':
      return EventFactory.createHandoffStatus(context.activity.conversation, content.state, content.message)
  }
}

/** One request without the SDK's own retries: order and repetition are the delivery's business. */
async function sendOnce(
  request: Parameters<HttpClient['sendRequest']>[0],
  forgetToken: () => void,
): ReturnType<HttpClient['sendRequest']> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers.toJson(),
    ...(typeof request.body === 'string' ? { body: request.body } : {}),
    redirect: 'error',
    signal: AbortSignal.timeout(SEND_LIMIT_MS),
  })
  const body = await response.text()
  if (response.status === 401) forgetToken()
  if (!response.ok) throw new ChannelRefused(response.status)
  // The SDK reads an id out of the answer; channels that send none, or no JSON, have taken the activity all the same.
  return { request, status: 200, headers: request.headers.clone(), bodyAsText: isObject(body) ? body : '{}' }
}

function isObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** A wrong token is the sender's fault; keys that can't be fetched are nobody's here. */
function refusal(error: unknown): EarshotError {
  const { name, statusCode } = error instanceof Error ? (error as Error & { statusCode?: number }) : {}
  if (name === 'FetchError' || name === 'TimeLimit' || statusCode === 500) {
    return unavailable('channel-keys', 'The keys to check the channel’s token by can’t be had right now.', error)
  }
  return noToken('The channel’s token is not valid here: check its signature, issuer, audience, address and expiry.')
}

class TimeLimit extends Error {
  override readonly name = 'TimeLimit'
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimit(`No answer within ${ms / 1_000} s.`)), ms)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
