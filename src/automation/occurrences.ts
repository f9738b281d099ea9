import type { Facts, Rule, RuleEventType } from '../domain/index.ts'

/** Something that happened, as rules see it. One domain event may be several. */
export interface Occurrence {
  types: RuleEventType[]
  /** For what the clock brings: the rule it was set for. */
  ruleId: string | null
}

/** A stored event, or one that is not of this version's catalogue yet. */
export interface StoredEvent {
  id: string
  conversationId: string
  type: string
  data: Readonly<Record<string, unknown>>
  actor: string
  at: Date
  /** The rules that led to it, the first one first. */
  causedBy: string[]
}

const LOW_RATING = 2

interface Source {
  /** The domain event it comes from; null for what the clock brings. */
  event: string | null
  title: string
  is?: (data: StoredEvent['data']) => boolean
}

const isNotEmpty = (value: unknown) => Array.isArray(value) && value.length > 0

/** Where each event of a rule comes from. Domain events of other steps that are not written yet simply never come. */
export const SOURCES: Readonly<Record<RuleEventType, Source>> = {
  conversation_started: { event: 'conversation.started', title: 'A conversation starts' },
  message_received: {
    event: 'message.posted',
    title: 'The customer writes',
    is: ({ author }) => author === 'customer',
  },
  turn_decided: { event: 'turn.decided', title: 'A message is understood and decided on' },
  frustration_crossed: { event: 'turn.decided', title: 'Frustration passes a threshold' },
  ticket_opened: { event: 'conversation.escalated', title: 'A ticket is opened' },
  agent_took_over: { event: 'conversation.accepted', title: 'An agent takes over' },
  agent_replied: { event: 'message.posted', title: 'An agent replies', is: ({ author }) => author === 'agent' },
  no_reply_for: { event: null, title: 'Nobody replies for a time' },
  tag_added: { event: 'tags.changed', title: 'A tag is added', is: ({ added }) => isNotEmpty(added) },
  tag_removed: { event: 'tags.changed', title: 'A tag is removed', is: ({ removed }) => isNotEmpty(removed) },
  priority_changed: { event: 'priority.changed', title: 'The priority changes' },
  ticket_state_changed: { event: 'ticket.state_changed', title: 'A ticket goes to another state' },
  service_level_at_risk: { event: 'service_level.at_risk', title: 'A service level is at risk' },
  service_level_breached: { event: 'service_level.breached', title: 'A service level is breached' },
  // One that ends by itself was not resolved by anybody, and its customer is to hear nothing of it.
  resolved: {
    event: 'conversation.resolved',
    title: 'A conversation is resolved',
    is: ({ by }) => by !== 'silence',
  },
  reopened: { event: 'conversation.reopened', title: 'A resolved conversation is reopened' },
  rated: { event: 'conversation.rated', title: 'The customer rates' },
  rated_low: {
    event: 'conversation.rated',
    title: 'The customer rates it 1 or 2',
    is: ({ rating }) => Number(rating) <= LOW_RATING,
  },
}

/** The types of domain events that can set off a rule. */
export const WATCHED_EVENTS = [...new Set(Object.values(SOURCES).flatMap(({ event }) => event ?? []))]

/** What a stored event is to rules. */
export function occurrenceOf(event: Pick<StoredEvent, 'type' | 'data'>): Occurrence {
  const types = Object.entries(SOURCES).flatMap(([type, source]) =>
    source.event === event.type && (source.is?.(event.data) ?? true) ? [type as RuleEventType] : [],
  )
  return { types, ruleId: null }
}

/** Whether the rule waits for just this. */
export function isAbout({ id, content: { event } }: Rule, occurrence: Occurrence, facts: Facts): boolean {
  if (!occurrence.types.includes(event.type)) return false
  if (occurrence.ruleId !== null && occurrence.ruleId !== id) return false
  if (event.type !== 'frustration_crossed') return true
  const now = Number(facts['conversation.frustration'] ?? 0)
  const before = Number(facts['event.frustrationBefore'] ?? 0)
  return before < event.threshold && now >= event.threshold
}
