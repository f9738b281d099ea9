import type { FactValue } from '../domain/index.ts'
import type { FieldType } from './fields.ts'

/** What an operator is compared with. */
export type Operand = 'none' | 'text' | 'number' | 'texts' | 'yes_no'

interface Operator {
  title: string
  operand: Operand
  /** `seen` is never null; `choices` are the values of an ordered field, lowest first. */
  holds(seen: NonNullable<FactValue>, wanted: FactValue, choices: readonly string[]): boolean
  /** The answer where nothing is known; false unless said: what is not there is not equal to anything. */
  whenUnknown?: true
}

const lower = (value: FactValue) => String(value).toLowerCase()
const list = (value: FactValue): string[] => (Array.isArray(value) ? value.map((one) => one.toLowerCase()) : [])
const is: Operator = { title: 'is', operand: 'text', holds: (seen, wanted) => lower(seen) === lower(wanted) }
const isNot: Operator = {
  title: 'is not',
  operand: 'text',
  holds: (seen, wanted) => lower(seen) !== lower(wanted),
  whenUnknown: true,
}
const oneOf: Operator = {
  title: 'is one of',
  operand: 'texts',
  holds: (seen, wanted) => list(wanted).includes(lower(seen)),
}
const noneOf: Operator = {
  title: 'is none of',
  operand: 'texts',
  holds: (seen, wanted) => !list(wanted).includes(lower(seen)),
  whenUnknown: true,
}
const isEmpty: Operator = {
  title: 'is empty',
  operand: 'none',
  holds: (seen) => seen === '' || (Array.isArray(seen) && seen.length === 0),
  whenUnknown: true,
}
const isNotEmpty: Operator = { title: 'is not empty', operand: 'none', holds: (seen) => !isEmpty.holds(seen, null, []) }

const number = (title: string, compare: (seen: number, wanted: number) => boolean): Operator => ({
  title,
  operand: 'number',
  holds: (seen, wanted) => compare(Number(seen), Number(wanted)),
})
const rank = (title: string, compare: (seen: number, wanted: number) => boolean): Operator => ({
  title,
  operand: 'text',
  holds: (seen, wanted, choices) => compare(choices.indexOf(lower(seen)), choices.indexOf(lower(wanted))),
})

const CHOICE = { is, is_not: isNot, one_of: oneOf, none_of: noneOf, is_empty: isEmpty, is_not_empty: isNotEmpty }

/** What can be asked of a field of each type. Texts compare without regard to case. */
export const OPERATORS: Readonly<Record<FieldType, Readonly<Record<string, Operator>>>> = {
  text: {
    ...CHOICE,
    contains: { title: 'contains', operand: 'text', holds: (seen, wanted) => lower(seen).includes(lower(wanted)) },
    contains_not: {
      title: 'does not contain',
      operand: 'text',
      holds: (seen, wanted) => !lower(seen).includes(lower(wanted)),
      whenUnknown: true,
    },
    has_word: {
      title: 'has one of the words',
      operand: 'texts',
      holds: (seen, wanted) => list(wanted).some((word) => hasWord(lower(seen), word)),
    },
    starts_with: {
      title: 'starts with',
      operand: 'text',
      holds: (seen, wanted) => lower(seen).startsWith(lower(wanted)),
    },
  },
  number: {
    equals: number('is', (seen, wanted) => seen === wanted),
    less: number('is less than', (seen, wanted) => seen < wanted),
    at_most: number('is at most', (seen, wanted) => seen <= wanted),
    more: number('is more than', (seen, wanted) => seen > wanted),
    at_least: number('is at least', (seen, wanted) => seen >= wanted),
    is_empty: isEmpty,
    is_not_empty: isNotEmpty,
  },
  choice: CHOICE,
  ordered: {
    ...CHOICE,
    at_least: rank('is at least', (seen, wanted) => seen >= wanted),
    at_most: rank('is at most', (seen, wanted) => seen <= wanted),
  },
  set: {
    has_any: {
      title: 'have one of',
      operand: 'texts',
      holds: (seen, wanted) => list(wanted).some((one) => list(seen).includes(one)),
    },
    has_all: {
      title: 'have all of',
      operand: 'texts',
      holds: (seen, wanted) => list(wanted).every((one) => list(seen).includes(one)),
    },
    has_none: {
      title: 'have none of',
      operand: 'texts',
      holds: (seen, wanted) => !list(wanted).some((one) => list(seen).includes(one)),
      whenUnknown: true,
    },
    is_empty: isEmpty,
    is_not_empty: isNotEmpty,
  },
  yes_no: { is: { title: 'is', operand: 'yes_no', holds: (seen, wanted) => seen === wanted } },
}

/** Whole words or phrases: "fire" is not in "fireplace". Letters of any script count as letters. */
function hasWord(text: string, word: string): boolean {
  const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)
  for (let at = text.indexOf(word); at !== -1 && word !== ''; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true
  }
  return false
}
