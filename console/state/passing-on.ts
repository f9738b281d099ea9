import type { ConsoleAgent, ConversationSummary, TransferReason } from './wire.ts'
import { count, presenceWords, skillWords } from './words.ts'

export const TRANSFER_REASON_WORD: Record<TransferReason, string> = {
  other_team: 'A matter for another team',
  expertise: 'Somebody else knows more about it',
  language: 'The customer’s language',
  shift_ends: 'End of shift',
  workload: 'Too much at once',
  other: 'Another reason',
}

/** One colleague a conversation might be passed on to. */
export interface Colleague {
  id: string
  name: string
  /** Those who are not online or full would not see the offer in time. */
  canBeAsked: boolean
  /** "Online, 2 of 4, without billing", "Away: lunch", "Online, full: 4 of 4". */
  words: string
}

/** Everybody but `myId` and whoever has it: who can be asked first, then who has the skill, then by name. */
export function colleaguesFor(
  { agentId, owner, requiredSkill }: Pick<ConversationSummary, 'agentId' | 'owner' | 'requiredSkill'>,
  agents: readonly ConsoleAgent[],
  myId: string,
): Colleague[] {
  const lacks = (agent: ConsoleAgent) =>
    requiredSkill !== null && !agent.skills.some(({ name }) => name === requiredSkill)
  const has = (agent: ConsoleAgent) => agent.id === agentId && (owner === 'agent' || owner === 'offered')
  return agents
    .filter((agent) => agent.id !== myId && !has(agent))
    .toSorted(
      (a, b) =>
        Number(isFree(b)) - Number(isFree(a)) || Number(lacks(a)) - Number(lacks(b)) || a.name.localeCompare(b.name),
    )
    .map((agent) => ({
      id: agent.id,
      name: agent.name,
      canBeAsked: isFree(agent),
      words: [presenceWords(agent), loadWords(agent), lacks(agent) ? `without ${requiredSkill}` : skillsOf(agent)]
        .filter(Boolean)
        .join(', '),
    }))
}

const isHere = ({ connected, availability }: ConsoleAgent) => connected && availability === 'online'
const isFree = (agent: ConsoleAgent) => isHere(agent) && agent.load < agent.capacity

function loadWords(agent: ConsoleAgent): string {
  if (agent.capacity === 0) return 'takes no conversations'
  const load = `${agent.load} of ${agent.capacity}`
  return isHere(agent) && !isFree(agent) ? `full: ${load}` : load
}

const skillsOf = ({ skills }: ConsoleAgent) => skills.map(skillWords).join(', ')

/** The skills that somebody has, by name, and how those who have them stand. */
export function teamsOf(agents: readonly ConsoleAgent[]): { skill: string; words: string }[] {
  const skills = new Set(agents.flatMap((agent) => (agent.capacity > 0 ? agent.skills.map(({ name }) => name) : [])))
  return [...skills].sort().map((skill) => ({ skill, words: roomWords(skill, agents) }))
}

/** "2 have room", "all 3 are full", "nobody is here now". */
export function roomWords(skill: string | null, agents: readonly ConsoleAgent[]): string {
  const here = agents.filter(
    (agent) =>
      agent.capacity > 0 && isHere(agent) && (skill === null || agent.skills.some(({ name }) => name === skill)),
  )
  const free = here.filter(isFree).length
  if (free > 0) return count(free, 'has room', 'have room')
  if (here.length === 0) return 'nobody is here now'
  return here.length === 1 ? 'the only one here is full' : `all ${here.length} are full`
}
