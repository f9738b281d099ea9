/**
 * The edge: HTTP by Express, sockets by Socket.IO. Who speaks, may they, is it valid; then one call inwards. Nothing
 * here decides anything about conversations.
 */
import express from 'express'
import { Server } from 'socket.io'
import { EarshotError, type Publication, type Tx } from '../domain/index.ts'
import { CONSOLE_NAMESPACE, CUSTOMER_NAMESPACE } from '../protocol/index.ts'
import { type ArticlesHttpParts, articleRoutes, importBodies } from './articles-http.ts'
import { type AutomationHttpParts, automationRoutes } from './automation-http.ts'
import { type BotFrameworkParts, createBotFramework, messageRoutes } from './bot-framework/index.ts'
import type { BotSettings } from './bot-framework/sdk.ts'
import { type ConsoleHttpParts, consoleRoutes } from './console-http.ts'
import { AGENTS_ROOM, agentRoom, type ConsoleSocketParts, serveConsoles, sessionRoom } from './console-socket.ts'
import { type CustomerHttpParts, customerRoutes } from './customer-http.ts'
import { type CustomerSocketParts, customerRoom, serveCustomers } from './customer-socket.ts'
import { createCustomerTokens, createIdentityTokens } from './customer-tokens.ts'
import type { Door } from './door.ts'
import { errorHandler, type ReportError } from './errors.ts'
import type { Readiness } from './health.ts'
import { createLimits } from './limits.ts'
import { type LoginHttpParts, loginRoutes } from './login-http.ts'
import { createMetrics } from './metrics.ts'
import { pageRoutes } from './pages.ts'
import { type PeopleHttpParts, peopleRoutes } from './people-http.ts'
import { createPublisher, createQueueTeller } from './publisher.ts'
import { createReach } from './reach.ts'
import { connectRedis } from './redis.ts'
import { type ReportHttpParts, reportRoutes } from './report-http.ts'
import { isOriginAllowed, securityHeaders } from './security.ts'

type Shared =
  | 'reach'
  | 'tokens'
  | 'identities'
  | 'limits'
  | 'isOriginAllowed'
  | 'report'
  | 'secureCookies'
  | 'agentTyping'

export { type Door, openDoor } from './door.ts'

export type GatewayParts = Omit<
  CustomerHttpParts &
    CustomerSocketParts &
    ConsoleHttpParts &
    ConsoleSocketParts &
    LoginHttpParts &
    ReportHttpParts &
    ArticlesHttpParts &
    AutomationHttpParts &
    PeopleHttpParts &
    BotFrameworkParts,
  Shared
>

export interface GatewayOptions {
  redisUrl: string | undefined
  secret: string
  /** Shared with the site that says who is logged in there. */
  identitySecret: string | undefined
  publicUrl: string | undefined
  widgetOrigins: readonly string[]
  assistantName: string
  /** From one customer, and from one address. */
  perMinute: { messages: number; visitors: number }
  metricsToken: string | undefined
  /** The folder of the built browser apps. */
  pages: string
  bot: BotSettings
  demo: boolean
  readiness(): Promise<Readiness>
  queued(): Promise<number>
  log(level: 'info' | 'warn', event: string, fields: object): void
  report: ReportError
}

/** The edge before the rest is built: others can send through it; `serve` then joins the parts and unlocks the door. */
export async function openGateway(door: Door, options: GatewayOptions) {
  const { app, http } = door
  const redis = options.redisUrl === undefined ? null : await connectRedis(options.redisUrl, options.report)
  const io = new Server({
    serveClient: false,
    maxHttpBufferSize: 64_000,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    cors: { origin: [...options.widgetOrigins] },
    ...(redis ? { adapter: redis.adapter } : {}),
  })
  const reach = createReach(io, redis?.client ?? null)
  const metrics = createMetrics({
    queued: options.queued,
    sockets: () => ({
      customers: io.of(CUSTOMER_NAMESPACE).sockets.size,
      consoles: io.of(CONSOLE_NAMESPACE).sockets.size,
    }),
  })

  const channel = createBotFramework(options)
  let isAttached = false
  const publishToSockets = createPublisher(reach, options)

  return {
    async publish(tx: Tx, publications: Publication[]): Promise<void> {
      await publishToSockets(tx, publications)
      await channel.mark(tx, publications)
    },
    observeTurn: metrics.observe,

    sendQueue: createQueueTeller(reach),
    sendAgents(agents: unknown): void {
      reach.to(CONSOLE_NAMESPACE, AGENTS_ROOM).emit('agents:changed', agents)
    },
    sendNoticesChanged(): void {
      reach.to(CONSOLE_NAMESPACE, AGENTS_ROOM).emit('notices:changed')
    },
    sendTyping(customerId: string, typing: boolean): void {
      const state = { name: options.assistantName, author: 'assistant', typing }
      reach.to(CUSTOMER_NAMESPACE, customerRoom(customerId)).emit('typing', state)
      channel.assistantTyping(customerId, typing)
    },
    /** Logins with an open console on this node. */
    openLogins(): string[] {
      const sockets = [...io.of(CONSOLE_NAMESPACE).sockets.values()]
      return [...new Set(sockets.map((socket) => String(socket.data.token)))]
    },
    endSession(token: string): void {
      io.of(CONSOLE_NAMESPACE).in(sessionRoom(token)).disconnectSockets(true)
    },
    /** On every node; `keptToken` is the login that stays. */
    closeConsoles(agentId: string, keptToken?: string): void {
      const theirs = io.of(CONSOLE_NAMESPACE).in(agentRoom(agentId))
      const ended = keptToken === undefined ? theirs : theirs.except(sessionRoom(keptToken))
      ended.disconnectSockets(true)
    },

    /** Joins the parts and lets people in. */
    serve(parts: GatewayParts): void {
      const shared = {
        ...parts,
        tokens: createCustomerTokens(options.secret),
        identities: createIdentityTokens(options.identitySecret),
        limits: createLimits(redis?.client ?? null, options.perMinute),
        isOriginAllowed: (origin: string | undefined, host: string | undefined) =>
          isOriginAllowed(origin, host, options.widgetOrigins),
        secureCookies: options.publicUrl?.startsWith('https:') ?? false,
        report: options.report,
        reach,
        agentTyping: channel.agentTyping,
      }
      channel.serve(shared)
      app.get('/metrics', metrics.handler(options.metricsToken))
      app.use(securityHeaders(shared.secureCookies, options.widgetOrigins))
      app.use('/api/console/articles/import', importBodies(shared))
      app.use('/api', express.json({ limit: '100kb' }), (_request, response, next) => {
        response.set('Cache-Control', 'no-store')
        next()
      })
      app.use('/api', customerRoutes(shared))
      app.use('/api', messageRoutes(channel, shared))
      app.use('/api/reports', reportRoutes(shared))
      app.use('/api/console', articleRoutes(shared))
      app.use('/api/console', automationRoutes(shared))
      app.use('/api/console', peopleRoutes(shared))
      app.use('/api/console', consoleRoutes(shared))
      app.use('/api', loginRoutes(shared))
      app.use('/api', (request) => {
        throw new EarshotError(
          'not-found',
          'no-such-route',
          `There is no ${request.method} ${request.originalUrl.split('?')[0]}.`,
        )
      })
      app.use(pageRoutes({ folder: options.pages, demo: options.demo, assistantName: options.assistantName }))
      app.use((_request, response) => {
        response.status(404).type('text').send('There is no page at this address.')
      })
      app.use(errorHandler(options.report))
      serveCustomers(io, shared)
      serveConsoles(io, shared)
      io.attach(http)
      isAttached = true
      door.tell(options.readiness)
      door.unlock()
      channel.warmUp()
    },

    /** Ends sending to channels and closes the sockets, which lets clients go to another node. */
    async close(): Promise<void> {
      await channel.close()
      // Before anybody was let in there is nothing to close, and closing it would hide why the start failed.
      if (isAttached) await io.close()
      redis?.client.disconnect()
    },
  }
}
