import type { Condition, Facts, Finding } from '../domain/index.ts'
import { FIELDS } from './fields.ts'
import { OPERATORS } from './operators.ts'

/**
 * Whether the conditions hold, with every comparison that was made and the value it met. All branches are looked at,
 * also where the first would decide: the evidence tells the whole of it. An empty `all` holds, an empty `any` does not.
 */
export function judge(condition: Condition, facts: Facts): { holds: boolean; findings: Finding[] } {
  if ('all' in condition) {
    const parts = condition.all.map((each) => judge(each, facts))
    return { holds: parts.every(({ holds }) => holds), findings: parts.flatMap(({ findings }) => findings) }
  }
  if ('any' in condition) {
    const parts = condition.any.map((each) => judge(each, facts))
    return { holds: parts.some(({ holds }) => holds), findings: parts.flatMap(({ findings }) => findings) }
  }
  if ('not' in condition) {
    const { holds, findings } = judge(condition.not, facts)
    return { holds: !holds, findings }
  }
  const finding = compare(condition, facts)
  return { holds: finding.holds, findings: [finding] }
}

type Comparison = Extract<Condition, { field: string }>

/** Every comparison with its place, such as `conditions.all.0` below `conditions`. */
export function comparisonsOf(condition: Condition, path: string): { path: string; comparison: Comparison }[] {
  if ('all' in condition) return condition.all.flatMap((each, place) => comparisonsOf(each, `${path}.all.${place}`))
  if ('any' in condition) return condition.any.flatMap((each, place) => comparisonsOf(each, `${path}.any.${place}`))
  return 'not' in condition ? comparisonsOf(condition.not, `${path}.not`) : [{ path, comparison: condition }]
}

function compare({ field, op, value }: Comparison, facts: Facts): Finding {
  const known = FIELDS[field]
  const operator = known && OPERATORS[known.type][op]
  const seen = facts[field] ?? null
  const wanted = value ?? null
  // A field that a later version dropped: what cannot be known does not hold.
  if (!operator) return { field, op, wanted, seen, holds: false }
  const holds = seen === null ? (operator.whenUnknown ?? false) : operator.holds(seen, wanted, known.choices ?? [])
  return { field, op, wanted, seen, holds }
}
