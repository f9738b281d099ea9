import { type Agent, conflict, type Database, EarshotError, notAllowed, notFound, type Tx } from '../domain/index.ts'
import type { Log } from '../log.ts'
import {
  bringBack,
  changeAgent,
  endSessionsOf,
  findAgentByEmail,
  findPerson,
  forgetSocketsOf,
  hasOtherAdmin,
  insertAgent,
  listPeople,
  lockPeople,
  lockPerson,
  makePassword,
  type Passwords,
  removeAgent,
  type Person as StoredPerson,
} from '../people/index.ts'
import type { Asked, ConsoleAgent, PasswordResult, PeopleList, Person, PersonContent } from '../protocol/index.ts'

export interface PersonActionParts {
  database: Database
  log: Log
  passwords: Pick<Passwords, 'hash'>
  /** Who is connected, and how much each has; in the same order. */
  describe(people: readonly Agent[]): Promise<ConsoleAgent[]>
  /** What tickets ask of people. */
  asked(): Promise<{ askedDays: number; skills: Asked[]; languages: Asked[] }>
  /** After each commit: whoever waits may move on, and consoles see the team as it is. */
  afterCommit(): void
  /** Somebody left: what they had goes back to the queue now. */
  takeBack(): void
  /** Closes their consoles; `keptToken` is the login that stays. */
  closeConsoles(agentId: string, keptToken?: string): void
}

/** What leads and admins do to the people who work here. Each is one transaction, and a line in the log that says who did it. */
export function createPersonActions(parts: PersonActionParts) {
  const { database, log, passwords } = parts

  async function describeAll(people: readonly StoredPerson[]): Promise<Person[]> {
    const described = new Map((await parts.describe(people)).map((agent) => [agent.id, agent]))
    return people.flatMap(({ version, workingHours, timeZone, leftAt, id }) => {
      const agent = described.get(id)
      return agent ? [{ ...agent, version, workingHours, timeZone, leftAt: leftAt?.toISOString() ?? null }] : []
    })
  }
  async function read(id: string): Promise<Person> {
    const person = await findPerson(database, id)
    const [described] = person ? await describeAll([person]) : []
    if (!described) throw unknownPerson()
    return described
  }
  async function change<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const result = await database.transaction(async (tx) => {
      await lockPeople(tx)
      return work(tx)
    })
    parts.afterCommit()
    return result
  }
  const say = (event: string, by: Agent, personId: string, fields: object = {}) =>
    log.write('info', event, { by: by.id, personId, ...fields })

  return {
    async list(): Promise<PeopleList> {
      return { people: await describeAll(await listPeople(database)), ...(await parts.asked()) }
    },
    read,

    async add(by: Agent, { email, ...content }: PersonContent & { email: string }): Promise<PasswordResult> {
      mayManage(by, content.role)
      const password = makePassword()
      const passwordHash = await passwords.hash(password)
      const added = await change(async (tx) => {
        const agent = await insertAgent(tx, { email, ...content, passwordHash })
        if (!agent) throw await emailTaken(tx, email)
        return agent
      })
      say('person.added', by, added.id, { role: added.role })
      return { person: await read(added.id), password }
    },

    /** A new role ends their logins: what a console may show was decided at the login. */
    async save(by: Agent, id: string, baseVersion: string, content: PersonContent): Promise<Person> {
      const was = await change(async (tx) => {
        const person = await lockPresent(tx, by, id)
        if (person.version !== baseVersion) {
          throw conflict('person-changed', `Somebody changed ${person.name} meanwhile. Nothing was saved.`)
        }
        if (person.role !== content.role) {
          mayManage(by, content.role)
          await keepAnAdmin(tx, person, 'role')
          await endSessionsOf(tx, id)
        }
        await changeAgent(tx, person.email, content)
        return person
      })
      if (was.role !== content.role) parts.closeConsoles(id)
      const changed = changedFields(was, content)
      if (changed.length > 0) say('person.changed', by, id, { changed })
      return read(id)
    },

    /** Ends all their logins; of one's own, all but `token`. */
    async setPassword(by: Agent, id: string, token: string): Promise<PasswordResult> {
      const password = makePassword()
      const passwordHash = await passwords.hash(password)
      const keptToken = by.id === id ? token : undefined
      await change(async (tx) => {
        const person = await lockPresent(tx, by, id)
        await changeAgent(tx, person.email, { passwordHash })
        await endSessionsOf(tx, id, keptToken)
      })
      parts.closeConsoles(id, keptToken)
      say('person.password_set', by, id)
      return { person: await read(id), password }
    },

    /** Their logins end at once, and what they have goes back to the queue. A repeat changes nothing. */
    async remove(by: Agent, id: string): Promise<Person> {
      if (by.id === id) throw notAllowed('not-yourself', 'You can’t remove yourself. Ask a colleague to do it.')
      const isRemoved = await change(async (tx) => {
        const person = await lockManaged(tx, by, id)
        if (person.leftAt) return false
        await keepAnAdmin(tx, person)
        await removeAgent(tx, person.email)
        await endSessionsOf(tx, id)
        await forgetSocketsOf(tx, id)
        return true
      })
      if (isRemoved) {
        parts.closeConsoles(id)
        parts.takeBack()
        say('person.removed', by, id)
      }
      return read(id)
    },

    /** Who was removed works here again, as they were, with a new password. */
    async bringBack(by: Agent, id: string): Promise<PasswordResult> {
      const password = makePassword()
      const passwordHash = await passwords.hash(password)
      await change(async (tx) => {
        const person = await lockManaged(tx, by, id)
        if (!(await bringBack(tx, person.email))) {
          throw conflict('not-removed', `${person.name} works here already. Their password was not changed.`)
        }
        await changeAgent(tx, person.email, { passwordHash })
      })
      say('person.brought_back', by, id)
      return { person: await read(id), password }
    },
  }
}

const unknownPerson = () => notFound('person-unknown', 'There is no person with this id.')

/** Leads change agents and leads; what concerns admins is for admins. */
function mayManage(by: Agent, role: Agent['role']): void {
  if (role !== 'admin' || by.role === 'admin') return
  throw notAllowed('wrong-role', 'Only admins change admins, or make somebody one. Ask an admin.')
}

async function lockManaged(tx: Tx, by: Agent, id: string): Promise<StoredPerson> {
  const person = await lockPerson(tx, id)
  if (!person) throw unknownPerson()
  mayManage(by, person.role)
  return person
}

async function lockPresent(tx: Tx, by: Agent, id: string): Promise<StoredPerson> {
  const person = await lockManaged(tx, by, id)
  if (person.leftAt) {
    throw conflict('person-left', `${person.name} does not work here any more. Bring them back first.`)
  }
  return person
}

/** Throws where the person is the last admin and is to be one no more. */
async function keepAnAdmin(tx: Tx, person: StoredPerson, field?: string): Promise<void> {
  if (person.role !== 'admin' || (await hasOtherAdmin(tx, person.id))) return
  throw new EarshotError(
    'conflict',
    'last-admin',
    `${person.name} is the only admin. Make somebody else an admin first.`,
    field === undefined ? {} : { field },
  )
}

async function emailTaken(tx: Tx, email: string): Promise<EarshotError> {
  const holder = await findAgentByEmail(tx, email)
  const person = holder && (await findPerson(tx, holder.id))
  const why = person?.leftAt
    ? `${person.name}, who has this address, was removed. Bring them back instead.`
    : `${person?.name ?? 'Somebody'} works here under this address already.`
  return new EarshotError('conflict', 'email-taken', why, { field: 'email' })
}

function changedFields(was: StoredPerson, content: PersonContent): string[] {
  const fields = Object.keys(content) as (keyof PersonContent)[]
  return fields.filter((field) => JSON.stringify(was[field]) !== JSON.stringify(content[field]))
}
