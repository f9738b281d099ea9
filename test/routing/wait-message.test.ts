import { describe, expect, it } from 'vitest'
import { type Outcome, sayEstimate, sayWait, waitMessage, waitNow } from '../../src/routing/wait-message.ts'

const now = new Date('2026-03-04T20:00:00Z')
const say = (outcome: Outcome, before: Partial<{ wasOffered: boolean; goneName: string }> = {}) =>
  waitMessage(outcome, { wasOffered: false, goneName: null, ...before }, now, 'Europe/Amsterdam')
const queued = {
  kind: 'queued',
  reason: 'everyone_busy',
  position: 2,
  estimate: null,
} as const
const nobody = { kind: 'queued', reason: 'nobody_here' } as const

describe('what the customer is told', () => {
  it.each<[string, string]>([
    [say({ kind: 'offered', agentName: 'Mia', skill: 'billing' }), 'Mia from our billing team has been asked to join.'],
    [say({ kind: 'offered', agentName: 'Mia', skill: null }), 'Mia has been asked to join.'],
    [
      say({ kind: 'offered', agentName: 'Tom', skill: 'billing' }, { wasOffered: true }),
      'Tom has been asked to join instead.',
    ],
    [
      say(queued),
      'All colleagues who can help with this are busy. You are number 2 in the queue. Write here any time, nothing is lost.',
    ],
    [
      say({ ...queued, position: 1, estimate: { rawMs: 0, medianMs: 200_000, boundMs: 500_000 } }, { goneName: 'Mia' }),
      'Mia is no longer connected. All colleagues who can help with this are busy. You are number 1 in the queue. It usually takes about 4 minutes, nearly always less than 9 minutes. Write here any time, nothing is lost.',
    ],
    [
      say({ ...nobody, back: { kind: 'at', at: new Date('2026-03-09T07:00:00Z') } }),
      'Nobody who can help with this is working now. They are back on Monday at 08:00 (Amsterdam time). Write here any time, nothing is lost, and leave your e-mail address so that we can reach you.',
    ],
    [
      say({ ...nobody, back: { kind: 'unknown' } }),
      'Nobody who can help with this is here at the moment. Write here any time, nothing is lost, and leave your e-mail address so that we can reach you.',
    ],
  ])('%s', (said, expected) => {
    expect(said).toBe(expected)
    expect(said).not.toContain('!')
  })

  it.each([
    [0, 'under a minute'],
    [60_000, 'under a minute'],
    [60_001, 'about 2 minutes'],
    [89 * 60_000, 'about 89 minutes'],
    [90 * 60_000, 'about 2 hours'],
  ])('a wait of %i ms is "%s"', (waitMs, words) => {
    expect(sayWait(waitMs)).toBe(words)
  })

  it.each([
    [30_000, 60_000, 'It usually takes under a minute.'],
    [30_000, 61_000, 'It usually takes under a minute, nearly always less than 2 minutes.'],
    [3_600_000, 8_000_000, 'It usually takes about 60 minutes, nearly always less than 3 hours.'],
  ])('a median of %i ms and a bound of %i ms are told as "%s"', (medianMs, boundMs, words) => {
    expect(sayEstimate({ medianMs, boundMs })).toBe(words)
  })

  it.each([
    [{ ...queued, position: 1 }, 'You are next in the queue.'],
    [
      { ...queued, estimate: { medianMs: 240_000, boundMs: 540_000 } },
      'You are number 2 in the queue. It usually takes about 4 minutes, nearly always less than 9 minutes.',
    ],
    [
      { kind: 'queued', reason: 'nobody_here', back: { kind: 'unknown' } },
      'Nobody who can help with this is here at the moment.',
    ],
    [
      { kind: 'queued', reason: 'nobody_here', back: { kind: 'at', at: new Date('2026-03-05T08:00:00Z') } },
      'Nobody who can help with this is working now. They are back tomorrow at 09:00 (Amsterdam time).',
    ],
  ] as const)('tells whoever asks again how it stands now', (outcome, words) => {
    expect(waitNow(outcome as Extract<Outcome, { kind: 'queued' }>, now, 'Europe/Amsterdam')).toBe(words)
  })
})
