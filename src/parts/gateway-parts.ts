import { randomUUID } from 'node:crypto'
import { overviewReport, reportConversationIds, serviceLevelReport } from '../analytics/index.ts'
import type { Assistant } from '../assistant.ts'
import type { Building } from '../building.ts'
import type { LoginHints } from '../company.ts'
import { addAttachment, countAttachments, findAttachment, findConversation, rate } from '../conversation/index.ts'
import {
  createVisitor,
  findCustomer,
  findOrCreateByExternalId,
  keepIdentity,
  setCustomerName,
  setValued,
} from '../customers/index.ts'
import type { GatewayParts } from '../gateway/index.ts'
import { closeSocket, endSession, findSession, login, openSocket, type Passwords, SESSION_MS } from '../people/index.ts'
import type { Reference } from '../protocol/index.ts'
import { elapsedIn, readRuns } from '../service-levels/index.ts'
import type { Edge } from './open-edge.ts'
import type { Routing } from './open-routing.ts'
import type { LoadedServiceLevels } from './open-tickets.ts'
import type { PeopleActions } from './people-actions.ts'

export interface JoinedParts extends Pick<GatewayParts, 'articleActions' | 'automationActions' | 'receive'> {
  gateway: Edge
  passwords: Passwords
  hints: LoginHints
  routing: Routing
  people: PeopleActions
  serviceLevels: LoadedServiceLevels
  isStopping(): boolean
}

/** What the edge calls inwards, each call joined to the part that answers it. */
export function gatewayParts(
  { config, database, assistant, afterCommit }: Building,
  { gateway, passwords, hints, routing, people, serviceLevels, isStopping, ...joined }: JoinedParts,
): GatewayParts {
  return {
    ...joined,
    database,
    assistantName: config.assistantName,
    articles: assistant.knowledge.listArticles,
    attachmentLimits: config.attachments,
    countAttachments: (customerId) => countAttachments(database, customerId),
    addAttachment: (customerId, file) => addAttachment(database, customerId, file),
    findAttachment: (id, customerId) => findAttachment(database, id, customerId),
    createVisitor: () => createVisitor(database),
    loginCustomer: ({ externalId, email, name, valued, validUntil }) =>
      database.transaction(async (tx) => {
        const id = await findOrCreateByExternalId(tx, { id: randomUUID(), externalId, email, name })
        await keepIdentity(tx, id, { email, method: 'login' }, validUntil)
        await setValued(tx, id, valued)
        return id
      }),
    async createCustomer(tx, name) {
      const id = await createVisitor(tx)
      if (name !== null) await setCustomerName(tx, id, name)
      return id
    },
    customerExists: async (id) => (await findCustomer(database, id)) !== null,
    async rate(customerId, conversationId, stars, comment) {
      await rate(database, { customerId, conversationId, stars, comment })
      afterCommit()
    },
    isStopping,
    sessions: { find: async (token) => (await findSession(database, token, new Date()))?.agent ?? null },
    sessionMs: SESSION_MS,
    hints,
    login: (email, password) => login(database, { email, password }, { passwords, now: () => new Date() }),
    async logout(token) {
      await endSession(database, token)
      gateway.endSession(token)
    },
    describeAgent: (agent) => routing.agents.describe(agent),
    agents: () => routing.agents.list(),
    presence: {
      opened: (socketId, agentId) => openSocket(database, { socketId, agentId, node: config.nodeName }),
      // When the server stops, the node's sockets are closed all at once.
      closed: async (socketId) => (isStopping() ? undefined : closeSocket(database, socketId)),
    },
    presenceChanged() {
      routing.router.nudge()
      routing.announce()
    },
    customerOf: async (id) => (await findConversation(database, id))?.customerId ?? null,
    actions: { ...people.conversations, ...people.merges, transfer: people.transfer },
    ticketActions: people.tickets,
    channelActions: people.channels,
    personActions: people.people,
    reference: () => reference(assistant),
    overview: (query) => overviewReport(database, query),
    serviceLevels: (query) =>
      serviceLevelReport(database, query, ({ runs, requiredSkill }, time, now) =>
        elapsedIn(time, serviceLevels.hoursOf(requiredSkill))(readRuns(runs), now),
      ),
    conversationIds: (query) => reportConversationIds(database, query),
  }
}

function reference({ intents, tags, understander }: Assistant): Reference {
  const { engine, ready, reason } = understander.status()
  return {
    intents: [...intents.values()]
      .map(({ name, title }) => ({ name, title }))
      .sort((a, b) => a.title.localeCompare(b.title)),
    tags,
    engine: { engine, ready, reason },
  }
}
