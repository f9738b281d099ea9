/** What search measured of one article for one message. */
export interface ArticleSignals {
  /** Mean of the two best cosines to its title and questions, −1 to 1; null when search ran on words alone. */
  question: number | null
  /** Best cosine to its passages, −1 to 1; null when search ran on words alone. */
  passage: number | null
  /** Best share of the message's information its passages cover, 0 to 1 (see bm25.ts). */
  words: number
  /** Log odds of this article against all others together, by their fused scores; below 0 when they outweigh it. */
  lead: number
}

/** Of a logistic; `features` stand in the order of `featuresOf`. */
export interface AnswerWeights {
  bias: number
  features: readonly number[]
}

/**
 * Fitted by bench/fit-answer-probability.ts on the 264 questions of the demo articles, each left out of the index in
 * turn, on half of the 1,575 examples of the intents they serve, on the same texts with their article left out, and on
 * out-of-scope queries. On the other half the calibration error is 0.059, and what is given 0.55 is right in 62 of 100.
 */
export const MEANING_WEIGHTS: AnswerWeights = { bias: -1.99, features: [1.09, 1.91, 0.07, 0.67] }
/** The same for words alone; calibration error 0.040. */
export const WORDS_WEIGHTS: AnswerWeights = { bias: -1.31, features: [0.76, 0.48] }

/** The numbers the logistic weighs: question, passage, words, lead; words and lead alone without the encoder. */
export function featuresOf(signals: ArticleSignals): number[] {
  return signals.question === null || signals.passage === null
    ? [signals.words, signals.lead]
    : [signals.question, signals.passage, signals.words, signals.lead]
}

/** Chance, 0 to 1, that the article answers the message. */
export function answerProbability(signals: ArticleSignals): number {
  const weights = signals.question === null ? WORDS_WEIGHTS : MEANING_WEIGHTS
  const sum = featuresOf(signals).reduce((total, value, i) => total + value * (weights.features[i] ?? 0), weights.bias)
  return 1 / (1 + Math.exp(-sum))
}

/**
 * One score to rank articles by, 0 to 1 for sensible input. The shares are those of a conditional logit over all
 * articles (11.2, 11.9, 5.6) fitted as the weights above.
 */
export function fusedScore(signals: Omit<ArticleSignals, 'lead'>): number {
  if (signals.question === null || signals.passage === null) return signals.words
  return 0.4 * signals.question + 0.4 * signals.passage + 0.2 * signals.words
}

// The scale of the same conditional logit: its weights over the shares above.
const LEAD_SCALE = 28

/** The `lead` of every article, from the fused scores of all; a lone article leads by as much as its score. */
export function leadsOf(scores: readonly number[]): number[] {
  const odds = scores.map((score) => Math.exp(LEAD_SCALE * score))
  const all = odds.reduce((sum, value) => sum + value, 0)
  // What scores 0 stands for "no article", so that the first of one has something to lead against.
  return odds.map((own) => Math.log(own / (1 + Math.max(0, all - own))))
}
