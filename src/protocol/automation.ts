import { z } from 'zod'
import type { Finding, RuleActionKind, RuleContent, RuleEventType, Suppression } from '../domain/rule.ts'
import { id } from './shared.ts'

/** Automation in the console, under `/api/console/automation`: everybody reads, leads and admins change. */

const version = z.number().int().min(1)

/** The content is checked field by field where it is stored. */
export const createRuleRequest = z.strictObject({ content: z.unknown() })
export const saveRuleRequest = z.strictObject({ baseVersion: version, content: z.unknown() })
export const restoreRuleRequest = z.strictObject({ baseVersion: version, version })
export const switchRuleRequest = z.strictObject({ enabled: z.boolean() })
export const orderRulesRequest = z.strictObject({ ids: z.array(id).max(200) })
export const dryRunRequest = z.strictObject({ content: z.unknown() })
export const reviewRequest = z.strictObject({ verdict: z.enum(['right', 'wrong']) })
/** Those named, or all of a rule. */
export const retryExceptionsRequest = z.union([
  z.strictObject({
    exceptions: z
      .array(z.strictObject({ firingId: id, place: z.int().min(0).max(100) }))
      .min(1)
      .max(100),
  }),
  z.strictObject({ ruleId: id }),
])
/** What the caller has before them: what came since stays unread. */
export const seeNoticesRequest = z.strictObject({ until: z.iso.datetime({ offset: true }) })
export const firingsQuery = z.strictObject({
  ruleId: id.optional(),
  conversationId: id.optional(),
  /** `asked`: those that wait for a lead's word. */
  review: z.enum(['asked', 'right', 'wrong']).optional(),
  /** Firings before this place, for the next page. */
  before: z.coerce.number().int().min(1).optional(),
})

export type FieldKind = 'text' | 'number' | 'choice' | 'ordered' | 'set' | 'yes_no'

/** What rules can be made of on this server. */
export interface RuleCatalogue {
  events: { type: RuleEventType; title: string }[]
  fields: {
    name: string
    title: string
    type: FieldKind
    unit: string | null
    /** Lowest first where they are ordered; null where any text goes. */
    choices: string[] | null
  }[]
  operators: Record<
    FieldKind,
    { op: string; title: string; operand: 'none' | 'text' | 'number' | 'texts' | 'yes_no' }[]
  >
  actions: RuleActionKind[]
  /** The guided dialogues that `start_flow` can start here. */
  flows: { name: string; title: string }[]
  placeholders: string[]
}

export interface RuleSummary {
  id: string
  version: number
  enabled: boolean
  /** Its place in the order, 1 is asked first. */
  place: number
  isShipped: boolean
  /** Secrets of webhooks are shown as `****************`; saved so, they stay. */
  content: RuleContent
  /** In the last 30 days. */
  fired: number
  /** Actions that wait for a person. */
  failed: number
  updatedAt: string
}

export interface RuleList {
  rules: RuleSummary[]
}

export interface RuleDetail {
  rule: RuleSummary
  /** Newest first. */
  versions: {
    version: number
    authorName: string | null
    restoredFrom: number | null
    content: RuleContent
    at: string
  }[]
}

export interface FiringAct {
  place: number
  kind: RuleActionKind
  status: 'waiting' | 'done' | 'failed' | 'skipped' | 'dismissed'
  attempts: number
  /** What was done, or why not. */
  outcome: string | null
  /** When a waiting one is tried next. */
  dueAt: string
  endedAt: string | null
}

export interface RuleFiring {
  id: string
  /** For the next page. */
  ordinal: number
  ruleId: string
  ruleName: string
  ruleVersion: number
  event: RuleEventType
  conversationId: string
  customerName: string
  at: string
  findings: Finding[]
  /** Names of the rules that led to it, the first one first. */
  causedBy: string[]
  suppressed: Suppression | null
  review: 'asked' | 'right' | 'wrong' | null
  reviewedBy: string | null
  acts: FiringAct[]
}

export interface FiringList {
  firings: RuleFiring[]
}

/** One action that failed for good. */
export interface RuleException {
  firingId: string
  place: number
  kind: RuleActionKind
  ruleId: string
  ruleName: string
  conversationId: string
  customerName: string
  attempts: number
  outcome: string
  at: string
}

export interface RetriedExceptions {
  /** `gone`: somebody had retried or dismissed it meanwhile. */
  results: { firingId: string; place: number; result: 'retried' | 'gone' }[]
  /** Of the rule, beyond the 500 of one request. */
  left: number
}

export interface ExceptionList {
  total: number
  /** The oldest 100. */
  exceptions: RuleException[]
}

/** One line of a dry run's answer: how far it is, and last what came of it. */
export type DryRunLine =
  | { kind: 'progress'; looked: number; of: number }
  | { kind: 'result'; result: DryRunResult }
  | { kind: 'error'; message: string }

export interface DryRunResult {
  from: string
  to: string
  /** Events looked at; `of` were there, so a smaller number says that the oldest were left out. */
  looked: number
  of: number
  /** How often it would have acted, and how often a limit would have held it back. */
  fired: number
  heldBack: number
  /** Titles of fields whose value is today's, not what it was then. */
  todays: string[]
  /** The newest 200 that would have acted. */
  firings: { conversationId: string; customerName: string; at: string; findings: Finding[] }[]
}

export interface NoticeList {
  notices: { id: string; conversationId: string; text: string; at: string }[]
}
