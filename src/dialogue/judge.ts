import type { WordCover } from '../domain/index.ts'

/**
 * Of a logistic: what intents and search make of an article, as log odds; the share of the message's words that the
 * article knows; and the logarithm of how many words it has. Fitted by bench/fit-answer-judge.ts.
 */
export const JUDGE_WEIGHTS = { bias: -7.38, features: [1.28, 3.5, 0.89] }

/** The numbers the judge weighs; `probability` is kept from 0 and 1, where log odds have no end. */
export function judgeFeatures(probability: number, { share, words }: WordCover): number[] {
  const bounded = Math.min(0.997, Math.max(0.003, probability))
  return [Math.log(bounded / (1 - bounded)), share, Math.log(Math.max(1, words))]
}

/** Chance, 0 to 1, that an article answers a message which intents and search give it with `probability`. */
export function judge(probability: number, cover: WordCover | undefined): number {
  if (!cover) return probability
  const sum = judgeFeatures(probability, cover).reduce(
    (total, value, i) => total + value * (JUDGE_WEIGHTS.features[i] ?? 0),
    JUDGE_WEIGHTS.bias,
  )
  return 1 / (1 + Math.exp(-sum))
}

// Log odds between what search says of an article and the judged scale; see docs/benchmarks.md, "Articles without intents".
const ALONE = -1.32

/**
 * The same where search alone speaks of an article, because no intent knows it. Its chance was fitted with the cover
 * already, so it is only put on the judged scale: what search gives 0.45 stands at the threshold of an answer.
 */
export function judgeAlone(searchProbability: number): number {
  const bounded = Math.min(0.997, Math.max(0.003, searchProbability))
  return 1 / (1 + Math.exp(-(Math.log(bounded / (1 - bounded)) + ALONE)))
}
