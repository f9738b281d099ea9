import type { Emotion } from '../../domain/understanding.ts'
import type { Side } from './model.ts'

/** The labels of GoEmotions (Demszky et al. 2020), in the order of the general expert's outputs. */
export const REDDIT_EMOTIONS = [
  'admiration',
  'amusement',
  'anger',
  'annoyance',
  'approval',
  'caring',
  'confusion',
  'curiosity',
  'desire',
  'disappointment',
  'disapproval',
  'disgust',
  'embarrassment',
  'excitement',
  'fear',
  'gratitude',
  'grief',
  'joy',
  'love',
  'nervousness',
  'optimism',
  'pride',
  'realization',
  'relief',
  'remorse',
  'sadness',
  'surprise',
  'neutral',
] as const

const POSITIVE = new Set<string>(
  'admiration amusement approval caring desire excitement gratitude joy love optimism pride relief'.split(' '),
)
const NEGATIVE = new Set<string>(
  'anger annoyance disappointment disapproval disgust embarrassment fear frustration grief nervousness remorse sadness worry'.split(
    ' ',
  ),
)

/** Feelings of ours that a Reddit label teaches too. */
export const TAUGHT_BY: Partial<Record<Emotion, readonly string[]>> = {
  anger: ['anger'],
  frustration: ['annoyance'],
  disappointment: ['disappointment'],
  confusion: ['confusion'],
  worry: ['nervousness', 'fear'],
  gratitude: ['gratitude'],
  joy: ['joy', 'excitement'],
}

/** Null when both signs are there: such rows are left out. Confusion, curiosity, realization and surprise are neutral. */
export function sideOfEmotions(emotions: readonly string[]): Side | null {
  const isPositive = emotions.some((emotion) => POSITIVE.has(emotion))
  const isNegative = emotions.some((emotion) => NEGATIVE.has(emotion))
  if (isPositive && isNegative) return null
  if (isPositive) return 'positive'
  return isNegative ? 'negative' : 'neutral'
}
