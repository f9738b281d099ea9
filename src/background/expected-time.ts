import type { Database, ExpectedTime, Opening } from '../domain/index.ts'
import { type ExpectedTimeModel, fitExpectedTime, listResolvedTickets, predictExpectedTime } from '../tickets/index.ts'

/** The latest are the most like those to come, and fitting them takes some 30 ms. */
const MOST_TICKETS = 2_000
const REFIT_MS = 60 * 60_000
/** Nobody waits for it at the start. */
const FIRST_FIT_MS = 15_000

export interface ExpectedTimes {
  /** Null while there is too little history. */
  predict(opening: Opening): ExpectedTime | null
  /** Learns anew from the tickets resolved by now. */
  refit(): Promise<void>
  close(): Promise<void>
}

/** Learns from resolved tickets soon after the start and every hour how long new ones will take. */
export function startExpectedTimes(database: Database, onError: (error: unknown) => void): ExpectedTimes {
  let model: ExpectedTimeModel | null = null
  let running: Promise<void> = Promise.resolve()
  const refit = async () => {
    model = fitExpectedTime(await listResolvedTickets(database, MOST_TICKETS))
  }
  const refitQuietly = () => {
    running = refit().catch(onError)
  }
  const first = setTimeout(refitQuietly, FIRST_FIT_MS)
  const timer = setInterval(refitQuietly, REFIT_MS)
  return {
    predict: (opening) => model && predictExpectedTime(model, opening),
    refit,
    async close() {
      clearTimeout(first)
      clearInterval(timer)
      await running
    },
  }
}
