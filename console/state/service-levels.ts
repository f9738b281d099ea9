import { dateTime, inUnits } from './time.ts'
import type { Clock, ConversationChanges, ConversationSummary, ServiceTarget } from './wire.ts'
import { TARGET_WORD } from './words.ts'

export type ServiceLevel = NonNullable<ConversationSummary['serviceLevel']>
export type Tone = 'quiet' | 'warning' | 'danger'

/** Further ahead than this, people plan by the hour on the clock. */
const SOON_MS = 4 * 3_600_000
const VERB: Record<ServiceTarget, string> = { first_reply: 'Reply', next_reply: 'Reply', resolution: 'Resolve' }

export function toneOf({ riskAt, dueAt }: Pick<ServiceLevel, 'riskAt' | 'dueAt'>, nowMs: number): Tone {
  if (nowMs >= Date.parse(dueAt)) return 'danger'
  return nowMs >= Date.parse(riskAt) ? 'warning' : 'quiet'
}

/** What is to be done by when: "Reply in 12 min", "Resolve by Mon, 9 Mar, 09:30", "Reply overdue for 4 min". */
export function dueWords({ target, dueAt }: Pick<ServiceLevel, 'target' | 'dueAt'>, nowMs: number): string {
  const left = Date.parse(dueAt) - nowMs
  if (left <= 0) return `${VERB[target]} overdue for ${inUnits(-left)}`
  return left < SOON_MS ? `${VERB[target]} in ${inUnits(left)}` : `${VERB[target]} by ${dateTime(dueAt)}`
}

/** Whether a row of the list shows it: replies always, the resolution once it is at risk. */
export const isShownInList = (level: ServiceLevel, nowMs: number): boolean =>
  level.target !== 'resolution' || toneOf(level, nowMs) !== 'quiet'

/** How one clock of a ticket stands: in words, and how loud. */
export function clockWords(clock: Clock, nowMs: number): { text: string; tone: Tone } {
  const promise = clock.targetMs === null ? 'nothing promised' : `promised within ${promised(clock)}`
  if (clock.stoppedAt !== null) {
    const took = inUnits(clock.elapsedMs ?? 0)
    const isLate = clock.targetMs !== null && (clock.elapsedMs ?? 0) > clock.targetMs
    if (clock.ended === 'resolved' && clock.target !== 'resolution') {
      return { text: `no reply before the end, ${took}; ${promise}`, tone: 'quiet' }
    }
    return { text: `${took}, ${promise}`, tone: isLate ? 'danger' : 'quiet' }
  }
  if (clock.dueAt === null || clock.riskAt === null) {
    return { text: clock.targetMs === null ? promise : `paused; ${promise}`, tone: 'quiet' }
  }
  const left = Date.parse(clock.dueAt) - nowMs
  const due = left <= 0 ? `overdue for ${inUnits(-left)}` : `${inUnits(left)} left, until ${dateTime(clock.dueAt)}`
  return { text: `${due}; ${promise}`, tone: toneOf({ riskAt: clock.riskAt, dueAt: clock.dueAt }, nowMs) }
}

const promised = ({ targetMs, time }: Clock) =>
  `${inUnits(targetMs ?? 0)}${time === 'business' ? ' of business time' : ''}`

/**
 * What an agent or lead is told of a conversation: warnings and breaches in what changed, for the agent who has it and
 * for every lead. `known` holds the events told already, since changes may come twice.
 */
export function serviceLevelNews(
  { summary, events }: ConversationChanges,
  me: { id: string; role: string },
  known: Set<string>,
): string[] {
  if (summary.agentId !== me.id && me.role === 'agent') return []
  return events.flatMap(({ id, type, data }) => {
    if (type !== 'service_level.at_risk' && type !== 'service_level.breached') return []
    if (known.has(id)) return []
    known.add(id)
    const target = targetOf(data)
    const what = target ? TARGET_WORD[target].toLowerCase() : 'promise'
    return [
      type === 'service_level.breached'
        ? `${summary.customerName}: the ${what} is overdue.`
        : `${summary.customerName}: the ${what} is due soon.`,
    ]
  })
}

function targetOf(data: unknown): ServiceTarget | null {
  if (typeof data !== 'object' || data === null || !('target' in data)) return null
  const { target } = data
  return target === 'first_reply' || target === 'next_reply' || target === 'resolution' ? target : null
}

export interface SnoozePreset {
  name: string
  until: Date
}

/** Times to snooze until, from `now` on, in the agent's own time zone. */
export function snoozePresets(now: Date): SnoozePreset[] {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const toMonday = (8 - now.getDay()) % 7 || 7
  const presets = [
    { name: 'In an hour', until: new Date(now.getTime() + 3_600_000) },
    { name: 'In three hours', until: new Date(now.getTime() + 3 * 3_600_000) },
    { name: 'Tomorrow morning', until: at(1, 9) },
    { name: 'Next Monday morning', until: at(toMonday, 9) },
  ]
  // On Sundays tomorrow is Monday.
  return presets.slice(0, toMonday === 1 ? 3 : 4)
}
