import type { Owner, Sentiment } from '../domain/index.ts'

/** A range of time, `from` inclusive, `to` exclusive, cut into hours or days of `timeZone` (an IANA name). */
export interface OverviewQuery {
  from: Date
  to: Date
  timeZone: string
  bucket: 'hour' | 'day'
}

/** Figures of one hour or day. Each counts what lies in it, so a range of just this bucket gives the same figures. */
export interface ReportBucket {
  /** First instant counted, ISO 8601: the beginning of the hour or day, or of the range. */
  from: string
  conversations: number
  customerMessages: number
  /** Customer messages by label; those no model could read are in none. */
  sentiment: Record<Sentiment, number>
  /** Mean of the scores, −1 to 1; null without messages. */
  meanSentiment: number | null
  /** Conversations escalated in this bucket; one that was escalated in two buckets counts in both. */
  escalations: number
}

/** The shape of the console's report; a test keeps the two the same. */
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
    /** Seconds from the ticket to the first public message of an agent. */
    firstHumanReplySeconds: { p50: number | null; p90: number | null }
    ratings: Record<'1' | '2' | '3' | '4' | '5', number>
    meanRating: number | null
    /** Of conversations rated in the range: the rating predicted from the customer's messages before, against theirs. */
    predictedRating: { conversations: number; mean: number | null; meanError: number | null }
    /** Estimated waits that have ended; see `wait-estimates-store.ts`. */
    waitEstimates: { waits: number; withinBound: number | null; medianErrorSeconds: number | null }
  }
  sentiment: Record<Sentiment, number>
  /** Of conversations started in the range, most frequent first; `buckets` are conversations by start. */
  tags: { tag: string; conversations: number; meanSentiment: number | null; escalated: number; buckets: number[] }[]
  /** Conversations escalated for each reason, most frequent first; one may have been escalated for two. */
  escalationReasons: { reason: string; count: number }[]
  /** All 168 hours of the week: weekday 1 (Monday) to 7, hour 0 to 23, in `timeZone`. */
  hours: { weekday: number; hour: number; messages: number; meanSentiment: number | null }[]
}

/** Which conversations to list; what is left out does not narrow. Several filters must all hold. */
export interface ReportConversationsQuery {
  from: Date
  to: Date
  /** For `weekday` and `hour`; UTC when left out. */
  timeZone?: string | undefined
  /** Started in the range, and has this tag. */
  tag?: string | undefined
  /** Started in the range, and is owned so now. */
  owner?: Owner | undefined
  /** Has a customer message in the range with this label. */
  sentiment?: Sentiment | undefined
  /** Has a customer message in the range. */
  wrote?: true | undefined
  /** Has a customer message in the range on this weekday, 1 (Monday) to 7. */
  weekday?: number | undefined
  /** Has a customer message in the range in this hour of the day, 0 to 23; with `weekday`, the same message. */
  hour?: number | undefined
  /** Was decided so in the range; `escalate` means that it was escalated. */
  decision?: 'answer' | 'clarify' | 'flow' | 'escalate' | undefined
  /** Was decided or escalated for this reason in the range; with `decision`, the same decision. */
  reason?: string | undefined
  /** Was rated so in the range. */
  rating?: number | undefined
  resolvedByAssistant?: true | undefined
}
