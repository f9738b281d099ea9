import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import type { PasswordResult, PeopleList, Person, WireError } from '../../src/protocol/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { openTestDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

const PEOPLE = '/api/console/people'

const ANNA = {
  email: 'Anna@TechGear.example',
  name: ' Anna Vos ',
  role: 'agent',
  skills: [{ name: 'orders', level: 3 }],
  languages: ['en', 'fr'],
  capacity: 2,
  workingHours: [{ weekday: 1, from: '09:00', to: '17:00' }],
  timeZone: 'Europe/Amsterdam',
}

let database: Database
let app: TestApp
let eva: AgentClient
let robin: AgentClient
let lotte: AgentClient

beforeAll(async () => {
  database = await openTestDatabase()
  app = await startApp(database)
  const login = (email: string) => AgentClient.login(app.url, email)
  eva = await login('eva@techgear.example')
  robin = await login('robin@techgear.example')
  lotte = await login('lotte@techgear.example')
})
afterAll(async () => {
  await app?.close()
  await database?.close()
})

async function ask<Result>(by: AgentClient, path: string, body: unknown = {}): Promise<Result> {
  const response = await by.request('POST', `${PEOPLE}${path}`, body)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Result
}

async function refusal(by: AgentClient, path: string, body: unknown = {}): Promise<WireError & { status: number }> {
  const response = await by.request('POST', `${PEOPLE}${path}`, body)
  if (response.ok) throw new Error(`${path} was not refused.`)
  return { ...((await response.json()) as { error: WireError }).error, status: response.status }
}

const list = (by = eva) => by.get<PeopleList>(PEOPLE)

async function personOf(email: string): Promise<Person> {
  const found = (await list()).people.find((person) => person.email === email)
  if (!found) throw new Error(`Nobody has the address ${email}.`)
  return found
}

const contentOf = ({ name, role, skills, languages, capacity, workingHours, timeZone }: Person) => ({
  name,
  role,
  skills,
  languages,
  capacity,
  workingHours,
  timeZone,
})
const saving = (person: Person, change: object) => ({ baseVersion: person.version, ...contentOf(person), ...change })

let added = 0
/** Somebody of their own for each test, logged in. */
async function newcomer(change: object = {}, by = eva) {
  added += 1
  const email = `new-${added}@techgear.example`
  const { person, password } = await ask<PasswordResult>(by, '', { ...ANNA, name: `New ${added}`, email, ...change })
  return { person, client: await AgentClient.login(app.url, email, password) }
}

const isLoggedIn = async (client: AgentClient) => (await client.request('GET', '/api/me')).ok

describe('the people who work here', () => {
  it('are listed for leads and admins with state, load and hours, and not for agents', async () => {
    const jonas = await (await AgentClient.login(app.url, 'jonas@techgear.example')).connect()
    await jonas.post('/api/console/availability', { availability: 'away', reason: 'lunch' })
    expect(await until('the state to be known', async () => (await personOf('jonas@techgear.example')).connected)).toBe(
      true,
    )
    expect(await personOf('jonas@techgear.example')).toMatchObject({
      skills: [{ name: 'technical', level: 3 }],
      availability: 'away',
      awayReason: 'lunch',
      load: 0,
      timeZone: 'Europe/Berlin',
      leftAt: null,
    })
    expect(await personOf('daan@techgear.example')).toMatchObject({ connected: false })
    await jonas.post('/api/console/availability', { availability: 'offline', reason: 'end_of_shift' })
    expect(await personOf('jonas@techgear.example')).toMatchObject({
      availability: 'offline',
      awayReason: 'end_of_shift',
    })
    for (const wrong of [
      { availability: 'offline', reason: 'lunch' },
      { availability: 'away', reason: 'missed_offers' },
    ]) {
      expect((await jonas.request('POST', '/api/console/availability', wrong)).status).toBe(400)
    }
    jonas.disconnect()
    expect((await lotte.request('GET', PEOPLE)).status).toBe(403)
    expect(await refusal(lotte, '', ANNA)).toMatchObject({ status: 403, code: 'wrong-role' })
  })

  it('are added with a password that is told once, and log in with it', async () => {
    const { person, password } = await ask<PasswordResult>(eva, '', ANNA)
    expect(person).toMatchObject({ ...ANNA, email: 'anna@techgear.example', name: 'Anna Vos', leftAt: null })
    const anna = await AgentClient.login(app.url, 'anna@techgear.example', password)
    expect(anna.me.name).toBe('Anna Vos')
    expect(JSON.stringify(await list())).not.toContain(password)
    expect(await refusal(eva, '', { ...ANNA, name: 'Another' })).toMatchObject({
      status: 409,
      code: 'email-taken',
      field: 'email',
      message: 'Anna Vos works here under this address already.',
    })
  })

  it.each([
    [{ name: '  ' }, 'name', 'must not be empty'],
    [{ email: 'anna' }, 'email', 'must be an e-mail address'],
    [{ role: 'boss' }, 'role', 'must be agent, lead or admin'],
    [{ skills: [{ name: 'orders', level: 4 }] }, 'skills.0.level', 'must be 1, 2 or 3'],
    [
      {
        skills: [
          { name: 'orders', level: 1 },
          { name: 'orders', level: 2 },
        ],
      },
      'skills.1.name',
      'names “orders” a second time',
    ],
    [{ languages: [] }, 'languages', 'at least one language'],
    [{ languages: ['en', 'French'] }, 'languages.1', 'must be a code of two letters'],
    [{ capacity: -1 }, 'capacity', 'must be 0 or more'],
    [{ workingHours: [{ weekday: 1, from: '17:00', to: '09:00' }] }, 'workingHours.0.to', 'must be later'],
    [
      {
        workingHours: [
          { weekday: 1, from: '09:00', to: '12:00' },
          { weekday: 1, from: '11:00', to: '24:00' },
        ],
      },
      'workingHours.1.from',
      'overlaps',
    ],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone', 'must be a zone'],
    [{ nickname: 'Ann' }, 'nickname', 'is not a known field'],
  ])('are refused with %j, naming the field', async (wrong, field, why) => {
    const before = (await list()).people.length
    const refused = await refusal(eva, '', { ...ANNA, email: 'b@techgear.example', ...wrong })
    expect(refused).toMatchObject({ status: 400, field, message: expect.stringContaining(why) })
    expect((await list()).people).toHaveLength(before)
  })

  it('are changed, and consoles see it at once', async () => {
    const { person } = await newcomer()
    await eva.connect()
    const skills = [{ name: 'billing', level: 1 }]
    const saved = await ask<Person>(eva, `/${person.id}/save`, saving(person, { name: 'Nia', skills, capacity: 0 }))
    expect(saved).toMatchObject({ ...contentOf(person), name: 'Nia', skills, capacity: 0 })
    expect(saved.version).not.toBe(person.version)
    await until('the consoles to know', () => eva.agents.some(({ id, name }) => id === person.id && name === 'Nia'))
    eva.disconnect()
  })

  it('who two people edit at once keep the first change, and the second is told', async () => {
    const { person, client } = await newcomer()
    await ask(eva, `/${person.id}/save`, saving(person, { capacity: 7 }))
    const late = saving(person, { name: 'Late' })
    expect(await refusal(robin, `/${person.id}/save`, late)).toMatchObject({ status: 409, code: 'person-changed' })
    const now = await personOf(person.email)
    expect(now).toMatchObject({ name: person.name, capacity: 7 })
    // What they do themselves is no edit.
    await client.post('/api/console/availability', { availability: 'away', reason: null })
    await ask(robin, `/${person.id}/save`, saving(now, { name: 'In time' }))
  })

  it('get a new password, which ends their logins; one’s own login stays', async () => {
    const { person, client } = await newcomer({ role: 'lead' }, robin)
    const { password } = await ask<PasswordResult>(eva, `/${person.id}/password`)
    expect(await isLoggedIn(client)).toBe(false)
    const [here, there] = [
      await AgentClient.login(app.url, person.email, password),
      await AgentClient.login(app.url, person.email, password),
    ]
    const own = await ask<PasswordResult>(here, `/${person.id}/password`)
    expect([await isLoggedIn(here), await isLoggedIn(there)]).toEqual([true, false])
    await expect(AgentClient.login(app.url, person.email, password)).rejects.toThrow('login-failed')
    await AgentClient.login(app.url, person.email, own.password)
  })
})

describe('who may do what to whom', () => {
  it('leaves admins to admins', async () => {
    const admin = await personOf('robin@techgear.example')
    const { person } = await newcomer()
    const refusals = await Promise.all([
      refusal(eva, '', { ...ANNA, email: 'c@techgear.example', role: 'admin' }),
      refusal(eva, `/${person.id}/save`, saving(person, { role: 'admin' })),
      refusal(eva, `/${admin.id}/save`, saving(admin, { name: 'R' })),
      refusal(eva, `/${admin.id}/password`),
      refusal(eva, `/${admin.id}/remove`),
    ])
    expect(refusals.map(({ status, code }) => [status, code])).toEqual(refusals.map(() => [403, 'wrong-role']))
    expect(await ask<Person>(robin, `/${person.id}/save`, saving(person, { role: 'admin' }))).toMatchObject({
      role: 'admin',
    })
    await ask(robin, `/${person.id}/remove`)
  })

  it('lets nobody remove themselves, and keeps the last admin', async () => {
    const admin = await personOf('robin@techgear.example')
    expect(await refusal(robin, `/${admin.id}/remove`)).toMatchObject({ status: 403, code: 'not-yourself' })
    expect(await refusal(robin, `/${admin.id}/save`, saving(admin, { role: 'lead' }))).toMatchObject({
      status: 409,
      code: 'last-admin',
      field: 'role',
    })
    expect((await personOf('robin@techgear.example')).role).toBe('admin')
  })

  it('keeps one of two admins who remove each other in the same moment', async () => {
    const admin = await personOf('robin@techgear.example')
    const { person, client } = await newcomer({ role: 'admin' }, robin)
    const answers = await Promise.all([
      robin.request('POST', `${PEOPLE}/${person.id}/remove`),
      client.request('POST', `${PEOPLE}/${admin.id}/remove`),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const left = (await list()).people.filter(({ role, leftAt }) => role === 'admin' && leftAt === null)
    expect(left).toHaveLength(1)
    const survivor = answers[0]?.ok ? robin : client
    if (survivor === client) {
      const { password } = await ask<PasswordResult>(client, `/${admin.id}/bring-back`)
      robin = await AgentClient.login(app.url, 'robin@techgear.example', password)
    }
  })
})

describe('who is removed', () => {
  it('is logged out at once, and what they had goes back to the queue', async () => {
    const { person, client } = await newcomer({ skills: [{ name: 'sales', level: 3 }] })
    await client.connect()
    const customer = await CustomerClient.connect(app.url)
    const { conversationId } = await customer.say('I want to talk to a person')
    await client.act(conversationId, 'accept')
    await client.reply(conversationId, 'One moment, I will have a look.')

    const closed = client.next('disconnect')
    const removed = await ask<Person>(eva, `/${person.id}/remove`)
    expect(removed.leftAt).not.toBeNull()
    expect(await isLoggedIn(client)).toBe(false)
    expect(await closed).toBe('io server disconnect')
    await until(
      'the conversation to be taken back',
      async () => (await eva.open(conversationId)).summary.agentId !== person.id,
      2_000,
    )
    const { messages } = await eva.open(conversationId)
    expect(messages.some(({ agentName, text }) => agentName === person.name && text.startsWith('One moment'))).toBe(
      true,
    )
    // A repeat changes nothing.
    expect((await ask<Person>(eva, `/${person.id}/remove`)).leftAt).toBe(removed.leftAt)
    const refused = await refusal(eva, `/${person.id}/save`, saving(removed, { name: 'X' }))
    expect(refused).toMatchObject({ status: 409, code: 'person-left' })
    customer.close()
  })

  it('comes back as they were, with a new password', async () => {
    const { person, client } = await newcomer()
    await client.connect()
    await until('them to be here', async () => (await personOf(person.email)).connected)
    await ask(eva, `/${person.id}/remove`)
    expect(await refusal(eva, '', { ...ANNA, email: person.email })).toMatchObject({
      code: 'email-taken',
      message: `${person.name}, who has this address, was removed. Bring them back instead.`,
    })
    const back = await ask<PasswordResult>(eva, `/${person.id}/bring-back`)
    expect(back.person).toMatchObject({ ...contentOf(person), leftAt: null, connected: false })
    await AgentClient.login(app.url, person.email, back.password)
    expect(await refusal(eva, `/${person.id}/bring-back`)).toMatchObject({ status: 409, code: 'not-removed' })
  })
})

describe('what is asked of people', () => {
  it('names the skills that intents route to, and counts the tickets of the last week', async () => {
    const before = await list()
    expect(before.skills.map(({ name }) => name)).toContain('billing')
    await database.query(`update tickets set opened_at = now() - interval '8 days'`)
    expect((await list()).skills.every(({ tickets }) => tickets === 0)).toBe(true)
    const customer = await CustomerClient.connect(app.url)
    await customer.say('Je voudrais parler avec une personne, s’il vous plaît, ma commande n’est pas arrivée')
    await until('the ticket to count', async () =>
      (await list()).languages.some(({ name, tickets }) => name === 'fr' && tickets === 1),
    )
    customer.close()
  })
})
