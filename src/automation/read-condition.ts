import type { Condition, FactValue } from '../domain/index.ts'
import { FIELDS } from './fields.ts'
import { OPERATORS, type Operand } from './operators.ts'

/** More of either could not be read by a person. */
const MOST = 30
const DEEPEST = 5

export type Complain = (path: (string | number)[], reason: string) => void

/** Conditions as they were written. Complains of the first thing wrong with its path; what it returns then is of no use. */
export function readCondition(value: unknown, complain: Complain): Condition {
  let comparisons = 0
  let isRefused = false

  function refuse(path: (string | number)[], reason: string): Condition {
    if (!isRefused) complain(path, reason)
    isRefused = true
    return { all: [] }
  }

  function read(node: unknown, path: (string | number)[]): Condition {
    if (path.length > DEEPEST * 2) return refuse(path, `is nested deeper than ${DEEPEST} levels`)
    if (typeof node !== 'object' || node === null) return refuse(path, 'must hold all, any, not, or a field')
    const entries = Object.entries(node)
    const [[key, inner] = ['', undefined]] = entries
    if (entries.length === 1 && (key === 'all' || key === 'any')) {
      if (!Array.isArray(inner)) return refuse([...path, key], 'must be a list')
      const parts = inner.map((each, place) => read(each, [...path, key, place]))
      return key === 'all' ? { all: parts } : { any: parts }
    }
    if (entries.length === 1 && key === 'not') return { not: read(inner, [...path, 'not']) }
    return readComparison(node, path)
  }

  function readComparison(node: object, path: (string | number)[]): Condition {
    if (++comparisons > MOST) return refuse(path, `makes more than ${MOST} comparisons`)
    const { field, op, value: wanted, ...others } = node as Record<string, unknown>
    const [extra] = Object.keys(others)
    if (extra !== undefined) return refuse([...path, extra], 'is not part of a condition')
    const known = typeof field === 'string' ? FIELDS[field] : undefined
    if (typeof field !== 'string' || !known)
      return refuse([...path, 'field'], `must be a field such as ticket.priority`)
    const operators = OPERATORS[known.type]
    const operator = typeof op === 'string' ? operators[op] : undefined
    if (typeof op !== 'string' || !operator) {
      return refuse([...path, 'op'], `must be one of ${Object.keys(operators).join(', ')} for ${field}`)
    }
    const reason = whyNotFit(wanted, operator.operand, known.choices)
    if (reason !== null) return refuse([...path, 'value'], reason)
    // `whyNotFit` has looked at its type.
    return operator.operand === 'none' ? { field, op } : { field, op, value: wanted as FactValue }
  }

  return read(value, [])
}

function whyNotFit(value: unknown, operand: Operand, choices: readonly string[] | undefined): string | null {
  switch (operand) {
    case 'none':
      return value === undefined || value === null ? null : 'must be left out'
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number'
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'text':
      return whyNotText(value, choices)
    case 'texts': {
      if (!Array.isArray(value) || value.length === 0 || value.length > 50) return 'must be a list of 1 to 50 texts'
      return value.map((one) => whyNotText(one, choices)).find((reason) => reason !== null) ?? null
    }
  }
}

function whyNotText(value: unknown, choices: readonly string[] | undefined): string | null {
  if (typeof value !== 'string' || value.trim() === '' || value.length > 200)
    return 'must be a text of 1 to 200 characters'
  return choices && !choices.includes(value) ? `must be one of ${choices.join(', ')}` : null
}
