import type { Agent, Author, Conversation, Database, NewEvent, Owner, Queryable, Tx } from '../domain/index.ts'
import type { RoutingWeights } from './weights.ts'

/** What routing changes in a conversation. */
export interface RoutingChange {
  owner?: Owner
  agentId?: string | null
  waitingSince?: Date | null
  resolvedAt?: Date | null
}

/** The conversation's own writers, handed in so that versions, ownership and events are made in one place. */
export interface ConversationWriters {
  lockConversation(tx: Tx, id: string): Promise<Conversation | null>
  changeConversation(
    tx: Tx,
    conversation: Conversation,
    change: RoutingChange,
    events: NewEvent[],
  ): Promise<Conversation>
  appendMessage(
    tx: Tx,
    conversation: Conversation,
    message: { kind: 'public'; author: Author; text: string },
  ): Promise<{ conversation: Conversation }>
}

/** The team as it stands; each of these reads through the transaction it is given, since PGlite has but one connection. */
export interface Team {
  listAgents(db: Queryable): Promise<(Agent & { lastAssignedAt: Date | null })[]>
  /** Conversations offered to or owned by each agent. */
  countLoads(db: Queryable): Promise<Map<string, number>>
  /** Agents with an open socket, or one that closed within `graceMs`. */
  reachableAgentIds(db: Queryable, graceMs: number): Promise<Set<string>>
}

/** Where routing reports to; fields carry ids and numbers, no text of customers. */
export type Log = (level: 'info' | 'warn', event: string, fields: object) => void

export interface RoutingDeps extends ConversationWriters, Team {
  db: Database
  now(): Date
  log: Log
  /** Called after each commit that changed something, so that its events are published. */
  afterCommit(): void
  weights: RoutingWeights
  /** How long an offer stands. */
  offerMs: number
  /** How long after the last socket closed an agent is still offered work. */
  presenceGraceMs: number
  /** How long after the last socket closed an agent keeps their conversations. */
  agentGoneMs: number
  /** IANA zone in which customers are told when somebody is back. */
  timeZone: string
  /** Names this process in logs. */
  nodeName: string
}

export const SYSTEM = { kind: 'system', id: null } as const
