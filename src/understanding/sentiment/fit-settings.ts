import { SENTIMENTS } from '../../domain/understanding.ts'
import { FEELINGS, type MoodSettings, SIDES, sumBySide } from './model.ts'
import { logistic, softmax } from './net.ts'
import type { CustomerRow, RedditRow } from './train.ts'

/** Raw outputs of the speaking heads for rows they were not taught, with what is right. */
export interface HeldOut {
  outputs: Float32Array
  row: CustomerRow
}

/** Temperatures with the smallest loss on held-out rows; levels and feelings apart. */
export function fitTemperatures(rows: readonly HeldOut[]): { levels: number; feelings: number } {
  return {
    levels: bestTemperature((t) => sum(rows, (row) => levelLoss(row, t))),
    feelings: bestTemperature((t) => sum(rows, (row) => feelingLoss(row, t))),
  }
}

/** What is added to the logits of negative and positive so that macro-F1 is highest on the development part. */
export function fitSideBias(rows: readonly { outputs: Float32Array; row: RedditRow }[]): MoodSettings['sideBias'] {
  let best = { bias: [0, 0, 0], score: 0 }
  for (let negative = 0; negative <= 0.5; negative += 0.05) {
    for (let positive = 0; positive <= 0.3; positive += 0.05) {
      const bias = [negative, 0, positive]
      const pairs = rows.map(({ outputs, row }) => ({
        truth: SIDES.indexOf(row.side),
        said: indexOfMost(outputs.subarray(0, SIDES.length).map((logit, side) => logit + (bias[side] ?? 0))),
      }))
      const score = macroF1(pairs, SIDES.length)
      if (score > best.score + 0.0005) best = { bias, score }
    }
  }
  return best.bias.map((value) => Math.round(value * 100) / 100)
}

export function fitGeneralTemperature(rows: readonly { outputs: Float32Array; row: RedditRow }[]): number {
  return bestTemperature((t) =>
    sum(rows, ({ outputs, row }) => {
      const sides = softmax(outputs.subarray(0, SIDES.length).map((logit) => logit / t))
      return -Math.log(Math.max(1e-9, sides[SIDES.indexOf(row.side)] ?? 0))
    }),
  )
}

/** Mean over the classes of 2·right / (said + true). A class that is neither said nor true counts 0. */
export function macroF1(pairs: readonly { truth: number; said: number }[], classCount: number): number {
  let total = 0
  for (let k = 0; k < classCount; k++) {
    const right = pairs.filter(({ truth, said }) => truth === k && said === k).length
    const either = sum(pairs, ({ truth, said }) => Number(truth === k) + Number(said === k))
    total += either === 0 ? 0 : (2 * right) / either
  }
  return total / classCount
}

/** Macro-F1 over negative, neutral and positive of held-out customers' rows. */
export function threeSidedF1(rows: readonly HeldOut[]): number {
  const pairs = rows.map(({ outputs, row }) => ({
    truth: SIDES.findIndex((side) => row.sentiment.endsWith(side)),
    said: indexOfMost(sumBySide(softmax(outputs.subarray(0, SENTIMENTS.length)))),
  }))
  return macroF1(pairs, SIDES.length)
}

function levelLoss({ outputs, row }: HeldOut, temperature: number): number {
  const levels = softmax(outputs.subarray(0, SENTIMENTS.length).map((logit) => logit / temperature))
  return -Math.log(Math.max(1e-9, levels[SENTIMENTS.indexOf(row.sentiment)] ?? 0))
}

function feelingLoss({ outputs, row }: HeldOut, temperature: number): number {
  return sum(FEELINGS, (feeling) => {
    const logit = outputs[SENTIMENTS.length + FEELINGS.indexOf(feeling)] ?? 0
    const chance = logistic(logit / temperature)
    return -Math.log(Math.max(1e-9, row.emotions.includes(feeling) ? chance : 1 - chance))
  })
}

/** Smallest loss over temperatures from 0.3 to 4 in steps of about 5 %. */
function bestTemperature(lossAt: (temperature: number) => number): number {
  let best = { temperature: 1, loss: lossAt(1) }
  for (let temperature = 0.3; temperature < 4; temperature *= 1.05) {
    const loss = lossAt(temperature)
    if (loss < best.loss) best = { temperature, loss }
  }
  return Math.round(best.temperature * 100) / 100
}

const indexOfMost = (values: Float32Array) => values.indexOf(Math.max(...values))
const sum = <Item>(items: readonly Item[], of: (item: Item) => number) =>
  items.reduce((total, item) => total + of(item), 0)
