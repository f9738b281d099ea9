import type { Priority } from './priority.ts'
import type { ServiceTarget, ServiceTime } from './service-level.ts'
import type { Sentiment } from './understanding.ts'

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

/** What the leads see of a range of time. */
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
    /**
     * Of conversations rated in the range: the rating predicted from the customer's messages before, against theirs. The
     * means are null when there are none.
     */
    predictedRating: { conversations: number; mean: number | null; meanError: number | null }
    /**
     * Waits that customers were told an estimate for: how many have ended with somebody taking over, which share of those
     * within the cautious bound, and by how much the told median was off at the median, in seconds.
     */
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

/** How long it took, and how often as promised; each count over one target, or one target at one priority. */
export interface ServiceFigures {
  /** Ended in the range, by a reply or by the resolution. */
  ended: number
  /** Still running and overdue; `p50` and `p90` have them with the time so far, which can only grow. */
  stillOverdue: number
  /** Seconds; null without any. */
  p50: number | null
  p90: number | null
  /** Of those something was promised for, and of these the ones kept. */
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
