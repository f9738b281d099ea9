import type { Queryable, Rule, Tx } from '../domain/index.ts'
import { type LoadedFacts, loadFacts } from './facts-store.ts'
import { countFirings, insertFiring, lockFirings } from './firing-store.ts'
import { type Match, matchRules } from './match.ts'
import { isAbout, type Occurrence, type StoredEvent } from './occurrences.ts'

/** One firing in twenty is shown to a lead, who says whether it was right. */
const SAMPLED = 0.05

/**
 * Stores what the rules want done about one event, within the transaction that moves the reader on or ends the timer.
 * Nothing is done yet: whoever works on actions finds them after the commit.
 */
export async function react(
  tx: Tx,
  event: Pick<StoredEvent, 'id' | 'conversationId' | 'type' | 'data' | 'actor' | 'at' | 'causedBy'>,
  occurrence: Occurrence,
  rules: readonly Rule[],
  draw: () => number = Math.random,
): Promise<Match[]> {
  await lockFirings(tx)
  const [loaded] = await loadFacts(tx, [event])
  if (!loaded) return []
  const counts = await countAll(tx, rules, occurrence, loaded)
  const matches = matchRules(occurrence, loaded.facts, rules, event.causedBy, (rule) => {
    return counts.get(rule.id) ?? { ofCustomer: 0, ofRule: 0 }
  })
  for (const { rule, findings, suppressed } of matches) {
    await insertFiring(tx, {
      ruleId: rule.id,
      ruleVersion: rule.version,
      eventId: event.id,
      eventType: rule.content.event.type,
      conversationId: event.conversationId,
      customerId: loaded.customerId,
      findings,
      causedBy: event.causedBy,
      suppressed,
      actions: rule.content.actions,
      isSampled: suppressed === null && draw() < SAMPLED,
    })
  }
  return matches
}

async function countAll(
  db: Queryable,
  rules: readonly Rule[],
  occurrence: Occurrence,
  { customerId, facts }: LoadedFacts,
) {
  const counts = new Map<string, { ofCustomer: number; ofRule: number }>()
  for (const rule of rules) {
    if (!rule.enabled || !isAbout(rule, occurrence, facts)) continue
    const { perCustomer, perRule } = rule.content.limits
    counts.set(rule.id, {
      ofCustomer: await countFirings(db, rule.id, customerId, perCustomer.hours),
      ofRule: await countFirings(db, rule.id, null, perRule.hours),
    })
  }
  return counts
}
