/** How long a wait will be: as often longer as shorter than the median, and nine times of ten within the bound. */
export interface WaitEstimate {
  medianMs: number
  boundMs: number
  /** What the queue alone says, before it is scaled by how such estimates came out. */
  rawMs: number
}

/** The share of waits that should end within the bound. */
export const COVERAGE = 0.9
/** With fewer scored waits the bound rests on the queue's own chance. */
export const FEWEST_RATIOS = 20

/**
 * The wait of who stands at `position` (1 is next) for `places` conversations at once that take `handlingMs` on
 * average. With every place taken and handling times without memory the wait is Erlang distributed: `position` departures,
 * one every `handlingMs / places`. `ratios` are past waits divided by what this said of them: their median and their
 * 90th percentile (the conformal one, which covers 90 % of the next if it is like the past) then scale the estimate, and
 * take up what the model leaves out: people with several skills, pauses, offers not accepted. Null when nobody is here.
 */
export function estimateWait(
  queue: { position: number; places: number; handlingMs: number },
  ratios: readonly number[],
): WaitEstimate | null {
  if (queue.places <= 0) return null
  const perDeparture = queue.handlingMs / queue.places
  const rawMs = perDeparture * erlangQuantile(queue.position, 0)
  if (ratios.length < FEWEST_RATIOS) {
    return { rawMs, medianMs: rawMs, boundMs: perDeparture * erlangQuantile(queue.position, Z_90) }
  }
  const medianMs = rawMs * quantile(ratios, 0.5)
  return { rawMs, medianMs, boundMs: Math.max(medianMs, rawMs * quantile(ratios, COVERAGE)) }
}

/** The normal distribution's 90th percentile. */
const Z_90 = 1.2816

/** Quantile of the Erlang distribution with mean `k`, at `z` of the normal one (Wilson and Hilferty, 1931; within 3 % for k ≥ 1 here). */
function erlangQuantile(k: number, z: number): number {
  return k * (1 - 1 / (9 * k) + z / (3 * Math.sqrt(k))) ** 3
}

/** The value that the next of its kind stays below with probability `share`, whatever the distribution. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = Math.min(sorted.length, Math.ceil((sorted.length + 1) * share))
  return sorted[rank - 1] ?? 1
}
