import { createHash } from 'node:crypto'
import { DateTime } from 'luxon'
import type { IntentDefinition } from '../../domain/index.ts'
import { type Chance, createChance } from './chance.ts'
import { type Temper, type Traffic, WEEKDAYS } from './traffic-file.ts'

/** One conversation that will be begun. */
export interface PlannedConversation {
  at: Date
  customer: { id: string; name: string }
  temper: Temper
  /** What they come with; null where they write in a language that is not covered. */
  intent: string | null
  /** The first message, and other words for the same matter should they be asked. */
  texts: string[]
  /** Seed of everything else that happens in it. */
  seed: number
}

/** Customers a history draws from; small enough that some come back. */
const CUSTOMERS = 4000

/**
 * The conversations that begin on the calendar day `day` (`2026-11-01`) in the traffic's zone, in the order of their
 * beginning. The same seed and day plan the same, whatever days were planned before.
 */
export function planDay(
  traffic: Traffic,
  intents: readonly Pick<IntentDefinition, 'name' | 'examples'>[],
  day: string,
  seed: number,
): PlannedConversation[] {
  const chance = createChance(`${seed} ${day}`)
  const midnight = DateTime.fromISO(day, { zone: traffic.timeZone })
  const weekday = WEEKDAYS[midnight.weekday - 1] ?? 'mon'
  const mean = traffic.perDay * (traffic.weekdays[weekday] ?? 1)
  const whole = traffic.hours.reduce((sum, hour) => sum + hour, 0)
  const asked = intents.filter(({ name, examples }) => weightOf(traffic, name) > 0 && examples.length > 0)

  const planned: PlannedConversation[] = []
  traffic.hours.forEach((weight, hour) => {
    const from = midnight.set({ hour })
    // Arrivals that know nothing of each other: exponential gaps.
    const gapMs = weight === 0 ? Number.POSITIVE_INFINITY : 3_600_000 / ((mean * weight) / whole)
    for (let ms = chance.exponential(gapMs); ms < 3_600_000; ms += chance.exponential(gapMs)) {
      planned.push(
        planConversation(traffic, asked, from.plus({ milliseconds: Math.round(ms) }).toJSDate(), seed, chance),
      )
    }
  })
  return planned
}

/** The hour before `now` with this many conversations, evenly spread but for chance. */
export function planBusyHour(
  traffic: Traffic,
  intents: readonly Pick<IntentDefinition, 'name' | 'examples'>[],
  now: Date,
  conversations: number,
  seed: number,
): PlannedConversation[] {
  const chance = createChance(`${seed} busy hour`)
  const asked = intents.filter(({ name, examples }) => weightOf(traffic, name) > 0 && examples.length > 0)
  return Array.from({ length: conversations }, () => now.getTime() - chance.draw() * 3_600_000)
    .sort((a, b) => a - b)
    .map((at) => planConversation(traffic, asked, new Date(at), seed, chance))
}

function planConversation(
  traffic: Traffic,
  intents: readonly Pick<IntentDefinition, 'name' | 'examples'>[],
  at: Date,
  seed: number,
  chance: Chance,
): PlannedConversation {
  const temper = chance.pickWeighted(traffic.tempers, (each) => each.share)
  const number = Math.floor(chance.draw() * (chance.happens(traffic.returning) ? CUSTOMERS / 20 : CUSTOMERS))
  const common = { at, customer: customerOf(traffic, seed, number), temper, seed: Math.floor(chance.draw() * 2 ** 31) }
  if (chance.happens(traffic.otherLanguages.share)) {
    return { ...common, intent: null, texts: [chance.pick(traffic.otherLanguages.says)] }
  }
  const intent = chance.pickWeighted(intents, ({ name }) => weightOf(traffic, name))
  const texts = [1, 2, 3].map(() => roughen(chance.pick(intent.examples), chance))
  if (chance.happens(0.35)) texts[0] = `${chance.pick(temper.openings)} ${texts[0]}`
  return { ...common, intent: intent.name, texts }
}

/** Everybody a history with this seed may speak of. */
export const historyCustomerIds = (traffic: Traffic, seed: number): string[] =>
  Array.from({ length: CUSTOMERS }, (_, number) => customerOf(traffic, seed, number).id)

const weightOf = (traffic: Traffic, intent: string) => traffic.intents[intent] ?? 1

/** The same person for the same seed and number, on every day. */
function customerOf(traffic: Traffic, seed: number, number: number): PlannedConversation['customer'] {
  const hex = createHash('sha256').update(`customer ${seed} ${number}`).digest('hex')
  const chance = createChance(hex)
  return {
    id: [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
      '-',
    ),
    name: `${chance.pick(traffic.names.first)} ${chance.pick(traffic.names.last)}`,
  }
}

/** As people type in a hurry: now and then without capitals, without the last full stop, or with two letters swapped. */
export function roughen(text: string, chance: Chance): string {
  let rough = text
  if (chance.happens(0.3)) rough = rough.toLowerCase()
  if (chance.happens(0.3)) rough = rough.replace(/[.!]$/, '')
  if (chance.happens(0.2) && rough.length > 8) {
    const at = 1 + Math.floor(chance.draw() * (rough.length - 3))
    rough = rough.slice(0, at) + rough.charAt(at + 1) + rough.charAt(at) + rough.slice(at + 2)
  }
  return rough
}
