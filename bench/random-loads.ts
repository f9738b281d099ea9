import { startChance } from '../src/routing/simulator/chance.ts'

const SKILLS = ['billing', 'returns', 'technical', 'orders', 'delivery', 'account', 'sales', 'privacy']
const LANGUAGES = ['en', 'nl', 'de', 'fr']

interface Agent {
  name: string
  skills: Record<string, number>
  languages: string[]
  capacity: number
  speed: number
  shifts?: { from: number; to: number }
}

interface Intent {
  name: string
  share: number
  requiredSkills: string[]
  optionalSkills: string[]
  handlingSeconds: { mean: number; distribution: string; sigma: number }
  priority: Record<string, number>
}

/**
 * A load in the shape of docs/routing.md, every part of it drawn: 3 to 60 agents with few or many skills, levels,
 * languages, places and speeds, in shifts or not; 2 to 10 intents that need, wish for or do not mind skills; rates by the
 * hour that ask for two fifths of what the team can do to a quarter more; patience, handling times and what a poor match
 * costs. The same seed draws the same.
 */
export function drawLoad(seed: number): object {
  const draw = startDrawing(seed)
  const skills = SKILLS.slice(0, draw.whole(2, 8))
  const languages = LANGUAGES.slice(0, draw.oneOf([1, 1, 1, 2, 3, 4]))
  const day = { startsAt: draw.whole(0, 14), length: draw.whole(3, 10) }
  const agents = drawAgents(draw, skills, languages, day)
  const intents = drawIntents(draw, skills, agents)
  const concurrencySlowdown = draw.happens(0.5) ? 0 : draw.between(0.03, 0.35)
  const askedFor = draw.between(0.4, 1.25)
  return {
    name: `seed ${seed}`,
    startsAt: day.startsAt,
    hours: drawHours(draw, day.length).map((share) =>
      Math.round(share * askedFor * perHour(agents, intents, day.length, concurrencySlowdown)),
    ),
    intents,
    agents,
    ...(languages.length > 1 && { language: Object.fromEntries(languages.map((code, i) => [code, 0.6 ** i])) }),
    patienceSeconds: draw.happens(0.3) ? null : draw.evenly(180, 3600),
    costs: {
      missingOptional: draw.between(1, 2),
      transferProbability: draw.happens(0.2) ? 0 : draw.between(0, 0.4),
      transferSeconds: draw.between(20, 180),
      concurrencySlowdown,
    },
  }
}

type Drawing = ReturnType<typeof startDrawing>

function startDrawing(seed: number) {
  const { share } = startChance(seed, 0)
  const between = (least: number, most: number) => least + share() * (most - least)
  return {
    share,
    between,
    /** As often between 1 and 10 as between 10 and 100. */
    evenly: (least: number, most: number) => least * (most / least) ** share(),
    whole: (least: number, most: number) => Math.floor(between(least, most + 1)),
    happens: (chance: number) => share() < chance,
    oneOf: <T>(all: readonly T[]) => all[Math.floor(share() * all.length)] as T, // not empty
    some: <T>(all: readonly T[], count: number) => {
      const left = [...all]
      return Array.from({ length: Math.min(count, all.length) }, () =>
        left.splice(Math.floor(share() * left.length), 1),
      ).flat()
    },
  }
}

function drawAgents(
  draw: Drawing,
  skills: string[],
  languages: string[],
  { startsAt, length }: { startsAt: number; length: number },
): Agent[] {
  const count = Math.round(draw.evenly(3, 60))
  const breadth = draw.between(0.1, 0.8)
  const generalists = draw.happens(0.5) ? draw.between(0, 0.4) : 0
  const places = draw.oneOf([1, 1, 2, 3, 4, 5])
  const [areAlike, speeds] = [draw.happens(0.5), draw.oneOf([0, 0.15, 0.35])]
  const half = draw.happens(0.35) && count >= 6 ? length * draw.between(0.5, 0.8) : null
  return Array.from({ length: count }, (_, i): Agent => {
    const own = draw.happens(generalists) ? skills : skills.filter(() => draw.happens(breadth))
    const held = own.length > 0 ? own : [draw.oneOf(skills)]
    const spoken = languages.filter((_, nth) => draw.happens(nth === 0 ? 0.9 : 0.35))
    const from = i % 2 === 0 ? startsAt : startsAt + length - (half ?? 0)
    return {
      name: `Agent ${i + 1}`,
      skills: Object.fromEntries(held.map((skill) => [skill, draw.whole(1, 3)])),
      languages: spoken.length > 0 ? spoken : languages.slice(0, 1),
      capacity: areAlike ? places : Math.max(1, places + draw.whole(-1, 1)),
      speed: Math.exp(draw.between(-speeds, speeds)),
      // Everybody else until the end of the day and a little longer.
      ...(half !== null && { shifts: { from, to: Math.min(24, from + half + (i % 2)) } }),
    }
  })
}

function drawIntents(draw: Drawing, skills: string[], agents: Agent[]): Intent[] {
  const [needing, wishing] = [draw.oneOf([0, 0.3, 0.6, 1]), draw.oneOf([0.3, 0.6, 0.9])]
  const isSkewed = draw.happens(0.25)
  const areUrgent = draw.happens(0.5)
  return Array.from({ length: draw.whole(2, 10) }, (_, i): Intent => {
    const required = draw.happens(needing) ? draw.some(skills, draw.happens(0.1) ? 2 : 1) : []
    const others = skills.filter((skill) => !required.includes(skill))
    const optional = draw.happens(wishing) ? draw.some(others, draw.happens(0.25) ? 2 : 1) : []
    const able = agents.filter((agent) => required.every((skill) => skill in agent.skills)).length
    return {
      name: `intent ${i + 1}`,
      // Teams are mostly hired for what comes; where they were not, what comes is skewed.
      share: -Math.log(1 - draw.share()) * (isSkewed ? 1 : (able + 0.2) / agents.length),
      requiredSkills: required,
      optionalSkills: optional,
      handlingSeconds: {
        mean: draw.evenly(90, 1200),
        distribution: draw.oneOf(['lognormal', 'lognormal', 'lognormal', 'exponential', 'fixed']),
        sigma: draw.between(0.3, 1),
      },
      priority: areUrgent ? { low: 0.1, normal: 0.65, high: 0.2, urgent: 0.05 } : { normal: 1 },
    }
  })
}

/** Of the mean, for each hour. */
function drawHours(draw: Drawing, length: number): number[] {
  const [peak, second] = [draw.between(0, length), draw.between(0, length)]
  const height = draw.between(0.5, 2)
  const around = (hour: number, top: number) => Math.exp(-(((hour + 0.5 - top) / (length / 6)) ** 2))
  const way = draw.oneOf(['even', 'one peak', 'two peaks', 'rising', 'bursts', 'uneven'] as const)
  const ways: Record<typeof way, (hour: number) => number> = {
    even: () => 1,
    'one peak': (hour) => 1 + height * around(hour, peak),
    'two peaks': (hour) => 1 + height * (around(hour, peak) + around(hour, second)),
    rising: (hour) => 0.5 + (height * hour) / length,
    bursts: () => (draw.happens(0.25) ? 1 + height : 0.7),
    uneven: () => draw.between(0.4, 1.6),
  }
  const weights = Array.from({ length }, (_, hour) => ways[way](hour))
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / length
  return weights.map((weight) => weight / mean)
}

/** So many customers an hour keep all places busy, those at work only part of the day counted in part. */
function perHour(agents: Agent[], intents: Intent[], length: number, slowdown: number): number {
  const places = agents.reduce((sum, { capacity, speed, shifts }) => {
    const present = shifts ? Math.min(1, (shifts.to - shifts.from) / length) : 1
    return sum + (present * capacity * speed) / (1 + slowdown * (capacity - 1))
  }, 0)
  const shares = intents.reduce((sum, { share }) => sum + share, 0)
  const mean = intents.reduce((sum, { share, handlingSeconds }) => sum + share * handlingSeconds.mean, 0) / shares
  return (places * 3600) / mean
}
