import { createHash } from 'node:crypto'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Draws that a seed repeats. */
export interface Chance {
  /** 0 inclusive to 1 exclusive. */
  draw(): number
  /** True in `share` of the draws; `share` is 0 to 1. */
  happens(share: number): boolean
  /** One of `items`, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item
  /** One of `items` in proportion to its weight; the sum of weights must be more than 0. */
  pickWeighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): Item
  /** Log-normal with this median; about two thirds lie within a factor of e^sigma. */
  logNormal(of: { median: number; sigma: number }): number
  /** A waiting time with this mean, of events that do not know of each other. */
  exponential(mean: number): number
}

/** Seeds that lie close together or look alike give draws that have nothing in common. */
export function createChance(seed: number | string): Chance {
  const generator = xoroshiro128plus(createHash('sha256').update(String(seed)).digest().readInt32LE(0))
  const draw = () => uniformFloat64(generator)
  const exponential = (mean: number) => -mean * Math.log(1 - draw())
  return {
    draw,
    happens: (share) => draw() < share,
    pick: (items) => at(items, Math.floor(draw() * items.length)),
    pickWeighted(items, weightOf) {
      let left = draw() * items.reduce((sum, item) => sum + weightOf(item), 0)
      const found = items.findIndex((item) => {
        left -= weightOf(item)
        return left < 0
      })
      return at(items, found === -1 ? items.length - 1 : found)
    },
    logNormal({ median, sigma }) {
      // Box and Muller's transform of two uniform draws into a normal one.
      const normal = Math.sqrt(2 * exponential(1)) * Math.cos(2 * Math.PI * draw())
      return median * Math.exp(sigma * normal)
    },
    exponential,
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  if (index < 0 || index >= items.length) throw new Error('There is nothing to pick from.')
  return items[index] as Item
}
