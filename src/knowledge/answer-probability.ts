import type { WordCover } from '../domain/index.ts'

/** What search measured of one article for one message. */
export interface ArticleSignals {
  /** Cosine to its title and questions, blended with what it says (see meaning.ts); null when search ran on words alone. */
  question: number | null
  /** The same once what all articles have in common is taken off; null likewise. */
  centred: number | null
  /** Best cosine to its passages, −1 to 1; null when search ran on words alone. */
  passage: number | null
  /** Best share of the message's information its passages cover, 0 to 1 (see bm25.ts). */
  words: number
  cover: WordCover
  /** Log odds of this article against all others together, by their fused scores; below 0 when they outweigh it. */
  lead: number
}

/** Of a logistic; `features` stand in the order of `featuresOf`. */
export interface AnswerWeights {
  bias: number
  features: readonly number[]
}

/** Fitted by bench/fit-answer-probability.ts, figures in docs/benchmarks.md. */
export const MEANING_WEIGHTS: AnswerWeights = { bias: -5.35, features: [4.26, 3.61, 2.74, 0.01, 0.12] }
/** The same for words alone. */
export const WORDS_WEIGHTS: AnswerWeights = { bias: -4.64, features: [4.27, 0.59, 0.43] }

/** The numbers the logistic weighs: centred, passage, cover, length, lead; the last three alone without the encoder. */
export function featuresOf({ centred, passage, cover, lead }: ArticleSignals): number[] {
  const ofWords = [cover.share, Math.log(Math.max(1, cover.words)), lead]
  return centred === null || passage === null ? ofWords : [centred, passage, ...ofWords]
}

/** Chance, 0 to 1, that the article answers the message. */
export function answerProbability(signals: ArticleSignals): number {
  const weights = signals.question === null ? WORDS_WEIGHTS : MEANING_WEIGHTS
  const sum = featuresOf(signals).reduce((total, value, i) => total + value * (weights.features[i] ?? 0), weights.bias)
  return 1 / (1 + Math.exp(-sum))
}

/**
 * One score to rank articles by. The share of the words is the middle of what was best, 0.1 to 0.3, on StackFAQ and on
 * the demo articles; between those it changes the first place of 3 queries in 1,000.
 */
export function fusedScore({ centred, words }: Pick<ArticleSignals, 'centred' | 'words'>): number {
  return centred === null ? words : centred + WORDS_SHARE * words
}

const WORDS_SHARE = 0.2

// Log odds a point of fused score, as a conditional logit over all articles has it.
const LEAD_SCALE = 28

/** The `lead` of every article, from the fused scores of all; a lone article leads by as much as its score. */
export function leadsOf(scores: readonly number[]): number[] {
  const odds = scores.map((score) => Math.exp(LEAD_SCALE * score))
  const all = odds.reduce((sum, value) => sum + value, 0)
  // What scores 0 stands for "no article", so that the first of one has something to lead against.
  return odds.map((own) => Math.log(own / (1 + Math.max(0, all - own))))
}
