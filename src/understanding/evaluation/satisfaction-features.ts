import type { Mood } from '../sentiment/read.ts'
import type { RatedDialogue } from './mood-rows.ts'

/** One rated customer turn: what stood before it, the turn itself, and how it was rated. */
export interface RatedTurn {
  /** Index of the dialogue, which stays whole in one fold. */
  dialogue: number
  /** 0 to 4 for ratings 1 to 5: the most frequent, ties to the lower. */
  rating: number
  before: Float32Array
  withTurn: Float32Array
}

export interface Reading {
  mood: Mood
  vector: Float32Array
}

/** A unit vector's numbers are about 0.05 each; the model trains best on inputs nearer to 1. */
const VECTOR_SCALE = 6
const REFUSES =
  /\b(?:sorry|unfortunately|unable|no luck|could(?:n't| not)|can(?:'t|not)|was(?:n't| not)|did(?:n't| not)|fail\w*)\b/i
const CLOSES =
  /\b(?:anything else|else i can|help you with|enjoy|great day|you(?:'re| are) welcome|booked|success\w*)\b/i
const ASKS_TO_CONFIRM = /\b(?:confirm|please|correct)\b/i

export function readRatedTurns(dialogues: readonly RatedDialogue[], read: (text: string) => Reading): RatedTurn[] {
  return dialogues.flatMap(({ turns }, dialogue) => {
    let customerTurn = 0
    return turns.flatMap(({ role, text, ratings }, at) => {
      if (role !== 'customer') return []
      customerTurn += 1
      if (!ratings || ratings.length === 0) return []
      const before = describeBefore(turns.slice(0, at), customerTurn, read)
      const now = read(text)
      const withTurn = join([before, scaled(now.vector), Float32Array.of(now.mood.sentiment.score, now.mood.urgency)])
      return [{ dialogue, rating: mostFrequent(ratings) - 1, before, withTurn }]
    })
  })
}

function describeBefore(earlier: RatedDialogue['turns'], customerTurn: number, read: (text: string) => Reading) {
  const replies = earlier.filter(({ role }) => role !== 'customer').map(({ text }) => text)
  const own = earlier.filter(({ role }) => role === 'customer').map(({ text }) => text)
  const reply = replies.at(-1) ?? ''
  const replyVector = vectorOf(reply, read)
  const ownVector = vectorOf(own.at(-1) ?? '', read)
  const mood = own.length > 0 ? read(own.at(-1) ?? '').mood.sentiment.score : 0
  const facts = Float32Array.of(
    Math.min(customerTurn, 15) / 15,
    customerTurn === 1 ? 1 : 0,
    Math.min(customerTurn, 3) / 3,
    cosine(replyVector, ownVector),
    cosine(replyVector, vectorOf(replies.at(-2) ?? '', read)),
    cosine(ownVector, vectorOf(own.at(-2) ?? '', read)),
    reply.length / 200,
    reply.includes('?') ? 1 : 0,
    REFUSES.test(reply) ? 1 : 0,
    CLOSES.test(reply) ? 1 : 0,
    ASKS_TO_CONFIRM.test(reply) ? 1 : 0,
    mood,
  )
  return join([scaled(replyVector), scaled(ownVector), facts])
}

const NO_VECTOR = new Float32Array(384)
const vectorOf = (text: string, read: (text: string) => Reading) => (text === '' ? NO_VECTOR : read(text).vector)
const scaled = (vector: Float32Array) => vector.map((x) => x * VECTOR_SCALE)
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, j) => sum + x * (b[j] ?? 0), 0)

function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** `[3, 4, 4, 3, 2]` → 3. */
export function mostFrequent(ratings: readonly number[]): number {
  const counts = [1, 2, 3, 4, 5].map((rating) => ratings.filter((given) => Math.round(given) === rating).length)
  return counts.indexOf(Math.max(...counts)) + 1
}
