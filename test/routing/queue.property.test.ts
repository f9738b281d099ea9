import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Agent, type Database, EarshotError, PRIORITIES, type Priority } from '../../src/domain/index.ts'
import type { RoutingDeps } from '../../src/routing/index.ts'
import { noMemory, runOnce } from '../../src/routing/index.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'
import { type Desk, OFFER_MS, OPTIONAL_SKILL_MS, openDesk } from './support/desk.ts'

const SKILLS = ['billing', 'delivery']
const nth = fc.nat({ max: 11 })
/** What may happen at the desk; `n` and `who` count round what there is. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('escalate'), n: nth, who: nth }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('accept'), n: nth, who: nth }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'decline',
        'lapse',
        'rest',
        'drop',
        'die before the commit',
        'die after the commit',
        'two at once',
        'resolve',
        'goes',
        'comes',
        'away',
        'offline',
        'online',
        'transfer',
        'pass to the queue',
        'pass to a skill',
      ),
      n: nth,
      who: nth,
    }),
  },
)
type Step = { do: string; n: number; who: number }

interface World {
  desk: Desk
  /** What its router remembers of earlier runs. */
  memory: ReturnType<typeof noMemory>
  agents: Agent[]
  /** In the order of their escalation. */
  tickets: { id: string; priority: Priority; skill: string }[]
  connected: Set<string>
  /** Those who take work, as it stood after the router had looked: who misses offers is set to away. */
  online: Set<string>
}

async function take(world: World, { do: what, n, who }: Step): Promise<void> {
  const { desk, agents, tickets, connected } = world
  const agent = agents[who % agents.length]!
  const ticket = tickets[n % Math.max(1, tickets.length)]
  if (what === 'escalate') {
    const [priority, skill] = [PRIORITIES[n % 4]!, SKILLS[who % 2]!]
    const optionalSkills = n % 3 === 0 ? [SKILLS[(who + 1) % 2]!] : []
    tickets.push({ id: await desk.escalate(priority, skill, { optionalSkills }), priority, skill })
  } else if (what === 'die before the commit' || what === 'die after the commit') {
    await runOnce(dying(desk.deps, what), { memory: world.memory })
  } else if (what === 'two at once') {
    await Promise.all([runOnce(desk.deps), runOnce({ ...desk.deps, nodeName: 'other' })])
  } else if (what === 'goes') {
    desk.goes(agent)
    connected.delete(agent.id)
  } else if (what === 'comes') {
    desk.comes(agent)
    connected.add(agent.id)
  } else if (what === 'away' || what === 'offline' || what === 'online') {
    await desk.setAvailability(agent, what)
  } else if (what === 'lapse') desk.pass(OFFER_MS)
  else if (what === 'drop') desk.pass(OPTIONAL_SKILL_MS)
  else if (what === 'rest') desk.pass(2 * 60_000)
  else if (ticket) {
    const { owner, agentId } = await desk.ownerOf(ticket.id)
    const holder = agents.find(({ id }) => id === agentId) ?? agent
    // Whoever it is not offered to is refused; the invariants see to it that nothing changed.
    const attempt = {
      accept: () => (owner === 'offered' ? desk.accept(ticket.id, holder) : undefined),
      decline: () => desk.decline(ticket.id, holder),
      resolve: () => desk.resolve(ticket.id),
      transfer: () => desk.transfer(ticket.id, holder, agent),
      'pass to the queue': () => desk.transfer(ticket.id, holder, 'queue'),
      'pass to a skill': async () => {
        const skill = SKILLS[who % 2]!
        await desk.transfer(ticket.id, holder, { skill })
        ticket.skill = skill
      },
    }[what]
    await attempt?.()?.catch((error: unknown) => {
      if (!(error instanceof EarshotError && isRefusal(error))) throw error
    })
  }
  desk.pass(1)
}

/** Somebody was faster, or it is theirs already. */
const isRefusal = ({ kind, code }: EarshotError) => kind === 'conflict' || code === 'same-agent'

/** A node that is killed in its first transaction, or right after it: nobody hears from it again. */
function dying(deps: RoutingDeps, when: 'die before the commit' | 'die after the commit'): RoutingDeps {
  let isDead = false
  const dead = () => Promise.reject(new Error('killed'))
  const db: Database = {
    ...deps.db,
    query: (...query) => (isDead ? dead() : deps.db.query(...query)),
    queryPlanned: (...query) => (isDead ? dead() : deps.db.queryPlanned(...query)),
    transaction: async (work) => {
      if (isDead) return dead()
      const result = deps.db.transaction(async (tx) => {
        const done = await work(tx)
        isDead = true
        return when === 'die before the commit' ? dead() : done
      })
      await result
      return dead()
    },
  }
  return { ...deps, db, log: () => {}, afterCommit: () => {} }
}

interface Row {
  id: string
  owner: string
  agent_id: string | null
  open_tickets: number
  open_assignments: number
  assigned_to: string | null
  given_back_by: string[]
  optional_skills: string[] | null
  last_offered_to: string | null
}

async function look(db: Database): Promise<Map<string, Row>> {
  const rows = await db.query<Row>(
    `select c.id, c.owner, c.agent_id,
       (select count(*)::int from tickets t where t.conversation_id = c.id and t.status = 'open') as open_tickets,
       (select count(*)::int from assignments a where a.conversation_id = c.id and a.ended_at is null) as open_assignments,
       (select min(a.agent_id::text) from assignments a where a.conversation_id = c.id and a.ended_at is null) as assigned_to,
       (select coalesce(json_agg(distinct a.agent_id), '[]') from assignments a
        where a.conversation_id = c.id and a.outcome in ('declined', 'not_accepted_in_time', 'transferred')) as given_back_by,
       (select t.optional_skills from tickets t where t.conversation_id = c.id and t.status = 'open') as optional_skills,
       (select e.data ->> 'agentId' from events e where e.conversation_id = c.id and e.type = 'conversation.offered'
        order by e.version desc limit 1) as last_offered_to
     from conversations c`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Everything that must hold after the router has looked. */
function check(world: World, before: Map<string, Row>, after: Map<string, Row>): void {
  expect(after.size).toBe(world.tickets.length)
  const load = (agent: Agent) =>
    [...after.values()].filter((row) => row.agent_id === agent.id && row.owner !== 'resolved').length
  const isFree = (agent: Agent) =>
    world.connected.has(agent.id) && world.online.has(agent.id) && load(agent) < agent.capacity

  for (const agent of world.agents)
    expect(load(agent), `${agent.name} over capacity`).toBeLessThanOrEqual(agent.capacity)
  for (const row of after.values()) {
    const isHeld = row.owner === 'offered' || row.owner === 'agent'
    expect(row.open_tickets, 'a ticket lost or doubled').toBe(row.owner === 'resolved' ? 0 : 1)
    expect(row.open_assignments).toBe(isHeld ? 1 : 0)
    if (!isHeld) continue
    expect(row.assigned_to).toBe(row.agent_id)
    if (row.owner === 'offered') expect(row.last_offered_to, 'an offer nobody was told of').toBe(row.agent_id)
    expect(world.connected.has(row.agent_id!), 'held by somebody who is gone').toBe(true)
  }

  const waiting = world.tickets.filter(({ id }) => after.get(id)?.owner === 'queued')
  for (const ticket of waiting) {
    const gaveBack = after.get(ticket.id)!.given_back_by
    const taker = world.agents.find(
      (agent) =>
        isFree(agent) && agent.skills.some(({ name }) => name === ticket.skill) && !gaveBack.includes(agent.id),
    )
    expect(taker?.name, 'somebody could take what waits').toBeUndefined()
  }

  // Who was chosen now did not overtake anybody who waited, needed the same, and could have had the same person.
  const urgency = (ticket: { priority: Priority }) => PRIORITIES.indexOf(ticket.priority)
  for (const chosen of world.tickets) {
    if (before.get(chosen.id)?.owner !== 'queued' || after.get(chosen.id)?.owner !== 'offered') continue
    for (const ticket of waiting) {
      if (before.get(ticket.id)?.owner !== 'queued' || ticket.skill !== chosen.skill) continue
      const { given_back_by: gaveBack, optional_skills: optional } = after.get(ticket.id)!
      if (gaveBack.length > 0 || optional!.length > 0) continue
      expect(urgency(ticket), 'overtaken by a less urgent one').toBeLessThanOrEqual(urgency(chosen))
    }
  }
}

describeOnEachDatabase('the queue', (kind) => {
  let db: Database
  beforeAll(async () => {
    db = await kind.open()
  })
  afterAll(() => db.close())

  it('whatever happens at the desk, no ticket is lost, doubled or over capacity, order is kept, and who is free gets work', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ capacity: fc.nat({ max: 2 }), skills: fc.subarray(SKILLS, { minLength: 1 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 6, maxLength: 14 }),
        async (team, rounds) => {
          await emptyTables(db)
          const desk = openDesk(db)
          const agents: Agent[] = []
          for (const [index, person] of team.entries()) agents.push(await desk.hire(`Agent${index}`, person))
          // Somebody with every skill and no room keeps each skill from being nobody's, which would make it optional.
          agents.push(await desk.hire('Chief', { skills: SKILLS, capacity: 0 }))
          const world: World = {
            desk,
            agents,
            tickets: [],
            memory: noMemory(),
            connected: new Set(agents.map(({ id }) => id)),
            online: new Set(agents.map(({ id }) => id)),
          }
          for (const steps of rounds) {
            for (const one of steps) await take(world, one)
            const before = await look(db)
            await runOnce(desk.deps, { memory: world.memory })
            world.online = await desk.onlineIds()
            check(world, before, await look(db))
          }
          expect(
            desk.logged.filter(({ event }) => event !== 'routing.offered' && event !== 'routing.set_away'),
          ).toEqual([])
        },
      ),
      // Emptying the tables of a server takes ten times as long.
      { numRuns: kind.name === 'PGlite' ? 12 : 4 },
    )
  }, 120_000)
})
