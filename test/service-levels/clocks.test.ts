import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRIORITIES } from '../../src/domain/index.ts'
import {
  addBusinessTime,
  type BusinessHours,
  businessTimeBetween,
  type Clock,
  elapsedMs,
  type Fact,
  keepPromises,
  nextLookAt,
  policyFor,
  reachedAt,
  runClocks,
  type ServicePolicy,
} from '../../src/service-levels/index.ts'

const MINUTE = 60_000
const BEGIN = Date.parse('2026-03-09T10:00:00Z')
const at = (minute: number) => new Date(BEGIN + minute * MINUTE)
const fact = (minute: number, kind: Fact['kind']): Fact => ({ kind, at: at(minute) })
const calendar = (from: Date, to: Date) => Math.max(0, to.getTime() - from.getTime())
const addCalendar = (from: Date, ms: number) => new Date(from.getTime() + ms)

/** A clock in short: "first_reply 1: 0–12 reply"; an open run ends in nothing. */
function say({ target, number, runs, ended }: Clock): string {
  const minute = (date: Date | null) => (date === null ? '' : (date.getTime() - BEGIN) / MINUTE)
  const ran = runs.map(({ from, to }) => `${minute(from)}–${minute(to)}`).join(', ')
  return `${target} ${number}: ${ran}${ended ? ` ${ended}` : ''}`
}

describe('the clocks of a ticket', () => {
  it.each<[string, Fact[], string[]]>([
    [
      'start with the handoff; what the assistant did before does not count',
      [fact(-30, 'customer_wrote'), fact(-20, 'person_replied'), fact(0, 'handed_over')],
      ['first_reply 1: 0–', 'resolution 1: 0–'],
    ],
    [
      'count one first reply, and the next ones from the first message a customer waits with',
      [
        fact(0, 'handed_over'),
        fact(2, 'customer_wrote'),
        fact(12, 'person_replied'),
        fact(20, 'customer_wrote'),
        fact(22, 'customer_wrote'),
        fact(25, 'person_replied'),
        fact(30, 'person_replied'),
        fact(40, 'customer_wrote'),
      ],
      ['first_reply 1: 0–12 reply', 'resolution 1: 0–', 'next_reply 1: 20–25 reply', 'next_reply 2: 40–'],
    ],
    [
      'pause while the customer is to answer, until they write or an agent goes on',
      [
        fact(0, 'handed_over'),
        fact(10, 'person_replied'),
        fact(10, 'waits_for_customer'),
        fact(70, 'customer_wrote'),
        fact(70, 'goes_on'),
        fact(80, 'waits_for_customer'),
        fact(90, 'goes_on'),
        fact(95, 'resolved'),
      ],
      ['first_reply 1: 0–10 reply', 'resolution 1: 0–10, 70–80, 90–95 resolved', 'next_reply 1: 70–80, 90–95 resolved'],
    ],
    [
      'start again when a person is needed again after the end',
      [
        fact(0, 'handed_over'),
        fact(5, 'person_replied'),
        fact(10, 'resolved'),
        fact(500, 'customer_wrote'),
        fact(510, 'handed_over'),
        fact(515, 'person_replied'),
      ],
      ['first_reply 1: 0–5 reply', 'resolution 1: 0–10 resolved', 'first_reply 2: 510–515 reply', 'resolution 2: 510–'],
    ],
    [
      'owe no first reply where an agent opened it again by themselves',
      [fact(0, 'handed_over'), fact(10, 'resolved'), fact(50, 'taken_up'), fact(60, 'customer_wrote')],
      ['first_reply 1: 0–10 resolved', 'resolution 1: 0–10 resolved', 'resolution 2: 50–', 'next_reply 1: 60–'],
    ],
    [
      'do not pause twice, and end while they are paused without running on',
      [fact(0, 'handed_over'), fact(5, 'waits_for_customer'), fact(9, 'waits_for_customer'), fact(30, 'resolved')],
      ['first_reply 1: 0–5 resolved', 'resolution 1: 0–5 resolved'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(runClocks(facts).map(say)).toEqual(expected)
  })

  const facts = fc
    .array(
      fc.tuple(
        fc.nat(300),
        fc.constantFrom<Fact['kind']>(
          'handed_over',
          'taken_up',
          'customer_wrote',
          'person_replied',
          'waits_for_customer',
          'goes_on',
          'resolved',
        ),
      ),
      { maxLength: 30 },
    )
    .map((steps) => {
      let minute = 0
      return steps.map(([after, kind]) => {
        minute += after
        return fact(minute, kind)
      })
    })

  it('run in stretches that lie apart, within start and stop, one of each target at a time', () => {
    fc.assert(
      fc.property(facts, (history) => {
        const clocks = runClocks(history)
        for (const { startedAt, stoppedAt, runs, ended } of clocks) {
          expect(stoppedAt === null).toBe(ended === null)
          let last = startedAt.getTime()
          for (const [index, { from, to }] of runs.entries()) {
            expect(from.getTime()).toBeGreaterThanOrEqual(last)
            expect(to === null).toBe(to === null && stoppedAt === null && index === runs.length - 1)
            last = (to ?? from).getTime()
            expect(to === null || to >= from).toBe(true)
          }
          if (stoppedAt) expect(last).toBeLessThanOrEqual(stoppedAt.getTime())
        }
        for (const target of ['first_reply', 'next_reply', 'resolution'] as const) {
          const own = clocks.filter((clock) => clock.target === target)
          expect(own.map(({ number }) => number)).toEqual(own.map((_, index) => index + 1))
          expect(own.slice(0, -1).every(({ stoppedAt }) => stoppedAt !== null)).toBe(true)
        }
      }),
    )
  })

  it('only ever gain time: what happens later, a pause too, takes nothing away, and with the pauses they make the whole', () => {
    fc.assert(
      fc.property(facts, fc.nat(2_000), (history, later) => {
        const before = history.slice(0, -1)
        const now = history.at(-1)?.at ?? at(0)
        const end = new Date(now.getTime() + later * MINUTE)
        const after = runClocks(history)
        for (const clock of runClocks(before)) {
          const same = after.find(({ target, number }) => target === clock.target && number === clock.number)
          expect(same && elapsedMs(same, end, calendar)).toBeGreaterThanOrEqual(elapsedMs(clock, now, calendar))
        }
        for (const clock of after) {
          const until = clock.stoppedAt ?? end
          const pauses = clock.runs.map(({ from }, index) =>
            calendar(index === 0 ? clock.startedAt : (clock.runs[index - 1]?.to ?? from), from),
          )
          const last = clock.runs.at(-1)
          const tail = last?.to ? calendar(last.to, until) : 0
          const paused = pauses.reduce((sum, ms) => sum + ms, tail)
          expect(elapsedMs(clock, until, calendar) + paused).toBe(calendar(clock.startedAt, until))
        }
      }),
    )
  })

  const OFFICE: BusinessHours = {
    timeZone: 'Europe/Amsterdam',
    week: [...Array.from({ length: 5 }, () => [{ from: 540, to: 1_020 }]), [], []],
    holidays: new Map(),
  }
  const business = (from: Date, to: Date) => businessTimeBetween(from, to, OFFICE)

  it('have run for exactly the promise at the moment it is reached, in calendar and in business time', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 600 }), fc.boolean(), (history, minutes, isBusiness) => {
        const measure = isBusiness ? business : calendar
        const add = isBusiness ? (from: Date, ms: number) => addBusinessTime(from, ms, OFFICE) : addCalendar
        for (const clock of runClocks(history)) {
          const reached = reachedAt(clock, minutes * MINUTE, measure, add)
          expect(reached === null).toBe(clock.runs.at(-1)?.to !== null)
          if (!reached) continue
          const cut = { runs: clock.runs.filter(({ from }) => from <= reached) }
          expect(
            cut.runs.reduce((sum, { from, to }) => sum + measure(from, to && to < reached ? to : reached), 0),
          ).toBe(minutes * MINUTE)
        }
      }),
      { numRuns: 60 },
    )
  })

  const policy = (part: Partial<ServicePolicy>): ServicePolicy => ({
    name: 'any',
    promises: { first_reply: 60 * MINUTE },
    time: 'calendar',
    priority: null,
    tags: null,
    ...part,
  })
  const ticket = { priority: 'normal', tags: ['refunds'] } as const
  const keep = (
    policies: ServicePolicy[],
    minute: number,
    before: Parameters<typeof keepPromises>[1] = [],
    more: Fact[] = [],
  ) =>
    keepPromises(
      runClocks([fact(0, 'handed_over'), ...more]),
      before,
      ticket,
      { policies, warnAt: 0.75 },
      OFFICE,
      at(minute),
    )

  it('are warned of once at the share of the promise, and told of as overdue once', () => {
    const early = keep([policy({})], 44)
    expect([early.warnings, nextLookAt(early.clocks)]).toEqual([[], at(45)])
    const risky = keep([policy({})], 45, early.clocks)
    expect([risky.warnings.map(({ kind }) => kind), nextLookAt(risky.clocks)]).toEqual([['at_risk'], at(60)])
    const late = keep([policy({})], 60, risky.clocks)
    expect([late.warnings.map(({ kind }) => kind), nextLookAt(late.clocks)]).toEqual([['breached'], null])
    expect(keep([policy({})], 61, late.clocks).warnings).toEqual([])
  })

  it('are told of as overdue without a warning before, when nobody looked in between', () => {
    expect(keep([policy({})], 90).warnings.map(({ kind }) => kind)).toEqual(['breached'])
  })

  it('take the promise of another policy with all they have run; once stopped they keep theirs', () => {
    const before = keep([policy({})], 10)
    const stricter = [policy({ name: 'strict', promises: { first_reply: 15 * MINUTE } })]
    expect(keep(stricter, 20, before.clocks).warnings).toMatchObject([{ kind: 'breached', clock: { dueAt: at(15) } }])
    const stopped = keep([policy({})], 12, before.clocks, [fact(12, 'person_replied')])
    const again = keep(stricter, 20, stopped.clocks, [fact(12, 'person_replied')])
    expect(again.clocks[0]).toMatchObject({ policy: 'any', targetMs: 60 * MINUTE, calendarMs: 12 * MINUTE })
    expect(again.warnings).toEqual([])
  })

  it('are only measured where nothing is promised', () => {
    const { clocks } = keep([], 90, [], [fact(30, 'person_replied')])
    expect(clocks[0]).toMatchObject({ policy: null, targetMs: null, dueAt: null, calendarMs: 30 * MINUTE })
  })

  it('have the first policy that fits, by priority and by tag', () => {
    const policies = [
      policy({ name: 'urgent', priority: ['urgent'] }),
      policy({ name: 'refunds', priority: ['normal', 'high'], tags: ['refunds', 'returns'] }),
      policy({ name: 'rest', priority: [...PRIORITIES] }),
    ]
    const name = (priority: (typeof PRIORITIES)[number], tags: string[]) =>
      policyFor({ priority, tags }, policies)?.name
    expect(name('urgent', ['refunds'])).toBe('urgent')
    expect(name('high', ['delivery', 'returns'])).toBe('refunds')
    expect(name('low', ['refunds'])).toBe('rest')
    expect(name('high', [])).toBe('rest')
    expect(policyFor({ priority: 'low', tags: [] }, policies.slice(0, 2))).toBeNull()
  })
})
