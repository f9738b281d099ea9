/**
 * Our choice of agents beside round-robin, fewest open and spare capacity on random loads (`random-loads.ts`), counted:
 * `npx tsx bench/routing-peers.ts --loads 72 --seed 1 [--runs N] [--weights '{"handling":100}'] [--save FILE.json]`.
 *
 * Loads are those of the seeds from `--seed` on. In each figure ours is compared with the best of the three others in that
 * figure, which need not be the same policy. `--save` writes the loads, for `simulate-routing --loads`, 50 at most.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Comparison, comparePolicies, readLoads, routingWeights } from '../src/routing/index.ts'
import { drawLoad } from './random-loads.ts'

/** What two figures may differ by and count as equal: what a day like the other would change in them and nobody would notice. */
const EQUAL_SECONDS = 1
const EQUAL_WAIT_SHARE = 0.01
const EQUAL_SKILL_SHARE = 0.001

const { values } = parseArgs({
  options: {
    loads: { type: 'string', default: '72' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    weights: { type: 'string', default: '{}' },
    save: { type: 'string' },
  },
})
const weights = routingWeights.parse(JSON.parse(values.weights))
const drawn = Array.from({ length: Number(values.loads) }, (_, i) => drawLoad(Number(values.seed) + i))
if (values.save) await writeFile(values.save, JSON.stringify({ loads: drawn.slice(0, 50) }, null, 1))

const judged = drawn.map((each) => {
  const [load] = readLoads(each, 'random')
  if (!load) throw new Error('One load was drawn.')
  const runs = values.runs === undefined ? undefined : Number(values.runs)
  return judge(comparePolicies(load, { seed: 1, runs, weights }))
})
for (const { name, figures } of judged) {
  const worse = figures.filter(({ isAsGood }) => !isAsGood)
  if (worse.length > 0) console.log(`${name}: ${worse.map(({ said }) => said).join('; ')}`)
}
const [first] = judged
for (const [i, { label }] of (first?.figures ?? []).entries()) {
  const all = judged.flatMap(({ figures }) => figures[i] ?? [])
  const gains = all.map(({ gain }) => gain)
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  console.log(
    `${label}: not worse in ${all.filter(({ isNotWorse }) => isNotWorse).length} of ${all.length}, as good in ${all.filter(({ isAsGood }) => isAsGood).length}; ` +
      `mean difference ${percent(mean)}, worst ${percent(Math.min(...gains))}`,
  )
}
const inAll = (is: 'isNotWorse' | 'isAsGood') =>
  judged.filter(({ figures }) => figures.every((each) => each[is])).length
console.log(`all three: not worse in ${inAll('isNotWorse')} of ${judged.length}, as good in ${inAll('isAsGood')}`)

interface Judged {
  label: string
  /** To the last digit that the simulator gives: tenths of a second, hundredths of a point. */
  isNotWorse: boolean
  /** Or worse by less than anybody would notice. */
  isAsGood: boolean
  /** Of the wait plus 30 s, or in points; below 0 ours is worse. */
  gain: number
  said: string
}

function judge({ name, policies: [ours, ...others] }: Comparison): { name: string; figures: Judged[] } {
  if (!ours) throw new Error('Ours is among them.')
  const wait = (label: string, of: 'waitP50' | 'waitP90'): Judged => {
    const best = Math.min(...others.map((other) => other[of]))
    return {
      label,
      isNotWorse: ours[of] <= best,
      isAsGood: ours[of] <= best + Math.max(EQUAL_SECONDS, EQUAL_WAIT_SHARE * best),
      gain: (best - ours[of]) / (best + 30),
      said: `${label} ${ours[of]} s, best other ${best} s`,
    }
  }
  const right = ours.rightSkill ?? 1
  const best = Math.max(...others.map(({ rightSkill }) => rightSkill ?? 0))
  return {
    name,
    figures: [
      wait('median wait', 'waitP50'),
      wait('90th percentile', 'waitP90'),
      {
        label: 'right skill',
        isNotWorse: right >= best,
        isAsGood: right >= best - EQUAL_SKILL_SHARE,
        gain: right - best,
        said: `right skill ${percent(right)}, best other ${percent(best)}`,
      },
    ],
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
