import { type Emotion, SENTIMENTS, type Sentiment } from '../../domain/understanding.ts'
import type { MoodFeatures } from './features.ts'
import { REDDIT_EMOTIONS, TAUGHT_BY } from './goemotions.ts'
import { denseInput, FEELINGS, SIDE_OF_LEVEL, SIDES, type Side, SPOKEN_OUTPUTS, serviceInput } from './model.ts'
import { logistic, type Net, type NetInput, type RunNet } from './net.ts'
import { type NetTraining, trainNet } from './train-net.ts'

export interface Text {
  features: MoodFeatures
  vector: Float32Array
}
export interface RedditRow extends Text {
  side: Side
  emotions: readonly string[]
}
export interface CustomerRow extends Text {
  sentiment: Sentiment
  emotions: readonly Emotion[]
  urgent: boolean
}

type Recipe = Omit<NetTraining, 'outputCount' | 'toErrors' | 'seed'>
// Chosen on the development part of GoEmotions, and by five-fold cross-validation on training/sentiment.jsonl.
const RECIPES = {
  general: {
    hiddenSize: 128,
    buckets: 1 << 16,
    epochs: 4,
    batch: 128,
    rate: 1e-3,
    hashedRate: 0.1,
    decay: 0.02,
    dropout: 0.3,
  },
  service: {
    hiddenSize: 32,
    buckets: 1 << 15,
    epochs: 9,
    batch: 32,
    rate: 1e-3,
    hashedRate: 0.05,
    decay: 0.1,
    dropout: 0.3,
  },
  gate: {
    hiddenSize: 16,
    buckets: 1 << 14,
    epochs: 5,
    batch: 64,
    rate: 1e-3,
    hashedRate: 0.02,
    decay: 0.05,
    dropout: 0.2,
  },
  lexical: {
    hiddenSize: 0,
    buckets: 1 << 15,
    epochs: 5,
    batch: 64,
    rate: 1e-3,
    hashedRate: 0.1,
    decay: 0.02,
    dropout: 0,
  },
} satisfies Record<string, Recipe>
const SEED = 20_240_607
/** How much of what a customer's row teaches a Reddit row does, so that odd texts don't surprise the heads that speak. */
const REDDIT_SHARE = { service: 0.1, lexical: 0.2 }
/** A missed emergency costs more than a needless hurry, and urgent rows are few. */
const URGENT_WEIGHT = 6

const redditInput = ({ features, vector }: Text): NetInput => ({
  dense: denseInput(vector, features),
  sparse: features.sparse,
})

/** Three sides as one choice, and the 28 labels each for itself at half weight. */
export function trainGeneral(rows: readonly RedditRow[]): Net {
  return trainNet(rows.map(redditInput), {
    ...RECIPES.general,
    outputCount: SIDES.length + REDDIT_EMOTIONS.length,
    seed: SEED,
    toErrors(outputs, index) {
      const row = rows[index]
      if (!row) return
      softmaxErrors(outputs, 0, SIDES.length, (side) => SIDES[side] === row.side)
      REDDIT_EMOTIONS.forEach((emotion, k) => {
        sigmoidError(outputs, SIDES.length + k, row.emotions.includes(emotion), 0.5)
      })
    },
  })
}

/** Inputs of the service expert, which listens to the general one. */
export function toServiceInput(runGeneral: RunNet, text: Text): NetInput {
  const input = redditInput(text)
  return { dense: serviceInput(input.dense, runGeneral(input)), sparse: input.sparse }
}

/** `reddit` may be a sample: some rows of another style keep the expert sober outside its own. */
export function trainService(
  customers: { inputs: readonly NetInput[]; rows: readonly CustomerRow[] },
  reddit: { inputs: readonly NetInput[]; rows: readonly RedditRow[] },
): Net {
  return trainNet([...customers.inputs, ...reddit.inputs], {
    ...RECIPES.service,
    outputCount: SPOKEN_OUTPUTS,
    seed: SEED,
    toErrors(outputs, index) {
      const ownCount = customers.inputs.length
      if (index < ownCount) return customerErrors(outputs, customers.rows[index])
      redditErrors(outputs, reddit.rows[index - ownCount], REDDIT_SHARE.service)
    },
  })
}

/** Tells customers' messages from Reddit comments; both kinds weigh the same however many there are. */
export function trainGate(customers: readonly Text[], reddit: readonly Text[]): Net {
  const weight = reddit.length / customers.length
  return trainNet([...customers, ...reddit].map(redditInput), {
    ...RECIPES.gate,
    outputCount: 1,
    seed: SEED,
    toErrors(outputs, index) {
      const isCustomer = index < customers.length
      sigmoidError(outputs, 0, isCustomer, isCustomer ? weight : 1)
    },
  })
}

/** For messages without a vector: words and tone only, of customers and, with little weight, of Reddit. */
export function trainLexical(customers: readonly CustomerRow[], reddit: readonly RedditRow[]): Net {
  const inputs = [...customers, ...reddit].map(({ features }) => ({ dense: features.cues, sparse: features.sparse }))
  return trainNet(inputs, {
    ...RECIPES.lexical,
    outputCount: SPOKEN_OUTPUTS,
    seed: SEED,
    toErrors(outputs, index) {
      if (index < customers.length) return customerErrors(outputs, customers[index])
      redditErrors(outputs, reddit[index - customers.length], REDDIT_SHARE.lexical)
    },
  })
}

function customerErrors(outputs: Float32Array, row: CustomerRow | undefined): void {
  if (!row) return
  softmaxErrors(outputs, 0, SENTIMENTS.length, (level) => SENTIMENTS[level] === row.sentiment)
  FEELINGS.forEach((feeling, k) => {
    sigmoidError(outputs, SENTIMENTS.length + k, row.emotions.includes(feeling), 0.5)
  })
  sigmoidError(outputs, SENTIMENTS.length + FEELINGS.length, row.urgent, row.urgent ? URGENT_WEIGHT : 1)
}

/** A Reddit row knows the side only: the chance is spread over the side's levels as the net has it already. */
function redditErrors(outputs: Float32Array, row: RedditRow | undefined, share: number): void {
  if (!row) return
  const side = SIDES.indexOf(row.side)
  softmaxErrors(outputs, 0, SENTIMENTS.length, (level) => SIDE_OF_LEVEL[level] === side)
  FEELINGS.forEach((feeling, k) => {
    const labels = TAUGHT_BY[feeling] ?? []
    sigmoidError(
      outputs,
      SENTIMENTS.length + k,
      labels.some((label) => row.emotions.includes(label)),
      0.5,
    )
  })
  outputs[SENTIMENTS.length + FEELINGS.length] = 0
  for (let k = 0; k < outputs.length; k++) outputs[k] = (outputs[k] ?? 0) * share
}

/** Slope of the cross-entropy of a choice; where several are right, of the chance that any of them is chosen. */
function softmaxErrors(outputs: Float32Array, from: number, to: number, isRight: (k: number) => boolean): void {
  const highest = Math.max(...outputs.subarray(from, to))
  let sum = 0
  let right = 0
  for (let k = from; k < to; k++) {
    const power = Math.exp((outputs[k] ?? 0) - highest)
    outputs[k] = power
    sum += power
    if (isRight(k - from)) right += power
  }
  for (let k = from; k < to; k++) {
    const power = outputs[k] ?? 0
    outputs[k] = power / sum - (isRight(k - from) ? power / right : 0)
  }
}

function sigmoidError(outputs: Float32Array, at: number, isRight: boolean, weight: number): void {
  outputs[at] = weight * (logistic(outputs[at] ?? 0) - (isRight ? 1 : 0))
}
