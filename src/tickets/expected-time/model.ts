import type { ExpectedTime, Opening } from '../../domain/index.ts'
import { featuresOf } from './features.ts'

/** One ticket with what came of it. */
export interface ResolvedTicket {
  opening: Opening
  /** From opening to resolution by the calendar, more than 0. */
  minutes: number
  /** Belongs to the demo company: its time was made, not lived. */
  simulated: boolean
}

/** Everything is in logarithms of minutes, so that being off by half counts alike for short and long tickets. */
export interface ExpectedTimeModel {
  intercept: number
  weights: Record<string, number>
  /** The 10th and the 90th percentile of actual − predicted on the tickets it was fitted on. */
  spread: [low: number, high: number]
  tickets: number
  simulated: boolean
}

/** How strongly weights are pulled to 0, in tickets: a group seen this often gets half of its own mean. */
const PULL = 4
const SWEEPS = 40
/** Fewer tickets than this say nothing that the team does not know. */
export const FEWEST_TICKETS = 60

/**
 * Ridge regression of the logarithm of minutes by coordinate descent over the sparse features; deterministic. Null with
 * fewer than `FEWEST_TICKETS`.
 */
export function fitExpectedTime(tickets: readonly ResolvedTicket[]): ExpectedTimeModel | null {
  if (tickets.length < FEWEST_TICKETS) return null
  const logs = tickets.map(({ minutes }) => Math.log(Math.max(minutes, 0.1)))
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
  const sorted = [...residuals].sort((a, b) => a - b)
  return {
    intercept,
    weights: Object.fromEntries(weights),
    spread: [quantile(sorted, 0.1), quantile(sorted, 0.9)],
    tickets: tickets.length,
    simulated: tickets.some(({ simulated }) => simulated),
  }
}

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
  const parts = featuresOf(opening).map(([name, value]) => ({ name, log: (model.weights[name] ?? 0) * value }))
  const log = parts.reduce((sum, part) => sum + part.log, model.intercept)
  const [low, high] = model.spread
  return {
    minutes: rounded(Math.exp(log)),
    between: [rounded(Math.exp(log + low)), rounded(Math.exp(log + high))],
    reasons: parts
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
