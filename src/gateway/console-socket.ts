import type { Server } from 'socket.io'
import { type Agent, type Database, notAllowed, notFound } from '../domain/index.ts'
import {
  CONSOLE_NAMESPACE,
  type ConsoleAgent,
  type ConversationChanges,
  CUSTOMER_NAMESPACE,
  consoleTypingRequest,
  type ResumeResult,
  resumeRequest,
  watchRequest,
} from '../protocol/index.ts'
import { type AgentSessions, tokenFromCookies } from './agent-sessions.ts'
import { customerRoom, watchersRoom } from './customer-socket.ts'
import type { ReportError } from './errors.ts'
import type { Reach } from './reach.ts'
import { answer, refuse } from './requests.ts'
import { isOwnOrigin } from './security.ts'
import { viewChanges } from './views/conversation-view-store.ts'
import { changedAfter, currentPosition, viewSummaries } from './views/inbox-view-store.ts'

/** Every console's room. */
export const AGENTS_ROOM = 'agents'
/** Beyond this many changed conversations a fresh snapshot is cheaper than the difference. */
const RESUME_LIMIT = 300

export interface Presence {
  opened(socketId: string, agentId: string): Promise<void>
  closed(socketId: string): Promise<void>
}

export interface ConsoleSocketParts {
  database: Database
  sessions: AgentSessions
  presence: Presence
  agents(): Promise<ConsoleAgent[]>
  /** Somebody came or went: tell the consoles, and routing. */
  presenceChanged(): void
  customerOf(conversationId: string): Promise<string | null>
  /** Shows an agent's typing where the customer is, if that is a channel. */
  agentTyping(customerId: string, name: string): void
  reach: Reach
  report: ReportError
}

/** The agents' side of the sockets: namespace `/console`, opened by the session cookie, own pages only. */
export function serveConsoles(io: Server, parts: ConsoleSocketParts): void {
  const namespace = io.of(CONSOLE_NAMESPACE)

  namespace.use(async (socket, next) => {
    try {
      const { origin, host, cookie } = socket.handshake.headers
      if (!isOwnOrigin(origin, host))
        return next(refuse('origin-not-allowed', 'The console works on its own address only.'))
      const token = tokenFromCookies(cookie)
      const agent = token === null ? null : await parts.sessions.find(token)
      if (!agent) return next(refuse('not-logged-in', 'Log in first.'))
      socket.data.token = token
      socket.data.agent = agent
      next()
    } catch (error) {
      parts.report(error)
      next(refuse('unavailable', 'The server can’t check the login right now. Try again in a moment.'))
    }
  })

  namespace.on('connection', (socket) => {
    const agent = socket.data.agent as Agent // set by the middleware above
    const token = String(socket.data.token)
    void socket.join([AGENTS_ROOM, agentRoom(agent.id), sessionRoom(token)])
    const opened = parts.presence.opened(socket.id, agent.id).then(parts.presenceChanged).catch(parts.report)
    socket.on('disconnect', () => {
      opened
        .then(() => parts.presence.closed(socket.id))
        .then(parts.presenceChanged)
        .catch(parts.report)
    })

    /** A session may end while its socket lives: every event asks again. */
    const stillLoggedIn = async () => {
      if (!(await parts.sessions.find(token))) throw notAllowed('not-logged-in', 'Log in again.')
    }

    answer(socket, 'inbox:resume', resumeRequest, parts.report, async ({ position }): Promise<ResumeResult> => {
      await stillLoggedIn()
      const now = await currentPosition(parts.database)
      const ids = await changedAfter(parts.database, position, RESUME_LIMIT)
      if (ids === null || position > now) return { reset: true }
      return {
        reset: false,
        position: now,
        conversations: await viewSummaries(parts.database, ids, RESUME_LIMIT),
        agents: await parts.agents(),
      }
    })

    answer(socket, 'conversation:watch', watchRequest, parts.report, async (request): Promise<ConversationChanges> => {
      await stillLoggedIn()
      const changes = await parts.database.snapshot((db) => viewChanges(db, request.conversationId, request.version))
      if (!changes) throw notFound('conversation-unknown', 'There is no conversation with this id.')
      for (const room of socket.rooms) if (room.startsWith(watchersRoom(''))) await socket.leave(room)
      await socket.join(watchersRoom(request.conversationId))
      return changes
    })

    answer(socket, 'typing:set', consoleTypingRequest, parts.report, async ({ conversationId, typing }) => {
      await stillLoggedIn()
      socket
        .to(watchersRoom(conversationId))
        .emit('typing', { conversationId, author: 'agent', name: agent.name, typing })
      const customerId = await parts.customerOf(conversationId)
      if (customerId) {
        parts.reach
          .to(CUSTOMER_NAMESPACE, customerRoom(customerId))
          .emit('typing', { name: agent.name, author: 'agent', typing })
        if (typing) parts.agentTyping(customerId, agent.name)
      }
      return {}
    })
  })
}

/** All sockets of one login, so that logging out ends them. */
export const sessionRoom = (token: string) => `session:${token}`

/** All consoles of one person. */
export const agentRoom = (agentId: string) => `agent:${agentId}`
