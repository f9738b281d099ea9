import { makeRandom, shuffle } from '../random.ts'
import { openNet, softmax } from '../sentiment/net.ts'
import { trainNet } from '../sentiment/train-net.ts'
import type { RatedDialogue } from './mood-rows.ts'
import { type RatedTurn, type Reading, readRatedTurns } from './satisfaction-features.ts'
import { type Pair, type SatisfactionMetrics, satisfactionMetrics } from './satisfaction-metrics.ts'

export interface SatisfactionEvaluation extends SatisfactionMetrics {
  ratedTurns: number
  folds: number
  /** The same when the turn itself is seen too. */
  withTurn: SatisfactionMetrics
}

const CLASSES = 5
const NO_WORDS = { indices: new Int32Array(0), values: new Float32Array(0) }
const RECIPE = { hiddenSize: 0, buckets: 0, epochs: 6, batch: 128, rate: 5e-3, hashedRate: 0, decay: 0.03, dropout: 0 }

/**
 * Predicts each rated customer turn by a model trained on the other folds; folds are whole dialogues, predictions are
 * pooled. Every rating weighs the same in training however rare it is, for recall is averaged over the five.
 */
export function evaluateSatisfaction(
  dialogues: readonly RatedDialogue[],
  read: (text: string) => Reading,
  folds: number,
): SatisfactionEvaluation {
  const turns = readRatedTurns(dialogues, read)
  const order = Int32Array.from(dialogues, (_, i) => i)
  shuffle(order, makeRandom(11))
  const foldOf = new Map([...order].map((dialogue, place) => [dialogue, place % folds]))
  const measure = (inputOf: (turn: RatedTurn) => Float32Array) => {
    const pairs: Pair[] = []
    for (let fold = 0; fold < folds; fold++) {
      const isAsked = ({ dialogue }: RatedTurn) => foldOf.get(dialogue) === fold
      const predict = train(
        turns.filter((turn) => !isAsked(turn)),
        inputOf,
      )
      for (const turn of turns.filter(isAsked)) pairs.push({ truth: turn.rating, said: predict(inputOf(turn)) })
    }
    return satisfactionMetrics(pairs, CLASSES)
  }
  return {
    ratedTurns: turns.length,
    folds,
    ...measure(({ before }) => before),
    withTurn: measure(({ withTurn }) => withTurn),
  }
}

function train(turns: readonly RatedTurn[], inputOf: (turn: RatedTurn) => Float32Array) {
  const counts = Array.from({ length: CLASSES }, (_, k) => turns.filter(({ rating }) => rating === k).length)
  const present = counts.filter((count) => count > 0).length
  const net = trainNet(
    turns.map((turn) => ({ dense: inputOf(turn), sparse: NO_WORDS })),
    {
      ...RECIPE,
      outputCount: CLASSES,
      seed: 3,
      toErrors(outputs, index) {
        const rating = turns[index]?.rating ?? 0
        const weight = turns.length / present / (counts[rating] || 1)
        softmax(outputs).forEach((chance, k) => {
          outputs[k] = weight * (chance - (k === rating ? 1 : 0))
        })
      },
    },
  )
  const run = openNet(net)
  return (dense: Float32Array) => {
    const outputs = run({ dense, sparse: NO_WORDS })
    return outputs.indexOf(Math.max(...outputs))
  }
}
