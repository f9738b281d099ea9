import { z } from 'zod'

/**
 * How long a ticket wishes for its optional skills where nothing else is configured. Long: a wish keeps no place empty, so
 * that dropping it shortens no wait of the queue as a whole, and in a long queue it still finds the right people.
 */
export const OPTIONAL_SKILL_SECONDS = 3600

const points = z.number('must be a number').min(0, 'must not be negative').max(1000, 'must be at most 1000')
const seconds = z.number('must be a number').min(0, 'must not be negative').max(86_400, 'must be at most 86400')

/**
 * The points each part of a score can give; what a configuration leaves out keeps its default. The defaults were tuned on
 * simulated loads, see docs/routing.md.
 */
export const routingWeights = z.strictObject({
  /** They speak the customer's language. Nothing when it is not known. */
  language: points.default(100),
  /** They have the required skills: half for having them, the rest the fewer others they have, which keeps generalists free. */
  skill: points.default(20),
  /** The share they have of the optional skills that somebody at work has. */
  optionalSkills: points.default(300),
  /** How good they are at what is asked: nothing for level 1, all for level 3. */
  level: points.default(10),
  /** How fast they are for this kind of ticket, against the fastest who could take it. */
  handling: points.default(60),
  /** How little their next place would be missed by other kinds of tickets that come. */
  scarcity: points.default(150),
  /** How little others, who can be served by nobody else, would wait for their next place. */
  lastPlace: points.default(600),
  /** They have talked with this customer before. */
  familiarity: points.default(25),
  /** The share of their capacity that is free; doubled for urgent tickets, which need somebody with hands free. */
  spareCapacity: points.default(25),
  /** Idle since their last assignment, full after `IDLE_FULL_MS` or when there was none. */
  idle: points.default(10),
  /** Seconds, not points: how much longer a ticket may wait than one that overtakes it because it suits an agent better. */
  rightSkillSeconds: seconds.default(450),
  /** Seconds, not points: how long a place stays free rather than take a ticket whose optional skill is busy elsewhere. */
  holdSeconds: seconds.default(0),
})

export type RoutingWeights = z.output<typeof routingWeights>

export const DEFAULT_WEIGHTS: RoutingWeights = routingWeights.parse({})
