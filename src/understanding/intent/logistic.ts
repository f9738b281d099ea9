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
export function fitLogistic(points: readonly WeightedPoint[], size: number): LogisticModel {
  const total = points.reduce((sum, { weight }) => sum + weight, 0) || 1
  const scales = Array.from({ length: size }, (_, i) => scaleOf(points, i, total))
  const scaled = Float64Array.from({ length: points.length * size }, (_, at) => {
    const { mean, deviation } = scales[at % size] ?? { mean: 0, deviation: 1 }
    return ((points[Math.floor(at / size)]?.inputs[at % size] ?? 0) - mean) / deviation
  })
  const model = descend(points, scaled, size, total)
  return {
    bias:
      model.bias -
      scales.reduce((sum, { mean, deviation }, i) => sum + ((model.weights[i] ?? 0) * mean) / deviation, 0),
    weights: model.weights.map((weight, i) => weight / (scales[i]?.deviation ?? 1)),
  }
}

/** `scaled` holds the inputs of all points one after the other; its indices lie within it by its size. */
function descend(points: readonly WeightedPoint[], scaled: Float64Array, size: number, total: number): LogisticModel {
  const isYes = Uint8Array.from(points, (point) => (point.isYes ? 1 : 0))
  const shares = Float64Array.from(points, ({ weight }) => weight / total)
  const weights = new Float64Array(size)
  const slopes = new Float64Array(size)
  let bias = 0
  for (let round = 0; round < ROUNDS; round++) {
    slopes.fill(0)
    let slope = 0
    for (let n = 0; n < points.length; n++) {
      let sum = bias
      for (let i = 0; i < size; i++) sum += (weights[i] as number) * (scaled[n * size + i] as number)
      const error = (shares[n] as number) * (1 / (1 + Math.exp(-sum)) - (isYes[n] as number))
      slope += error
      for (let i = 0; i < size; i++) slopes[i] = (slopes[i] as number) + error * (scaled[n * size + i] as number)
    }
    bias -= slope
    for (let i = 0; i < size; i++) weights[i] = (weights[i] as number) - (slopes[i] as number)
  }
  return { bias, weights: [...weights] }
}

function scaleOf(points: readonly WeightedPoint[], i: number, total: number): { mean: number; deviation: number } {
  const mean = points.reduce((sum, { inputs, weight }) => sum + weight * (inputs[i] ?? 0), 0) / total
  const variance = points.reduce((sum, { inputs, weight }) => sum + weight * ((inputs[i] ?? 0) - mean) ** 2, 0) / total
  const deviation = Math.sqrt(variance)
  // An input that is the same everywhere differs by rounding only.
  return { mean, deviation: deviation > 1e-9 ? deviation : 1 }
}
