import { type Emotion, SENTIMENTS, type SentimentReading } from '../../domain/understanding.ts'
import type { MoodFeatures } from './features.ts'
import { FEELINGS, type MoodModel, openMood, SIDE_OF_LEVEL, sumBySide } from './model.ts'

export interface Mood {
  sentiment: SentimentReading
  /** At most three, most probable first; never empty: `none` when no feeling shows. */
  emotions: { name: Emotion; probability: number }[]
  /** 0 to 1. */
  urgency: number
}

/** `features` are those of the cleaned text; `vector` is null without the encoder. A tenth of a millisecond. */
export type ReadMood = (features: MoodFeatures, vector: Float32Array | null) => Mood

/** The same in two steps: the words, which can be read while the text is being encoded, and the vector. */
export type BeginMoodReading = (features: MoodFeatures) => (vector: Float32Array | null) => Mood

const LEVEL_SCORES = [-1, -0.5, 0, 0.5, 1]
/** Feelings below this are not worth telling. */
const MIN_PROBABILITY = 0.2
const MAX_EMOTIONS = 3

export function makeReadMood(model: MoodModel): ReadMood {
  const begin = makeBeginMood(model)
  return (features, vector) => begin(features)(vector)
}

export function makeBeginMood(model: MoodModel): BeginMoodReading {
  const beginMood = openMood(model)
  return (features) => {
    if (features.tokenCount === 0) return () => NEUTRAL_MOOD
    const run = beginMood(features)
    return (vector) => {
      const { levels, feelings } = run(vector)
      return { sentiment: summarise(levels), emotions: nameEmotions(feelings), urgency: feelings[FEELINGS.length] ?? 0 }
    }
  }
}

/** What is said of a message that has nothing to read. */
export const NEUTRAL_MOOD: Mood = {
  sentiment: { label: 'neutral', score: 0, confidence: 0 },
  emotions: [{ name: 'none', probability: 1 }],
  urgency: 0,
}

/** The likeliest side first, then the likelier level on it: two weak halves of a side outweigh one neutral. */
function summarise(levels: Float32Array): SentimentReading {
  const sides = sumBySide(levels)
  const side = sides.indexOf(Math.max(...sides))
  let top = SIDE_OF_LEVEL.indexOf(1)
  let best = -1
  let score = 0
  levels.forEach((probability, level) => {
    score += probability * (LEVEL_SCORES[level] ?? 0)
    if (SIDE_OF_LEVEL[level] !== side || probability <= best) return
    top = level
    best = probability
  })
  return { label: SENTIMENTS[top] ?? 'neutral', score: clampScore(score), confidence: Math.min(1, levels[top] ?? 0) }
}

const clampScore = (score: number) => Math.min(1, Math.max(-1, score))

function nameEmotions(feelings: Float32Array): Mood['emotions'] {
  const shown = FEELINGS.map((name, k) => ({ name, probability: feelings[k] ?? 0 }))
  const none = { name: 'none' as const, probability: 1 - Math.max(...shown.map(({ probability }) => probability)) }
  return [...shown, none]
    .filter(({ probability }) => probability >= MIN_PROBABILITY)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MAX_EMOTIONS)
}
