import type { Costs, Load, SimulatedAgent, SimulatedIntent } from '../../../src/routing/simulator/load.ts'

export const anAgent = (name: string, skills: string[], change: Partial<SimulatedAgent> = {}): SimulatedAgent => ({
  name,
  skills: new Map(skills.map((skill) => [skill, 1])),
  languages: [],
  capacity: 1,
  speed: 1,
  shifts: null,
  ...change,
})

export const anIntent = (name: string, change: Partial<SimulatedIntent> = {}): SimulatedIntent => ({
  name,
  share: 1,
  requiredSkills: [],
  optionalSkills: [],
  languages: [{ value: null, share: 1 }],
  priorities: [{ value: 'normal', share: 1 }],
  handling: { mean: 300, distribution: 'exponential', sigma: 0 },
  patienceSeconds: null,
  ...change,
})

export const FREE_OF_COST: Costs = {
  missingOptional: 1,
  transferProbability: 0,
  transferSeconds: 0,
  concurrencySlowdown: 0,
}

export const aLoad = (
  agents: SimulatedAgent[],
  intents: SimulatedIntent[],
  hours: number[],
  costs: Partial<Costs> = {},
): Load => ({
  name: 'a load',
  agents,
  arrivals: { kind: 'generated', start: 0, hours, intents },
  costs: { ...FREE_OF_COST, ...costs },
  until: (hours.length + 24) * 3600,
})
