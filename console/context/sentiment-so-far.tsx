import { useState } from 'react'
import { type CurvePoint, curveFinding, curveOf } from '../state/curve.ts'
import type { ConversationDetail, ConversationSummary } from '../state/wire.ts'
import { count, ratingInWords, SENTIMENT_WORD, signed } from '../state/words.ts'
import { ClockTime } from '../ui/ago.tsx'
import { SentimentMark } from '../ui/sentiment.tsx'
import { Block } from './block.tsx'

const WIDTH = 308
const HEIGHT = 84
const PAD = 7
/** Where the names of the ends stand. */
const MARGIN = 56

/** The sentiment of each customer message as a line of five-coloured points, with the same numbers as a table. */
export function SentimentSoFar({ view }: { view: ConversationDetail }) {
  const [isTable, setTable] = useState(false)
  const points = curveOf(view)
  if (points.length === 0) return null
  return (
    <Block
      title={curveFinding(points)}
      aside={
        <button type="button" className="cc-plain cc-link" onClick={() => setTable(!isTable)}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </button>
      }
    >
      {isTable ? <CurveTable points={points} /> : <Curve points={points} />}
      <Rating summary={view.summary} />
    </Block>
  )
}

/** The customer's own rating once there is one, beside what was expected of it. */
function Rating({ summary: { rating, predictedRating } }: { summary: ConversationSummary }) {
  if (predictedRating === null && rating === null) return null
  const expected = predictedRating === null ? null : ratingInWords(predictedRating)
  return (
    <p className="cc-small" title="Predicted from the sentiment and the frustration of the customer's messages">
      <span className="cc-muted">{rating === null ? 'Would probably rate this ' : 'Rated this '}</span>
      {rating === null ? expected : `${rating} of 5`}
      {rating === null || expected === null ? null : <span className="cc-muted"> (expected {expected})</span>}
    </p>
  )
}

function Curve({ points }: { points: CurvePoint[] }) {
  const step = points.length > 1 ? (WIDTH - MARGIN - 2 * PAD) / (points.length - 1) : 0
  const x = (index: number) => (points.length > 1 ? MARGIN + PAD + index * step : (MARGIN + WIDTH) / 2)
  const y = (score: number) => PAD + ((1 - score) / 2) * (HEIGHT - 2 * PAD)
  const line = points.map(({ score }, index) => `${x(index).toFixed(1)},${y(score).toFixed(1)}`).join(' ')
  const last = points.at(-1)
  return (
    <figure className="cc-curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={inWords(points)}>
        <text className="cc-curve__end" x="0" y={y(1) + 4}>
          positive
        </text>
        <text className="cc-curve__end" x="0" y={y(-1) + 2}>
          negative
        </text>
        <line className="cc-curve__zero" x1={MARGIN} x2={WIDTH} y1={y(0)} y2={y(0)} />
        <polyline className="cc-curve__line" points={line} />
        {points.map(({ seq, label, score }, index) => (
          <circle key={seq} className="cc-curve__point" data-sentiment={label} cx={x(index)} cy={y(score)} r="4.5">
            <title>{`Message ${seq}: ${SENTIMENT_WORD[label].toLowerCase()}, ${signed(score)}`}</title>
          </circle>
        ))}
      </svg>
      <figcaption className="cc-small cc-muted">
        {points.length === 1 ? '1 message' : `${points.length} messages, oldest first`}
        {last ? `; last ${SENTIMENT_WORD[last.label].toLowerCase()}` : ''}
      </figcaption>
    </figure>
  )
}

function CurveTable({ points }: { points: CurvePoint[] }) {
  return (
    <table className="cc-table">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Sentiment</th>
          <th scope="col" data-align="end">
            Score
          </th>
          <th scope="col" data-align="end">
            Frustration
          </th>
          <th scope="col" data-align="end">
            Rating, predicted
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ seq, at, label, score, frustration, predictedRating }) => (
          <tr key={seq}>
            <td>
              <ClockTime at={at} />
            </td>
            <td>
              <SentimentMark sentiment={label} />
            </td>
            <td data-align="end">{signed(score)}</td>
            <td data-align="end">{frustration === null ? '' : frustration.toFixed(2)}</td>
            <td data-align="end">{predictedRating === null ? '' : predictedRating.toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function inWords(points: CurvePoint[]): string {
  return `Sentiment of ${count(points.length, 'customer message', 'customer messages')}, oldest first: ${points.map(({ label }) => SENTIMENT_WORD[label].toLowerCase()).join(', ')}`
}
