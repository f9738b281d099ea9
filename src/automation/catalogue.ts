import type { RuleActionKind, RuleEventType } from '../domain/index.ts'
import { FIELDS, type FieldType } from './fields.ts'
import { SOURCES } from './occurrences.ts'
import { OPERATORS, type Operand } from './operators.ts'
import { PLACEHOLDERS } from './templates.ts'

/** What rules can be made of, for whoever writes them. */
export function describeCatalogue(
  available: ReadonlySet<RuleActionKind>,
  flows: readonly { name: string; title: string }[],
) {
  const kinds = Object.entries(OPERATORS) as [FieldType, (typeof OPERATORS)[FieldType]][]
  return {
    events: Object.entries(SOURCES).map(([type, { title }]) => ({ type: type as RuleEventType, title })),
    fields: Object.entries(FIELDS).map(([name, { title, type, unit, choices }]) => ({
      name,
      title,
      type,
      unit: unit ?? null,
      choices: choices ? [...choices] : null,
    })),
    operators: Object.fromEntries(
      kinds.map(([type, operators]) => [
        type,
        Object.entries(operators).map(([op, { title, operand }]) => ({ op, title, operand })),
      ]),
    ) as Record<FieldType, { op: string; title: string; operand: Operand }[]>,
    actions: [...available],
    flows: [...flows],
    placeholders: [...PLACEHOLDERS],
  }
}
