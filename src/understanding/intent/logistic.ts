import type { Breathe } from '../breathe.ts'

export interface LogisticModel {
  bias: number
  weights: number[]
}

export interface WeightedPoint {
  inputs: readonly number[]
  isYes: boolean
  /** How much the point counts. */
  weight: number
}

const ROUNDS = 300

export function logistic({ bias, weights }: LogisticModel, inputs: readonly number[]): number {
  let sum = bias
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (inputs[i] ?? 0)
  return 1 / (1 + Math.exp(-sum))
}

export const logOdds = (p: number) => Math.log(Math.max(1e-4, p) / Math.max(1e-4, 1 - p))

/** Gradient descent on inputs brought to one scale, without which it would take thousands of rounds. */
export async function fitLogistic(
  points: readonly WeightedPoint[],
  size: number,
  breathe: Breathe,
): Promise<LogisticModel> {
  const total = points.reduce((sum, { weight }) => sum + weight, 0) || 1
  const scales = Array.from({ length: size }, (_, i) => scaleOf(points, i, total))
  const scaled = points.map(({ inputs }) =>
    scales.map(({ mean, deviation }, i) => ((inputs[i] ?? 0) - mean) / deviation),
  )
  const model: LogisticModel = { bias: 0, weights: new Array<number>(size).fill(0) }
  for (let round = 0; round < ROUNDS; round++) {
    const slopes = new Array<number>(size).fill(0)
    let slope = 0
    points.forEach(({ isYes, weight }, n) => {
      const inputs = scaled[n] ?? []
      const error = weight * (logistic(model, inputs) - (isYes ? 1 : 0))
      slope += error
      for (let i = 0; i < size; i++) slopes[i] = (slopes[i] ?? 0) + error * (inputs[i] ?? 0)
    })
    model.bias -= slope / total
    model.weights = model.weights.map((weight, i) => weight - (slopes[i] ?? 0) / total)
    await breathe()
  }
  return {
    bias:
      model.bias -
      scales.reduce((sum, { mean, deviation }, i) => sum + ((model.weights[i] ?? 0) * mean) / deviation, 0),
    weights: model.weights.map((weight, i) => weight / (scales[i]?.deviation ?? 1)),
  }
}

function scaleOf(points: readonly WeightedPoint[], i: number, total: number): { mean: number; deviation: number } {
  const mean = points.reduce((sum, { inputs, weight }) => sum + weight * (inputs[i] ?? 0), 0) / total
  const variance = points.reduce((sum, { inputs, weight }) => sum + weight * ((inputs[i] ?? 0) - mean) ** 2, 0) / total
  return { mean, deviation: Math.sqrt(variance) || 1 }
}
