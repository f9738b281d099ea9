import { z } from 'zod'
import {
  type EarshotError,
  firstFault,
  invalid,
  PRIORITIES,
  RULE_EVENTS,
  type RuleActionKind,
  type RuleContent,
} from '../domain/index.ts'
import { comparisonsOf } from './conditions.ts'
import { FIELDS } from './fields.ts'
import { nearest } from './nearest.ts'
import { readCondition } from './read-condition.ts'
import { unknownPlaceholders } from './templates.ts'

const MOST_ACTIONS = 10
const MOST_LANGUAGES = 40
/** A quarter of a year. */
const MOST_HOURS = 2_160

const hours = z
  .number({ error: 'must be a number of hours' })
  .positive('must be more than 0')
  .max(MOST_HOURS, `must be at most ${MOST_HOURS}`)
const plainText = z
  .string({ error: 'must be a text' })
  .trim()
  .min(1, 'must not be empty')
  .max(2_000, 'must have at most 2,000 characters')
const text = plainText.superRefine((value, context) => {
  const [unknown] = unknownPlaceholders(value)
  if (unknown !== undefined) context.addIssue({ code: 'custom', message: `names {{${unknown}}}, which does not exist` })
})
/** By language. */
const translations = z
  .record(z.string(), text, { error: 'must be texts by language' })
  .superRefine((texts, context) => {
    const codes = Object.keys(texts)
    const wrong = codes.find((code) => !/^[a-z]{2}$/.test(code))
    if (wrong !== undefined) {
      context.addIssue({
        code: 'custom',
        path: [wrong],
        message: 'is not a language: use a code of two letters such as fr',
      })
    }
    if (codes.length > MOST_LANGUAGES) {
      context.addIssue({ code: 'custom', message: `must hold at most ${MOST_LANGUAGES} languages` })
    }
  })
const tags = z
  .array(
    z
      .string({ error: 'must be a tag name' })
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a tag name such as late-delivery'),
  )
  .min(1, 'must name a tag')
  .max(10, 'must name at most 10 tags')

const PARAMETERISED = ['no_reply_for', 'frustration_crossed'] as const
const plainEvents = RULE_EVENTS.filter(
  (type): type is Exclude<(typeof RULE_EVENTS)[number], (typeof PARAMETERISED)[number]> =>
    !PARAMETERISED.some((other) => other === type),
)
const event = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('no_reply_for'),
      who: z.enum(['customer', 'agent'], { error: 'must be customer or agent' }),
      hours,
    }),
    z.strictObject({
      type: z.literal('frustration_crossed'),
      threshold: z.number({ error: 'must be a number' }).min(0.05, 'must be 0.05 to 1').max(1, 'must be 0.05 to 1'),
    }),
    z.strictObject({ type: z.enum(plainEvents) }),
  ],
  { error: `must be one of ${RULE_EVENTS.join(', ')}` },
)

const KINDS = [
  'add_tags',
  'remove_tags',
  'set_priority',
  'assign',
  'note',
  'reply',
  'ask_rating',
  'notify',
  'webhook',
  'snooze',
  'start_flow',
  'follow_up_later',
  'resolve',
  'close',
] as const satisfies readonly RuleActionKind[]

const action = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.enum(['add_tags', 'remove_tags']), tags }),
    z.strictObject({ kind: z.literal('set_priority'), priority: z.enum([...PRIORITIES, 'one_up']) }),
    z.strictObject({
      kind: z.literal('assign'),
      to: z.union(
        [
          z.literal('queue'),
          z.strictObject({ agentId: z.uuid() }),
          z.strictObject({ skill: z.string().min(1).max(60) }),
        ],
        { error: 'must be queue, an agent or a skill' },
      ),
    }),
    z.strictObject({ kind: z.literal('note'), text }),
    z.strictObject({ kind: z.enum(['reply', 'ask_rating']), text, translations: translations.optional() }),
    z.strictObject({
      kind: z.literal('notify'),
      who: z.enum(['agent', 'leads'], { error: 'must be agent or leads' }),
      text,
    }),
    z.strictObject({
      kind: z.literal('webhook'),
      url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(500),
      secret: z.string({ error: 'must be a text' }).min(16, 'must have at least 16 characters').max(200),
    }),
    z.strictObject({ kind: z.literal('snooze'), hours }),
    z.strictObject({ kind: z.literal('start_flow'), flow: z.string({ error: 'must name a guided dialogue' }) }),
    z.strictObject({ kind: z.literal('follow_up_later'), hours }),
    z.strictObject({ kind: z.enum(['resolve', 'close']) }),
  ],
  { error: `must be one of ${KINDS.join(', ')}` },
)

const limit = (most: number) =>
  z.strictObject({
    times: z.number({ error: 'must be a number' }).int('must be whole').min(1).max(most),
    hours,
  })

const rule = z.strictObject({
  name: z
    .string({ error: 'must be a text' })
    .trim()
    .min(1, 'must not be empty')
    .max(80, 'must have at most 80 characters'),
  event,
  conditions: z
    .unknown()
    .default({ all: [] })
    .transform((value, context) =>
      readCondition(value, (path, message) => context.addIssue({ code: 'custom', path, message })),
    ),
  actions: z.array(action).min(1, 'must hold at least one').max(MOST_ACTIONS, `must hold at most ${MOST_ACTIONS}`),
  stopOnMatch: z.boolean({ error: 'must be true or false' }).default(false),
  limits: z
    .strictObject({ perCustomer: limit(100), perRule: limit(10_000) })
    .default({ perCustomer: { times: 1, hours: 24 }, perRule: { times: 100, hours: 1 } }),
})

/** The schema itself, for files whose reader names the line of what is wrong. */
export const ruleSchema = rule

/** What rules can be about on this server. */
export interface RuleWorld {
  actions: ReadonlySet<RuleActionKind>
  /** The tags in use. */
  tags: ReadonlySet<string>
  /** The guided dialogues that can run here. */
  flows: ReadonlySet<string>
}

/**
 * A rule as it was written, checked. Throws `invalid-request` naming the first field at fault, such as
 * `conditions.all.0.value`; `refusal` says what did not happen because of it.
 */
export function readRule(value: unknown, world: RuleWorld, refusal = 'The rule was not saved'): RuleContent {
  const refuse: Refuse = (field, why) => invalid('rule-invalid', `${refusal}: ${why}`, field)
  const result = rule.safeParse(value)
  if (!result.success) {
    const { path, reason } = firstFault(result.error, 'is not a field of a rule')
    const field = path.map(String).join('.')
    throw refuse(field, `the field ${field === '' ? 'content' : field} ${reason}.`)
  }
  checkAgainst(result.data, world, refuse)
  return result.data
}

type Refuse = (field: string, why: string) => EarshotError

function checkAgainst({ conditions, actions }: RuleContent, world: RuleWorld, refuse: Refuse): void {
  for (const [place, action] of actions.entries()) {
    if (!world.actions.has(action.kind)) {
      throw refuse(`actions.${place}.kind`, `"${action.kind}" is not something this server can do.`)
    }
    if ('tags' in action) checkTags(action.tags, `actions.${place}.tags`, 'its action')
    if (action.kind === 'start_flow' && !world.flows.has(action.flow)) {
      const here = [...world.flows].join(', ')
      const why = `its action names the dialogue "${action.flow}", which this server does not have. It has ${here}.`
      throw refuse(`actions.${place}.flow`, why)
    }
  }
  for (const { path, comparison } of comparisonsOf(conditions, 'conditions')) {
    if (FIELDS[comparison.field]?.type !== 'set' || !Array.isArray(comparison.value)) continue
    checkTags(comparison.value, `${path}.value`, 'its condition')
  }

  function checkTags(tags: readonly string[], field: string, where: string): void {
    const unknown = tags.find((tag) => !world.tags.has(tag))
    if (unknown === undefined) return
    const near = nearest(unknown, world.tags)
    const hint = near === null ? '' : ` Did you mean "${near}"?`
    throw refuse(field, `${where} names the tag "${unknown}", which does not exist.${hint}`)
  }
}
