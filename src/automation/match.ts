import type { Facts, Finding, Rule, Suppression } from '../domain/index.ts'
import { judge } from './conditions.ts'
import { isAbout, type Occurrence } from './occurrences.ts'

/** So many rules may have led to an event; one more than that does not fire on it. */
export const DEEPEST_CHAIN = 3

/** A rule whose event and conditions were met. It acts unless it is suppressed. */
export interface Match {
  rule: Rule
  findings: Finding[]
  suppressed: Suppression | null
}

/** How often a rule has fired within its two limits' hours, for this customer and at all. */
export type CountFirings = (rule: Rule) => { ofCustomer: number; ofRule: number }

/**
 * The rules that an event sets off, in their order. All of them see the facts as they were at the event; what one changes
 * is an event of its own, which others may react to. `causedBy` are the rules that led to the event, the first one first.
 */
export function matchRules(
  occurrence: Occurrence,
  facts: Facts,
  rules: readonly Rule[],
  causedBy: readonly string[],
  count: CountFirings,
): Match[] {
  const matches: Match[] = []
  const inOrder = rules.filter(({ enabled }) => enabled).sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
  for (const rule of inOrder) {
    if (!isAbout(rule, occurrence, facts)) continue
    const { holds, findings } = judge(rule.content.conditions, facts)
    if (!holds) continue
    const suppressed = whyNot(rule, causedBy, count)
    matches.push({ rule, findings, suppressed })
    if (rule.content.stopOnMatch && suppressed === null) break
  }
  return matches
}

function whyNot(rule: Rule, causedBy: readonly string[], count: CountFirings): Suppression | null {
  if (causedBy.includes(rule.id)) return 'own_consequence'
  if (causedBy.length >= DEEPEST_CHAIN) return 'too_deep'
  const { ofCustomer, ofRule } = count(rule)
  const { perCustomer, perRule } = rule.content.limits
  if (ofCustomer >= perCustomer.times) return 'customer_limit'
  return ofRule >= perRule.times ? 'rule_limit' : null
}
