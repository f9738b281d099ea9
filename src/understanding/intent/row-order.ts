import type { Features, LabelledFeatures } from './features.ts'
import type { KernelMachine } from './kernel-machine.ts'
import type { KernelRow } from './train-kernel.ts'

/** Rows of the machine: label by label, names and unknown ones among them; `places` leads back to the given order. */
export interface OrderedRows {
  rows: KernelRow[]
  /** For each given row its place in `rows`. */
  places: Int32Array
}

export function orderRows(
  given: readonly LabelledFeatures[],
  names: readonly Features[],
  unknown: readonly Features[],
): OrderedRows {
  const all = [
    ...given.map((row, index) => ({ ...row, isName: false, index })),
    ...names.map((row, label) => ({ ...row, label, isName: true, index: -1 })),
    ...unknown.map((row) => ({ ...row, label: -1, isName: false, index: -1 })),
  ].sort((a, b) => a.label - b.label)
  const places = new Int32Array(given.length)
  all.forEach(({ index }, place) => {
    if (index >= 0) places[index] = place
  })
  return { rows: all.map(({ focus, lexical, label, isName }) => ({ focus, lexical, label, isName })), places }
}

/** The given examples first, in their order, then names and unknown ones: row numbers then name texts. */
export function arrange(machine: KernelMachine, places: Int32Array): KernelMachine {
  const count = machine.pulls.length / Math.max(1, machine.classCount)
  const isGiven = new Uint8Array(count)
  for (const place of places) isGiven[place] = 1
  const order = [...places, ...isGiven.keys()].filter((place, i) => i < places.length || isGiven[place] === 0)
  const pick = (from: Float32Array) => {
    const width = count === 0 ? 0 : from.length / count
    const to = new Float32Array(from.length)
    order.forEach((place, i) => void to.set(from.subarray(place * width, (place + 1) * width), i * width))
    return to
  }
  return count === 0 ? machine : { ...machine, vectors: pick(machine.vectors), pulls: pick(machine.pulls) }
}
