import type { Agent, Database } from '../domain/index.ts'
import { countLoads, listAgents, reachableAgentIds } from '../people/index.ts'
import type { ConsoleAgent } from '../protocol/index.ts'

/** The team as consoles show it: who is connected, and how much each has. */
export function createAgentDirectory(database: Database, options: { presenceGraceMs: number }) {
  async function describeAll(agents: readonly Agent[]): Promise<ConsoleAgent[]> {
    const loads = await countLoads(database)
    const reachable = await reachableAgentIds(database, options.presenceGraceMs)
    return agents.map((agent) => ({
      id: agent.id,
      name: agent.name,
      email: agent.email,
      role: agent.role,
      skills: agent.skills,
      languages: agent.languages,
      capacity: agent.capacity,
      availability: agent.availability,
      awayReason: agent.awayReason,
      connected: reachable.has(agent.id),
      load: loads.get(agent.id) ?? 0,
    }))
  }
  return {
    describeAll,
    list: async () => describeAll(await listAgents(database)),
    async describe(agent: Agent): Promise<ConsoleAgent> {
      const [described] = await describeAll([agent])
      if (!described) throw new Error(`Agent ${agent.id} could not be described.`)
      return described
    },
  }
}
