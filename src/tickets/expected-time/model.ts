import type { ExpectedTime, Opening } from '../../domain/index.ts'
import { featuresOf, NOBODY_WORKS, UNTIL_SOMEBODY_WORKS } from './features.ts'

/** One ticket with what came of it. */
export interface ResolvedTicket {
  opening: Opening
  /** From opening to resolution by the calendar, more than 0. */
  minutes: number
  /** Belongs to the demo company: its time was made, not lived. */
  simulated: boolean
}

/** Everything is in logarithms of minutes, so that being off by half counts alike for short and long tickets. */
interface Line {
  /**
   * What the time is counted from: the opening, or the moment when by their hours somebody works; whichever came nearer on
   * the tickets it was fitted on.
   */
  countsFrom: 'opening' | 'working hours'
  intercept: number
  weights: Record<string, number>
}

export interface ExpectedTimeModel extends Line {
  /** The 10th and the 90th percentile of actual − predicted, on tickets that were not learnt from. */
  spread: [low: number, high: number]
  tickets: number
  simulated: boolean
}

/** How strongly weights are pulled to 0, in tickets: a group seen this often gets half of its own mean. */
const PULL = 4
const SWEEPS = 40
/** Fewer tickets than this say nothing that the team does not know. */
export const FEWEST_TICKETS = 60

/** Null with fewer than `FEWEST_TICKETS`. */
export function fitExpectedTime(tickets: readonly ResolvedTicket[]): ExpectedTimeModel | null {
  if (tickets.length < FEWEST_TICKETS) return null
  const fitted = (['opening', 'working hours'] as const).map((countsFrom) => fitFrom(tickets, countsFrom))
  return fitted.reduce((best, each) => (errorOf(each, tickets) < errorOf(best, tickets) ? each : best))
}

const errorOf = (model: Line, tickets: readonly ResolvedTicket[]) =>
  mean(
    tickets.map(({ opening, minutes }) =>
      Math.abs(minutes - aheadOf(opening, model) - Math.exp(logOf(model, opening))),
    ),
  )

/** Bounds come from halves of the tickets that were not learnt from: those learnt from lie nearer than others will. */
function fitFrom(tickets: readonly ResolvedTicket[], countsFrom: Line['countsFrom']): ExpectedTimeModel {
  const halves = [0, 1].map((rest) => tickets.filter((_, i) => i % 2 === rest))
  const residuals = halves.flatMap((half, i) => {
    const line = fitLine(halves[1 - i] ?? [], countsFrom)
    return half.map((each) => logAfter(each, countsFrom) - logOf(line, each.opening))
  })
  const sorted = residuals.sort((a, b) => a - b)
  return {
    ...fitLine(tickets, countsFrom),
    spread: [quantile(sorted, 0.1), quantile(sorted, 0.9)],
    tickets: tickets.length,
    simulated: tickets.some(({ simulated }) => simulated),
  }
}

/** Ridge regression of the logarithm of minutes by coordinate descent over the sparse features; deterministic. */
function fitLine(tickets: readonly ResolvedTicket[], countsFrom: Line['countsFrom']): Line {
  const logs = tickets.map((each) => logAfter(each, countsFrom))
  const intercept = mean(logs)
  const residuals = logs.map((log) => log - intercept)
  const columns = columnsOf(tickets)
  const weights = new Map<string, number>()
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [name, cells] of columns) {
      const before = weights.get(name) ?? 0
      let product = 0
      let square = PULL
      for (const { row, value } of cells) {
        product += value * ((residuals[row] ?? 0) + before * value)
        square += value * value
      }
      const weight = product / square
      for (const { row, value } of cells) residuals[row] = (residuals[row] ?? 0) + (before - weight) * value
      weights.set(name, weight)
    }
  }
  return { countsFrom, intercept, weights: Object.fromEntries(weights) }
}

const logAfter = ({ opening, minutes }: ResolvedTicket, countsFrom: Line['countsFrom']) =>
  Math.log(Math.max(minutes - aheadOf(opening, { countsFrom }), 0.1))

const aheadOf = ({ staffedInMinutes }: Opening, { countsFrom }: Pick<Line, 'countsFrom'>) =>
  countsFrom === 'working hours' ? staffedInMinutes : 0

const logOf = ({ intercept, weights }: Line, opening: Opening) =>
  featuresOf(opening).reduce((sum, [name, value]) => sum + (weights[name] ?? 0) * value, intercept)

function columnsOf(tickets: readonly ResolvedTicket[]): Map<string, { row: number; value: number }[]> {
  const columns = new Map<string, { row: number; value: number }[]>()
  tickets.forEach(({ opening }, row) => {
    for (const [name, value] of featuresOf(opening)) {
      const cells = columns.get(name) ?? []
      cells.push({ row, value })
      columns.set(name, cells)
    }
  })
  return columns
}

const REASONS_SHOWN = 4
/** A factor nearer to 1 than this explains nothing. */
const LEAST_FACTOR = 1.1

/** How long such a ticket usually takes, between which bounds eight in ten lie, and what makes it longer or shorter. */
export function predictExpectedTime(model: ExpectedTimeModel, opening: Opening): ExpectedTime {
  const ahead = aheadOf(opening, model)
  const log = logOf(model, opening)
  const [low, high] = model.spread
  const parts = featuresOf(opening).map(([name, value]) => ({ name, log: (model.weights[name] ?? 0) * value }))
  // What is waited for before anybody works is the reason, whatever that time of day changes besides.
  const told =
    ahead === 0
      ? parts
      : [
          { name: NOBODY_WORKS, log: Math.log(ahead + Math.exp(log)) - log },
          ...parts.filter(({ name }) => !UNTIL_SOMEBODY_WORKS.includes(name)),
        ]
  return {
    minutes: rounded(ahead + Math.exp(log)),
    between: [rounded(ahead + Math.exp(log + low)), rounded(ahead + Math.exp(log + high))],
    reasons: told
      .filter((part) => Math.abs(part.log) >= Math.log(LEAST_FACTOR))
      .sort((a, b) => Math.abs(b.log) - Math.abs(a.log))
      .slice(0, REASONS_SHOWN)
      .map((part) => ({ what: part.name, factor: Math.round(Math.exp(part.log) * 100) / 100 })),
    tickets: model.tickets,
    simulated: model.simulated,
  }
}

const rounded = (minutes: number) => (minutes < 10 ? Math.round(minutes * 10) / 10 : Math.round(minutes))
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
/** Of sorted values, by the nearest rank. */
const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
