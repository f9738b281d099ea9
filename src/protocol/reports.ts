import { z } from 'zod'
import { OWNERS } from '../domain/conversation.ts'
import { SERVICE_TIMES } from '../domain/service-level.ts'
import { SENTIMENTS } from '../domain/understanding.ts'
import type { ConversationSummary } from './console.ts'
import { tagName } from './console-requests.ts'

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
  tag: tagName.optional(),
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

export type { OverviewReport, ReportBucket, ServiceFigures, ServiceLevelReport } from '../domain/report.ts'

export interface ReportConversations {
  total: number
  /** The latest 200. */
  conversations: ConversationSummary[]
}
