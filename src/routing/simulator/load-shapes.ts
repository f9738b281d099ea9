import { z } from 'zod'
import { PRIORITIES } from '../../domain/index.ts'

/**
 * The fields of a load file. Where people write one thing in several ways, the ways are brought into one shape before
 * they are checked, so that a complaint names the very field.
 */

const HOUR = 3600
const LONGEST_SECONDS = 31 * 24 * HOUR

const text = z.string('must be text').trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters')
const number = (least: number, most: number) =>
  z
    .number('must be a number')
    .min(least, least === 0 ? 'must not be negative' : `must be at least ${least}`)
    .max(most, `must be at most ${most}`)
const positive = (most: number) =>
  z.number('must be a number').positive('must be more than 0').max(most, `must be at most ${most}`)
const list = <T extends z.ZodType>(of: T, most: number) =>
  z.array(of, 'must be a list').max(most, `must have at most ${most} entries`)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Other names for a field, each with the name it stands for. The field's own name wins. */
type OtherNames = Record<string, string>

/** An object whose fields may go by other names; fields it does not know are left out. */
const fields = <Shape extends z.ZodRawShape>(shape: Shape, otherNames: OtherNames = {}) =>
  z.preprocess(
    (value) => {
      if (!isObject(value)) return value
      const renamed = Object.entries(otherNames).flatMap(([other, name]) =>
        other in value ? [[name, value[other]] as const] : [],
      )
      return { ...Object.fromEntries(renamed), ...value }
    },
    z.object(shape, 'must be an object'),
  )

/** A list of names, one name, or names with commas between them. */
const names = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',') : value),
  list(text, 50).transform((all) => [...new Set(all)]),
)

/** Names, `{ name: level }`, or `[{ name, level }]`. */
const skillLevels = z.preprocess(
  (value) => {
    if (typeof value === 'string') return value.split(',').map((name) => ({ name }))
    if (isObject(value)) return Object.entries(value).map(([name, level]) => ({ name, level }))
    if (!Array.isArray(value)) return value
    return value.map((each: unknown) => (typeof each === 'string' ? { name: each } : each))
  },
  list(fields({ name: text, level: number(1, 100).default(1) }, { skill: 'name', id: 'name' }), 50).transform(
    (all) => new Map(all.map(({ name, level }) => [name, level])),
  ),
)

/** One value, several in equal shares, or `{ value: share }`. */
const shares = <T extends z.ZodType>(value: T) =>
  z.preprocess(
    (given) => {
      if (typeof given === 'string' || given === null) return [{ value: given, share: 1 }]
      if (Array.isArray(given)) return given.map((each: unknown) => ({ value: each, share: 1 }))
      if (isObject(given)) return Object.entries(given).map(([each, share]) => ({ value: each, share }))
      return given
    },
    list(z.object({ value, share: number(0, 1e9) }), 50).refine(
      (all) => all.some(({ share }) => share > 0),
      'must have a share above 0',
    ),
  )

const time = positive(LONGEST_SECONDS)
const handling = z.preprocess(
  (value) => (typeof value === 'number' ? { mean: value } : value),
  fields(
    {
      mean: time.optional(),
      median: time.optional(),
      sigma: number(0, 3).default(0.6),
      distribution: z
        .enum(['lognormal', 'exponential', 'fixed'], 'must be lognormal, exponential or fixed')
        .default('lognormal'),
    },
    { p50: 'median', average: 'mean' },
  ).refine(({ mean, median }) => (mean === undefined) !== (median === undefined), 'must have mean or median'),
)

/** Null for endless. */
const patience = z.preprocess((value) => (isObject(value) && 'mean' in value ? value.mean : value), time.nullable())

/** Hours of the clock: 9, 9.5 or "09:30". */
const clock = z.preprocess(
  (value) => {
    const [, hour, minute] = (typeof value === 'string' && /^(\d{1,3}):([0-5]\d)$/.exec(value)) || []
    return hour === undefined ? value : Number(hour) + Number(minute) / 60
  },
  number(0, LONGEST_SECONDS / HOUR),
)

/** `{ from, to }`, `[from, to]` or "09:00-17:00". */
const shift = z.preprocess(
  (value) => {
    const pair = typeof value === 'string' ? value.split(/\s*[-–]\s*/) : value
    return Array.isArray(pair) && pair.length === 2 ? { from: pair[0], to: pair[1] } : pair
  },
  fields({ from: clock, to: clock }, { start: 'from', end: 'to' }),
)
const shifts = z.preprocess(
  (value) => {
    const isOne = typeof value === 'string' || isObject(value) || (Array.isArray(value) && typeof value[0] === 'number')
    return isOne ? [value] : value
  },
  list(shift, 100),
)

const priority = z.enum(PRIORITIES, `must be one of ${PRIORITIES.join(', ')}`)
const language = text.toLowerCase().nullable()

const needNames = {
  requiredSkill: 'requiredSkills',
  required: 'requiredSkills',
  optionalSkill: 'optionalSkills',
  optional: 'optionalSkills',
  handling: 'handlingSeconds',
  patience: 'patienceSeconds',
}

const intent = fields(
  {
    name: text,
    share: number(0, 1e9).default(1),
    requiredSkills: names.default([]),
    optionalSkills: names.default([]),
    language: shares(language).optional(),
    priority: shares(priority).optional(),
    handlingSeconds: handling.optional(),
    patienceSeconds: patience.optional(),
  },
  { ...needNames, intent: 'name', id: 'name', weight: 'share', languages: 'language', priorities: 'priority' },
)

const agent = fields(
  {
    name: text.optional(),
    count: z.int('must be a whole number').min(1, 'must be at least 1').max(1000, 'must be at most 1000').default(1),
    skills: skillLevels.default(new Map()),
    languages: names.transform((all) => all.map((each) => each.toLowerCase())).default([]),
    capacity: z.int('must be a whole number').min(0, 'must not be negative').max(100, 'must be at most 100').default(1),
    speed: positive(100).default(1),
    shifts: shifts.optional(),
  },
  {
    id: 'name',
    language: 'languages',
    concurrency: 'capacity',
    maxConcurrent: 'capacity',
    shift: 'shifts',
    hours: 'shifts',
  },
)

const arrival = fields(
  {
    /** Seconds, or a moment such as 2026-03-04T09:15:00Z. */
    at: z.preprocess(
      (value) => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? Date.parse(value) / 1000 : value),
      z.number('must be seconds, or a moment such as 2026-03-04T09:15:00Z').min(0, 'must not be negative'),
    ),
    intent: text.default('any'),
    requiredSkills: names.optional(),
    optionalSkills: names.optional(),
    language: language.optional(),
    priority: priority.optional(),
    handlingSeconds: z.union([time, handling], 'must be seconds, or { mean or median, sigma }').optional(),
    patienceSeconds: time.nullable().optional(),
  },
  { ...needNames, time: 'at', arrivedAt: 'at', second: 'at' },
)

const costs = fields(
  {
    missingOptional: z
      .preprocess((value) => (isObject(value) && 'factor' in value ? value.factor : value), number(1, 100))
      .default(1.3),
    transferProbability: number(0, 1).default(0.1),
    transferSeconds: number(0, LONGEST_SECONDS).default(60),
    concurrencySlowdown: number(0, 10).default(0),
  },
  { missingOptionalFactor: 'missingOptional', missingOptionalSkill: 'missingOptional' },
)

/** Arrivals in each hour: a list, one number for eight hours, or `{ hour: arrivals }`, hours left out having none. */
const hours = z.preprocess(
  (value) => {
    if (typeof value === 'number') return Array.from({ length: 8 }, () => value)
    if (!isObject(value)) return value
    const last = Math.max(0, ...Object.keys(value).map(Number).filter(Number.isInteger))
    return Array.from({ length: Math.min(last + 1, 24 * 31) }, (_, hour) => value[hour] ?? 0)
  },
  list(number(0, 100_000), 24 * 31).min(1, 'must have an hour'),
)

export const loadShape = fields(
  {
    name: text.optional(),
    /** Hour of the clock at which `hours` and recorded seconds begin. */
    startsAt: clock.default(0),
    hours: hours.optional(),
    intents: list(intent, 500).default([]),
    arrivals: list(arrival, 100_000).optional(),
    agents: list(agent, 1000).min(1, 'must have an agent'),
    costs: costs.prefault({}),
    /** For intents and arrivals that say none themselves. */
    language: shares(language).optional(),
    handlingSeconds: handling.prefault({ mean: 480 }),
    patienceSeconds: patience.default(null),
  },
  {
    ...needNames,
    arrivalsPerHour: 'hours',
    roster: 'agents',
    team: 'agents',
    startHour: 'startsAt',
    languages: 'language',
  },
)
export type LoadShape = z.output<typeof loadShape>
