import type { ConversationDetail, HandoffPacket, Sentiment } from './wire.ts'

/** One customer message on the sentiment curve. */
export interface CurvePoint {
  seq: number
  at: string
  label: Sentiment
  /** −1 to 1. An agent's correction stands at the middle of its level. */
  score: number
  frustration: number | null
  /** 1 to 5. */
  predictedRating: number | null
}

/** The middle of each level on the scale from −1 to 1. */
const LEVEL_SCORE: Record<Sentiment, number> = {
  very_negative: -0.8,
  negative: -0.4,
  neutral: 0,
  positive: 0.4,
  very_positive: 0.8,
}

/** The customer's messages that have been read, oldest first. */
export function curveOf(view: ConversationDetail): CurvePoint[] {
  return view.messages.flatMap(
    ({ seq, at, author, understanding, correctedSentiment, frustration, predictedRating }) => {
      if (author !== 'customer' || seq === null) return []
      const label = correctedSentiment ?? understanding?.sentiment.label
      if (!label) return []
      const score = correctedSentiment ? LEVEL_SCORE[correctedSentiment] : (understanding?.sentiment.score ?? 0)
      return [{ seq, at, label, score, frustration, predictedRating }]
    },
  )
}

/** Changes of the score smaller than this are not told. */
const NOTABLE = 0.25

/** What the curve says of its last and its lowest point against the first; the title of its picture. */
export function curveFinding(points: CurvePoint[]): string {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last) return 'Nothing read yet'
  if (points.length < 2) return 'One message so far'
  const change = last.score - first.score
  if (change <= -NOTABLE) return 'The mood has fallen'
  if (change >= NOTABLE) return 'The mood has risen'
  const lowest = Math.min(...points.map(({ score }) => score))
  if (lowest - first.score <= -NOTABLE) return 'The mood fell and came back'
  return 'The mood is steady'
}

/** Frustration from which on it says by itself that somebody is upset, as where the assistant hands over for it. */
const UPSET = 0.6

/**
 * Whether the customer was upset when they were handed over: by their last words, or by a frustration that came of more
 * than asking for a person.
 */
export function wasUpset({ sentimentCurve, frustrationDrivers, reason }: HandoffPacket): boolean {
  if (reason === 'frustrated') return true
  const last = sentimentCurve.at(-1)
  if (!last) return false
  const isNegative = last.label === 'negative' || last.label === 'very_negative'
  return isNegative || (last.frustration >= UPSET && frustrationDrivers.length > 0)
}
