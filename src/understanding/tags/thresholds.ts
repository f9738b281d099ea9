/** One held-out text and one tag: how likely the model called it, and whether it was so. */
export interface Judged {
  probability: number
  isRight: boolean
}

/** From which probability on a tag is set, suggested, or counted as read when the best balance is wanted. */
export interface TagThresholds {
  /** Precision on held-out texts is at least 0.9 from here on; null where the data do not show any such place. */
  set: number | null
  /** From here on it is put before a person. */
  suggest: number
  /** The best F1. */
  balance: number
}

const WANTED_PRECISION = 0.9
/** From this calibrated probability on a tag is worth a person's look: about every other one so shown is right. */
const SUGGESTED_FROM = 0.3
/** So many texts with the tag weigh as much as all tags together when its balance is looked for. */
const TRUSTED_COUNT = 25

/**
 * `others` is the balance of all tags together. One wrong text is always added before a precision is believed, so
 * that nine right ones are the least from which a tag is set by itself.
 */
export function chooseThresholds(judged: readonly Judged[], others: number): TagThresholds {
  const sorted = [...judged].sort((a, b) => b.probability - a.probability)
  const own = bestBalance(sorted)
  const count = sorted.filter(({ isRight }) => isRight).length
  const trust = count / (count + TRUSTED_COUNT)
  const balance = own === null ? others : trust * own + (1 - trust) * others
  const precise = lowestPrecise(sorted)
  // Where even the best balance is more precise than that, going below it would only add what is wrong.
  const set = precise === null ? null : Math.max(precise, own ?? precise)
  return { set, suggest: Math.min(SUGGESTED_FROM, set ?? 1), balance }
}

/** The probability from which on F1 is best, halfway to the next below; null without a right one. */
export function bestBalance(judged: readonly Judged[]): number | null {
  const sorted = [...judged].sort((a, b) => b.probability - a.probability)
  const wanted = sorted.filter(({ isRight }) => isRight).length
  let best = { f1: 0, at: null as number | null }
  let hits = 0
  sorted.forEach(({ probability, isRight }, i) => {
    if (isRight) hits += 1
    const next = sorted[i + 1]?.probability ?? 0
    if (next === probability) return
    const f1 = (2 * hits) / (i + 1 + wanted)
    if (f1 > best.f1) best = { f1, at: (probability + next) / 2 }
  })
  return best.at
}

/** The lowest probability above which nine in ten were right, one wrong one added. */
function lowestPrecise(sorted: readonly Judged[]): number | null {
  let lowest: number | null = null
  let hits = 0
  sorted.forEach(({ probability, isRight }, i) => {
    if (isRight) hits += 1
    if (sorted[i + 1]?.probability === probability) return
    if (hits / (i + 2) >= WANTED_PRECISION) lowest = probability
  })
  return lowest
}
