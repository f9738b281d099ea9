import { parseArgs } from 'node:util'
import type { Config } from '../config/index.ts'
import { createLog } from '../log.ts'
import { holdStorage, openStorage } from '../storage.ts'
import { evaluateExpectedTime, FEWEST_TICKETS, listResolvedTickets } from '../tickets/index.ts'
import { UsageError } from './usage-error.ts'

const MOST_TICKETS = 20_000

/** How well the time to resolve a ticket is predicted on this installation's own tickets: learnt from the earlier ones. */
export async function evalResolution(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({ args: parameters, options: { json: { type: 'boolean', default: false } } })
  const held = await holdStorage(config)
  try {
    const { database, close } = await openStorage(config, createLog('silent', config.nodeName))
    try {
      const tickets = await listResolvedTickets(database, MOST_TICKETS)
      const quality = evaluateExpectedTime(tickets)
      if (!quality) {
        throw new UsageError(
          `There are ${tickets.length} resolved tickets; learning from the earlier ones needs ${FEWEST_TICKETS}. generate-history makes some.`,
        )
      }
      return values.json ? JSON.stringify(quality) : report(quality)
    } finally {
      await close()
    }
  } finally {
    await held.release()
  }
}

function report(quality: NonNullable<ReturnType<typeof evaluateExpectedTime>>): string {
  const minutes = (value: number) => `${value.toFixed(1)} min`
  return `${[
    `Learnt from ${quality.trainedOn} tickets, tried on the ${quality.testedOn} resolved after them${quality.simulated ? ', on simulated history' : ''}`,
    `  mean absolute error                ${minutes(quality.mae)}`,
    `  of each intent's median            ${minutes(quality.baselineMae)}`,
    `  median absolute error              ${minutes(quality.medianError)}, of the intent's median ${minutes(quality.baselineMedianError)}`,
    `  within the bounds (8 in 10 should) ${(quality.withinBounds * 100).toFixed(1)} %`,
  ].join('\n')}\n`
}
