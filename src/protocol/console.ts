import { z } from 'zod'
import type { Card } from '../domain/card.ts'
import type { Owner } from '../domain/conversation.ts'
import { OWNERS } from '../domain/conversation.ts'
import type { Decision } from '../domain/decision.ts'
import type { EventType } from '../domain/events.ts'
import type { Attachment } from '../domain/flow.ts'
import type { TagDefinition } from '../domain/intent.ts'
import { type Availability, AWAY_REASONS, type AwayReason, type Role, type Skill } from '../domain/people.ts'
import type { Priority } from '../domain/priority.ts'
import { PRIORITIES } from '../domain/priority.ts'
import type { ServiceTarget, ServiceTime } from '../domain/service-level.ts'
import { SERVICE_TIMES } from '../domain/service-level.ts'
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
import { SENTIMENTS } from '../domain/understanding.ts'
import { clientMessageId, id, messageText } from './shared.ts'

/** The console's protocol: HTTP under `/api/console` for reading and acting, Socket.IO namespace `/console` for what changes. */
export const CONSOLE_NAMESPACE = '/console'

const tag = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a tag name such as "late-delivery"')

export const loginRequest = z.strictObject({
  email: z.email('must be an e-mail address').max(254),
  password: z.string().min(1).max(200),
})
export const replyRequest = z.strictObject({
  clientMessageId,
  text: messageText,
  /** The last public message the agent had on screen; a reply that crossed another agent's is refused. */
  lastSeenSeq: z.number().int().min(0),
  /** The ticket waits for the customer from now on; left out, the company's rule decides. */
  wait: z.boolean().optional(),
})
export const snoozeRequest = z.strictObject({
  /** At least a minute and at most a year ahead. */
  until: z.iso.datetime({ offset: true, error: 'must be an ISO date and time with a zone' }),
})
export const noteRequest = z.strictObject({ clientMessageId, text: messageText })
export const tagsRequest = z.strictObject({
  add: z.array(tag).max(20).default([]),
  remove: z.array(tag).max(20).default([]),
})
/** Null releases a priority that a person gave. */
export const priorityRequest = z.strictObject({ priority: z.enum(PRIORITIES).nullable() })
/** The conversation that the one of the path is merged into. */
export const mergeRequest = z.strictObject({ intoId: id })
export const intentRequest = z.strictObject({ intent: z.string().min(1).max(80) })
export const sentimentRequest = z.strictObject({ sentiment: z.enum(SENTIMENTS) })
export const transferRequest = z.strictObject({ agentId: id })
export const availabilityRequest = z.union([
  z.strictObject({ availability: z.literal('online') }),
  z.strictObject({ availability: z.literal('away'), reason: z.enum(AWAY_REASONS).nullable().default(null) }),
])
export const emptyRequest = z.strictObject({})
export const resumeRequest = z.strictObject({ position: z.number().int().min(0) })
export const watchRequest = z.strictObject({ conversationId: id, version: z.number().int().min(0) })
export const consoleTypingRequest = z.strictObject({ conversationId: id, typing: z.boolean() })

const instant = z.iso.datetime({ offset: true, error: 'must be an ISO date and time with a zone' })
export const reportQuery = z.strictObject({
  from: instant,
  to: instant,
  /** IANA zone in which days and hours are cut. */
  timeZone: z.string().min(1).max(60).default('UTC'),
  bucket: z.enum(['hour', 'day']).default('day'),
})
export const serviceLevelsQuery = reportQuery.pick({ from: true, to: true }).extend({
  /** The time in which lengths are told. */
  time: z.enum(SERVICE_TIMES).default('business'),
})
export const reportConversationsQuery = reportQuery.omit({ bucket: true }).extend({
  tag: tag.optional(),
  sentiment: z.enum(SENTIMENTS).optional(),
  owner: z.enum(OWNERS).optional(),
  decision: z.enum(['answer', 'clarify', 'flow', 'escalate']).optional(),
  reason: z.string().max(60).optional(),
  rating: z.coerce.number().int().min(1).max(5).optional(),
  /** `1`: conversations in which the customer wrote in the range. */
  wrote: z.literal('1').optional(),
  /** 1 (Monday) to 7, and 0 to 23, of customer messages in `timeZone`. */
  weekday: z.coerce.number().int().min(1).max(7).optional(),
  hour: z.coerce.number().int().min(0).max(23).optional(),
  /** `1`: resolved by the assistant alone. */
  resolvedByAssistant: z.literal('1').optional(),
})

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

export interface InboxSnapshot {
  position: number
  /** Everything not resolved, at most 500, and the last 50 resolved. */
  conversations: ConversationSummary[]
  agents: ConsoleAgent[]
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

/** One bucket of the leads' view; `from` is its first instant. */
export interface ReportBucket {
  from: string
  conversations: number
  customerMessages: number
  sentiment: Record<Sentiment, number>
  /** Mean of the scores, −1 to 1; null without messages. */
  meanSentiment: number | null
  escalations: number
}

export interface OverviewReport {
  from: string
  to: string
  timeZone: string
  bucket: 'hour' | 'day'
  buckets: ReportBucket[]
  totals: {
    conversations: number
    customerMessages: number
    escalated: number
    resolvedByAssistant: number
    /** Seconds from handoff request to the first human reply. */
    firstHumanReplySeconds: { p50: number | null; p90: number | null }
    ratings: Record<'1' | '2' | '3' | '4' | '5', number>
    meanRating: number | null
    /**
     * Of the conversations rated in the range, those that had a predicted rating then: how many, its mean, and how far
     * it was off on average. The means are null when there are none.
     */
    predictedRating: { conversations: number; mean: number | null; meanError: number | null }
    /**
     * Waits that customers were given an estimate for in the range: how many have ended with somebody taking over, which
     * share of those within the cautious bound, and by how much the told median was off at the median, in seconds.
     */
    waitEstimates: { waits: number; withinBound: number | null; medianErrorSeconds: number | null }
  }
  sentiment: Record<Sentiment, number>
  tags: { tag: string; conversations: number; meanSentiment: number | null; escalated: number; buckets: number[] }[]
  escalationReasons: { reason: string; count: number }[]
  /** Weekday 1 (Monday) to 7 by hour 0 to 23: customer messages and their mean sentiment. */
  hours: { weekday: number; hour: number; messages: number; meanSentiment: number | null }[]
}

/** How long it took, and how often as promised. */
export interface ServiceFigures {
  /** Ended in the range, by a reply or by the resolution. */
  ended: number
  /** Still running and overdue; the percentiles have them with the time so far. */
  stillOverdue: number
  /** Seconds. */
  p50: number | null
  p90: number | null
  promised: number
  kept: number
}

export interface ServiceLevelReport {
  from: string
  to: string
  time: ServiceTime
  /** All three, and of each the priorities that occur, the most urgent first. */
  targets: ({ target: ServiceTarget; byPriority: ({ priority: Priority } & ServiceFigures)[] } & ServiceFigures)[]
}

export interface ReportConversations {
  total: number
  /** The latest 200. */
  conversations: ConversationSummary[]
}
