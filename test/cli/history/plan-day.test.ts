import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAgenda } from '../../../src/cli/history/agenda.ts'
import { createChance } from '../../../src/cli/history/chance.ts'
import { moveAfter } from '../../../src/cli/history/customer-moves.ts'
import { historyCustomerIds, type PlannedConversation, planDay } from '../../../src/cli/history/plan-day.ts'
import { shiftsAround } from '../../../src/cli/history/shifts.ts'
import { readTraffic, type Traffic } from '../../../src/cli/history/traffic-file.ts'
import { projectRoot } from '../../../src/project-root.ts'

const INTENTS = [
  { name: 'order_status', examples: ['where is my order', 'has it shipped yet'] },
  { name: 'wifi', examples: ['the wifi drops'] },
  { name: 'thanks', examples: ['thank you'] },
]
const MONDAY = '2026-11-02'

describe('The plan of a day', () => {
  let traffic: Traffic
  beforeAll(async () => {
    traffic = await readTraffic(join(projectRoot, 'demo/traffic.yaml'))
  })
  const plan = (day: string, seed = 1) => planDay(traffic, INTENTS, day, seed)

  it('is the same for the same seed and another for another', () => {
    expect(plan(MONDAY)).toEqual(plan(MONDAY))
    expect(plan(MONDAY, 2)).not.toEqual(plan(MONDAY))
  })

  it('lies within the day of the zone, in order, also when the clocks change', () => {
    for (const day of [MONDAY, '2026-03-29', '2026-10-25']) {
      const times = plan(day).map(({ at }) => at.getTime())
      expect(times).toEqual([...times].sort((a, b) => a - b))
      const [from, to] = [new Date(`${day}T00:00+02:00`).getTime(), new Date(`${day}T24:00+01:00`).getTime()]
      expect(times.every((at) => at >= from - 3_600_000 && at < to)).toBe(true)
    }
  })

  it('has more conversations on Mondays than on Sundays, and more by day than by night', () => {
    const count = (day: string, seeds = 12) =>
      Array.from({ length: seeds }, (_, seed) => plan(day, seed).length).reduce((a, b) => a + b, 0) / seeds
    // 60 a day by the file, weighed 1.25 and 0.6; the mean of 12 draws has a deviation of about 2.5.
    expect(Math.abs(count(MONDAY) - 75)).toBeLessThan(10)
    expect(Math.abs(count('2026-11-01') - 36)).toBeLessThan(8)
    const nights = plan(MONDAY).filter(({ at }) => at < new Date(`${MONDAY}T05:00+01:00`)).length
    expect(nights).toBeLessThan(plan(MONDAY).length / 6)
  })

  it('asks what is in the intents, by their weights, from customers of the history alone', () => {
    const all = Array.from({ length: 10 }, (_, seed) => plan(MONDAY, seed)).flat()
    const asked = (intent: string | null) => all.filter((each) => each.intent === intent).length
    expect(asked('order_status')).toBeGreaterThan(asked('wifi') * 4)
    expect(asked('thanks')).toBe(0)
    expect(asked(null)).toBeGreaterThan(0)
    const ids = new Set(historyCustomerIds(traffic, 1))
    expect(plan(MONDAY).every(({ customer }) => ids.has(customer.id))).toBe(true)
  })

  it('names the field at fault of a traffic file', async () => {
    await expect(readTraffic(join(projectRoot, 'demo/team.yaml'))).rejects.toThrow(/team\.yaml: timeZone is missing\./)
  })
})

describe('A simulated customer', () => {
  const temper = {
    name: 'calm',
    share: 1,
    openings: ['Hi'],
    unhelped: ['no'],
    asksForPerson: ['person'],
    thanks: ['thanks'],
    answers: ['yes'],
    turns: 2,
    patienceMinutes: 5,
    stars: [0, 0, 0, 0, 1],
  }
  const planned: PlannedConversation = {
    at: new Date(0),
    customer: { id: 'c', name: 'C' },
    temper,
    intent: 'wifi',
    texts: ['one', 'two', 'three'],
    seed: 1,
  }
  const moves = (heard: { decision: string | null; turns: number; owner?: 'assistant' | 'queued' | 'agent' }) =>
    Array.from({ length: 200 }, (_, seed) =>
      moveAfter(
        planned,
        {
          conversation: { owner: heard.owner ?? 'assistant' },
          decision: heard.decision,
          reply: null,
          turns: heard.turns,
        },
        createChance(seed),
      ),
    )

  it('waits in the queue and says nothing where a person has taken over', () => {
    expect(moves({ decision: 'escalate', turns: 1, owner: 'queued' }).every(({ kind }) => kind === 'waits')).toBe(true)
    expect(moves({ decision: 'assist', turns: 3, owner: 'agent' }).every(({ kind }) => kind === 'leaves')).toBe(true)
  })

  it('says that it did not help, and asks for a person after that many turns', () => {
    const said = (turns: number) =>
      new Set(moves({ decision: 'answer', turns }).flatMap((move) => (move.kind === 'says' ? [move.text] : [])))
    expect(said(1)).toEqual(new Set(['no', 'thanks']))
    expect(said(2)).toEqual(new Set(['person', 'thanks']))
  })

  it('never writes without end', () => {
    expect(moves({ decision: 'clarify', turns: 8 }).every(({ kind }) => kind === 'leaves')).toBe(true)
  })
})

describe('The agenda', () => {
  it('goes by time, then by order of noting, takes what is noted on the way, and ends at its end', async () => {
    const agenda = createAgenda()
    const done: string[] = []
    const at = (minute: number) => new Date(minute * 60_000)
    agenda.note(at(5), async () => void done.push('five'))
    agenda.note(at(1), async () => {
      done.push('one')
      agenda.note(at(3), async () => void done.push('three'))
    })
    agenda.note(at(5), async () => void done.push('five again'))
    agenda.note(at(10), async () => void done.push('ten'))
    for (const step of agenda.until(at(10))) await step.act()
    expect(done).toEqual(['one', 'three', 'five', 'five again'])
  })
})

describe('Shifts', () => {
  it('follow each person’s own zone, past midnight too', () => {
    const workingHours = [{ weekday: 1, from: '22:00', to: '06:00' }]
    const [shift] = shiftsAround([{ id: 'a', workingHours, timeZone: 'America/New_York' }], MONDAY)
    expect(shift).toEqual({
      agentId: 'a',
      from: new Date('2026-11-03T03:00:00Z'),
      until: new Date('2026-11-03T11:00:00Z'),
    })
  })

  it('reach from a Friday to the Monday after it, so that who wrote in between is served', () => {
    const workingHours = [1, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
    const shifts = shiftsAround([{ id: 'a', workingHours, timeZone: 'UTC' }], '2026-11-06')
    expect(shifts.map(({ from }) => from.toISOString())).toEqual([
      '2026-11-06T09:00:00.000Z',
      '2026-11-09T09:00:00.000Z',
    ])
  })
})
