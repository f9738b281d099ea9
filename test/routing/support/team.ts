import type { Agent } from '../../../src/domain/index.ts'
import type { AgentState } from '../../../src/routing/choose-agent.ts'

/** An agent who could take anything, for tests to change one thing of. */
export const anAgent = (name: string, change: Partial<Agent> = {}): Agent => ({
  id: name.toLowerCase(),
  email: `${name.toLowerCase()}@techgear.example`,
  name,
  role: 'agent',
  skills: [{ name: 'billing', level: 2 }],
  languages: ['en'],
  capacity: 4,
  availability: 'online',
  awayReason: null,
  workingHours: [],
  timeZone: 'UTC',
  ...change,
})

export const aState = (
  name: string,
  change: Partial<Omit<AgentState, 'agent'>> & { agent?: Partial<Agent> } = {},
): AgentState => ({
  isConnected: true,
  load: 0,
  lastAssignedAt: null,
  hasTalkedBefore: false,
  handlingMs: null,
  declined: null,
  ...change,
  agent: anAgent(name, change.agent),
})
