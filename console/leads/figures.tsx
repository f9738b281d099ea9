import type { ReactNode } from 'react'
import { rounded } from '../state/time.ts'
import type { OverviewReport } from '../state/wire.ts'
import { count, percent } from '../state/words.ts'
import { Opens } from './panel.tsx'
import type { Narrowing, OpenBehind } from './use-trends.ts'

const RATINGS = [5, 4, 3, 2, 1] as const

/** The row of figures on top. */
export function Figures({ report, onOpen }: { report: OverviewReport; onOpen: OpenBehind }) {
  const { totals, from, to, timeZone } = report
  const share = (part: number) => (totals.conversations === 0 ? 'none' : percent(part / totals.conversations))
  const open = (title: string, narrowing: Narrowing = {}) =>
    onOpen({ title, query: { from, to, timeZone, ...narrowing } })
  const { p50, p90 } = totals.firstHumanReplySeconds
  const rated = RATINGS.reduce((sum, stars) => sum + totals.ratings[stars], 0)

  return (
    <ul className="cc-figures">
      <Figure name="Conversations" note={count(totals.customerMessages, 'customer message', 'customer messages')}>
        <Opens amount={totals.conversations} name="Open these conversations" onClick={() => open('All conversations')}>
          {totals.conversations}
        </Opens>
      </Figure>
      <Figure name="Escalated to people" note={count(totals.escalated, 'conversation', 'conversations')}>
        <Opens
          amount={totals.escalated}
          name="Open the escalated conversations"
          onClick={() => open('Escalated conversations', { decision: 'escalate' })}
        >
          {share(totals.escalated)}
        </Opens>
      </Figure>
      <Figure
        name="Resolved by the assistant"
        note={count(totals.resolvedByAssistant, 'conversation', 'conversations')}
      >
        <Opens
          amount={totals.resolvedByAssistant}
          name="Open the conversations the assistant resolved"
          onClick={() => open('Resolved by the assistant', { resolvedByAssistant: '1' })}
        >
          {share(totals.resolvedByAssistant)}
        </Opens>
      </Figure>
      <Figure
        name="First human reply"
        note={p90 === null ? 'Nobody was handed over' : `9 of 10 within ${rounded(p90)}`}
      >
        <Opens
          amount={p50 === null ? 0 : totals.escalated}
          name="Open the escalated conversations"
          onClick={() => open('Conversations that waited for a person', { decision: 'escalate' })}
        >
          {p50 === null ? 'none' : rounded(p50)}
        </Opens>
      </Figure>
      <Figure name="Mean rating" note={rated === 0 ? 'No ratings yet' : <RatingCounts report={report} open={open} />}>
        {totals.meanRating === null ? 'none' : `${totals.meanRating.toFixed(1)} of 5`}
      </Figure>
      <Figure name="Predicted rating" note={predictionNote(totals.predictedRating, rated)}>
        {totals.predictedRating.mean === null ? 'none' : `${totals.predictedRating.mean.toFixed(1)} of 5`}
      </Figure>
      <Figure name="Waits as told" note={waitNote(totals.waitEstimates)}>
        {totals.waitEstimates.withinBound === null ? 'none' : percent(totals.waitEstimates.withinBound)}
      </Figure>
    </ul>
  )
}

/** How honest the estimates were that customers read: meant is 90 % within the time named last. */
function waitNote({ waits, medianErrorSeconds }: OverviewReport['totals']['waitEstimates']): string {
  if (medianErrorSeconds === null) return 'No estimated wait has ended'
  return `within the bound, 90\u00a0% meant; off by ${rounded(medianErrorSeconds)} at the median, ${count(waits, 'wait', 'waits')}`
}

/** How far to trust it: the predictions of the rated conversations against their ratings. */
function predictionNote(
  { conversations, meanError }: OverviewReport['totals']['predictedRating'],
  rated: number,
): string {
  if (meanError === null)
    return rated === 0 ? 'No ratings to compare it with' : 'Nothing was predicted for the rated ones'
  return `Off by ${meanError.toFixed(1)} on average, ${count(conversations, 'rated conversation', 'rated conversations')}`
}

function Figure({ name, note, children }: { name: string; note: ReactNode; children: ReactNode }) {
  return (
    <li className="cc-figure">
      <span className="cc-figure__name">{name}</span>
      <span className="cc-figure__value">{children}</span>
      <span className="cc-figure__note">{note}</span>
    </li>
  )
}

function RatingCounts({
  report,
  open,
}: {
  report: OverviewReport
  open: (title: string, narrowing: Narrowing) => void
}) {
  return (
    <span className="cc-figure__ratings">
      {RATINGS.map((stars) => (
        <Opens
          key={stars}
          amount={report.totals.ratings[stars]}
          name={`Open the conversations rated ${stars} of 5`}
          onClick={() => open(`Rated ${stars} of 5`, { rating: stars })}
        >
          {stars}★ {report.totals.ratings[stars]}
        </Opens>
      ))}
    </span>
  )
}
