import type { Priority } from './priority.ts'

/** What a rule can wait for. Several come from domain events, `no_reply_for` from the clock. */
export const RULE_EVENTS = [
  'conversation_started',
  'message_received',
  'turn_decided',
  'frustration_crossed',
  'ticket_opened',
  'agent_took_over',
  'agent_replied',
  'no_reply_for',
  'tag_added',
  'tag_removed',
  'priority_changed',
  'ticket_state_changed',
  'service_level_at_risk',
  'service_level_breached',
  'resolved',
  'reopened',
  'rated',
  'rated_low',
] as const
export type RuleEventType = (typeof RULE_EVENTS)[number]

export type RuleEvent =
  | { type: Exclude<RuleEventType, 'no_reply_for' | 'frustration_crossed'> }
  /** Frustration was below `threshold` before a message and is not after it; 0 to 1. */
  | { type: 'frustration_crossed'; threshold: number }
  /** `who` has been silent for `hours` after the other side wrote last. */
  | { type: 'no_reply_for'; who: 'customer' | 'agent'; hours: number }

/** What is known of a field; null when there is nothing to know. */
export type FactValue = string | number | boolean | string[] | null
/** By the name of the field, such as `ticket.priority`. */
export type Facts = Readonly<Record<string, FactValue>>

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: string; op: string; value?: FactValue | undefined }

/** One comparison with the value it met: the evidence of a firing. */
export interface Finding {
  field: string
  op: string
  wanted: FactValue
  seen: FactValue
  holds: boolean
}

export type RuleAction =
  | { kind: 'add_tags' | 'remove_tags'; tags: string[] }
  | { kind: 'set_priority'; priority: Priority | 'one_up' }
  | { kind: 'assign'; to: { agentId: string } | { skill: string } | 'queue' }
  | { kind: 'note'; text: string }
  /** `translations` by language, ISO 639-1; `text` is for everybody else. */
  | { kind: 'reply' | 'ask_rating'; text: string; translations?: Record<string, string> | undefined }
  | { kind: 'notify'; who: 'agent' | 'leads'; text: string }
  | { kind: 'webhook'; url: string; secret: string }
  | { kind: 'snooze'; hours: number }
  | { kind: 'start_flow'; flow: string }
  /** The actions below it wait for `hours`, and are done if the conditions still hold then. */
  | { kind: 'follow_up_later'; hours: number }
  | { kind: 'resolve' | 'close' }
export type RuleActionKind = RuleAction['kind']

/** At most `times` in any `hours`. */
export interface RuleLimit {
  times: number
  hours: number
}

/** What a person writes; each save is a version. */
export interface RuleContent {
  name: string
  event: RuleEvent
  conditions: Condition
  actions: RuleAction[]
  /** No rule below this one is asked about the same event once this one has fired. */
  stopOnMatch: boolean
  limits: { perCustomer: RuleLimit; perRule: RuleLimit }
}

/** A rule as it stands. */
export interface Rule {
  id: string
  version: number
  enabled: boolean
  /** Its place in the order; lower is asked first. */
  place: number
  content: RuleContent
}

/** Why a rule whose conditions held did nothing. */
export type Suppression = 'customer_limit' | 'rule_limit' | 'own_consequence' | 'too_deep'
