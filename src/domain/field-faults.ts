import { z } from 'zod'

/**
 * What is wrong with a field, as the rest of a sentence that begins with its name: "must be one of low or high; it is
 * "hihg"". Schemas may say it themselves; this is for all that do not, here for the whole server.
 */
z.config({ customError: (issue) => reasonOf(issue, shown(givenIn(issue), issue.path ?? [])) })

/** The same without what was given: for values that may be secret, or stand in somebody's answer. */
export const withoutValue = (issue: z.core.$ZodRawIssue): string => reasonOf(issue, '')

/** A longer value is told by its beginning. */
const LONGEST_SHOWN = 40
/** More choices than these are not listed. */
const MOST_LISTED = 20
const NO_FORM = 'has none of the forms it may have'
const SECRET = /password|secret|token|code|key/i

export interface FieldFault {
  path: PropertyKey[]
  /** The rest of a sentence, without its full stop. */
  reason: string
}

/** The first fault that a schema found, with the unknown key in its path, and within the part of a union that was meant. */
export function firstFault({ issues: [issue] }: z.ZodError, whereUnknown = 'is not a known field'): FieldFault {
  return issue ? faultOf(issue, whereUnknown) : { path: [], reason: 'is not valid' }
}

function faultOf(issue: z.core.$ZodIssue, whereUnknown: string): FieldFault {
  if (issue.code === 'unrecognized_keys') {
    return { path: [...issue.path, ...issue.keys.slice(0, 1)], reason: whereUnknown }
  }
  // A union with a sentence of its own has said it better.
  const isOurs = issue.code === 'invalid_union' && issue.message.startsWith(NO_FORM)
  const meant = isOurs ? meantIn(issue.errors) : undefined
  if (!meant) return { path: issue.path, reason: issue.message }
  const inner = faultOf(meant, whereUnknown)
  return { path: [...issue.path, ...inner.path], reason: inner.reason }
}

/** Of the forms a value may have, the one that got furthest: at fault inside, not as a whole, and in the fewest places. */
function meantIn(forms: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue | undefined {
  const inside = forms.filter(([first]) => first && (first.path.length > 0 || first.code === 'unrecognized_keys'))
  return [...inside].sort((a, b) => a.length - b.length)[0]?.[0]
}

function reasonOf(issue: z.core.$ZodRawIssue, given: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kindOf(issue.expected)}${given}`
    case 'invalid_value':
      return `must be ${anyOf(issue.values.map((value) => String(value)))}${given}`
    case 'too_small':
      return `must ${sizeOf(issue.origin, issue.exact ? 'exactly' : issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}${given}`
    case 'too_big':
      return `must ${sizeOf(issue.origin, issue.exact ? 'exactly' : issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}${given}`
    case 'invalid_format':
      return `must be ${formatOf(issue)}${given}`
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}${given}`
    case 'unrecognized_keys':
      return `has ${issue.keys.length === 1 ? 'a field that is' : 'fields that are'} not known: ${issue.keys.slice(0, MOST_LISTED).join(', ')}`
    case 'invalid_union':
      return Array.isArray(issue.options) ? `must be ${anyOf(issue.options.map(String))}${given}` : `${NO_FORM}${given}`
    case 'invalid_key':
      return 'has a name that is not allowed'
    case 'invalid_element':
      return 'has an entry that is not allowed'
    default:
      return `is not valid${given}`
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  date: 'a date',
  never: 'left out',
  null: 'null',
  undefined: 'left out',
}

const kindOf = (expected: string): string => KINDS[expected] ?? `${/^[aeio]/.test(expected) ? 'an' : 'a'} ${expected}`

function sizeOf(origin: string, bound: string, size: number | bigint): string {
  if (origin === 'string') return `have ${bound} ${several(size, 'character')}`
  if (origin === 'array' || origin === 'set') return `have ${bound} ${several(size, 'entry', 'entries')}`
  if (origin === 'date')
    return `be ${bound.replace('at least', 'at or after').replace('at most', 'at or before')} ${new Date(Number(size)).toISOString()}`
  return `be ${bound} ${size}`
}

const several = (size: number | bigint, one: string, more = `${one}s`) => `${size} ${Number(size) === 1 ? one : more}`

const FORMATS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'a web address',
  uuid: 'an id (UUID)',
  guid: 'an id (UUID)',
  datetime: 'a time such as 2026-03-04T10:00:00Z',
  date: 'a day such as 2026-03-04',
  time: 'a time of day such as 09:30',
  json_string: 'JSON',
}

function formatOf(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidStringFormat>): string {
  if (issue.format === 'starts_with') return `text that begins with "${issue.prefix}"`
  if (issue.format === 'ends_with') return `text that ends with "${issue.suffix}"`
  if (issue.format === 'regex') return `text of the form ${issue.pattern}`
  if (issue.format === 'includes') return `text with "${issue.includes}" in it`
  return FORMATS[issue.format] ?? `of the form ${issue.format}`
}

function anyOf(choices: readonly string[]): string {
  if (choices.length === 1) return String(choices[0])
  const listed = choices.slice(0, MOST_LISTED)
  if (choices.length > listed.length) return `one of ${listed.join(', ')} or ${choices.length - listed.length} others`
  return `${listed.slice(0, -1).join(', ')} or ${listed.at(-1)}`
}

/** Of an object whose kind is not known, the kind. */
function givenIn({ code, input, discriminator }: z.core.$ZodRawIssue): unknown {
  if (code !== 'invalid_union' || typeof discriminator !== 'string') return input
  return typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : input
}

/** What was given, where it is short enough to be recognised and no secret. */
function shown(input: unknown, path: readonly PropertyKey[]): string {
  if (input === undefined || SECRET.test(path.map(String).join('.'))) return ''
  if (typeof input === 'string') {
    return `; it is "${input.length > LONGEST_SHOWN ? `${input.slice(0, LONGEST_SHOWN)}…` : input}"`
  }
  if (typeof input === 'number' || typeof input === 'boolean' || input === null) return `; it is ${input}`
  return Array.isArray(input) ? `; it is a list of ${input.length}` : ''
}
