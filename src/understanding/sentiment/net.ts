import { makeRowMatrix } from '../row-matrix.ts'

/**
 * A small network: one hidden layer over dense inputs, beside it a linear path from the dense inputs and one from hashed
 * features to the same outputs. Hashed weights are whole numbers from −127 to 127 with one scale an output, so that the
 * shipped file stays small.
 */
export interface Net {
  denseSize: number
  hiddenSize: number
  outputCount: number
  /** hiddenSize × denseSize. */
  inner: Float32Array
  innerBias: Float32Array
  /** outputCount × hiddenSize. */
  outer: Float32Array
  /** outputCount × denseSize. */
  direct: Float32Array
  bias: Float32Array
  /** buckets × outputCount; empty when the net reads no hashed features. */
  hashed: Int8Array
  hashedScale: Float32Array
}

export interface NetInput {
  dense: Float32Array
  sparse: { indices: Int32Array; values: Float32Array }
}

/** Raw outputs, before any link. */
export type RunNet = (input: NetInput) => Float32Array

/** The same in two steps: the hashed features at once, the dense ones when they are there. */
export type BeginNet = (sparse: NetInput['sparse']) => (dense: Float32Array) => Float32Array

// `as number` below holds because every index is within its array by the layout above; checks double the time.

/** Lays the net out for running, which costs a copy of it; then an input costs a few hundredths of a millisecond. */
export function openNet(net: Net): RunNet {
  const begin = openNetInSteps(net)
  return ({ dense, sparse }) => begin(sparse)(dense)
}

export function openNetInSteps(net: Net): BeginNet {
  const { denseSize, hiddenSize, innerBias, bias } = net
  // Both paths from the dense input are rows over it, so one pass reads them.
  const rows = new Float32Array(net.inner.length + net.direct.length)
  rows.set(net.inner)
  rows.set(net.direct, net.inner.length)
  const fromDense = makeRowMatrix(rows, denseSize)
  const fromHidden = makeRowMatrix(net.outer, hiddenSize)
  return (sparse) => {
    const hashed = sumHashed(net, sparse)
    return (dense) => {
      const sums = fromDense.times(dense)
      const hidden = sums.subarray(0, hiddenSize)
      for (let h = 0; h < hiddenSize; h++) hidden[h] = Math.max(0, (innerBias[h] as number) + (hidden[h] as number))
      const direct = sums.subarray(hiddenSize)
      const outer = fromHidden.times(hidden)
      return bias.map((own, k) => own + (direct[k] as number) + (outer[k] ?? 0) + (hashed[k] as number))
    }
  }
}

/** What the hashed features add to each output. */
function sumHashed({ hashed, hashedScale, outputCount }: Net, { indices, values }: NetInput['sparse']): Float32Array {
  const sums = new Float32Array(outputCount)
  if (hashed.length === 0) return sums
  const buckets = hashed.length / outputCount
  for (let i = 0; i < indices.length; i++) {
    const at = ((indices[i] as number) % buckets) * outputCount
    const value = values[i] as number
    for (let k = 0; k < outputCount; k++) sums[k] = (sums[k] as number) + value * (hashed[at + k] as number)
  }
  return sums.map((sum, k) => sum * (hashedScale[k] as number))
}

export function softmax(logits: Float32Array): Float32Array {
  const highest = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

export const logistic = (x: number) => 1 / (1 + Math.exp(-x))
