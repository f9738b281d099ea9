import type { Card } from './card.ts'
import type { AskedTask, FlowName } from './flow.ts'
import type { Priority } from './priority.ts'
import type { ClarifyOption, Source } from './source.ts'

export const ESCALATION_REASONS = [
  'asked_for_person',
  'frustrated',
  'failed_attempts',
  'intent_for_people',
  'part_failed',
  'unsupported_language',
  'flow_needs_person',
] as const
export type EscalationReason = (typeof ESCALATION_REASONS)[number]

export const CLARIFY_REASONS = [
  'close_readings',
  'close_articles',
  'confirm_reading',
  'not_understood',
  'no_article',
  'offer_person',
] as const
export type ClarifyReason = (typeof CLARIFY_REASONS)[number]

export const FLOW_REASONS = [
  'flow_started',
  'flow_continued',
  'flow_completed',
  'flow_cancelled',
  'flow_failed',
] as const
export type FlowReason = (typeof FLOW_REASONS)[number]

/** Numbers the decision rested on, each named; shown to agents as they are. */
export type DecisionEvidence = Record<string, number | string | boolean | null>

/**
 * What the assistant does with one customer message. Exactly one per turn, always with its reason.
 * `text` is what the customer reads; `assist` and `silent` say nothing to the customer.
 */
export type Decision =
  | {
      kind: 'answer'
      reason: 'confident_answer' | 'chosen_option' | 'small_talk'
      text: string
      sources: Source[]
      passageId: string | null
      /** Where a message with several matters got several answers: the passages after the first. */
      otherPassageIds?: string[]
      /** Calibrated chance that the passage answers; null for small talk. */
      probability: number | null
      quickReplies: string[]
      evidence: DecisionEvidence
    }
  | { kind: 'clarify'; reason: ClarifyReason; text: string; options: ClarifyOption[]; evidence: DecisionEvidence }
  | {
      kind: 'flow'
      reason: FlowReason
      flow: FlowName
      /** Where the flow now waits for the customer; null when it is over. */
      step: string | null
      text: string
      sources: Source[]
      quickReplies: string[]
      card?: Card
      /** Where it begins with a part of the message or with something put off before: that part. */
      task?: AskedTask
      /** What else is to be done after it. */
      later?: AskedTask[]
      evidence: DecisionEvidence
    }
  | {
      kind: 'escalate'
      reason: EscalationReason
      text: string
      /** What was answered from before the handover, where the message also held something an article serves. */
      sources?: Source[]
      skill: string
      priority: Priority
      evidence: DecisionEvidence
    }
  | {
      kind: 'wait'
      reason: 'waiting_for_person'
      text: string | null
      /** What was answered from for the time until a person is there. */
      sources?: Source[]
      evidence: DecisionEvidence
    }
  | { kind: 'assist'; reason: 'agent_owns'; suggestions: Suggestion[]; evidence: DecisionEvidence }
  | { kind: 'silent'; reason: 'resolved' | 'lost_race'; evidence: DecisionEvidence }

/** A reply the agent may take over as it is; `source` says where it stands written. */
export interface Suggestion {
  text: string
  source: Source
  probability: number
}
