import type { Priority } from '../../domain/index.ts'

/** A workload to replay: who works, what arrives, and what a poor match costs. All times are seconds since midnight. */
export interface Load {
  name: string
  agents: SimulatedAgent[]
  arrivals: GeneratedArrivals | RecordedArrivals
  costs: Costs
  /** Runs end here at the latest. */
  until: number
}

export interface SimulatedAgent {
  name: string
  /** By skill, the level: 1 knows it, more is better. */
  skills: ReadonlyMap<string, number>
  /** ISO 639-1. */
  languages: readonly string[]
  /** Concurrent conversations. */
  capacity: number
  /** How fast they work: 1 as the handling times say, 2 in half the time. */
  speed: number
  /** When they take something new, in order; null for always. They finish what they have when a shift ends. */
  shifts: readonly { from: number; to: number }[] | null
}

/** What a ticket asks for. Required skills bind every policy; optional ones cost when they are missing. */
export interface Need {
  intent: string
  requiredSkills: readonly string[]
  optionalSkills: readonly string[]
  /** Binds as a required skill does; null when it does not matter. */
  language: string | null
  priority: Priority
}

/** Work by somebody with every optional skill, at speed 1, one conversation at a time. */
export interface HandlingTime {
  mean: number
  distribution: 'lognormal' | 'exponential' | 'fixed'
  /** Standard deviation of the logarithm; for lognormal ones alone. */
  sigma: number
}

/** A kind of conversation and how often it comes. */
export interface SimulatedIntent {
  name: string
  /** Of all arrivals, after all shares are made to sum to 1. */
  share: number
  requiredSkills: string[]
  optionalSkills: string[]
  languages: Shares<string | null>
  priorities: Shares<Priority>
  handling: HandlingTime
  /** Mean of an exponential distribution; null waits for ever. */
  patienceSeconds: number | null
}

/** Values with their weights, which need not sum to 1. */
export type Shares<T> = readonly { readonly value: T; readonly share: number }[]

export interface GeneratedArrivals {
  kind: 'generated'
  start: number
  /** Arrivals an hour, one number for each hour from `start`. */
  hours: number[]
  intents: SimulatedIntent[]
}

export interface RecordedArrivals {
  kind: 'recorded'
  arrivals: RecordedArrival[]
}

/** What was recorded is the same in each run; what was not is drawn anew. */
export interface RecordedArrival
  extends Pick<SimulatedIntent, 'requiredSkills' | 'optionalSkills' | 'languages' | 'priorities'> {
  at: number
  intent: string
  handling: number | HandlingTime
  /** `Infinity`: never leaves. A mean of null is the same. */
  patience: number | { mean: number | null }
}

export interface Costs {
  /** Handling time is multiplied by this when an optional skill is missing. */
  missingOptional: number
  /** Chance that the conversation is handed on instead, when somebody has all its optional skills. */
  transferProbability: number
  /** What the first agent spends on one that they hand on. */
  transferSeconds: number
  /** Each further conversation at the same time slows all of an agent's by this share; 0 for not at all. */
  concurrencySlowdown: number
}

/** One customer as every policy meets them: the same time, need, work and patience. */
export interface Arrival extends Need {
  at: number
  handlingSeconds: number
  /** What such a conversation takes on average: what a policy may know beforehand. */
  meanHandlingSeconds: number
  /** `Infinity`: never leaves. */
  patienceSeconds: number
  /** 0 to 1; below `transferProbability` a poor match ends in a transfer. */
  luck: number
}
