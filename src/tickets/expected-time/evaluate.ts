import { fitExpectedTime, predictExpectedTime, type ResolvedTicket } from './model.ts'

export interface ExpectedTimeQuality {
  tickets: number
  trainedOn: number
  testedOn: number
  /** Mean absolute errors in minutes on the tickets tested on. */
  mae: number
  /** Of each intent's median in the tickets trained on, the median of all for intents not seen. */
  baselineMae: number
  /** Half of the tickets tested on were off by less, in minutes. */
  medianError: number
  baselineMedianError: number
  /** Share of the tickets tested on that took as long as the bounds said; eight in ten should. */
  withinBounds: number
  simulated: boolean
}

/** The oldest tickets to learn from; the rest, all of them later, to be predicted. */
const TRAINED_SHARE = 0.7

/**
 * Fits on the earlier tickets and predicts the later ones; `tickets` in the order of their resolution, because only what
 * was resolved before can be learnt from. Null when there are too few.
 */
export function evaluateExpectedTime(tickets: readonly ResolvedTicket[]): ExpectedTimeQuality | null {
  const cut = Math.floor(tickets.length * TRAINED_SHARE)
  const [earlier, later] = [tickets.slice(0, cut), tickets.slice(cut)]
  const model = fitExpectedTime(earlier)
  if (!model || later.length === 0) return null
  const medians = mediansByIntent(earlier)
  const overall = median(earlier.map(({ minutes }) => minutes))
  const errors = later.map(({ opening, minutes }) => {
    const { minutes: predicted, between } = predictExpectedTime(model, opening)
    const baseline = medians.get(opening.intent) ?? overall
    return {
      model: Math.abs(minutes - predicted),
      baseline: Math.abs(minutes - baseline),
      isWithin: between[0] <= minutes && minutes <= between[1],
    }
  })
  return {
    tickets: tickets.length,
    trainedOn: earlier.length,
    testedOn: later.length,
    mae: mean(errors.map((error) => error.model)),
    baselineMae: mean(errors.map((error) => error.baseline)),
    medianError: median(errors.map((error) => error.model)),
    baselineMedianError: median(errors.map((error) => error.baseline)),
    withinBounds: mean(errors.map(({ isWithin }) => (isWithin ? 1 : 0))),
    simulated: tickets.some(({ simulated }) => simulated),
  }
}

function mediansByIntent(tickets: readonly ResolvedTicket[]): Map<string | null, number> {
  const groups = new Map<string | null, number[]>()
  for (const { opening, minutes } of tickets) {
    groups.set(opening.intent, [...(groups.get(opening.intent) ?? []), minutes])
  }
  return new Map([...groups].map(([intent, minutes]) => [intent, median(minutes)]))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
