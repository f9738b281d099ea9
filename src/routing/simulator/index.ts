/**
 * Replays a workload with our way of choosing agents and with those of others: a discrete-event simulation in which every
 * policy meets the same customers with the same work and patience. Pure and seeded; the choice is the product's own.
 */
export { type Comparison, comparePolicies, type FrontierPoint, traceFrontier } from './compare-policies.ts'
export type { Load } from './load.ts'
export { readLoads } from './read-load.ts'
