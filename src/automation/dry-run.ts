import type { Finding, Queryable, Rule, RuleContent } from '../domain/index.ts'
import { comparisonsOf } from './conditions.ts'
import { countPast, listCustomerNames, readPast, type Sought } from './dry-run-store.ts'
import { loadFactsThen } from './facts-then.ts'
import { FIELDS } from './fields.ts'
import { matchRules } from './match.ts'
import { type Occurrence, occurrenceOf, SOURCES, type StoredEvent } from './occurrences.ts'

const DAYS = 30
/** Events looked at; of more, the newest. */
const MOST_EVENTS = 20_000
/** So many at once; between two of them it tells how far it is. */
const PAGE = 1_000
const MOST_SHOWN = 200
const HOUR_MS = 3_600_000

export interface DryRun {
  from: Date
  to: Date
  looked: number
  /** As many were there; a smaller `looked` says that the oldest were left out. */
  of: number
  fired: number
  heldBack: number
  /** Titles of the fields that were not kept: today's values stood in for those of then. */
  todays: string[]
  /** The newest 200. */
  firings: { conversationId: string; customerName: string; at: Date; findings: Finding[] }[]
}

/**
 * What a rule would have done in the last 30 days had it been on, alone: the stored events with the facts as they were, its
 * limits counted as they would have been. Changes nothing. Yields how far it is; ends early when `signal` is aborted.
 */
export async function* dryRun(
  db: Queryable,
  content: RuleContent,
  { now = new Date(), signal }: { now?: Date; signal?: AbortSignal } = {},
): AsyncGenerator<{ looked: number; of: number }, DryRun | null> {
  const sought = soughtFor(content)
  const whole = { from: new Date(now.getTime() - DAYS * 24 * HOUR_MS), to: now }
  const count = await countPast(db, sought, whole)
  const of = Math.min(count, MOST_EVENTS)
  const rule: Rule = { id: 'dry-run', version: 0, enabled: true, place: 1, content }
  const fired: { event: StoredEvent; findings: Finding[] }[] = []
  const limits = countLimits(content)
  let heldBack = 0
  let looked = 0

  yield { looked, of }
  const past = await readPast(db, sought, whole, MOST_EVENTS)
  for (let from = 0; from < past.length; from += PAGE) {
    if (signal?.aborted) return null
    const page = past.slice(from, from + PAGE)
    const awaited = page.filter((event) => occurrenceIn(event).types.includes(content.event.type))
    const facts = await loadFactsThen(db, awaited)
    for (const [place, event] of awaited.entries()) {
      const loaded = facts[place]
      if (!loaded || !wasPeoples(content, loaded.facts)) continue
      const count = () => limits.count(loaded.customerId, event.at)
      const [match] = matchRules(occurrenceIn(event), loaded.facts, [rule], [], count)
      if (match?.suppressed === null) {
        fired.push({ event, findings: match.findings })
        limits.add(loaded.customerId, event.at)
      } else if (match) heldBack++
    }
    looked += page.length
    if (looked < past.length) yield { looked, of }
  }
  yield { looked, of }

  const asked = comparisonsOf(content.conditions, '').map(({ comparison }) => comparison.field)
  const shown = fired.slice(-MOST_SHOWN).reverse()
  const names = await listCustomerNames(
    db,
    shown.map(({ event }) => event.conversationId),
  )
  return {
    ...whole,
    looked,
    of: count,
    fired: fired.length,
    heldBack,
    todays: [...new Set(asked)].flatMap((name) => {
      const field = FIELDS[name]
      return field?.known === 'today' ? [field.title] : []
    }),
    firings: shown.map(({ event, findings }) => ({
      conversationId: event.conversationId,
      customerName: names.get(event.conversationId) ?? 'Somebody who was erased',
      at: event.at,
      findings,
    })),
  }
}

function soughtFor({ event }: RuleContent): Sought {
  if (event.type === 'no_reply_for') return { silent: event.who, hours: event.hours }
  return { types: [SOURCES[event.type].event].flatMap((type) => type ?? []) }
}

const occurrenceIn = (event: StoredEvent): Occurrence =>
  event.type === 'timer' ? { types: ['no_reply_for'], ruleId: null } : occurrenceOf(event)

/** An agent is missed only where the conversation is people's to answer. */
function wasPeoples({ event }: RuleContent, facts: Readonly<Record<string, unknown>>): boolean {
  if (event.type !== 'no_reply_for' || event.who === 'customer') return true
  return ['queued', 'offered', 'agent'].includes(String(facts['conversation.owner']))
}

/** How often it would have fired within its limits' hours before a time; times come in their order. */
function countLimits({ limits: { perCustomer, perRule } }: RuleContent) {
  const ofRule = slidingCount(perRule.hours)
  const ofCustomers = new Map<string, ReturnType<typeof slidingCount>>()
  return {
    count: (customerId: string, at: Date) => ({
      ofCustomer: ofCustomers.get(customerId)?.count(at) ?? 0,
      ofRule: ofRule.count(at),
    }),
    add(customerId: string, at: Date): void {
      const ofCustomer = ofCustomers.get(customerId) ?? slidingCount(perCustomer.hours)
      ofCustomers.set(customerId, ofCustomer)
      ofCustomer.add(at)
      ofRule.add(at)
    },
  }
}

function slidingCount(hours: number) {
  const times: number[] = []
  let first = 0
  return {
    count(at: Date): number {
      while (first < times.length && at.getTime() - (times[first] ?? 0) >= hours * HOUR_MS) first++
      return times.length - first
    },
    add: (at: Date) => void times.push(at.getTime()),
  }
}
