import type { Agent } from '../domain/index.ts'
import { type AgentState, hasSkill, type TicketNeed } from './choose-agent.ts'
import type { QueueReason } from './wait-message.ts'

export type Person = Agent & { lastAssignedAt: Date | null }

/** What makes one kind of ticket different from another for the team as a whole. */
export type Kind = Pick<TicketNeed, 'requiredSkills' | 'optionalSkills' | 'language'>

/** How everybody stands at one moment. Loads are counted on by `take`, so that the next ticket sees what was given away. */
export interface Team {
  /** Whether somebody with room could take a ticket of this kind, its optional skills aside. */
  hasRoomFor(kind: Kind): boolean
  /** Those who are here and have what the kind requires. */
  suitable(kind: Kind): Standing[]
  /** The rest of the team, counted by why they do not come into question. */
  others(kind: Kind): { reason: string; count: number }[]
  everybody(): Standing[]
  /** Everybody with what it requires, here or not; all, when nobody in the team has the skill. */
  helpers(kind: Kind): Person[]
  whyWaiting(kind: Kind): QueueReason
  /** Conversations that those who are here can have at once, beside tickets of other kinds. */
  places(kind: Kind): number
  take(agentId: string, at: Date): void
  find(agentId: string): Standing | undefined
  nameOf(agentId: string | null): string | null
}

export type Standing = Pick<AgentState, 'agent' | 'isConnected' | 'load' | 'lastAssignedAt'>

export function indexTeam(
  people: readonly Person[],
  loads: ReadonlyMap<string, number>,
  reachable: ReadonlySet<string>,
): Team {
  const standings = people.map((person): Standing & { agent: Person } => ({
    agent: person,
    isConnected: reachable.has(person.id),
    load: loads.get(person.id) ?? 0,
    lastAssignedAt: person.lastAssignedAt,
  }))
  const byId = new Map(standings.map((standing) => [standing.agent.id, standing]))
  const here = standings.filter(isHere)
  const knownSkills = new Set(people.flatMap(({ skills }) => skills.map(({ name }) => name)))
  const remember = <T>(work: (kind: Kind) => T) => {
    const known = new Map<string, T>()
    return (kind: Kind): T => {
      const key = JSON.stringify([kind.requiredSkills, kind.language])
      const found = known.get(key) ?? work(kind)
      known.set(key, found)
      return found
    }
  }
  const lacks = (agent: Agent, skills: readonly string[]) =>
    skills.find((name) => knownSkills.has(name) && !hasSkill(agent, name))
  const isSpoken = remember(({ requiredSkills, language }) =>
    people.some(
      (agent) => language !== null && agent.languages.includes(language) && lacks(agent, requiredSkills) === undefined,
    ),
  )
  const missing = ({ agent }: Standing, kind: Kind): string | null => {
    const skill = lacks(agent, kind.requiredSkills)
    if (skill !== undefined) return `does not have the skill ${skill}`
    const { language } = kind
    if (language === null || agent.languages.includes(language) || !isSpoken(kind)) return null
    return `does not speak ${language}`
  }

  const suitable = remember((kind) => here.filter((standing) => missing(standing, kind) === null))
  const helpers = remember((kind) => {
    const skilled = standings.filter((standing) => missing(standing, kind) === null)
    return (skilled.length > 0 ? skilled : standings).map(({ agent }) => agent)
  })

  return {
    hasRoomFor: (kind) => suitable(kind).some(({ agent, load }) => load < agent.capacity),
    suitable,
    others: remember((kind) =>
      countBy(
        standings.flatMap((standing) => {
          const why = missing(standing, kind) ?? (isHere(standing) ? null : absence(standing))
          return why === null ? [] : [why]
        }),
      ),
    ),
    everybody: () => standings,
    helpers,
    whyWaiting: remember((kind) =>
      helpers(kind).some(({ id, capacity }) => {
        const standing = byId.get(id)
        return standing !== undefined && isHere(standing) && capacity > 0
      })
        ? 'everyone_busy'
        : 'nobody_here',
    ),
    places: remember((kind) => suitable(kind).reduce((sum, { agent }) => sum + agent.capacity, 0)),
    take(agentId, at) {
      const standing = byId.get(agentId)
      if (!standing) return
      standing.load++
      standing.lastAssignedAt = at
    },
    find: (agentId) => byId.get(agentId),
    nameOf: (agentId) => (agentId === null ? null : (byId.get(agentId)?.agent.name ?? null)),
  }
}

const isHere = ({ agent, isConnected }: Standing): boolean => isConnected && agent.availability === 'online'

const absence = ({ isConnected }: Standing): string => (isConnected ? 'away' : 'not here')

/** The most frequent first. */
export function countBy(reasons: readonly string[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason))
}
