import { z } from 'zod'

const points = z.number('must be a number').min(0, 'must not be negative').max(1000, 'must be at most 1000')

/** The points each part of a score can give; what a configuration leaves out keeps its default. */
export const routingWeights = z.strictObject({
  /** They speak the customer's language. Nothing when it is not known. */
  language: points.default(100),
  /** They have the required skills: half for having them, the rest the fewer others they have, which keeps generalists free. */
  skill: points.default(20),
  /** They have talked with this customer before. */
  familiarity: points.default(25),
  /** The share of their capacity that is free; doubled for urgent tickets, which need somebody with hands free. */
  spareCapacity: points.default(25),
  /** Idle since their last assignment, full after `IDLE_FULL_MS` or when there was none. */
  idle: points.default(10),
})

export type RoutingWeights = z.output<typeof routingWeights>

export const DEFAULT_WEIGHTS: RoutingWeights = routingWeights.parse({})
