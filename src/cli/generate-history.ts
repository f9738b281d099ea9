import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DateTime } from 'luxon'
import { loadCompany } from '../company.ts'
import type { Config } from '../config/index.ts'
import type { Database } from '../domain/index.ts'
import { createLog } from '../log.ts'
import { createPasswords, listAgents } from '../people/index.ts'
import { projectRoot } from '../project-root.ts'
import { holdStorage, openStorage } from '../storage.ts'
import { openEmptyInstallation } from './empty-installation.ts'
import {
  copyConversations,
  findProgress,
  type HistoryProgress,
  keepProgress,
  removeCustomers,
} from './history/history-store.ts'
import { historyCustomerIds, planBusyHour, planDay } from './history/plan-day.ts'
import { type DayPlayed, playDay } from './history/play-day.ts'
import { shiftClock } from './history/shifted-clock.ts'
import { DAYS_SEEN, shiftsAround } from './history/shifts.ts'
import { readTraffic, type Traffic } from './history/traffic-file.ts'
import { progressLine } from './progress-line.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `earshot generate-history --days N [--seed N] | --busy-hour N [--people N] [--seed N] | --remove`
const MOST_DAYS = 400
const MOST_IN_AN_HOUR = 300
const MOST_PEOPLE = 100
const HOUR_MS = 3_600_000

/**
 * Days of believable traffic for the demo company, ending yesterday. Each day is played through the real pipeline on a
 * database of its own in memory and then copied, whole or not at all, so a run that is stopped goes on with the next day.
 */
export async function generateHistory(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      days: { type: 'string' },
      'busy-hour': { type: 'string' },
      people: { type: 'string' },
      seed: { type: 'string' },
      remove: { type: 'boolean', default: false },
    },
  })
  if (!config.demo) throw new UsageError('History is made for the demo company, and EARSHOT_DEMO=0 turns it off.')
  const traffic = await readTraffic(join(projectRoot, 'demo/traffic.yaml'))
  const seed = wholeNumber(values.seed ?? '1', 'seed', 2 ** 31 - 1)
  const held = await holdStorage(config)
  const target = targetOf(config)
  try {
    await target((database) => loadCompany(config, database, createPasswords(), createLog('silent', config.nodeName)))
    if (values.remove) return await target((database) => remove(database, traffic, seed))
    if (values['busy-hour'] !== undefined) {
      const conversations = wholeNumber(values['busy-hour'], 'busy-hour', MOST_IN_AN_HOUR)
      const people = wholeNumber(values.people ?? String(MOST_PEOPLE), 'people', MOST_PEOPLE)
      return await busyHour(config, target, traffic, { conversations, people, seed })
    }
    const days = wholeNumber(values.days, 'days', MOST_DAYS)
    return await generate(config, target, traffic, await target((database) => begin(database, traffic, days, seed)))
  } finally {
    await held.release()
  }
}

type Target = <Result>(work: (database: Database) => Promise<Result>) => Promise<Result>

/**
 * The installation's own database, open only while something is done with it: the embedded one keeps timers, which run
 * wild when the clock goes back by weeks under them.
 */
function targetOf(config: Config): Target {
  return async (work) => {
    const { database, close } = await openStorage(config, createLog('silent', config.nodeName))
    try {
      return await work(database)
    } finally {
      await close()
    }
  }
}

function wholeNumber(text: string | undefined, name: string, most: number): number {
  const number = Number(text)
  if (text !== undefined && Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new UsageError(`--${name} must be a whole number from 1 to ${most}.\n${USAGE}`)
}

/** Where to go on: after the days that are there, or at the beginning. */
async function begin(database: Database, traffic: Traffic, days: number, seed: number): Promise<HistoryProgress> {
  const known = await findProgress(database)
  if (known && (known.seed !== seed || known.days !== days)) {
    throw new UsageError(
      `There is a history of ${known.days} days with seed ${known.seed} already. Go on with these, or remove it with --remove.`,
    )
  }
  if (known) return known
  const from = DateTime.now().setZone(traffic.timeZone).minus({ days }).toISODate()
  if (from === null) throw new UsageError(`demo/traffic.yaml, field timeZone: ${traffic.timeZone} is not known.`)
  return { seed, days, from, done: 0 }
}

async function generate(config: Config, target: Target, traffic: Traffic, begun: HistoryProgress): Promise<string> {
  const sum: DayPlayed = { conversations: 0, escalated: 0, resolved: 0 }
  const progress = progressLine('Days')
  const now = DateTime.now()
  const clock = shiftClock()
  // Before the product's own database opens, for the same reason.
  clock.setClock(DateTime.fromISO(begun.from, { zone: traffic.timeZone }).plus({ days: begun.done }).toJSDate())
  const product = await openEmptyInstallation(config)
  try {
    const team = await listAgents(product.database)
    for (let done = begun.done; done < begun.days; done++) {
      progress.at(done, begun.days, `${sum.conversations} conversations`)
      const day = DateTime.fromISO(begun.from).plus({ days: done }).toISODate() ?? begun.from
      const planned = planDay(traffic, [...product.assistant.intents.values()], day, begun.seed)
      // What nobody has taken by now waits in the installation's own queue.
      const until = DateTime.min(now, DateTime.fromISO(day, { zone: traffic.timeZone }).plus({ days: DAYS_SEEN }))
      const at = { shifts: shiftsAround(team, day), until: until.toJSDate() }
      const played = await playDay(product, traffic, planned, at, clock.setClock)
      await target((database) =>
        database.transaction(async (tx) => {
          await copyConversations(product.database, tx)
          await keepProgress(tx, { ...begun, done: done + 1 })
        }),
      )
      await removeCustomers(product.database, historyCustomerIds(traffic, begun.seed))
      sum.conversations += played.conversations
      sum.escalated += played.escalated
      sum.resolved += played.resolved
    }
    progress.at(begun.days, begun.days, `${sum.conversations} conversations`)
  } finally {
    progress.end()
    clock.restore()
    await product.close()
  }
  await target(countRows)
  if (begun.done === begun.days) return `All ${begun.days} days are there already.`
  return `${begun.days - begun.done} days added: ${sum.conversations} conversations, ${sum.escalated} handed to people, ${sum.resolved} of them resolved.`
}

/** A server does so by itself. The embedded database would go on taking every table for nearly empty, and read it whole. */
const countRows = (database: Database) => database.execute('analyze')

/** The hour before now, as it stands: whoever waits goes on waiting, now in the installation's own queue. */
async function busyHour(
  config: Config,
  target: Target,
  traffic: Traffic,
  { conversations, people, seed }: { conversations: number; people: number; seed: number },
): Promise<string> {
  const now = new Date()
  const clock = shiftClock()
  const product = await openEmptyInstallation(config)
  try {
    const planned = planBusyHour(traffic, [...product.assistant.intents.values()], now, conversations, seed)
    const from = new Date(now.getTime() - HOUR_MS)
    // Whatever the day, the first `people` of those who take conversations are at work.
    const shifts = (await listAgents(product.database))
      .filter(({ skills }) => skills.length > 0)
      .slice(0, people)
      .map(({ id }) => ({ agentId: id, from, until: now }))
    const played = await playDay(product, traffic, planned, { shifts, until: now }, clock.setClock)
    await target((database) => database.transaction((tx) => copyConversations(product.database, tx)))
    await target(countRows)
    return `${played.conversations} conversations within the last hour: ${played.escalated} handed to people, ${played.resolved} of them resolved.`
  } finally {
    clock.restore()
    await product.close()
  }
}

async function remove(database: Database, traffic: Traffic, seed: number): Promise<string> {
  const known = await findProgress(database)
  const customers = await database.transaction(async (tx) => {
    await keepProgress(tx, null)
    return removeCustomers(tx, historyCustomerIds(traffic, known?.seed ?? seed))
  })
  if (customers === 0) return 'There is no history to remove.'
  return `Removed ${customers} simulated customers and all they said.`
}
