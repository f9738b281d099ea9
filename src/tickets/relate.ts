import type { Likeness } from '../domain/index.ts'

/** What one ticket is about. */
export interface Matter {
  /** The intent of its key message; null when none was understood. */
  intent: string | null
  /** That intent's title, for the reasons. */
  title: string | null
  /** Order and ticket numbers and the like that the customer named. */
  numbers: readonly string[]
  openedAt: Date
  /** Somebody still works on it. */
  isOpen: boolean
  /** Of the key message, unit length; null without the encoder. */
  vector: Float32Array | null
}

/** Two open tickets of one customer are one matter only when they were opened this close together. */
export const DUPLICATE_DAYS = 7
/**
 * Cosines of two messages. Of pairs of examples of different intents 7 in 10,000 reach `same`, of one intent 1 in 20;
 * `akin` is reached by 1 in 50 and by 1 in 3.
 */
export const LIKE = { same: 0.6, akin: 0.4 } as const

const DAY_MS = 86_400_000

/** How a new ticket stands to an earlier one of the same customer; null when they have nothing to do with each other. */
export function relate(matter: Matter, earlier: Matter): Likeness | null {
  const cosine = matter.vector && earlier.vector ? dot(matter.vector, earlier.vector) : null
  const isSameIntent = matter.intent !== null && matter.intent === earlier.intent
  const shared = matter.numbers.find((number) => earlier.numbers.includes(number))
  const days = Math.abs(matter.openedAt.getTime() - earlier.openedAt.getTime()) / DAY_MS
  const reasons = [
    ...(shared === undefined ? [] : [`both name ${shared}`]),
    ...(isSameIntent ? [`both are about \u201c${matter.title ?? matter.intent}\u201d`] : []),
    ...(cosine !== null && cosine >= LIKE.akin ? [`the words are alike (${cosine.toFixed(2)} of 1)`] : []),
  ]
  if (reasons.length === 0) return null

  const isSameMatter = isSameIntent || shared !== undefined || (cosine ?? 0) >= LIKE.same
  // Two orders with the same trouble are two matters.
  const isAboutAnother = shared === undefined && matter.numbers.length > 0 && earlier.numbers.length > 0
  const isDuplicate = matter.isOpen && earlier.isOpen && days <= DUPLICATE_DAYS && isSameMatter && !isAboutAnother
  const score = ((shared === undefined ? 0 : 1) + (isSameIntent ? 1 : 0) + Math.max(0, cosine ?? 0)) / 3
  return { kind: isDuplicate ? 'duplicate' : 'related', score, reasons: [...reasons, opened(days)] }
}

const opened = (days: number) =>
  days < 1 ? 'opened within a day' : `opened ${Math.round(days)} ${Math.round(days) === 1 ? 'day' : 'days'} apart`

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
