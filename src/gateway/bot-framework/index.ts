/**
 * The Bot Framework channel: Teams, Direct Line, Web Chat, the Emulator and others, by botbuilder's CloudAdapter. What
 * comes in is the same turn as any other; what is said goes back by the delivery. The SDK stands in `sdk.ts` alone.
 */
import { type RequestHandler, Router } from 'express'
import type { Database, Publication, Tx } from '../../domain/index.ts'
import type { ReportError } from '../errors.ts'
import { checkAccess, checkServiceUrl } from './access.ts'
import { readActivity } from './activity.ts'
import { findLatestOf } from './channel-store.ts'
import { createDelivery, TELL_AFTER } from './delivery.ts'
import { markDue } from './delivery-store.ts'
import { type IncomingParts, takeIn } from './incoming.ts'
import { type Outgoing, plainText, typing } from './outgoing.ts'
import type { BotSdk, BotSettings, Reference } from './sdk.ts'

/** A turn that is quicker shows no typing: it would reach the channel after the answer. */
const TYPING_AFTER_MS = 700

export interface BotFrameworkOptions {
  bot: BotSettings
  demo: boolean
  assistantName: string
  publicUrl: string | undefined
  log(level: 'info' | 'warn', event: string, fields: object): void
  report: ReportError
}

export type BotFrameworkParts = IncomingParts & { database: Database }

/** The channel before the rest is built: it marks what is published from the first moment; `serve` lets it speak. */
export function createBotFramework(options: BotFrameworkOptions) {
  const isOn = options.bot.appId !== undefined || options.demo
  let loading: Promise<BotSdk> | null = null
  let delivery: ReturnType<typeof createDelivery> | null = null
  let database: Database | null = null
  const typingTimers = new Map<string, NodeJS.Timeout>()

  function sdk(): Promise<BotSdk> {
    loading ??= import('./sdk.ts').then(({ openSdk }) => openSdk(options.bot))
    return loading
  }
  const send = async (reference: Reference, outgoing: Outgoing) => (await sdk()).send(reference, outgoing)

  /** Typing is a courtesy: sent once, and nobody waits for it. */
  async function sendTyping(customerId: string, name: string): Promise<void> {
    const place = database && (await findLatestOf(database, customerId))
    if (place) await send(place.reference, typing(name))
  }

  function stopTyping(customerId: string): void {
    clearTimeout(typingTimers.get(customerId))
    typingTimers.delete(customerId)
  }

  return {
    /** In the relay's transaction: what it publishes is due on the channels. */
    mark: async (tx: Tx, publications: Publication[]): Promise<void> => {
      if (delivery) await delivery.mark(tx, publications)
      else await markDue(tx, publications, TELL_AFTER)
    },

    /** The assistant is at work on a turn, or no longer. */
    assistantTyping(customerId: string, isTyping: boolean): void {
      stopTyping(customerId)
      if (!isTyping || !isOn) return
      const start = () => {
        typingTimers.delete(customerId)
        sendTyping(customerId, options.assistantName).catch(() => {})
      }
      typingTimers.set(customerId, setTimeout(start, TYPING_AFTER_MS))
    },

    agentTyping(customerId: string, name: string): void {
      if (isOn) sendTyping(customerId, name).catch(() => {})
    },

    /** The route, and the delivery that runs from now on. */
    serve(parts: Pick<BotFrameworkParts, 'database' | 'channelActions'>): void {
      database = parts.database
      if (!isOn) return
      delivery = createDelivery({
        database: parts.database,
        assistantName: options.assistantName,
        publicUrl: options.publicUrl,
        send,
        note: parts.channelActions.note,
        log: options.log,
        onError: options.report,
      })
    },

    /** Loads the SDK where a channel is sure to speak: right after the start, which it would make half a second longer. */
    warmUp(): void {
      if (options.bot.appId !== undefined) sdk().catch(options.report)
    },

    /** Answers `POST /api/messages`. */
    handler(parts: BotFrameworkParts): RequestHandler {
      const access = { ...options.bot, demo: options.demo }
      const greeting = `Hello. This is ${options.assistantName}. What can I help you with? You can ask for a person at any time.`
      return async (request, response) => {
        checkAccess(request, access)
        const { envelope, incoming } = readActivity(request.body)
        checkServiceUrl(envelope.serviceUrl, access)
        await (await sdk()).receive(envelope, request.headers.authorization ?? '', (reference) =>
          takeIn(parts, envelope, incoming, reference, {
            greet: () => void send(reference, plainText(greeting, options.assistantName)).catch(() => {}),
            authorization: async () => (await sdk()).authorization(),
          }),
        )
        response.status(incoming.kind === 'invoke' ? 501 : 200).json({})
      }
    },

    async close(): Promise<void> {
      for (const customerId of [...typingTimers.keys()]) stopTyping(customerId)
      await delivery?.close()
    },
  }
}

export type BotFramework = ReturnType<typeof createBotFramework>

/** `POST /api/messages`: what channels send. */
export function messageRoutes(channel: BotFramework, parts: BotFrameworkParts): Router {
  const router = Router()
  router.post('/messages', channel.handler(parts))
  return router
}
