import { type Chance, startChance } from './chance.ts'
import type { Arrival, GeneratedArrivals, HandlingTime, Load, RecordedArrival } from './load.ts'

const HOUR = 3600

/** The customers of one run, by time. Drawn once and given to every policy, so that only the policies differ. */
export function drawArrivals(load: Load, seed: number, run: number): Arrival[] {
  const chance = startChance(seed, run)
  if (load.arrivals.kind === 'generated') return generate(load.arrivals, chance)
  const { arrivals } = load.arrivals
  const means = meanHandling(arrivals)
  return arrivals
    .map((recorded) => replay(recorded, means.get(recorded.intent) ?? 0, chance))
    .sort((a, b) => a.at - b.at)
}

/** A Poisson process whose rate is constant within each hour. */
function generate({ start, hours, intents }: GeneratedArrivals, chance: Chance): Arrival[] {
  const mix = intents.map((intent) => ({ value: intent, share: intent.share }))
  return hours.flatMap((perHour, hour) => {
    const arrivals: Arrival[] = []
    if (perHour === 0) return arrivals
    let at = start + hour * HOUR
    for (;;) {
      at += chance.exponential(HOUR / perHour)
      if (at >= start + (hour + 1) * HOUR) return arrivals
      const intent = chance.pick(mix)
      arrivals.push({
        at,
        intent: intent.name,
        requiredSkills: intent.requiredSkills,
        optionalSkills: intent.optionalSkills,
        language: chance.pick(intent.languages),
        priority: chance.pick(intent.priorities),
        handlingSeconds: drawHandling(intent.handling, chance),
        meanHandlingSeconds: intent.handling.mean,
        patienceSeconds: drawPatience(intent.patienceSeconds, chance),
        luck: chance.share(),
      })
    }
  })
}

function replay(recorded: RecordedArrival, mean: number, chance: Chance): Arrival {
  const { at, intent, requiredSkills, optionalSkills, handling, patience } = recorded
  return {
    at,
    intent,
    requiredSkills,
    optionalSkills,
    language: chance.pick(recorded.languages),
    priority: chance.pick(recorded.priorities),
    handlingSeconds: typeof handling === 'number' ? handling : drawHandling(handling, chance),
    meanHandlingSeconds: mean,
    patienceSeconds: typeof patience === 'number' ? patience : drawPatience(patience.mean, chance),
    luck: chance.share(),
  }
}

const drawPatience = (mean: number | null, chance: Chance) => (mean === null ? Infinity : chance.exponential(mean))

/** By intent: no policy may know how long the one at hand will take. */
function meanHandling(arrivals: readonly RecordedArrival[]): Map<string, number> {
  const sums = new Map<string, { seconds: number; count: number }>()
  for (const { intent, handling } of arrivals) {
    const sum = sums.get(intent) ?? { seconds: 0, count: 0 }
    sums.set(intent, sum)
    sum.seconds += typeof handling === 'number' ? handling : handling.mean
    sum.count++
  }
  return new Map([...sums].map(([intent, { seconds, count }]) => [intent, seconds / count]))
}

function drawHandling(handling: HandlingTime, chance: Chance): number {
  switch (handling.distribution) {
    case 'lognormal':
      return chance.lognormal(handling.mean, handling.sigma)
    case 'exponential':
      return chance.exponential(handling.mean)
    case 'fixed':
      return handling.mean
  }
}
