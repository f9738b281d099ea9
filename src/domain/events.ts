import type { EscalationReason } from './decision.ts'
import type { Priority } from './priority.ts'
import type { ServiceTarget } from './service-level.ts'
import type { Selection, TagOnConversation, TicketState } from './ticket.ts'
import type { TransferReason } from './transfer.ts'
import type { Sentiment } from './understanding.ts'

/**
 * What happened, one event per fact, in the past tense. Written in the transaction that changes the state,
 * numbered and published after commit, at least once; consumers deduplicate by `id`.
 */
export interface EventMap {
  /** A customer's first message opened the conversation. */
  'conversation.started': { customerId: string }
  /** A public message was stored, whoever wrote it. */
  'message.posted': { messageId: string; seq: number; author: string }
  /** An agent wrote a note; customers never see it. */
  'note.added': { messageId: string }
  /** A customer's message was understood and decided on. */
  'turn.decided': {
    messageId: string
    seq: number
    intent: string | null
    intentProbability: number | null
    /** Null for a message that could not be read. */
    sentiment: Sentiment | null
    sentimentScore: number | null
    frustration: number
    decision: string
    reason: string
  }
  /** The assistant decided that a person is needed; a ticket is open. */
  'conversation.escalated': { ticketId: string; reason: EscalationReason; priority: Priority; requiredSkill: string }
  /** Routing chose an agent and waits for them to accept. */
  'conversation.offered': { agentId: string; until: string } & Selection
  /** Nobody suitable is free; the ticket waits. */
  'conversation.queued': { reason: string } & Selection
  /** Nobody with these optional skills was free within `afterMs`; they are not waited for any longer. */
  'ticket.skill_dropped': { ticketId: string; skills: string[]; afterMs: number }
  /** Somebody else is needed than it was opened for. */
  'ticket.skill_changed': { ticketId: string; was: string; now: string; by: 'rule' | 'person' }
  /** An agent took over (the handoff). */
  'conversation.accepted': { agentId: string }
  /** Somebody passed it on; it waits until whoever is asked next accepts. */
  'conversation.transferred': {
    /** Who had it or was asked; null for one that waited. */
    from: string | null
    to: 'queue' | 'skill' | 'agent'
    skill: string | null
    agentId: string | null
    /** Null where a rule did it. */
    why: TransferReason | null
  }
  /** The offer lapsed or was declined, or a lead took it over (`transferred`). */
  'conversation.declined': {
    agentId: string
    reason: 'declined' | 'not_accepted_in_time' | 'agent_gone' | 'transferred' | 'agent_full'
  }
  /** The conversation is the assistant's again. */
  'conversation.returned': { reason: string }
  /** What a flow wanted done outside is done, or was refused with a reason. */
  'job.done': { jobId: string; kind: string; done: boolean }
  /** It could not be done, however often it was tried; nobody knows more until a person looks. */
  'job.failed': { jobId: string; kind: string; attempts: number }
  /** `silence`: nobody wrote any more where the assistant answers. */
  'conversation.resolved': { by: 'agent' | 'customer' | 'assistant' | 'rule' | 'silence' }
  /** The customer wrote after it had been resolved. */
  'conversation.reopened': Record<string, never>
  'conversation.rated': { rating: number; comment: string | null }
  /** The ticket stands elsewhere now. `until` is the time a snooze ends; `reason` is for people. */
  'ticket.state_changed': { ticketId: string; from: TicketState; to: TicketState; until: string | null; reason: string }
  /** A promise is nearly broken, or is: `number` counts the clocks of this target in the ticket, `dueAt` is when it is or was. */
  'service_level.at_risk': { ticketId: string; target: ServiceTarget; number: number; policy: string; dueAt: string }
  'service_level.breached': { ticketId: string; target: ServiceTarget; number: number; policy: string; dueAt: string }
  /** Clocks of a ticket started, paused, went on, stopped or have another promise; views read them anew. */
  'service_level.changed': { ticketId: string }
  /** The priority of the open ticket; `by` says what changed it: a person, their release, a message, time, or a rule. */
  'priority.changed': {
    ticketId: string
    was: Priority
    now: Priority
    reasons: string[]
    by: 'person' | 'released' | 'message' | 'waiting' | 'rule'
  }
  /** Others like this ticket were found among those of the same customer. */
  'tickets.related': { ticketId: string; duplicates: number; related: number }
  /** Told of both conversations: what is said in the first goes on in the second. */
  'merge.made': { fromId: string; intoId: string }
  /** Each goes its own way again. */
  'merge.undone': { fromId: string; intoId: string }
  /** The tags after the change. */
  'tags.changed': { tags: TagOnConversation[]; added: string[]; removed: string[] }
  /** An agent put a label right; the raw material of learning. `was` is what the model had said. */
  'intent.corrected': {
    messageId: string
    was: string | null
    wasProbability: number | null
    now: string
    modelVersion: string | null
  }
  'sentiment.corrected': { messageId: string; was: Sentiment | null; now: Sentiment; modelVersion: string | null }
  /** An agent took back a tag a model had set or suggested, set one it had missed, or confirmed one. */
  'tag.corrected': {
    tag: string
    action: 'added' | 'confirmed' | 'removed'
    wasSource: string | null
    modelVersion: string | null
  }
}

export type EventType = keyof EventMap

export interface Actor {
  kind: 'customer' | 'assistant' | 'agent' | 'system'
  /** The agent's or customer's id; null for assistant and system. */
  id: string | null
}

export interface DomainEvent<Type extends EventType = EventType> {
  id: string
  conversationId: string
  /** The conversation's version at which it happened. */
  version: number
  type: Type
  data: EventMap[Type]
  actor: Actor
  at: Date
  /** The place in the stream of all events, given by the relay after commit; null until then. */
  position: number | null
}

/** An event as a step proposes it; the store adds id, version and time. */
export type NewEvent = { [Type in EventType]: { type: Type; data: EventMap[Type]; actor: Actor } }[EventType]

/** What happened to one conversation since the relay last told of it. */
export interface Publication {
  conversationId: string
  /** The version before the first of these events. */
  since: number
  /** The place of the last of these events in the stream. */
  position: number
  types: EventType[]
}
