import type { Sentiment } from '../state/wire.ts'
import { SENTIMENT_WORD } from '../state/words.ts'
import './sentiment.css'

/** The sentiment's word with its mark; never the colour alone. */
export function SentimentMark({ sentiment, score }: { sentiment: Sentiment; score?: number }) {
  return (
    <span className="cc-sentiment">
      <span className="cc-sentiment__dot" data-sentiment={sentiment} aria-hidden="true" />
      {SENTIMENT_WORD[sentiment]}
      {score === undefined ? null : <span className="cc-muted"> {score.toFixed(2).replace('-', '\u2212')}</span>}
    </span>
  )
}
