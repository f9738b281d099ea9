import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { firstFault, withoutValue } from '../../src/domain/index.ts'

/** As it reads behind a field's name. */
function sentence(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value)
  if (!error) throw new Error('Nothing was found wrong with it.')
  const { path, reason } = firstFault(error)
  return `${path.join('.') || 'it'} ${reason}`
}
const field = (schema: z.ZodType) => z.strictObject({ priority: schema })
const form = z.union([
  z.strictObject({ kind: z.literal('note'), text: z.string() }),
  z.strictObject({ kind: z.literal('tags'), tags: z.array(z.string()) }),
])
const turn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('note'), text: z.string() }),
  z.strictObject({ kind: z.literal('tags'), tags: z.array(z.string()) }),
])

const CASES: [z.ZodType, unknown, string][] = [
  [z.string(), undefined, 'priority is missing'],
  [z.string(), 3, 'priority must be text; it is 3'],
  [z.number(), 'many', 'priority must be a number; it is "many"'],
  [z.int(), 1.5, 'priority must be a whole number; it is 1.5'],
  [z.boolean(), 'yes', 'priority must be true or false; it is "yes"'],
  [z.array(z.string()), {}, 'priority must be a list'],
  [z.strictObject({}), [1, 2], 'priority must be an object; it is a list of 2'],
  [z.enum(['low', 'normal', 'high']), 'hihg', 'priority must be low, normal or high; it is "hihg"'],
  [z.literal(1), 2, 'priority must be 1; it is 2'],
  [z.string().min(2), 'a', 'priority must have at least 2 characters; it is "a"'],
  [z.string().max(1), 'abc', 'priority must have at most 1 character; it is "abc"'],
  [z.string().length(2), 'abc', 'priority must have exactly 2 characters; it is "abc"'],
  [z.array(z.string()).min(1), [], 'priority must have at least 1 entry; it is a list of 0'],
  [z.array(z.string()).max(1), ['a', 'b'], 'priority must have at most 1 entry; it is a list of 2'],
  [z.number().min(1), 0, 'priority must be at least 1; it is 0'],
  [z.number().max(5), 6, 'priority must be at most 5; it is 6'],
  [z.number().positive(), 0, 'priority must be more than 0; it is 0'],
  [z.number().lt(5), 5, 'priority must be less than 5; it is 5'],
  [z.number().multipleOf(5), 6, 'priority must be a multiple of 5; it is 6'],
  [z.date().min(new Date(0)), new Date(-1), 'priority must be at or after 1970-01-01T00:00:00.000Z'],
  [z.email(), 'anna', 'priority must be an e-mail address; it is "anna"'],
  [z.url(), 'shop', 'priority must be a web address; it is "shop"'],
  [z.uuid(), '7', 'priority must be an id (UUID); it is "7"'],
  [z.iso.datetime(), 'now', 'priority must be a time such as 2026-03-04T10:00:00Z; it is "now"'],
  [z.iso.date(), 'today', 'priority must be a day such as 2026-03-04; it is "today"'],
  [z.string().regex(/^a/), 'b', 'priority must be text of the form /^a/; it is "b"'],
  [z.string().startsWith('a'), 'b', 'priority must be text that begins with "a"; it is "b"'],
  [z.string().endsWith('a'), 'b', 'priority must be text that ends with "a"; it is "b"'],
  [z.string().includes('a'), 'b', 'priority must be text with "a" in it; it is "b"'],
  [z.strictObject({ a: z.string().optional() }), { b: 1 }, 'priority.b is not a known field'],
  [z.union([z.string(), z.number()]), [1], 'priority has none of the forms it may have; it is a list of 1'],
  [form, { kind: 'tags' }, 'priority.tags is missing'],
  [form, { kind: 'note', text: 'x', more: 1 }, 'priority.more is not a known field'],
  [z.union([form, z.number()], 'must be a note or tags'), { kind: 'tags' }, 'priority must be a note or tags'],
  [turn, { kind: 'call' }, 'priority.kind must be note or tags; it is "call"'],
  [z.record(z.string().max(1), z.number()), { ab: 1 }, 'priority.ab has a name that is not allowed'],
  [z.set(z.string()), new Set([1]), 'priority must be text; it is 1'],
  [z.string().refine(() => false), 'x', 'priority is not valid; it is "x"'],
  [z.string('must be the name of a colour'), 1, 'priority must be the name of a colour'],
  [z.string().max(3), 'a'.repeat(99), `priority must have at most 3 characters; it is "${'a'.repeat(40)}…"`],
]

describe('a fault in a field', () => {
  it.each(CASES)('is told in a whole sentence (%#)', (schema, value, expected) => {
    expect(sentence(field(schema), { priority: value })).toBe(expected)
  })

  it('shows no secret, and nothing at all where that is asked for', () => {
    const login = z.strictObject({ password: z.string().min(8) })
    expect(sentence(login, { password: 'hunter2' })).toBe('password must have at least 8 characters')
    expect(z.int().safeParse('hunter2', { error: withoutValue }).error?.issues[0]?.message).toBe('must be a number')
  })

  it('says nothing in the words of the library', () => {
    const told = CASES.map(([schema, value]) => sentence(field(schema), { priority: value })).join('\n')
    expect(told).not.toMatch(/Invalid|expected|Too (small|big)|Unrecognized|received/)
  })
})
