import { describe, expect, it } from 'vitest'
import {
  sayEstimate,
  sayJoined,
  sayReturned,
  sayTransfer,
  sayWait,
  waitMessage,
  waitNow,
} from '../../src/routing/wait-message.ts'
import type { Before, Outcome } from '../../src/routing/wait-outcome.ts'
import { LANGUAGES, wordsIn } from '../../src/routing/words/by-language.ts'

const timeZone = 'Europe/Amsterdam'
const now = new Date('2026-03-04T20:00:00Z')
const say = (outcome: Outcome, before: Partial<{ wasOffered: boolean; goneName: string }> = {}) =>
  waitMessage(outcome, { wasOffered: false, goneName: null, ...before }, { now, timeZone, language: null })
const queued = {
  kind: 'queued',
  reason: 'everyone_busy',
  position: 2,
  estimate: null,
  isAnyoneFree: false,
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
      say({ ...queued, isAnyoneFree: true }),
      'Nobody has taken this over yet. You are number 2 in the queue. Write here any time, nothing is lost.',
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
    expect(waitNow(outcome as Extract<Outcome, { kind: 'queued' }>, { now, timeZone, language: null })).toBe(words)
  })
})

describe('in the customer’s language', () => {
  const estimate = { rawMs: 0, medianMs: 200_000, boundMs: 6_000_000 }
  const before: Before = { wasOffered: false, goneName: null }
  const inGerman = (outcome: Outcome, change: Partial<Before> = {}) =>
    waitMessage(outcome, { ...before, ...change }, { now, timeZone, language: 'de' })

  it.each<[string, string]>([
    [inGerman({ kind: 'offered', agentName: 'Mia', skill: 'billing' }), 'Mia wurde gebeten, zu übernehmen.'],
    [
      inGerman({ ...queued, estimate }, { goneName: 'Mia' }),
      'Mia ist nicht mehr verbunden. Alle, die hier helfen können, sind gerade beschäftigt. Sie sind Nummer 2 in der Warteschlange. Es dauert meist etwa 4 Min., fast immer weniger als 2 Std. Schreiben Sie hier jederzeit, es geht nichts verloren.',
    ],
    [
      inGerman({ ...nobody, back: { kind: 'at', at: new Date('2026-03-05T08:00:00Z') } }),
      'Im Moment arbeitet niemand, der hier helfen kann. Wieder da: morgen, 09:00 (Amsterdam). Schreiben Sie hier jederzeit, es geht nichts verloren, und hinterlassen Sie Ihre E-Mail-Adresse, damit wir Sie erreichen können.',
    ],
    [
      waitNow(
        { ...nobody, back: { kind: 'at', at: new Date('2026-03-09T07:00:00Z') } },
        { now, timeZone, language: 'fr' },
      ),
      'Aucune des personnes qui peuvent vous aider ne travaille en ce moment. De retour : lundi, 08:00 (Amsterdam).',
    ],
    [
      waitNow({ ...queued, position: 1, estimate }, { now, timeZone, language: 'zh' }),
      '下一位就轮到您。通常需要约4分钟，几乎总在2小时以内。',
    ],
    [sayJoined('Mia', 'nl'), 'Mia is er nu en ziet wat er tot nu toe is geschreven.'],
    [sayReturned('Mia', 'sv'), 'Mia är inte längre ansluten. Assistenten svarar igen. Be om en person när du vill.'],
    [sayJoined('Mia', 'el'), 'Mia has joined and can see what was said so far.'],
  ])('%s', (said, expected) => {
    expect(said.replaceAll('\u00a0', ' ')).toBe(expected)
  })

  it('is there in 17 languages, and leaves no place open in any', () => {
    expect(LANGUAGES).toHaveLength(17)
    for (const language of LANGUAGES) {
      const saying = { now, timeZone, language }
      const back = { kind: 'at', at: new Date('2026-03-09T07:00:00Z') } as const
      const said = [
        waitMessage({ kind: 'offered', agentName: 'Mia', skill: null }, before, saying),
        waitMessage({ kind: 'offered', agentName: 'Mia', skill: null }, { ...before, wasOffered: true }, saying),
        waitMessage({ ...queued, estimate }, { ...before, goneName: 'Mia' }, saying),
        waitMessage({ ...queued, isAnyoneFree: true }, before, saying),
        waitNow({ ...queued, position: 1, estimate: { ...estimate, boundMs: 200_000 } }, saying),
        waitMessage({ ...nobody, back }, before, saying),
        waitMessage({ ...nobody, back: { kind: 'unknown' } }, before, saying),
        sayTransfer({ name: 'Mia', skill: 'billing', language }),
        sayJoined('Mia', language),
        sayReturned('Mia', language),
      ]
      for (const each of said) expect(each, language).not.toMatch(/[{}!]|undefined/)
      expect(new Set(said).size, language).toBe(said.length)
      for (const place of [0, 1, 8, 9]) expect(said[place], language).toContain('Mia')
    }
  })

  it('names the same in every language', () => {
    const named = (language: string) =>
      Object.entries(wordsIn(language) ?? {}).map(([key, sentence]) => [key, sentence.match(/\{\w+\}/g) ?? []])
    for (const language of LANGUAGES) expect(named(language), language).toEqual(named('de'))
  })
})
