import { DEFAULT_WEIGHTS, OPTIONAL_SKILL_SECONDS, type RoutingWeights } from '../weights.ts'
import { drawArrivals } from './draw-arrivals.ts'
import { type Figures, measure } from './figures.ts'
import type { Load } from './load.ts'
import { ours } from './ours.ts'
import { fewestOpen, roundRobin, type StartPolicy, spareCapacity } from './policies.ts'
import { simulate } from './simulate.ts'

/** What the figures of a load rest on: enough that chance in one day does not decide, few enough to wait for. */
const ENOUGH_ARRIVALS = 20_000
const FEWEST_RUNS = 3
const MOST_RUNS = 50

export interface Comparison {
  name: string
  runs: number
  /** Of all runs. */
  arrivals: number
  policies: ({ name: string } & Figures)[]
}

interface Settings {
  seed: number
  runs?: number | undefined
  weights?: RoutingWeights
  optionalSkillSeconds?: number
}

/** Every policy on the same customers, in as many runs as the load needs, or `runs`. */
export function comparePolicies(
  load: Load,
  { seed, runs, weights = DEFAULT_WEIGHTS, optionalSkillSeconds = OPTIONAL_SKILL_SECONDS }: Settings,
): Comparison {
  const days = drawDays(load, seed, runs)
  const policies: Record<string, StartPolicy> = {
    ours: ours(weights, optionalSkillSeconds),
    'round-robin': roundRobin,
    'fewest-open': fewestOpen,
    'spare-capacity': spareCapacity,
  }
  return {
    name: load.name,
    runs: days.length,
    arrivals: days.reduce((sum, { length }) => sum + length, 0),
    policies: Object.entries(policies).map(([name, policy]) => ({ name, ...replayAll(load, days, policy) })),
  }
}

export type FrontierPoint = { holdSeconds: number } & Figures

/** Ours again and again, holding places back ever longer for the right skill: what can be had for what. */
export function traceFrontier(
  load: Load,
  { seed, runs, weights = DEFAULT_WEIGHTS, optionalSkillSeconds = OPTIONAL_SKILL_SECONDS }: Settings,
): FrontierPoint[] {
  const days = drawDays(load, seed, runs)
  return FRONTIER_SECONDS.map((holdSeconds) => ({
    holdSeconds,
    ...replayAll(load, days, ours({ ...weights, holdSeconds }, optionalSkillSeconds)),
  }))
}

const FRONTIER_SECONDS = [0, 15, 30, 60, 120, 300, 600]

function drawDays(load: Load, seed: number, runs: number | undefined) {
  const first = drawArrivals(load, seed, 0)
  const needed = Math.ceil(ENOUGH_ARRIVALS / Math.max(1, first.length))
  const count = runs ?? Math.min(MOST_RUNS, Math.max(FEWEST_RUNS, needed))
  return [first, ...Array.from({ length: count - 1 }, (_, i) => drawArrivals(load, seed, i + 1))]
}

const replayAll = (load: Load, days: ReturnType<typeof drawDays>, policy: StartPolicy): Figures =>
  measure(days.map((arrivals) => simulate(arrivals, load.agents, load.costs, policy, load.until)))
