import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Config } from '../config/index.ts'
import { type Agent, type Database, firstFault, ROLES, SKILL_LEVELS, type Skill } from '../domain/index.ts'
import { createLog } from '../log.ts'
import {
  bringBack,
  changeAgent,
  createPasswords,
  endSessionsOf,
  insertAgent,
  listAgents,
  makePassword,
  removeAgent,
} from '../people/index.ts'
import { holdStorage, openStorage } from '../storage.ts'
import { UsageError } from './usage-error.ts'

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)
/** "orders:3,billing": a level of 1 to 3 after a colon, 2 when none is given. */
const skills = list.pipe(
  z.array(
    z
      .string()
      .regex(/^[^:]+(:[1-3])?$/, 'must be names with a level of 1 to 3, such as orders:3,billing')
      .transform((given): Skill => {
        const [name = '', level] = given.split(':')
        return { name, level: SKILL_LEVELS.find((known) => String(known) === level) ?? 2 }
      }),
  ),
)
const fields = {
  name: z.string().min(1, 'must not be empty').max(80),
  role: z.enum(ROLES),
  skills,
  languages: list,
  capacity: z.coerce.number().int().min(0).max(100),
}
const email = z.email('must be an e-mail address')
const added = z.strictObject({
  ...fields,
  email,
  role: fields.role.default('agent'),
  skills: fields.skills.default([]),
  languages: fields.languages.default(['en']),
  capacity: fields.capacity.default(4),
})
const changed = z
  .strictObject({ ...fields, password: z.boolean() })
  .partial()
  .extend({ email })
const named = z.strictObject({ email })

const ACTS: Record<string, (config: Config, parameters: string[]) => Promise<string>> = {
  add: addPerson,
  set: changePerson,
  remove: removePerson,
  list: listPeople,
}

/** Who works here. The embedded database must not be in use; with PostgreSQL it works beside running servers. */
export async function managePeople(config: Config, [act = '', ...parameters]: string[]): Promise<string> {
  const known = ACTS[act]
  if (!known) throw new UsageError('With people you can: people list, people add, people set, people remove.')
  return known(config, parameters)
}

/** Adds somebody, with a password made up and printed once; who was removed before works here again. */
async function addPerson(config: Config, parameters: string[]): Promise<string> {
  const given = read(added, parameters, 'Nobody was added.')
  return withDatabase(config, async (database) => {
    const { password, passwordHash } = await inventPassword()
    const person = { ...given, passwordHash, workingHours: [], timeZone: config.timeZone }
    const agent = await database.transaction(async (tx) =>
      (await bringBack(tx, given.email)) ? changeAgent(tx, given.email, person) : insertAgent(tx, person),
    )
    if (!agent) throw new UsageError(`Somebody with the address ${given.email} works here already. Nobody was added.`)
    return `${agent.name} (${agent.role}) can log in as ${agent.email} with the password ${password}`
  })
}

/** Changes what is named. A new password or role ends the logins there are. */
async function changePerson(config: Config, parameters: string[]): Promise<string> {
  const { email, password: isReset, ...change } = read(changed, parameters, 'Nothing was changed.')
  if (!isReset && Object.keys(change).length === 0) {
    throw new UsageError('Say what to change: --name, --role, --skills, --languages, --capacity or --password.')
  }
  return withDatabase(config, async (database) => {
    const { password, passwordHash } = isReset ? await inventPassword() : {}
    const agent = await database.transaction(async (tx) => {
      const agent = await changeAgent(tx, email, { ...change, ...(passwordHash && { passwordHash }) })
      if (agent && (isReset || change.role)) await endSessionsOf(tx, agent.id)
      return agent
    })
    if (!agent) throw unknown(email)
    return `${describe(agent)}${password ? `\nThe new password is ${password}` : ''}`
  })
}

/** Ends their logins at once; the conversations they have go back to the queue. What they did keeps their name. */
async function removePerson(config: Config, parameters: string[]): Promise<string> {
  const { email } = read(named, parameters, 'Nobody was removed.')
  return withDatabase(config, async (database) => {
    const agent = await database.transaction(async (tx) => {
      const agent = await removeAgent(tx, email)
      if (agent) await endSessionsOf(tx, agent.id)
      return agent
    })
    if (!agent) throw unknown(email)
    return `${agent.name} does not work here any more. Their logins are over, and their conversations go back to the queue.`
  })
}

async function listPeople(config: Config, parameters: string[]): Promise<string> {
  read(z.strictObject({}), parameters, 'Nothing was listed.')
  return withDatabase(config, async (database) => (await listAgents(database)).map(describe).join('\n'))
}

const unknown = (email: string) => new UsageError(`Nobody with the address ${email} works here. Nothing was changed.`)

function describe({ name, email, role, skills, languages, capacity }: Agent): string {
  const able = skills.map(({ name, level }) => `${name}:${level}`).join(',') || 'none'
  return `${name} <${email}>, ${role}; skills ${able}; languages ${languages.join(',')}; ${capacity} at once`
}

/** Throws UsageError naming the first option at fault. */
function read<Schema extends z.ZodType>(schema: Schema, parameters: string[], refusal: string): z.output<Schema> {
  const text = { type: 'string' as const }
  const { values } = parseArgs({
    args: parameters,
    options: {
      email: text,
      name: text,
      role: text,
      skills: text,
      languages: text,
      capacity: text,
      password: { type: 'boolean' },
    },
  })
  const given = schema.safeParse({ ...values })
  if (given.success) return given.data
  const { path, reason } = firstFault(given.error, 'is not for this')
  throw new UsageError(`--${String(path[0])} ${reason}. ${refusal}`)
}

async function inventPassword(): Promise<{ password: string; passwordHash: string }> {
  const password = makePassword()
  return { password, passwordHash: await createPasswords().hash(password) }
}

async function withDatabase<Result>(config: Config, work: (database: Database) => Promise<Result>): Promise<Result> {
  const held = await holdStorage(config)
  const storage = await openStorage(config, createLog('silent', config.nodeName)).catch(async (error) => {
    await held.release()
    throw error
  })
  try {
    return await work(storage.database)
  } finally {
    await storage.close()
    await held.release()
  }
}
