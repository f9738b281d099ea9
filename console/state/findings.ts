import type { OverviewReport, Sentiment, ServiceLevelReport } from './wire.ts'
import { plain, reasonWords } from './words.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
export const weekdayName = (weekday: number): string => WEEKDAYS[weekday - 1] ?? ''
export const hourName = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/** Differences of the mean smaller than this are called steady. */
const NOTABLE = 0.1

/** What the table of service levels shows. */
export function serviceLevelFinding({ targets }: ServiceLevelReport): string {
  const first = targets.find(({ target }) => target === 'first_reply')
  const overdue = targets.reduce((sum, { stillOverdue }) => sum + stillOverdue, 0)
  const now =
    overdue === 0 ? 'nothing is overdue' : `${overdue} ${overdue === 1 ? 'promise is' : 'promises are'} overdue`
  if (!first || first.promised === 0) return `${now.charAt(0).toUpperCase()}${now.slice(1)} now`
  return `${Math.round((100 * first.kept) / first.promised)} % of first replies came as promised; ${now} now`
}

/** What the sentiment chart shows, as its title. */
export function sentimentFinding(report: OverviewReport): string {
  const written = report.buckets.filter(({ customerMessages }) => customerMessages > 0)
  const share = negativeShare(report.sentiment)
  const negative = share === null ? '' : `${Math.round(share * 100)} % of the messages are negative`
  if (written.length < 4) return negative || 'How do customers feel?'
  const half = Math.floor(written.length / 2)
  const change = meanOf(written.slice(-half)) - meanOf(written.slice(0, half))
  const direction = change <= -NOTABLE ? 'falling' : change >= NOTABLE ? 'rising' : 'steady'
  return `${negative}; the mood is ${direction}`
}

/** Tags that say how a conversation went, not what it is about. */
const HOUSEKEEPING = new Set(['escalation', 'small-talk'])

const isSubject = ({ tag }: { tag: string }) => !HOUSEKEEPING.has(tag)

/** What conversations are about before how they went, each by how often. */
export const subjectsFirst = (tags: OverviewReport['tags']): OverviewReport['tags'] => [
  ...tags.filter(isSubject),
  ...tags.filter((tag) => !isSubject(tag)),
]

/** What the tags table shows. */
export function tagsFinding(report: OverviewReport): string {
  const subjects = report.tags.filter(isSubject)
  const saddest = subjects
    .filter(({ conversations }) => conversations >= 5)
    .reduce<OverviewReport['tags'][number] | null>(
      (worst, tag) => ((tag.meanSentiment ?? 0) < (worst?.meanSentiment ?? 0) ? tag : worst),
      null,
    )
  const largest = subjects[0]
  if (!largest) return 'What do customers write about?'
  if (!saddest || saddest.tag === largest.tag) return `${plain(largest.tag)} comes up most`
  return `${plain(largest.tag)} comes up most; ${plain(saddest.tag).toLowerCase()} is the least happy`
}

/** The hour of the week with the most messages; null when nobody wrote. */
export function busiestHour(report: OverviewReport): OverviewReport['hours'][number] | null {
  return report.hours.reduce<OverviewReport['hours'][number] | null>(
    (most, hour) => (hour.messages > (most?.messages ?? 0) ? hour : most),
    null,
  )
}

/** What the hours map shows. */
export function hoursFinding(report: OverviewReport): string {
  const busiest = busiestHour(report)
  return busiest
    ? `Busiest on ${weekdayName(busiest.weekday)} from ${hourName(busiest.hour)}`
    : 'When do customers write?'
}

/** What the escalation bars show. */
export function escalationFinding(report: OverviewReport): string {
  const total = report.escalationReasons.reduce((sum, { count }) => sum + count, 0)
  const first = report.escalationReasons.reduce<OverviewReport['escalationReasons'][number] | null>(
    (most, one) => (one.count > (most?.count ?? 0) ? one : most),
    null,
  )
  if (!first || total === 0) return 'Nothing was escalated'
  return `Most often: ${reasonWords(first.reason).toLowerCase()} (${Math.round((first.count / total) * 100)} %)`
}

function negativeShare(sentiment: Record<Sentiment, number>): number | null {
  const all = Object.values(sentiment).reduce((sum, count) => sum + count, 0)
  return all === 0 ? null : (sentiment.very_negative + sentiment.negative) / all
}

/** Mean of the buckets' means, weighted by their messages. */
function meanOf(buckets: OverviewReport['buckets']): number {
  const messages = buckets.reduce((sum, { customerMessages }) => sum + customerMessages, 0)
  const sum = buckets.reduce((total, bucket) => total + (bucket.meanSentiment ?? 0) * bucket.customerMessages, 0)
  return messages === 0 ? 0 : sum / messages
}
