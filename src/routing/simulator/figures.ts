import type { Replay } from './simulate.ts'

/** What a policy came to on a load, over all runs. */
export interface Figures {
  /** Seconds from arrival to a person, the waits of those who left or were never served included. */
  waitP50: number
  waitP90: number
  waitMean: number
  /** Share of all arrivals who left before they were served. */
  abandoned: number
  /** Gini coefficient of the agents' busy share of their places, each run by itself, then the mean; 0 is equal. */
  gini: number
  /** Share of the served whose first agent had every optional skill; null when nobody was served. */
  rightSkill: number | null
  served: number
  /** Still waiting when the run ended. */
  waiting: number
  /** Transfers for each arrival. */
  transfers: number
}

/** Seconds to tenths, shares to four places: finer differences are arithmetic, not policy. */
export function measure(replays: readonly Replay[]): Figures {
  const tickets = replays.flatMap((replay) => replay.tickets)
  const waits = Float64Array.from(tickets, ({ waited }) => waited).sort()
  const served = tickets.filter(({ state }) => state === 'served')
  const count = (of: (ticket: Replay['tickets'][number]) => boolean) => tickets.filter(of).length
  const share = (part: number, whole: number) => (whole === 0 ? 0 : round(part / whole, 4))
  return {
    waitP50: round(quantile(waits, 0.5), 1),
    waitP90: round(quantile(waits, 0.9), 1),
    waitMean: round(waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length), 1),
    abandoned: share(
      count(({ state }) => state === 'abandoned'),
      tickets.length,
    ),
    gini: round(replays.reduce((sum, { agents }) => sum + giniOf(agents), 0) / Math.max(1, replays.length), 4),
    rightSkill: served.length === 0 ? null : share(served.filter(({ wasRight }) => wasRight).length, served.length),
    served: served.length,
    waiting: count(({ state }) => state === 'waiting'),
    transfers: share(
      replays.reduce((sum, { transfers }) => sum + transfers, 0),
      tickets.length,
    ),
  }
}

/** Between two neighbours in proportion; 0 for nothing. `sorted` ascends. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = (sorted.length - 1) * q
  const below = sorted[Math.max(0, Math.floor(at))] ?? 0
  const above = sorted[Math.max(0, Math.ceil(at))] ?? 0
  return below + (above - below) * (at - Math.floor(at))
}

/** Agents who were never on shift do not count. */
function giniOf(agents: Replay['agents']): number {
  const shares = agents
    .filter(({ placeSeconds }) => placeSeconds > 0)
    .map(({ busySeconds, placeSeconds }) => busySeconds / placeSeconds)
    .sort((a, b) => a - b)
  const total = shares.reduce((sum, each) => sum + each, 0)
  if (total === 0) return 0
  const n = shares.length
  return shares.reduce((sum, each, i) => sum + (2 * (i + 1) - n - 1) * each, 0) / (n * total)
}

const round = (value: number, places: number) => Math.round(value * 10 ** places) / 10 ** places
