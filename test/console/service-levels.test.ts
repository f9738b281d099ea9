import { describe, expect, it } from 'vitest'
import { clockWords, dueWords, serviceLevelNews, snoozePresets, toneOf } from '../../console/state/service-levels.ts'
import type { Clock, ConversationChanges } from '../../console/state/wire.ts'
import { AT, later, summary } from './samples.ts'

const now = Date.parse(AT)
const clock = (part: Partial<Clock>): Clock => ({
  target: 'first_reply',
  number: 1,
  policy: 'High',
  targetMs: 1_800_000,
  time: 'business',
  startedAt: AT,
  stoppedAt: null,
  ended: null,
  riskAt: later(600),
  dueAt: later(900),
  elapsedMs: null,
  ...part,
})

describe('a promise in the list', () => {
  const level = { target: 'next_reply', riskAt: later(600), dueAt: later(900) } as const
  it.each([
    [0, 'quiet', 'Reply in 15 min'],
    [600, 'warning', 'Reply in 5 min'],
    [900, 'danger', 'Reply overdue for 0 s'],
    [1_140, 'danger', 'Reply overdue for 4 min'],
  ])('%i s after its start is %s: “%s”', (seconds, tone, words) => {
    expect(toneOf(level, now + seconds * 1_000)).toBe(tone)
    expect(dueWords(level, now + seconds * 1_000)).toBe(words)
  })

  it('names the time when it is hours ahead', () => {
    expect(dueWords({ target: 'resolution', dueAt: later(5 * 3_600) }, now)).toMatch(/^Resolve by Sun/)
  })
})

describe('a clock of a ticket', () => {
  it.each<[string, Partial<Clock>, string, string]>([
    ['that runs', {}, '15 min left', 'quiet'],
    ['that is paused', { riskAt: null, dueAt: null }, 'paused; promised within 30 min of business time', 'quiet'],
    ['that is late', { riskAt: later(-900), dueAt: later(-60) }, 'overdue for 1 min', 'danger'],
    ['that was kept', { stoppedAt: AT, ended: 'reply', elapsedMs: 240_000 }, '4 min, promised within 30 min', 'quiet'],
    [
      'that was not',
      { stoppedAt: AT, ended: 'reply', elapsedMs: 2_400_000 },
      '40 min, promised within 30 min',
      'danger',
    ],
    ['without a reply', { stoppedAt: AT, ended: 'resolved', elapsedMs: 240_000 }, 'no reply before the end', 'quiet'],
    ['without a promise', { targetMs: null, riskAt: null, dueAt: null }, 'nothing promised', 'quiet'],
  ])('%s', (_name, part, words, tone) => {
    const said = clockWords(clock(part), now)
    expect(said.text).toContain(words)
    expect(said.tone).toBe(tone)
  })
})

describe('news of a broken promise', () => {
  const changes: ConversationChanges = {
    since: 1,
    position: 1,
    summary: summary({ agentId: 'me' }),
    messages: [],
    tickets: [],
    tags: [],
    links: { into: null, related: [], merged: [] },
    events: [
      {
        id: 'e1',
        version: 2,
        type: 'service_level.breached',
        data: { target: 'first_reply' },
        actor: { kind: 'system', id: null, name: null },
        at: AT,
      },
    ],
  }
  it('reaches the agent who has it and every lead, once, and nobody else', () => {
    const known = new Set<string>()
    expect(serviceLevelNews(changes, { id: 'me', role: 'agent' }, known)).toEqual([
      'Clara Jensen: the first reply is overdue.',
    ])
    expect(serviceLevelNews(changes, { id: 'me', role: 'agent' }, known)).toEqual([])
    expect(serviceLevelNews(changes, { id: 'eva', role: 'lead' }, new Set())).toHaveLength(1)
    expect(serviceLevelNews(changes, { id: 'tom', role: 'agent' }, new Set())).toEqual([])
  })
})

it('offers to snooze until times that lie ahead, each once', () => {
  for (let day = 1; day <= 7; day++) {
    const from = new Date(2026, 2, day, 10, 30)
    const times = snoozePresets(from).map(({ until }) => until.getTime())
    expect(times.every((time) => time > from.getTime())).toBe(true)
    expect(new Set(times).size).toBe(times.length)
  }
})
