import type {
  ConsoleEvent,
  ConsoleMessage,
  ConversationDetail,
  ConversationSummary,
  InboxBeyond,
} from '../../console/state/wire.ts'

/** Small valid values of the console's types; each takes what the test is about. */
export const AT = '2026-11-22T10:00:00.000Z'
export const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1_000).toISOString()

/** Everything is loaded. */
export const NOTHING_BEYOND: InboxBeyond = {
  own: 0,
  queue: { count: 0, oldestSince: null, bySkill: {} },
  colleagues: 0,
  assistant: 0,
}

export function summary(part: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: 'c1',
    version: 1,
    customerName: 'Clara Jensen',
    channel: null,
    owner: 'assistant',
    agentId: null,
    agentName: null,
    ticketNumber: null,
    ticketState: null,
    snoozedUntil: null,
    serviceLevel: null,
    priority: null,
    requiredSkill: null,
    queue: null,
    intent: null,
    sentiment: null,
    frustration: { value: 0, high: false, drivers: [] },
    tags: [],
    lastMessage: null,
    waitingSince: null,
    offerUntil: null,
    rating: null,
    predictedRating: null,
    createdAt: AT,
    updatedAt: AT,
    ...part,
  }
}

export function message(part: Partial<ConsoleMessage> = {}): ConsoleMessage {
  return {
    id: 'm1',
    seq: 1,
    kind: 'public',
    author: 'customer',
    agentId: null,
    agentName: null,
    clientMessageId: null,
    text: 'Where is my parcel?',
    sources: [],
    quickReplies: [],
    attachments: [],
    version: 1,
    at: AT,
    understanding: null,
    decision: null,
    correctedIntent: null,
    correctedSentiment: null,
    frustration: null,
    predictedRating: null,
    ...part,
  }
}

export function event(part: Partial<ConsoleEvent> = {}): ConsoleEvent {
  return {
    id: 'e1',
    version: 1,
    type: 'message.posted',
    data: {},
    actor: { kind: 'customer', id: null, name: null },
    at: AT,
    ...part,
  }
}

/** A conversation that stands alone. */
export const NO_LINKS: ConversationDetail['links'] = { into: null, merged: [], related: [] }

export function detail(part: Partial<ConversationDetail> = {}): ConversationDetail {
  return {
    summary: summary(),
    messages: [],
    events: [],
    tickets: [],
    tags: [],
    links: NO_LINKS,
    customer: { id: 'k1', name: 'Clara Jensen', email: null, since: AT, conversations: 1 },
    ...part,
  }
}
