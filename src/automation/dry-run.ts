import type { Finding, Queryable, Rule, RuleContent } from '../domain/index.ts'
import { comparisonsOf } from './conditions.ts'
import { type After, listCustomerNames, measurePast, readPast, type Sought } from './dry-run-store.ts'
import { loadFacts } from './facts-store.ts'
import { FIELDS } from './fields.ts'
import { matchRules } from './match.ts'
import { type Occurrence, occurrenceOf, SOURCES, type StoredEvent } from './occurrences.ts'

const DAYS = 30
/** Events looked at; of more, the newest. */
const MOST_EVENTS = 20_000
const PAGE = 200
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
  const { count, begin } = await measurePast(db, sought, whole, MOST_EVENTS)
  const stretch = { from: begin, to: now }
  const of = Math.min(count, MOST_EVENTS)
  const rule: Rule = { id: 'dry-run', version: 0, enabled: true, place: 1, content }
  const fired: { event: StoredEvent; customerId: string; findings: Finding[] }[] = []
  let heldBack = 0
  let looked = 0
  let after: After = null

  for (;;) {
    yield { looked, of }
    if (signal?.aborted) return null
    const page = await readPast(db, sought, stretch, after, PAGE)
    const facts = await loadFacts(db, page, 'then')
    for (const [place, event] of page.entries()) {
      const loaded = facts[place]
      if (!loaded || !wasPeoples(content, loaded.facts)) continue
      const count = () => countBefore(fired, loaded.customerId, event.at, content)
      const [match] = matchRules(occurrenceIn(event), loaded.facts, [rule], [], count)
      if (match?.suppressed === null) fired.push({ event, customerId: loaded.customerId, findings: match.findings })
      else if (match) heldBack++
    }
    looked += page.length
    after = page.at(-1) ?? after
    if (page.length < PAGE) break
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

/** How often it would have fired within its limits' hours before `at`. */
function countBefore(
  fired: readonly { event: StoredEvent; customerId: string }[],
  customerId: string,
  at: Date,
  { limits: { perCustomer, perRule } }: RuleContent,
): { ofCustomer: number; ofRule: number } {
  let ofCustomer = 0
  let ofRule = 0
  const furthest = Math.max(perCustomer.hours, perRule.hours) * HOUR_MS
  for (let place = fired.length - 1; place >= 0; place--) {
    const earlier = fired[place]
    const ageMs = at.getTime() - (earlier?.event.at.getTime() ?? 0)
    if (!earlier || ageMs >= furthest) break
    if (ageMs < perRule.hours * HOUR_MS) ofRule++
    if (ageMs < perCustomer.hours * HOUR_MS && earlier.customerId === customerId) ofCustomer++
  }
  return { ofCustomer, ofRule }
}
