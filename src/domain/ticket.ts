import type { EscalationReason } from './decision.ts'
import type { Attachment } from './flow.ts'
import type { Priority } from './priority.ts'
import type { Source } from './source.ts'
import type { Entity, IntentReading, Sentiment } from './understanding.ts'

/** What the customer said or did next: it helped, it did not, or they asked the same again; null when none of these. */
export type Reception = 'helped' | 'refused' | 'asked_again'

export interface ShownArticle extends Source {
  /** Absent in packets written before it was kept. */
  received?: Reception | null
}

/** The whole story, written when a person is called, so that the customer need not repeat it. */
export interface HandoffPacket {
  reason: EscalationReason
  /** Three to six plain sentences, put together from what is known; nothing invented. */
  summary: string
  intents: IntentReading[]
  /** One point per customer message that could be read, oldest first. */
  sentimentCurve: { seq: number; score: number; label: Sentiment; frustration: number }[]
  frustrationDrivers: string[]
  entities: Entity[]
  /** Articles already shown to the customer, and how they were received. */
  tried: ShownArticle[]
  /** The guided dialogue that was under way, in words; null when there was none. */
  flow: string | null
  /** Files the customer sent. */
  attachments: Attachment[]
  /** What the customer was last told about the wait. */
  promised: string
}

/**
 * Where the work stands: somebody is to act; the customer is; put aside until a time or the customer's next message; done,
 * and reopened if a person is needed again; done for good, so that the next escalation opens another ticket.
 */
export const TICKET_STATES = ['open', 'waiting_for_customer', 'snoozed', 'resolved', 'closed'] as const
export type TicketState = (typeof TICKET_STATES)[number]

/** What was known of a ticket at the moment it was opened; never touched afterwards. */
export interface Opening {
  /** The intent of the last message that was understood. */
  intent: string | null
  tags: string[]
  skill: string
  priority: Priority
  language: string | null
  reason: EscalationReason
  /** −1 to 1, of the last message that could be read. */
  sentiment: number | null
  /** 0 to 1. */
  frustration: number
  /** Of the customer, so far, and their length together in UTF-16 units. */
  messages: number
  characters: number
  /** Tickets that waited for a person then. */
  waiting: number
  /** Until by their hours somebody with the skill works; 0 when somebody does, or when nobody has hours. */
  staffedInMinutes: number
}

/** How long a ticket will probably take from its opening to its resolution, by the calendar. */
export interface ExpectedTime {
  minutes: number
  /** Eight in ten tickets like it lie between these. */
  between: [low: number, high: number]
  /** What makes it longer (factor over 1) or shorter, the strongest first. */
  reasons: { what: string; factor: number }[]
  /** How many resolved tickets this was learnt from. */
  tickets: number
  /** Some of them were made for the demo. */
  simulated: boolean
}

export interface Ticket {
  id: string
  conversationId: string
  number: number
  status: TicketState
  stateSince: Date
  /** Null unless snoozed. */
  snoozedUntil: Date | null
  priority: Priority
  /** Why this priority, in words. */
  priorityReasons: string[]
  requiredSkill: string
  /** Wished for besides, and not dropped yet. */
  optionalSkills: string[]
  /** Wished for once; nobody who has them was free in time. */
  droppedSkills: string[]
  /** What it is about; null when no intent could be read. */
  intent: string | null
  language: string | null
  packet: HandoffPacket
  /** Null for tickets opened before it was kept. */
  opening: Opening | null
  /** Null while too few tickets have been resolved to learn from. */
  expected: ExpectedTime | null
  openedAt: Date
  resolvedAt: Date | null
}

/** One agent as routing saw them when it chose; stored with the assignment and shown as it is. */
export interface Candidate {
  agentId: string
  name: string
  /** Higher is better; the sum of `parts`. Null when not eligible. */
  score: number | null
  parts: Record<string, number>
  /** Why this agent could not be chosen; null when eligible. */
  excluded: string | null
}

/** What a choice rested on: the best candidates by name, and how many others were left out for the same reason. */
export interface Selection {
  candidates: Candidate[]
  others: { reason: string; count: number }[]
}

export const TAG_SOURCES = ['intent', 'model', 'rule', 'agent'] as const
export type TagSource = (typeof TAG_SOURCES)[number]

export interface TagOnConversation {
  tag: string
  source: TagSource
  /** The probability a model gave it; null for what people and rules set. */
  confidence: number | null
}

/** How a ticket stands to an earlier one of the same customer. */
export interface Likeness {
  /** `duplicate`: probably the same matter, both still open. */
  kind: 'duplicate' | 'related'
  /** 0 to 1, for the order they are shown in. */
  score: number
  /** In words. */
  reasons: string[]
}

/** A text with what a person said of one tag: it belongs there, or it does not. */
export interface TagExample {
  text: string
  tag: string
  isRight: boolean
}
