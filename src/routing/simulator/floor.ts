import { PRIORITIES } from '../../domain/index.ts'
import type { Arrival, Costs, Need, SimulatedAgent } from './load.ts'

/** An agent at work. */
export interface Worker {
  index: number
  agent: SimulatedAgent
  /** On shift: takes something new. */
  isOn: boolean
  /** Conversations at present. */
  load: number
  /** -Infinity before the first. */
  lastAssignedAt: number
}

/** Tickets that ask for the same: whoever can take one can take all. */
export interface Kind {
  need: Need
  /** Urgent 3 … low 0. */
  urgency: number
  meanHandlingSeconds: number
  /** Has every required skill and speaks the language, by the worker's index. */
  isAble: boolean[]
  /** Has every optional skill besides. */
  isRight: boolean[]
  /** What it becomes once handed on: the optional skills are required. Null when nobody has them all. */
  onceHandedOn: Kind | null
}

export interface Ticket {
  /** Place among the arrivals; decides between tickets of the same second. */
  index: number
  arrival: Arrival
  kind: Kind
  state: 'waiting' | 'served' | 'abandoned'
  /** Begin of the present wait; the first began at `arrival.at`. */
  waitingSince: number
  /** Earlier waits, in seconds. */
  waitedBefore: number
  /** Of the first who took it; null before. */
  wasRight: boolean | null
}

/** The kinds of a run, made as they turn up. */
export class Kinds {
  private readonly byKey = new Map<string, Kind>()
  private readonly roster: readonly SimulatedAgent[]
  private readonly skillsHeld: ReadonlySet<string>

  constructor(roster: readonly SimulatedAgent[]) {
    this.roster = roster
    this.skillsHeld = new Set(roster.flatMap(({ skills }) => [...skills.keys()]))
  }

  of(arrival: Arrival): Kind {
    return this.find(arrival, arrival.meanHandlingSeconds, true)
  }

  private find(asked: Need, meanHandlingSeconds: number, mayBeHandedOn: boolean): Kind {
    const { intent, requiredSkills, optionalSkills, language, priority } = asked
    const key = JSON.stringify([intent, requiredSkills, optionalSkills, language, priority])
    const known = this.byKey.get(key)
    if (known) return known
    const { roster } = this
    // As in the product: what nobody in the whole team has is not required, nor a language that nobody speaks who has the skills.
    const required = requiredSkills.filter((skill) => this.skillsHeld.has(skill))
    const isSpoken = roster.some(
      (agent) => language !== null && agent.languages.includes(language) && hasAll(agent, required),
    )
    const spoken = isSpoken ? language : null
    const isAble = roster.map(
      (agent) => hasAll(agent, required) && (spoken === null || agent.languages.includes(spoken)),
    )
    const isRight = roster.map((agent, i) => isAble[i] === true && hasAll(agent, optionalSkills))
    const kind: Kind = {
      need: { intent, requiredSkills: required, optionalSkills, language: spoken, priority },
      urgency: PRIORITIES.indexOf(priority),
      meanHandlingSeconds,
      isAble,
      isRight,
      onceHandedOn: null,
    }
    this.byKey.set(key, kind)
    if (mayBeHandedOn && optionalSkills.length > 0 && isRight.includes(true)) {
      const harder = { ...kind.need, requiredSkills: [...required, ...optionalSkills], optionalSkills: [] }
      kind.onceHandedOn = this.find(harder, meanHandlingSeconds, false)
    }
    return kind
  }
}

const hasAll = (agent: SimulatedAgent, skills: readonly string[]) => skills.every((skill) => agent.skills.has(skill))

/** How long `worker` keeps one of their places for `arrival`, if nothing else slows them. */
export function workSeconds(arrival: Arrival, worker: Worker, isRight: boolean, costs: Costs): number {
  return (arrival.handlingSeconds * (isRight ? 1 : costs.missingOptional)) / worker.agent.speed
}
