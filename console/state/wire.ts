/**
 * The types the console shares with the server, under the names the screens use. Types only: nothing of the
 * server's code, and no validator, ends up in the browser.
 */
export type { ArticleContent } from '../../src/domain/knowledge.ts'
export type {
  Condition,
  FactValue,
  Finding,
  RuleAction,
  RuleActionKind,
  RuleContent,
  RuleEvent,
  RuleLimit,
  Suppression,
} from '../../src/domain/rule.ts'
export type {
  ArticleDetail,
  ArticleImportPreview,
  ArticleImportResult,
  ArticleList,
  ArticleSummary,
  ArticleVersionResult,
  ImportProblem,
} from '../../src/protocol/articles.ts'
export type {
  DryRunLine,
  DryRunResult,
  ExceptionList,
  FiringList,
  NoticeList,
  RetriedExceptions,
  RuleCatalogue,
  RuleDetail,
  RuleException,
  RuleFiring,
  RuleList,
  RuleSummary,
} from '../../src/protocol/automation.ts'

export type { Asked, PasswordResult, PeopleList, Person, PersonContent } from '../../src/protocol/people.ts'

import type { MAX_IMPORT_BYTES, MAX_IMPORT_FILES } from '../../src/protocol/articles.ts'
import type {
  CONSOLE_NAMESPACE,
  ConsoleAgent,
  ConsoleEvent,
  ConsoleMessage,
  ConsoleTicket,
  ConversationSummary,
  TransferReason,
} from '../../src/protocol/console.ts'
import type { MAX_MESSAGE_LENGTH } from '../../src/protocol/shared.ts'

export type {
  ConsoleAgent,
  ConsoleEvent,
  ConsoleMessage,
  ConsoleServerEvents,
  ConsoleTag,
  ConsoleTicket,
  ConversationChanges,
  ConversationDetail,
  ConversationLinks,
  ConversationSummary,
  InboxBeyond,
  InboxSnapshot,
  LinkedConversation,
  MeResult,
  Reference,
  ResumeResult,
  SearchResult,
} from '../../src/protocol/console.ts'
export type {
  OverviewReport,
  ReportBucket,
  ReportConversations,
  ServiceFigures,
  ServiceLevelReport,
} from '../../src/protocol/reports.ts'
export type { Ack, WireError } from '../../src/protocol/shared.ts'

export type Sentiment = NonNullable<ConversationSummary['sentiment']>
export type Priority = NonNullable<ConversationSummary['priority']>
export type Frustration = ConversationSummary['frustration']
export type Owner = ConversationSummary['owner']
export type TagOnConversation = ConversationSummary['tags'][number]
export type Understanding = NonNullable<ConsoleMessage['understanding']>
export type Entity = Understanding['entities'][number]
export type Reception = NonNullable<ConsoleTicket['packet']['tried'][number]['received']>
export type Decision = NonNullable<ConsoleMessage['decision']>
export type Suggestion = Extract<Decision, { kind: 'assist' }>['suggestions'][number]
export type HandoffPacket = ConsoleTicket['packet']
export type Assignment = NonNullable<ConsoleTicket['assignment']>
export type Candidate = Assignment['candidates'][number]
export type Availability = ConsoleAgent['availability']
export type AwayReason = NonNullable<ConsoleAgent['awayReason']>
export type Skill = ConsoleAgent['skills'][number]
export type { TransferReason, TransferTarget } from '../../src/protocol/console.ts'
export type Role = ConsoleAgent['role']
export type Clock = ConsoleTicket['clocks'][number]
export type ServiceTarget = Clock['target']
export type TicketState = ConsoleTicket['status']
export type EventType = ConsoleEvent['type']

export const AWAY_REASONS = ['break', 'lunch', 'meeting', 'training', 'other'] as const satisfies readonly AwayReason[]
export const OFFLINE_REASONS = ['end_of_shift', 'sick', 'leave', 'other'] as const satisfies readonly AwayReason[]

export const TRANSFER_REASONS = [
  'other_team',
  'expertise',
  'language',
  'shift_ends',
  'workload',
  'other',
] as const satisfies readonly TransferReason[]

export const SENTIMENTS = [
  'very_negative',
  'negative',
  'neutral',
  'positive',
  'very_positive',
] as const satisfies readonly Sentiment[]

// Written again instead of imported, so that the schemas beside them stay out of the bundle; the types keep them equal.
export const NAMESPACE: typeof CONSOLE_NAMESPACE = '/console'
export const MESSAGE_LENGTH_LIMIT: typeof MAX_MESSAGE_LENGTH = 4_000
export const IMPORT_FILE_LIMIT: typeof MAX_IMPORT_FILES = 500
export const IMPORT_BYTE_LIMIT: typeof MAX_IMPORT_BYTES = 5_000_000

/** A demo account shown on the login screen. */
export interface LoginHints {
  demo: boolean
  logins: { name: string; email: string; role: string; skills: string[] }[]
  password?: string
}
