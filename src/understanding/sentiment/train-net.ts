import { makeRandom, shuffle } from '../random.ts'
import type { Net, NetInput } from './net.ts'

export interface NetTraining {
  hiddenSize: number
  outputCount: number
  /** Size of the hashed path, a power of two; 0 for none. */
  buckets: number
  epochs: number
  batch: number
  rate: number
  hashedRate: number
  decay: number
  /** Share of hidden units left out at random in each step. */
  dropout: number
  seed: number
  /**
   * Writes the slope of the loss by each raw output of row `index` over `outputs`.
   */
  toErrors(outputs: Float32Array, index: number): void
}

// `as number` below holds because every index is within its array by the layout of Net; checks double the time.

/** Adam on the dense weights, Adagrad on the hashed ones; steps shrink to a twentieth. The same rows give the same net. */
export function trainNet(rows: readonly NetInput[], options: NetTraining): Net {
  const { hiddenSize, outputCount, buckets, epochs, batch, dropout } = options
  const denseSize = rows[0]?.dense.length ?? 0
  const random = makeRandom(options.seed)
  const inner = makeParameter(hiddenSize * denseSize, () => (random() - 0.5) * Math.sqrt(24 / Math.max(1, denseSize)))
  const innerBias = makeParameter(hiddenSize)
  const outer = makeParameter(outputCount * hiddenSize, () => (random() - 0.5) * 0.17)
  const direct = makeParameter(outputCount * denseSize)
  const bias = makeParameter(outputCount)
  const hashed = new Float32Array(buckets * outputCount)
  const hashedSums = new Float32Array(buckets * outputCount).fill(1e-6)
  const order = Int32Array.from(rows, (_, i) => i)
  const hidden = new Float32Array(hiddenSize)
  const hiddenErrors = new Float32Array(hiddenSize)
  const kept = new Float32Array(hiddenSize)
  const outputs = new Float32Array(outputCount)
  let step = 0
  const steps = epochs * Math.ceil(rows.length / batch)

  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (let from = 0; from < order.length; from += batch) {
      const share = 1 - (0.95 * step) / steps
      const indices = order.subarray(from, from + batch)
      for (const index of indices) {
        const row = rows[index]
        if (!row) continue
        const { dense, sparse } = row
        for (let h = 0; h < hiddenSize; h++) {
          kept[h] = random() < dropout ? 0 : 1 / (1 - dropout)
          let sum = innerBias.value[h] as number
          if (kept[h] !== 0) {
            for (let j = 0; j < denseSize; j++) {
              sum += (inner.value[h * denseSize + j] as number) * (dense[j] as number)
            }
          }
          hidden[h] = Math.max(0, sum) * (kept[h] as number)
        }
        for (let k = 0; k < outputCount; k++) {
          let sum = bias.value[k] as number
          for (let h = 0; h < hiddenSize; h++)
            sum += (outer.value[k * hiddenSize + h] as number) * (hidden[h] as number)
          for (let j = 0; j < denseSize; j++) sum += (direct.value[k * denseSize + j] as number) * (dense[j] as number)
          outputs[k] = sum
        }
        if (buckets > 0) {
          for (let i = 0; i < sparse.indices.length; i++) {
            const at = ((sparse.indices[i] as number) % buckets) * outputCount
            const value = sparse.values[i] as number
            for (let k = 0; k < outputCount; k++) {
              outputs[k] = (outputs[k] as number) + value * (hashed[at + k] as number)
            }
          }
        }
        options.toErrors(outputs, index)
        hiddenErrors.fill(0)
        for (let k = 0; k < outputCount; k++) {
          const error = outputs[k] as number
          if (error === 0) continue
          bias.slope[k] = (bias.slope[k] as number) + error
          for (let h = 0; h < hiddenSize; h++) {
            const at = k * hiddenSize + h
            outer.slope[at] = (outer.slope[at] as number) + error * (hidden[h] as number)
            hiddenErrors[h] = (hiddenErrors[h] as number) + error * (outer.value[at] as number)
          }
          for (let j = 0; j < denseSize; j++) {
            const at = k * denseSize + j
            direct.slope[at] = (direct.slope[at] as number) + error * (dense[j] as number)
          }
        }
        for (let h = 0; h < hiddenSize; h++) {
          if ((hidden[h] as number) <= 0) continue
          const error = (hiddenErrors[h] as number) * (kept[h] as number)
          innerBias.slope[h] = (innerBias.slope[h] as number) + error
          for (let j = 0; j < denseSize; j++) {
            const at = h * denseSize + j
            inner.slope[at] = (inner.slope[at] as number) + error * (dense[j] as number)
          }
        }
        if (buckets > 0) {
          stepHashed(hashed, hashedSums, sparse, outputs, buckets, options.hashedRate * share)
        }
      }
      step += 1
      for (const parameter of [inner, outer, direct]) {
        stepAdam(parameter, indices.length, step, options.rate * share, options.decay)
      }
      for (const parameter of [innerBias, bias]) stepAdam(parameter, indices.length, step, options.rate * share, 0)
    }
  }
  return {
    denseSize,
    hiddenSize,
    outputCount,
    inner: inner.value,
    innerBias: innerBias.value,
    outer: outer.value,
    direct: direct.value,
    bias: bias.value,
    ...quantise(hashed, outputCount),
  }
}

interface Parameter {
  value: Float32Array
  slope: Float32Array
  mean: Float32Array
  square: Float32Array
}

function makeParameter(size: number, start: () => number = () => 0): Parameter {
  return {
    value: Float32Array.from({ length: size }, start),
    slope: new Float32Array(size),
    mean: new Float32Array(size),
    square: new Float32Array(size),
  }
}

function stepAdam({ value, slope, mean, square }: Parameter, rows: number, step: number, rate: number, decay: number) {
  const first = 1 - 0.9 ** step
  const second = 1 - 0.999 ** step
  for (let i = 0; i < value.length; i++) {
    const g = (slope[i] as number) / rows
    slope[i] = 0
    const m = 0.9 * (mean[i] as number) + 0.1 * g
    const s = 0.999 * (square[i] as number) + 0.001 * g * g
    mean[i] = m
    square[i] = s
    const weight = value[i] as number
    value[i] = weight - rate * (m / first / (Math.sqrt(s / second) + 1e-8) + decay * weight)
  }
}

function stepHashed(
  hashed: Float32Array,
  sums: Float32Array,
  sparse: NetInput['sparse'],
  errors: Float32Array,
  buckets: number,
  rate: number,
): void {
  const count = errors.length
  for (let i = 0; i < sparse.indices.length; i++) {
    const at = ((sparse.indices[i] as number) % buckets) * count
    const value = sparse.values[i] as number
    for (let k = 0; k < count; k++) {
      const slope = (errors[k] as number) * value
      const sum = (sums[at + k] as number) + slope * slope
      sums[at + k] = sum
      hashed[at + k] = (hashed[at + k] as number) - (rate * slope) / Math.sqrt(sum)
    }
  }
}

/** One scale an output; weights beyond five standard deviations are cut, so that a few do not cost the rest precision. */
function quantise(weights: Float32Array, outputCount: number): Pick<Net, 'hashed' | 'hashedScale'> {
  const hashed = new Int8Array(weights.length)
  const hashedScale = new Float32Array(outputCount)
  for (let k = 0; k < outputCount; k++) {
    let squares = 0
    let used = 0
    for (let i = k; i < weights.length; i += outputCount) {
      const weight = weights[i] as number
      if (weight === 0) continue
      squares += weight * weight
      used += 1
    }
    const scale = used === 0 ? 1 : (5 * Math.sqrt(squares / used)) / 127
    hashedScale[k] = scale
    for (let i = k; i < weights.length; i += outputCount) {
      hashed[i] = Math.max(-127, Math.min(127, Math.round((weights[i] as number) / scale)))
    }
  }
  return { hashed, hashedScale }
}
