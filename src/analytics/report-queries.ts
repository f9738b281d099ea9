import type { Owner, Sentiment } from '../domain/index.ts'

/** A range of time, `from` inclusive, `to` exclusive, cut into hours or days of `timeZone` (an IANA name). */
export interface OverviewQuery {
  from: Date
  to: Date
  timeZone: string
  bucket: 'hour' | 'day'
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
