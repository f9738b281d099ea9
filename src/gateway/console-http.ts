import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import {
  type Agent,
  type Attachment,
  type Availability,
  type AwayReason,
  type Database,
  type Message,
  notFound,
  type Priority,
  type Sentiment,
} from '../domain/index.ts'
import {
  availabilityRequest,
  type ConsoleAgent,
  emptyRequest,
  type InboxSnapshot,
  id as idSchema,
  intentRequest,
  mergeRequest,
  noteRequest,
  priorityRequest,
  type Reference,
  replyRequest,
  type SearchResult,
  searchQuery,
  sentimentRequest,
  snoozeRequest,
  tagsRequest,
  transferRequest,
} from '../protocol/index.ts'
import { type AgentSessions, agentOf, onlyOwnJson, requireRole } from './agent-sessions.ts'
import { sendFile } from './attachments.ts'
import { parse } from './errors.ts'
import { viewConversation } from './views/conversation-view-store.ts'
import { viewInbox } from './views/inbox-store.ts'
import { currentPosition } from './views/inbox-view-store.ts'
import { searchConversations } from './views/search-store.ts'

/** The path's own part, named in complaints. */
const byId = z.object({ id: idSchema })

/** What agents do to conversations. Each is one transaction; each repeats without harm. */
export interface AgentActions {
  accept(agent: Agent, conversationId: string): Promise<void>
  decline(agent: Agent, conversationId: string): Promise<void>
  resolve(agent: Agent, conversationId: string): Promise<void>
  returnToAssistant(agent: Agent, conversationId: string): Promise<void>
  transfer(agent: Agent, conversationId: string, transfer: z.output<typeof transferRequest>): Promise<void>
  reply(
    agent: Agent,
    conversationId: string,
    reply: { clientMessageId: string; text: string; lastSeenSeq: number; wait?: boolean | undefined },
  ): Promise<Message>
  note(agent: Agent, conversationId: string, note: { clientMessageId: string; text: string }): Promise<Message>
  changeTags(agent: Agent, conversationId: string, change: { add: string[]; remove: string[] }): Promise<void>
  setPriority(agent: Agent, conversationId: string, priority: Priority | null): Promise<void>
  merge(agent: Agent, fromId: string, intoId: string): Promise<void>
  undoMerge(agent: Agent, fromId: string): Promise<void>
  correctIntent(agent: Agent, messageId: string, intent: string): Promise<void>
  correctSentiment(agent: Agent, messageId: string, sentiment: Sentiment): Promise<void>
  setAvailability(agent: Agent, availability: Availability, reason: AwayReason | null): Promise<void>
}

/** Where agents put a ticket. */
export interface TicketActions {
  wait(agent: Agent, conversationId: string): Promise<void>
  snooze(agent: Agent, conversationId: string, until: Date): Promise<void>
  goOn(agent: Agent, conversationId: string): Promise<void>
  close(agent: Agent, conversationId: string): Promise<void>
}

export interface ConsoleHttpParts {
  database: Database
  sessions: AgentSessions
  actions: AgentActions
  ticketActions: TicketActions
  agents(): Promise<ConsoleAgent[]>
  reference(): Reference
  findAttachment(id: string, customerId: string | null): Promise<{ attachment: Attachment; content: Uint8Array } | null>
}

/** The console's HTTP API, under `/api/console`, for everybody who works here. */
export function consoleRoutes(parts: ConsoleHttpParts): Router {
  const router = Router()
  router.use(requireRole(parts.sessions, ['agent', 'lead', 'admin']), onlyOwnJson)

  router.get('/inbox', async (_request, response) => {
    // The position first: what changes while the rows are read is then sent again, never left out.
    const position = await currentPosition(parts.database)
    const snapshot: InboxSnapshot = {
      position,
      ...(await parts.database.snapshot((db) => viewInbox(db, agentOf(response).id))),
      agents: await parts.agents(),
    }
    response.json(snapshot)
  })
  router.get('/search', async (request, response) => {
    const { words } = parse(searchQuery, request.query)
    const found: SearchResult = {
      conversations: await searchConversations(parts.database, words.toLowerCase().split(/\s+/)),
    }
    response.json(found)
  })
  router.get('/reference', (_request, response) => {
    response.json(parts.reference())
  })
  router.get('/conversations/:id', async (request, response) => {
    const { id } = parse(byId, request.params)
    const detail = await parts.database.snapshot((db) => viewConversation(db, id))
    if (!detail) throw notFound('conversation-unknown', 'There is no conversation with this id.')
    response.json(detail)
  })

  router.get('/attachments/:id', async (request, response) => {
    const file = await parts.findAttachment(parse(byId, request.params).id, null)
    if (!file) throw notFound('attachment-unknown', 'There is no file with this id.')
    sendFile(response, file)
  })

  const act =
    (work: (agent: Agent, id: string, body: unknown) => Promise<void>): RequestHandler =>
    async (request, response) => {
      await work(agentOf(response), parse(byId, request.params).id, request.body ?? {})
      response.json({})
    }
  const say =
    (work: (agent: Agent, id: string, body: unknown) => Promise<Message>): RequestHandler =>
    async (request, response) => {
      const message = await work(agentOf(response), parse(byId, request.params).id, request.body ?? {})
      response.json({ messageId: message.id, seq: message.seq })
    }
  const { actions } = parts
  const bare = (work: (agent: Agent, id: string) => Promise<void>) =>
    act((agent, id, body) => {
      parse(emptyRequest, body)
      return work(agent, id)
    })
  router.post('/conversations/:id/accept', bare(actions.accept))
  router.post('/conversations/:id/decline', bare(actions.decline))
  router.post('/conversations/:id/resolve', bare(actions.resolve))
  router.post('/conversations/:id/return', bare(actions.returnToAssistant))
  const { ticketActions } = parts
  router.post('/conversations/:id/wait', bare(ticketActions.wait))
  router.post('/conversations/:id/go-on', bare(ticketActions.goOn))
  router.post('/conversations/:id/close', bare(ticketActions.close))
  router.post(
    '/conversations/:id/snooze',
    act((agent, id, body) => ticketActions.snooze(agent, id, new Date(parse(snoozeRequest, body).until))),
  )
  router.post(
    '/conversations/:id/transfer',
    act((agent, id, body) => actions.transfer(agent, id, parse(transferRequest, body))),
  )
  router.post(
    '/conversations/:id/reply',
    say((agent, id, body) => actions.reply(agent, id, parse(replyRequest, body))),
  )
  router.post(
    '/conversations/:id/note',
    say((agent, id, body) => actions.note(agent, id, parse(noteRequest, body))),
  )
  router.post(
    '/conversations/:id/tags',
    act((agent, id, body) => actions.changeTags(agent, id, parse(tagsRequest, body))),
  )
  router.post(
    '/conversations/:id/priority',
    act((agent, id, body) => actions.setPriority(agent, id, parse(priorityRequest, body).priority)),
  )
  router.post(
    '/conversations/:id/merge',
    act((agent, id, body) => actions.merge(agent, id, parse(mergeRequest, body).intoId)),
  )
  router.post('/conversations/:id/merge/undo', bare(actions.undoMerge))
  router.post(
    '/messages/:id/intent',
    act((agent, id, body) => actions.correctIntent(agent, id, parse(intentRequest, body).intent)),
  )
  router.post(
    '/messages/:id/sentiment',
    act((agent, id, body) => actions.correctSentiment(agent, id, parse(sentimentRequest, body).sentiment)),
  )
  router.post('/availability', async (request, response) => {
    const chosen = parse(availabilityRequest, request.body)
    const reason = chosen.availability === 'online' ? null : chosen.reason
    await actions.setAvailability(agentOf(response), chosen.availability, reason)
    response.json({})
  })
  return router
}
