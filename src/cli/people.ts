import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { ROLES, SKILL_LEVELS, type Skill } from '../domain/index.ts'
import { createLog } from '../log.ts'
import { createPasswords, insertAgent } from '../people/index.ts'
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
const person = z.strictObject({
  email: z.email('must be an e-mail address'),
  name: z.string().min(1, 'must not be empty').max(80),
  role: z.enum(ROLES).default('agent'),
  skills: skills.default([]),
  languages: list.default(['en']),
  capacity: z.coerce.number().int().min(0).max(100).default(4),
})

/** Adds somebody who works here, with a password made up and printed once. The embedded database must not be in use. */
export async function addPerson(config: Config, parameters: string[]): Promise<string> {
  const text = { type: 'string' as const }
  const { values } = parseArgs({
    args: parameters,
    options: { email: text, name: text, role: text, skills: text, languages: text, capacity: text },
  })
  const given = person.safeParse(values)
  if (!given.success) {
    const [issue] = given.error.issues
    throw new UsageError(`--${String(issue?.path[0])} ${issue?.message}. Nobody was added.`)
  }
  const held = await holdStorage(config)
  const storage = await openStorage(config, createLog('silent', config.nodeName)).catch(async (error) => {
    await held.release()
    throw error
  })
  try {
    const password = randomBytes(12).toString('base64url')
    const added = await insertAgent(storage.database, {
      ...given.data,
      workingHours: [],
      timeZone: config.timeZone,
      passwordHash: await createPasswords().hash(password),
    })
    if (!added)
      throw new UsageError(`Somebody with the address ${given.data.email} works here already. Nobody was added.`)
    return `${added.name} (${added.role}) can log in as ${added.email} with the password ${password}`
  } finally {
    await storage.close()
    await held.release()
  }
}
