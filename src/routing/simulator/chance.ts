import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Shares } from './load.ts'

/** Seeded chance. The same seed and run give the same numbers on every machine. */
export interface Chance {
  /** 0 included to 1 excluded. */
  share(): number
  exponential(mean: number): number
  /** With the given mean; `sigma` is the standard deviation of the logarithm. */
  lognormal(mean: number, sigma: number): number
  pick<T>(shares: Shares<T>): T
}

/** Runs of one seed are streams that never meet. */
export function startChance(seed: number, run: number): Chance {
  const generator = xoroshiro128plus(seed)
  for (let i = 0; i <= run; i++) generator.jump()
  const share = () => uniformFloat64(generator)
  // 1 − share is never 0, whose logarithm is not a number.
  const standardNormal = () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share())
  return {
    share,
    exponential: (mean) => -mean * Math.log(1 - share()),
    lognormal: (mean, sigma) => mean * Math.exp(sigma * standardNormal() - (sigma * sigma) / 2),
    pick: (shares) => {
      let left = share() * shares.reduce((sum, each) => sum + each.share, 0)
      const found = shares.find((each) => {
        left -= each.share
        return left < 0
      })
      // Rounding may leave a crumb beyond the last.
      const chosen = found ?? shares.at(-1)
      if (!chosen) throw new Error('There is nothing to pick from.')
      return chosen.value
    },
  }
}
