import { z } from 'zod'
import { ROLES, SKILL_LEVELS, type WorkingInterval } from '../domain/people.ts'
import type { ConsoleAgent } from './console.ts'

/** The people who work here, under `/api/console/people`: for leads and admins. */

/** No list of a person needs more, and routing reads every one with each decision. */
const MOST = 50

const text = z.string().transform((given) => given.trim())
const skill = z.strictObject({
  name: text.pipe(
    z
      .string()
      .min(1, 'must not be empty')
      .max(60, 'must have at most 60 characters')
      .regex(/^[^:,]+$/, 'must have neither colon nor comma'),
  ),
  level: z.literal(SKILL_LEVELS, 'must be 1, 2 or 3'),
})
const language = z.string().regex(/^[a-z]{2}$/, 'must be a code of two letters such as "fr"')
const timeZone = z.string().refine(isTimeZone, 'must be a zone such as Europe/Amsterdam')
const start = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00')
const end = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 17:30')
const interval = z
  .strictObject({ weekday: z.number().int().min(1).max(7), from: start, to: end })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be later than the beginning' })

const person = {
  name: text.pipe(z.string().min(1, 'must not be empty').max(80, 'must have at most 80 characters')),
  role: z.enum(ROLES, 'must be agent, lead or admin'),
  skills: z
    .array(skill)
    .max(MOST, `must be at most ${MOST}`)
    .superRefine(refuseTwice(({ name }) => name, 'name')),
  languages: z
    .array(language)
    .min(1, 'must have at least one language')
    .max(MOST, `must be at most ${MOST}`)
    .superRefine(refuseTwice((code) => code)),
  /** Conversations at once; with 0 nothing is offered. */
  capacity: z.number().int().min(0, 'must be 0 or more').max(100, 'must be at most 100'),
  workingHours: z.array(interval).max(MOST, `must be at most ${MOST}`).superRefine(refuseOverlaps),
  /** IANA; the hours are of this zone. */
  timeZone,
}
const baseVersion = z.string().min(1).max(64)

export const addPersonRequest = z.strictObject({
  email: text.pipe(z.email('must be an e-mail address').max(254)).transform((given) => given.toLowerCase()),
  ...person,
})
export const savePersonRequest = z.strictObject({ baseVersion, ...person })

/** What is written of somebody; who they are, their e-mail address, never changes. */
export type PersonContent = Omit<z.output<typeof addPersonRequest>, 'email'>

export interface Person extends ConsoleAgent {
  /** Another one whenever something that is written of them changes. */
  version: string
  workingHours: WorkingInterval[]
  timeZone: string
  /** Since when they do not work here any more; null for who does. */
  leftAt: string | null
}

/** What the intents route to, or tickets opened lately asked for; the most asked for first. */
export interface Asked {
  name: string
  /** Tickets opened in the last `PeopleList.askedDays` days that asked for it. */
  tickets: number
}

export interface PeopleList {
  /** By name; who left comes last. */
  people: Person[]
  askedDays: number
  skills: Asked[]
  /** Codes. */
  languages: Asked[]
}

/** A password is told once: only its hash is stored. */
export interface PasswordResult {
  person: Person
  password: string
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function refuseTwice<Value>(keyOf: (value: Value) => string, field?: string) {
  return (values: Value[], context: z.RefinementCtx<Value[]>) => {
    const keys = values.map(keyOf)
    const place = keys.findIndex((key, index) => keys.indexOf(key) < index)
    if (place < 0) return
    const path = field === undefined ? [place] : [place, field]
    context.addIssue({ code: 'custom', path, message: `names “${keys[place]}” a second time` })
  }
}

function refuseOverlaps(hours: WorkingInterval[], context: z.RefinementCtx<WorkingInterval[]>): void {
  const place = hours.findIndex((one, index) =>
    hours.slice(0, index).some(({ weekday, from, to }) => weekday === one.weekday && from < one.to && one.from < to),
  )
  if (place < 0) return
  context.addIssue({ code: 'custom', path: [place, 'from'], message: 'overlaps other hours of the same day' })
}
