import type { Card } from '../domain/card.ts'
import type { Owner } from '../domain/conversation.ts'
import type { Decision } from '../domain/decision.ts'
import type { EventType } from '../domain/events.ts'
import type { Attachment } from '../domain/flow.ts'
import type { TagDefinition } from '../domain/intent.ts'
import type { Availability, AwayReason, Role, Skill } from '../domain/people.ts'
import type { Priority } from '../domain/priority.ts'
import type { ServiceTarget, ServiceTime } from '../domain/service-level.ts'
import type { Source } from '../domain/source.ts'
import type {
  Candidate,
  ExpectedTime,
  HandoffPacket,
  TagOnConversation,
  TagSource,
  TicketState,
} from '../domain/ticket.ts'
import type { Frustration, Sentiment, TagEvidence, Understanding } from '../domain/understanding.ts'

export type { TransferReason, TransferTarget } from '../domain/transfer.ts'

/** The console's protocol: HTTP under `/api/console` for reading and acting, Socket.IO namespace `/console` for what changes. */
export const CONSOLE_NAMESPACE = '/console'

export interface ConsoleAgent {
  id: string
  name: string
  email: string
  role: Role
  skills: Skill[]
  languages: string[]
  capacity: number
  availability: Availability
  /** Null while online, and when they did not say. */
  awayReason: AwayReason | null
  /** Seen on a socket now or within the grace period. */
  connected: boolean
  /** Conversations offered to or owned by this agent. */
  load: number
}

export interface MeResult {
  agent: ConsoleAgent
  demo: boolean
}

/** Things that change only with a restart: names for pickers. */
export interface Reference {
  intents: { name: string; title: string }[]
  tags: TagDefinition[]
  engine: { engine: 'transformer' | 'lexical'; ready: boolean; reason: string | null }
}

/** Why a ticket waits where it waits. */
export interface QueuePlace {
  priorityReasons: string[]
  /** Asked of whoever takes it, as far as anybody with the skill speaks it; null when it is not known. */
  language: string | null
  /** Those who have them are asked first. */
  optionalSkills: string[]
  expected: ExpectedTime | null
  /** The customer's last message, 160 characters: the last of all is the assistant's word of the wait. */
  customerSaid: string | null
}

/** A row of the inbox. */
export interface ConversationSummary {
  id: string
  version: number
  /** In short for people: the customer's name, e-mail, or "Visitor 3f2a". */
  customerName: string
  /** The channel's name for itself, such as `msteams`; null for the widget. */
  channel: string | null
  owner: Owner
  agentId: string | null
  agentName: string | null
  /** The open ticket, if any. */
  ticketNumber: number | null
  ticketState: TicketState | null
  /** When the snooze ends, if the customer does not write before; null unless snoozed. */
  snoozedUntil: string | null
  /** The promise that is broken next, of those whose clock runs; null when nothing is promised or all are paused. */
  serviceLevel: { target: ServiceTarget; riskAt: string; dueAt: string } | null
  priority: Priority | null
  requiredSkill: string | null
  /** What its place in the queue follows from, besides priority, skill and waiting; null when it is not in the queue. */
  queue: QueuePlace | null
  intent: string | null
  sentiment: Sentiment | null
  frustration: Frustration
  tags: TagOnConversation[]
  lastMessage: { author: string; text: string; at: string } | null
  waitingSince: string | null
  /** Until when the offer stands, for `offered`. */
  offerUntil: string | null
  rating: number | null
  /** The rating the customer would probably give by now, 1 to 5; null before any message could be read. */
  predictedRating: number | null
  createdAt: string
  updatedAt: string
}

export interface ConsoleMessage {
  id: string
  seq: number | null
  kind: 'public' | 'note'
  author: 'customer' | 'assistant' | 'agent' | 'system'
  agentId: string | null
  agentName: string | null
  clientMessageId: string | null
  text: string
  sources: Source[]
  quickReplies: string[]
  card?: Card
  attachments: Attachment[]
  version: number
  at: string
  understanding: Understanding | null
  decision: Decision | null
  correctedIntent: string | null
  correctedSentiment: Sentiment | null
  frustration: number | null
  /** The rating the customer would probably have given after this message, 1 to 5. */
  predictedRating: number | null
}

/** A tag of the conversation, or one a model suggests, with what spoke for it. */
export interface ConsoleTag {
  tag: string
  /** `suggestion`: a model hears it, and a person has to say. */
  source: TagSource | 'suggestion'
  confidence: number | null
  /** The model's; null where an intent, a rule or a person set it. */
  why: TagEvidence | null
  /** Name of the rule that set it. */
  rule: string | null
}

/** Another conversation of the same customer, as far as a link to it needs. */
export interface LinkedConversation {
  id: string
  /** Its latest ticket. */
  ticketNumber: number | null
  /** Title of what it is about; null when nobody knows. */
  matter: string | null
  owner: Owner
  startedAt: string
}

/** A ticket that is, or once was, about the same. */
export interface RelatedTicket extends LinkedConversation {
  kind: 'duplicate' | 'related'
  reasons: string[]
}

/** How the conversation hangs together with others of the same customer. */
export interface ConversationLinks {
  /** Where it goes on, once merged. */
  into: LinkedConversation | null
  /** What was merged into it, with what was said there. */
  merged: (LinkedConversation & { messages: ConsoleMessage[] })[]
  /** Likeliest duplicates first; what is merged already is not among them. */
  related: RelatedTicket[]
}

/** A fact of the conversation's history, for the timeline. */
export interface ConsoleEvent {
  id: string
  version: number
  type: EventType
  data: unknown
  actor: { kind: 'customer' | 'assistant' | 'agent' | 'system'; id: string | null; name: string | null }
  at: string
}

export interface ConsoleTicket {
  id: string
  number: number
  status: TicketState
  snoozedUntil: string | null
  priority: Priority
  priorityReasons: string[]
  /** The person who gave it, until it is released; null while Earshot decides. */
  prioritySetBy: { agentId: string; agentName: string; at: string } | null
  requiredSkill: string
  optionalSkills: string[]
  droppedSkills: string[]
  packet: HandoffPacket
  /** How long it will probably take, as predicted when it was opened; null while there was too little history. */
  expected: ExpectedTime | null
  openedAt: string
  resolvedAt: string | null
  /** In the order they started. */
  clocks: ConsoleClock[]
  /** The latest assignment: who was chosen and why. */
  assignment: {
    agentId: string
    agentName: string
    candidates: Candidate[]
    /** How many others were left out, by reason: of a large team only the best are named. */
    others: { reason: string; count: number }[]
    offeredAt: string
    acceptedAt: string | null
  } | null
}

/** One promise of time in a ticket. */
export interface ConsoleClock {
  target: ServiceTarget
  /** 1 for the ticket's first of this target. */
  number: number
  /** The policy that promises it, and how much; null when it is only measured. */
  policy: string | null
  targetMs: number | null
  time: ServiceTime
  startedAt: string
  stoppedAt: string | null
  /** By a person's reply, or by the end of the work; null while it has not stopped. */
  ended: 'reply' | 'resolved' | null
  /** While it runs; both null while it is paused. */
  riskAt: string | null
  dueAt: string | null
  /** How long it ran in the policy's time; null while it has not stopped. */
  elapsedMs: number | null
}

export interface ConversationDetail {
  summary: ConversationSummary
  messages: ConsoleMessage[]
  events: ConsoleEvent[]
  tickets: ConsoleTicket[]
  /** What stands there and what is suggested, likeliest suggestion first. */
  tags: ConsoleTag[]
  links: ConversationLinks
  customer: { id: string; name: string | null; email: string | null; since: string; conversations: number }
}

/**
 * What changed in one conversation after version `since`, up to `summary.version`. Messages, events and tickets are
 * the added and the changed ones, whole; tags and links are all there are. Applied to a view at version `since` or later it gives the fresh view.
 */
export interface ConversationChanges {
  since: number
  /** Place in the stream of all events; the inbox resumes from it. */
  position: number
  summary: ConversationSummary
  messages: ConsoleMessage[]
  events: ConsoleEvent[]
  tickets: ConsoleTicket[]
  tags: ConsoleTag[]
  links: ConversationLinks
}

/** What there is of each part of the inbox beside the rows that are sent, when the snapshot was made. */
export interface InboxBeyond {
  own: number
  /** Those behind the last place that is sent. */
  queue: {
    count: number
    /** Since when the longest waiting of them waits. */
    oldestSince: string | null
    /** How many of them ask for each skill. */
    bySkill: Record<string, number>
  }
  colleagues: number
  assistant: number
}

export interface InboxSnapshot {
  position: number
  /**
   * At most 500 each of the reader's own, of the queue in its order, and of colleagues'; the latest 100 of the assistant
   * and 50 of the resolved.
   */
  conversations: ConversationSummary[]
  beyond: InboxBeyond
  agents: ConsoleAgent[]
}

/** Conversations in which every word of a search stands: at most 50, the latest changed first. */
export interface SearchResult {
  conversations: ConversationSummary[]
}

/** Answer to `inbox:resume`: the rows that changed after `position`, or `reset` when too many did: load the snapshot. */
export type ResumeResult =
  | { reset: false; position: number; conversations: ConversationSummary[]; agents: ConsoleAgent[] }
  | { reset: true }

export interface ConsoleServerEvents {
  'conversation:changed': (changes: ConversationChanges) => void
  'agents:changed': (agents: ConsoleAgent[]) => void
  /** Somebody has a new notice: read one's own. */
  'notices:changed': () => void
  typing: (state: { conversationId: string; author: 'customer' | 'agent'; name: string; typing: boolean }) => void
}
