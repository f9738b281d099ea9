import type { Candidate, Selection } from '../domain/index.ts'
import { chooseAgent, type TicketNeed } from './choose-agent.ts'
import type { Situation } from './opportunity.ts'
import { type AgentState, hasRoom, type Known } from './suit.ts'
import type { Team } from './team.ts'
import type { RoutingWeights } from './weights.ts'

/** Up to this many people everybody is judged and kept by name; of more, only who is here and suits. */
export const NAMED_TEAM = 25
/** So many candidates are kept by name with a choice. */
export const NAMED_CANDIDATES = 12

/** What is known of one person for one ticket, beside how they stand. */
export type Knowledge = (agentId: string) => Known

/** Chooses among the team, and keeps what the choice rested on: the best by name, the rest counted by reason. */
export function select(
  need: TicketNeed,
  team: Team,
  knowledge: Knowledge,
  options: { now: Date; weights: RoutingWeights; situation: Situation },
): { chosen: string | null } & Selection {
  const isSmall = team.everybody.length <= NAMED_TEAM
  const judged = isSmall ? team.everybody : team.of(need).suitable
  const states = judged.map(
    (standing): AgentState => (hasRoom(standing) ? { ...standing, ...knowledge(standing.agent.id) } : standing),
  )
  const { chosen, candidates } = chooseAgent(need, states, options.now, options.weights, options.situation, team.lookup)
  if (isSmall) return { chosen, candidates, others: [] }
  const rest = candidates.slice(NAMED_CANDIDATES).map(whyNotNamed)
  return {
    chosen,
    candidates: candidates.slice(0, NAMED_CANDIDATES),
    others: [...countBy(rest), ...team.of(need).others()],
  }
}

/** The same for people in the same case: "at capacity, 4 of 4" is "at capacity". */
const whyNotNamed = ({ excluded }: Candidate): string => excluded?.split(',')[0] ?? 'scored lower'

/** The most frequent first. */
function countBy(reasons: readonly string[]): Selection['others'] {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}
