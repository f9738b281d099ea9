import type { Agent } from '../domain/index.ts'
import { hasRoom, type Standing, type Team as SuitTeam, type TicketNeed, teamOf } from './suit.ts'
import type { QueueReason } from './wait-outcome.ts'
import { type Back, type OpenFrom, whenBack } from './when-back.ts'

export type Person = Agent & { lastAssignedAt: Date | null }

/** What makes one kind of ticket different from another for the team as a whole. */
export type Kind = Pick<TicketNeed, 'requiredSkills' | 'language'>

/** How everybody stands at one moment. Loads are counted on by `take`, so that the next ticket sees what was given away. */
export interface Team {
  everybody: readonly Standing[]
  /** The same people, as a choice looks them up. */
  lookup: SuitTeam
  find(agentId: string): Standing | undefined
  nameOf(agentId: string | null): string | null
  take(agentId: string, at: Date): void
  of(kind: Kind): TeamForKind
  /** Counts anew how much everybody has. False, and nothing changed, when somebody came, went or is not as they were. */
  recount(people: readonly Person[], loads: ReadonlyMap<string, number>, reachable: ReadonlySet<string>): boolean
  /** Whether somebody with room could take tickets that require `skill`, and in which languages not. */
  roomFor(skill: string): { unspoken: string[] } | null
  /** Who is here; another when somebody came or went. */
  hereKey: string
}

/** The team as one kind of ticket sees it. */
export interface TeamForKind {
  /** Those who are here and have what the kind requires, its optional skills aside. */
  suitable: readonly Standing[]
  hasRoom(): boolean
  /** Conversations that the suitable can have at once. */
  places: number
  /** Everybody else, counted by why they do not come into question. */
  others(): { reason: string; count: number }[]
  /** Why a ticket waits that nobody could be asked to take. */
  whyWaiting: QueueReason
  /** When the first who could help is back; `openFrom` knows the hours of the company or team. */
  back(now: Date, openFrom: OpenFrom): Back
}

/** Arranged by skill, because a decision must not cost more the larger the team. */
export function indexTeam(
  people: readonly Person[],
  loads: ReadonlyMap<string, number>,
  reachable: ReadonlySet<string>,
): Team {
  const everybody = people.map((person): Standing & { agent: Person } => ({
    agent: person,
    isConnected: reachable.has(person.id),
    load: loads.get(person.id) ?? 0,
    lastAssignedAt: person.lastAssignedAt,
  }))
  const byId = new Map(everybody.map((standing) => [standing.agent.id, standing]))
  const bySkill = new Map<string, Standing[]>()
  for (const standing of everybody) {
    for (const { name } of standing.agent.skills) {
      const holders = bySkill.get(name)
      if (holders) holders.push(standing)
      else bySkill.set(name, [standing])
    }
  }
  const kinds = new Map<string, TeamForKind>()
  const languages = new Map<string, readonly string[]>()

  const of = (kind: Kind): TeamForKind => {
    const key = `${kind.language ?? ''} ${kind.requiredSkills.join(' ')}`
    const known = kinds.get(key) ?? forKind(everybody, bySkill, kind)
    kinds.set(key, known)
    return known
  }

  const languagesFor = (skill: string): readonly string[] => {
    const holders = bySkill.get(skill) ?? everybody
    const spoken = languages.get(skill) ?? [...new Set(holders.flatMap(({ agent }) => agent.languages))]
    languages.set(skill, spoken)
    return spoken
  }

  return {
    everybody,
    lookup: teamOf(everybody),
    hereKey: everybody
      .filter(isHere)
      .map(({ agent }) => agent.id)
      .join(),
    find: (agentId) => byId.get(agentId),
    nameOf: (agentId) => (agentId === null ? null : (byId.get(agentId)?.agent.name ?? null)),
    take(agentId, at) {
      const standing = byId.get(agentId)
      if (!standing) return
      standing.load++
      standing.lastAssignedAt = at
    },
    of,
    recount(people, loads, reachable) {
      const isAsBefore = (person: Person): boolean => {
        const standing = byId.get(person.id)
        return standing?.isConnected === reachable.has(person.id) && isSamePerson(person, standing.agent)
      }
      if (people.length !== everybody.length || !people.every(isAsBefore)) return false
      for (const person of people) {
        const standing = byId.get(person.id)
        if (!standing) continue
        standing.agent = person
        standing.load = loads.get(person.id) ?? 0
        standing.lastAssignedAt = person.lastAssignedAt
      }
      return true
    },
    roomFor(skill) {
      if (!of({ requiredSkills: [skill], language: null }).hasRoom()) return null
      return {
        unspoken: languagesFor(skill).filter((language) => !of({ requiredSkills: [skill], language }).hasRoom()),
      }
    },
  }
}

/** As `chooseAgent` has it: a skill that nobody has is not required, nor a language that nobody speaks who has the skills. */
function forKind(
  everybody: readonly Standing[],
  bySkill: ReadonlyMap<string, readonly Standing[]>,
  { requiredSkills, language }: Kind,
): TeamForKind {
  const asked = requiredSkills.filter((skill) => bySkill.has(skill))
  const [first, ...more] = asked.map((skill) => bySkill.get(skill) ?? [])
  const skilled = more.reduce((left, holders) => left.filter((one) => holders.includes(one)), [...(first ?? everybody)])
  const speaking = skilled.filter(({ agent }) => language !== null && agent.languages.includes(language))
  const able = speaking.length > 0 ? speaking : skilled
  const suitable = able.filter(isHere)
  const helpers = (able.length > 0 ? able : everybody).map(({ agent }) => agent)
  let known: { at: number; back: Back } | null = null
  return {
    suitable,
    hasRoom: () => suitable.some(hasRoom),
    places: suitable.reduce((sum, { agent }) => sum + agent.capacity, 0),
    others: () =>
      [
        { reason: `does not have the skill ${asked.join(' and ')}`, count: everybody.length - skilled.length },
        { reason: `does not speak ${language}`, count: skilled.length - able.length },
        { reason: 'away', count: able.filter((one) => one.isConnected && !isHere(one)).length },
        { reason: 'not here', count: able.filter(({ isConnected }) => !isConnected).length },
      ].filter(({ count }) => count > 0),
    whyWaiting: suitable.some(({ agent }) => agent.capacity > 0) ? 'everyone_busy' : 'nobody_here',
    back: (now, openFrom) => {
      if (known?.at !== now.getTime()) known = { at: now.getTime(), back: whenBack(helpers, now, openFrom) }
      return known.back
    },
  }
}

/** Whatever they were assigned since. */
const isSamePerson = (one: Person, other: Person): boolean =>
  one === other ||
  JSON.stringify({ ...one, lastAssignedAt: null }) === JSON.stringify({ ...other, lastAssignedAt: null })

const isHere = ({ agent, isConnected }: Standing): boolean => isConnected && agent.availability === 'online'
