import { useMemo } from 'react'
import { sentimentFinding } from '../state/findings.ts'
import { bucketName, bucketRange, isWithinOneDay } from '../state/ranges.ts'
import { type OverviewReport, SENTIMENTS, type Sentiment } from '../state/wire.ts'
import { SENTIMENT_WORD, signed } from '../state/words.ts'
import { Opens, Panel } from './panel.tsx'
import { SentimentChart } from './sentiment-chart.tsx'
import type { Narrowing, OpenBehind } from './use-trends.ts'

/** Customer messages by level of sentiment per day or hour, with the mean. */
export function SentimentOverTime({ report, onOpen }: { report: OverviewReport; onOpen: OpenBehind }) {
  const names = useMemo(
    () => report.buckets.map(({ from }) => bucketName(from, report.bucket, isWithinOneDay(report))),
    [report],
  )
  const open = (index: number, narrowing: Narrowing, what = '') =>
    onOpen({ title: `${what}${names[index]}`, query: { ...bucketRange(report, index), ...narrowing } })
  const openLevel = (index: number, sentiment?: Sentiment) =>
    sentiment ? open(index, { sentiment }, `${SENTIMENT_WORD[sentiment]}, `) : open(index, { wrote: '1' })
  return (
    <Panel
      wide
      title={sentimentFinding(report)}
      note={`Customer messages per ${report.bucket} by sentiment; the line is the mean score, −1 to +1 (right axis).`}
      chart={<SentimentChart report={report} names={names} onOpen={openLevel} />}
      table={
        <BucketTable
          report={report}
          names={names}
          openLevel={openLevel}
          openEscalated={(index) => open(index, { decision: 'escalate' }, 'Escalated, ')}
        />
      }
    />
  )
}

function BucketTable({
  report,
  names,
  openLevel,
  openEscalated,
}: {
  report: OverviewReport
  names: string[]
  openLevel: (index: number, sentiment?: Sentiment) => void
  openEscalated: (index: number) => void
}) {
  return (
    <table className="cc-table">
      <thead>
        <tr>
          <th scope="col">{report.bucket === 'day' ? 'Day' : 'Hour'}</th>
          {SENTIMENTS.map((sentiment) => (
            <th scope="col" key={sentiment} data-align="end">
              {SENTIMENT_WORD[sentiment]}
            </th>
          ))}
          <th scope="col" data-align="end">
            Mean
          </th>
          <th scope="col" data-align="end">
            Escalated
          </th>
        </tr>
      </thead>
      <tbody>
        {report.buckets.map(({ from, customerMessages, sentiment: counts, meanSentiment, escalations }, index) => (
          <tr key={from}>
            <td>
              <Opens amount={customerMessages} name="Open the conversations" onClick={() => openLevel(index)}>
                {names[index]}
              </Opens>
            </td>
            {SENTIMENTS.map((sentiment) => (
              <td key={sentiment} data-align="end">
                <Opens
                  amount={counts[sentiment]}
                  name={`Open the conversations: ${SENTIMENT_WORD[sentiment].toLowerCase()}, ${names[index]}`}
                  onClick={() => openLevel(index, sentiment)}
                >
                  {counts[sentiment]}
                </Opens>
              </td>
            ))}
            <td data-align="end">{meanSentiment === null ? 'none' : signed(meanSentiment)}</td>
            <td data-align="end">
              <Opens
                amount={escalations}
                name={`Open the escalated conversations, ${names[index]}`}
                onClick={() => openEscalated(index)}
              >
                {escalations}
              </Opens>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
