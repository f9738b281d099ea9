import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Agent, Database, Priority } from '../../src/domain/index.ts'
import { runOnce } from '../../src/routing/index.ts'
import type { Arrival } from '../../src/routing/simulator/load.ts'
import { ours } from '../../src/routing/simulator/ours.ts'
import type { StartPolicy } from '../../src/routing/simulator/policies.ts'
import { simulate } from '../../src/routing/simulator/simulate.ts'
import { DEFAULT_WEIGHTS } from '../../src/routing/weights.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'
import { FREE_OF_COST } from './simulator/loads.ts'
import { OPTIONAL_SKILL_MS, openDesk } from './support/desk.ts'

/** What both take a ticket for while nothing was handled. */
const HANDLING_SECONDS = 480

interface Person {
  skills: string[]
  capacity: number
}
interface Waiting {
  /** Seconds after the ticket before. */
  later: number
  requiredSkill: string
  optionalSkills: string[]
  priority: Priority
}

const skill = fc.constantFrom('billing', 'returns', 'wifi')
const people = fc.array(
  fc.record({ skills: fc.uniqueArray(skill, { minLength: 1 }), capacity: fc.integer({ min: 1, max: 2 }) }),
  { minLength: 2, maxLength: 4 },
)
const queue = fc.array(
  fc.record({
    later: fc.nat({ max: 30 }).map((seconds) => seconds + 1),
    requiredSkill: fc.constantFrom('billing', 'returns'),
    optionalSkills: fc.uniqueArray(skill, { maxLength: 2 }),
    priority: fc.constantFrom('normal' as const, 'normal' as const, 'high' as const, 'urgent' as const),
  }),
  { minLength: 3, maxLength: 8 },
)

/** Everybody comes to work when all tickets wait, one after the other. By ticket, whose it became. */
async function atTheDesk(db: Database, team: Person[], tickets: Waiting[]): Promise<(number | null)[]> {
  await emptyTables(db)
  const desk = openDesk(db)
  const hired: Agent[] = []
  for (const [i, { skills, capacity }] of team.entries()) {
    // Ids decide between equals: in the order of the roster, as in the simulator.
    const id = `00000000-0000-4000-8000-00000000000${i}`
    const agent = await desk.hire(`Agent${i}`, { id, skills, capacity })
    desk.goes(agent)
    hired.push(agent)
  }
  const ids: string[] = []
  for (const { later, requiredSkill, optionalSkills, priority } of tickets) {
    desk.pass(later * 1000)
    ids.push(await desk.escalate(priority, requiredSkill, { optionalSkills }))
  }
  desk.pass(1000)
  for (const agent of hired) {
    desk.comes(agent)
    await runOnce(desk.deps)
  }
  const owners = await Promise.all(ids.map(desk.ownerOf))
  return owners.map(({ agentId }) => (agentId === null ? null : hired.findIndex(({ id }) => id === agentId)))
}

function inTheSimulator(team: Person[], tickets: Waiting[]): (number | null)[] {
  const arrivals = tickets.map(
    ({ requiredSkill, optionalSkills, priority }, i): Arrival => ({
      at: tickets.slice(0, i + 1).reduce((sum, { later }) => sum + later, 0),
      intent: 'any',
      requiredSkills: [requiredSkill],
      optionalSkills,
      language: 'en',
      priority,
      handlingSeconds: HANDLING_SECONDS,
      meanHandlingSeconds: HANDLING_SECONDS,
      patienceSeconds: Infinity,
      luck: 0.5,
    }),
  )
  const start = (arrivals.at(-1)?.at ?? 0) + 1
  const roster = team.map(({ skills, capacity }, i) => ({
    name: `Agent${i}`,
    skills: new Map(skills.map((name) => [name, 2])),
    languages: ['en'],
    capacity,
    speed: 1,
    shifts: [{ from: start, to: start + 3600 }],
  }))
  const chosen: (number | null)[] = arrivals.map(() => null)
  const watched: StartPolicy = (floor) => {
    const policy = ours(DEFAULT_WEIGHTS, OPTIONAL_SKILL_MS / 1000)(floor)
    return {
      ...policy,
      choose(ticket, free, moment) {
        const choice = policy.choose(ticket, free, moment)
        chosen[ticket.index] = choice
        return choice
      },
    }
  }
  simulate(arrivals, roster, FREE_OF_COST, watched, start + 1)
  return chosen
}

describeOnEachDatabase('the live router', (kind) => {
  let db: Database
  beforeAll(async () => {
    db = await kind.open()
  })
  afterAll(() => db.close())

  it('gives each waiting ticket to whom the simulator gives it', async () => {
    await fc.assert(
      fc.asyncProperty(people, queue, async (team, tickets) => {
        expect(await atTheDesk(db, team, tickets)).toEqual(inTheSimulator(team, tickets))
      }),
      // Emptying the tables of a server takes ten times as long.
      { numRuns: kind.name === 'PGlite' ? 12 : 3 },
    )
  }, 60_000)
})
