import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { invalid, ROLES, SKILL_LEVELS } from '../domain/index.ts'

const text = z.string('must be text').trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters')
const email = z.email('must be an e-mail address').max(254).toLowerCase()
const cents = z.int('must be a whole number of cents').min(0, 'must not be negative')
const slug = z.string('must be text').regex(/^[a-z][a-z0-9-]*$/, 'must be a name such as orders')
const language = z.string('must be text').regex(/^[a-z]{2}$/, 'must be a two-letter language code such as en')
const clock = z.string('must be text').regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 08:30')
const timeZone = z.string('must be text').refine(isTimeZone, 'must be a time zone such as Europe/Amsterdam')

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const hours = z
  .strictObject({ days: z.array(z.enum(DAYS, `must be one of ${DAYS.join(', ')}`)), from: clock, to: clock })
  .transform(({ days, from, to }) => days.map((day) => ({ weekday: DAYS.indexOf(day) + 1, from, to })))

const skills = z
  .record(slug, z.literal(SKILL_LEVELS, 'must be 1 (knows it), 2 (is good at it) or 3 (expert)'))
  .transform((levels) => Object.entries(levels).map(([name, level]) => ({ name, level })))

const person = z
  .strictObject({
    name: text,
    email,
    role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`),
    skills,
    languages: z.array(language).min(1, 'must name a language'),
    capacity: z.int('must be a whole number').min(0, 'must not be negative').max(50, 'must be at most 50'),
    timeZone,
    hours: z.array(hours),
  })
  .transform(({ hours, ...rest }) => ({ ...rest, workingHours: hours.flat() }))

const STATUSES = ['placed', 'packed', 'shipped', 'delivered', 'cancelled', 'returned'] as const
const order = z.strictObject({
  number: z.string().regex(/^TG-1\d{5}$/, 'must be an order number such as TG-104233'),
  status: z.enum(STATUSES, `must be one of ${STATUSES.join(', ')}`),
  placedHoursAgo: z.number('must be a number of hours').positive('must be more than 0'),
  currency: z.enum(['EUR', 'USD'], 'must be EUR or USD').default('EUR'),
  items: z
    .array(z.strictObject({ name: text, quantity: z.int('must be a whole number').min(1), priceCents: cents }))
    .min(1, 'must hold an item'),
  deliveryCents: cents,
  tracking: text.optional(),
})
const customer = z.strictObject({
  name: text,
  email,
  address: z.strictObject({
    street: text,
    postcode: text,
    city: text,
    country: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as NL'),
  }),
  orders: z.array(order),
})

export type DemoPerson = z.output<typeof person>
export type DemoCustomer = z.output<typeof customer>
export type DemoOrder = z.output<typeof order>

export interface DemoFiles {
  people: DemoPerson[]
  customers: DemoCustomer[]
  /** Changes with any byte of the files. */
  contentHash: string
}

/**
 * Reads `team.yaml` and `customers.yaml` of `folder`. Throws `invalid-request` naming file, line and field at fault. Files
 * that still have `knownHash` were read and loaded before: they are not parsed again, and the lists stay empty.
 */
export async function readDemoFiles(folder: string, knownHash: string | null): Promise<DemoFiles> {
  const team = await readFile(join(folder, 'team.yaml'), 'utf8')
  const clients = await readFile(join(folder, 'customers.yaml'), 'utf8')
  const contentHash = createHash('sha256').update(team).update('\0').update(clients).digest('hex')
  if (contentHash === knownHash) return { people: [], customers: [], contentHash }
  const { people } = parse('team.yaml', team, z.strictObject({ people: z.array(person, 'must be a list') }))
  const { customers } = parse(
    'customers.yaml',
    clients,
    z.strictObject({ customers: z.array(customer, 'must be a list') }),
  )
  refuseRepeats(
    'team.yaml',
    'e-mail address',
    people.map((one) => one.email),
  )
  refuseRepeats(
    'customers.yaml',
    'e-mail address',
    customers.map((one) => one.email),
  )
  refuseRepeats(
    'customers.yaml',
    'order number',
    customers.flatMap((one) => one.orders.map((each) => each.number)),
  )
  return { people, customers, contentHash }
}

function parse<Schema extends z.ZodType>(file: string, source: string, schema: Schema): z.output<Schema> {
  const counter = new LineCounter()
  const document = parseDocument(source, { lineCounter: counter })
  const broken = document.errors[0]
  if (broken) throw fault(file, [`line ${counter.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`])
  const result = schema.safeParse(document.toJS() ?? {})
  if (result.success) return result.data
  throw fault(
    file,
    result.error.issues.map((issue) => {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
      const path = unknown === undefined ? issue.path : [...issue.path, unknown]
      const isMissing = document.getIn(path) === undefined
      // A missing field has no place in the file; what it is missing from has.
      const node = document.getIn(isMissing ? path.slice(0, -1) : path, true)
      const line = isNode(node) && node.range ? counter.linePos(node.range[0]).line : 1
      const reason = unknown !== undefined ? 'is not a field' : isMissing ? 'is missing' : issue.message
      return `line ${line}: ${path.join('.')} ${reason}`
    }),
  )
}

function refuseRepeats(file: string, what: string, values: string[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index)
  if (repeated !== undefined) throw fault(file, [`the ${what} ${repeated} appears twice`])
}

const fault = (file: string, problems: string[]) =>
  invalid('demo-file-broken', `The demo was not loaded. demo/${file}, ${problems.join('; ')}.`)

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
