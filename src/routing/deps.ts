import type { Agent, Author, Conversation, Database, NewEvent, Owner, Queryable, Tx } from '../domain/index.ts'
import type { History } from './history.ts'
import type { RoutingWeights } from './weights.ts'
import type { OpenFrom } from './when-back.ts'

/** What routing changes in a conversation. */
export interface RoutingChange {
  owner?: Owner
  agentId?: string | null
  waitingSince?: Date | null
  resolvedAt?: Date | null
}

/** A conversation that goes from one owner to another, the event that tells of it, and what the customer is told. */
export interface Move {
  conversationId: string
  from: Owner
  owner: Owner
  agentId: string | null
  event: NewEvent
  text: string | null
}

/** The conversation's own writers, handed in so that versions, ownership and events are made in one place. */
export interface ConversationWriters {
  lockConversation(tx: Tx, id: string): Promise<Conversation | null>
  /** Locks those that nobody else is changing; their owners. */
  lockFree(tx: Tx, ids: readonly string[]): Promise<Map<string, Owner>>
  /** Moves those that are still their `from`'s; the ids that moved. */
  moveConversations(tx: Tx, moves: readonly Move[]): Promise<Set<string>>
  changeConversation(
    tx: Tx,
    conversation: Conversation,
    change: RoutingChange,
    events: NewEvent[],
  ): Promise<Conversation>
  appendMessage(
    tx: Tx,
    conversation: Conversation,
    message: { kind: 'public' | 'note'; author: Author; text: string },
  ): Promise<{ conversation: Conversation }>
}

/** The team as it stands; each of these reads through the transaction it is given, since PGlite has but one connection. */
export interface People {
  /** The same object for who has not changed since it was last asked, if that is known. */
  listAgents(db: Queryable): Promise<readonly (Agent & { lastAssignedAt: Date | null })[]>
  /** Conversations offered to or owned by each agent. */
  countLoads(db: Queryable): Promise<Map<string, number>>
  /** Somebody let an offer run out: their name, and whether they are set to away for it. */
  missOffer(
    tx: Tx,
    agentId: string,
    missed: { offeredAt: Date; at: Date; limit: number },
  ): Promise<{ name: string; isSetAway: boolean }>
  /** Agents with an open socket, or one that closed within `graceMs`. */
  reachableAgentIds(db: Queryable, graceMs: number): Promise<Set<string>>
}

/** Where routing reports to; fields carry ids and numbers, no text of customers. */
export type Log = (level: 'info' | 'warn', event: string, fields: object) => void

export interface RoutingDeps extends ConversationWriters, People {
  db: Database
  now(): Date
  log: Log
  /** Called after each commit that changed something, so that its events are published. */
  afterCommit(): void
  /** What past tickets tell about handling and waiting times. */
  history: History
  weights: RoutingWeights
  /** How long an offer stands. */
  offerMs: number
  /** Offers in a row that somebody may miss before they are set to away; 0 for any number. */
  missedOffers: number
  /** How long optional skills are waited for. */
  optionalSkillMs: number
  /** How long after the last socket closed an agent is still offered work. */
  presenceGraceMs: number
  /** How long after the last socket closed an agent keeps their conversations. */
  agentGoneMs: number
  /** When the company, or its team with the skill, works at all. */
  openFrom(skill: string): OpenFrom
  /** IANA zone in which customers are told when somebody is back. */
  timeZone: string
  /** Names this process in logs. */
  nodeName: string
}

export const SYSTEM = { kind: 'system', id: null } as const
