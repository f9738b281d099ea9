import type { SentimentReading, Understanding } from '../domain/index.ts'

/** The mood of a message that was read; null for one that was not, such as one in a language the models do not know. */
export function readSentiment(understanding: Understanding | null): SentimentReading | null {
  return understanding && understanding.sentiment.confidence > 0 ? understanding.sentiment : null
}
