/**
 * Who takes a waiting conversation: the queue in its order, the choice of the best person with every reason kept, the
 * offer with its time limit, and what the customer is told meanwhile. The router runs it all on a nudge and on a sweep;
 * several nodes decide one after the other.
 */
export { noMemory } from './assign.ts'
export {
  type Assignment,
  type AssignmentOutcome,
  endAssignment,
} from './assignment-store.ts'
export type { AgentState, TicketNeed } from './choose-agent.ts'
export { countArrived } from './demand-store.ts'
export type { ConversationWriters, People, RoutingChange, RoutingDeps } from './deps.ts'
export { createHistory, type History } from './history.ts'
export { accept, decline } from './moves.ts'
export type { Situation } from './opportunity.ts'
export { countQueued, enterQueue, lockRouting, type QueuedTicket, queuePosition } from './queue-store.ts'
export { createRouter, type Router, runOnce } from './router.ts'
export {
  type Comparison,
  comparePolicies,
  type FrontierPoint,
  type Load,
  readLoads,
  traceFrontier,
} from './simulator/index.ts'
export { tellWait } from './tell-wait.ts'
export { type TransferOrder, transfer } from './transfer.ts'
export { sayJoined, sayReturned } from './wait-message.ts'
export { DEFAULT_WEIGHTS, OPTIONAL_SKILL_SECONDS, type RoutingWeights, routingWeights } from './weights.ts'
export { type Back, whenBack } from './when-back.ts'
