import { describe, expect, it } from 'vitest'
import { ApiError, createApi } from '../../console/state/api.ts'
import { curveFinding, curveOf, wasUpset } from '../../console/state/curve.ts'
import { correctorOf, eventWords, isTold, namesFrom } from '../../console/state/event-words.ts'
import { plainText } from '../../console/state/plain-text.ts'
import { dayText, rangeOf } from '../../console/state/ranges.ts'
import { hashOf, parseRoute } from '../../console/state/route.ts'
import { ago, inUnits, rounded } from '../../console/state/time.ts'
import type { EventType } from '../../console/state/wire.ts'
import { channelWord, initialsOf, percent, scoreParts, signed } from '../../console/state/words.ts'
import { AT, detail, event, later, message } from './samples.ts'

const names = namesFrom(
  [
    {
      id: 'maya',
      name: 'Maya Lind',
      email: 'maya@example.com',
      role: 'agent',
      skills: [],
      languages: [],
      capacity: 4,
      availability: 'online',
      awayReason: null,
      connected: true,
      load: 0,
    },
  ],
  {
    intents: [{ name: 'late_delivery', title: 'Late delivery' }],
    tags: [],
    engine: { engine: 'transformer', ready: true, reason: null },
  },
)
const maya = { kind: 'agent' as const, id: 'maya', name: 'Maya Lind' }

describe('events in words', () => {
  it.each<[EventType, unknown, string]>([
    ['conversation.offered', { agentId: 'maya', until: AT, candidates: [] }, 'Offered to Maya Lind'],
    ['conversation.offered', { agentId: 'unknown' }, 'Offered to an agent'],
    ['conversation.declined', { agentId: 'maya', reason: 'not_accepted_in_time' }, 'Maya Lind did not accept in time'],
    [
      'conversation.transferred',
      { from: 'maya', to: 'skill', skill: 'billing', agentId: null, why: 'other_team' },
      'Maya Lind passed it on to billing: a matter for another team',
    ],
    [
      'conversation.transferred',
      { to: 'queue', why: 'shift_ends' },
      'Maya Lind passed it back to the queue: end of shift',
    ],
    ['conversation.transferred', { to: 'agent', agentId: 'maya', why: null }, 'Maya Lind passed it on to Maya Lind'],
    ['conversation.queued', { reason: 'everyone_busy' }, 'Queued: everybody who could take it is busy'],
    ['conversation.resolved', { by: 'customer' }, 'Resolved by the customer'],
    ['conversation.resolved', { by: 'agent' }, 'Resolved by Maya Lind'],
    ['conversation.rated', { rating: 4, comment: 'quick' }, 'Rated 4 of 5: “quick”'],
    ['tags.changed', { added: ['refunds'], removed: ['orders'] }, 'Tag added: refunds; Tag removed: orders'],
    [
      'intent.corrected',
      { messageId: 'm1', was: 'some_intent', now: 'late_delivery' },
      'Maya Lind corrected the intent to Late delivery (was Some intent)',
    ],
    [
      'sentiment.corrected',
      { messageId: 'm1', was: 'neutral', now: 'very_negative' },
      'Maya Lind corrected the sentiment to very negative (was neutral)',
    ],
    ['tag.corrected', { tag: 'refunds', action: 'removed' }, 'Maya Lind took back the tag refunds'],
    ['tag.corrected', { tag: 'refunds', action: 'confirmed' }, 'Maya Lind confirmed the tag refunds'],
    ['priority.changed', { was: 'low', now: 'high', by: 'person' }, 'Maya Lind set the priority: low to high'],
    ['priority.changed', { was: 'low', now: 'normal', by: 'waiting' }, 'Waiting raised the priority: low to normal'],
    ['priority.changed', { was: 'low', now: 'high', by: 'rule' }, 'A rule set the priority: low to high'],
    [
      'ticket.skill_changed',
      { was: 'orders', now: 'payment', by: 'rule' },
      'A rule asked for somebody with payment instead of orders',
    ],
    ['tickets.related', { duplicates: 1, related: 2 }, 'Found 1 possible duplicate and 2 related tickets'],
    ['merge.made', { fromId: 'a', intoId: 'b' }, 'Maya Lind merged two conversations of this customer'],
  ])('%s', (type, data, words) => {
    expect(eventWords(event({ type, data, actor: maya }), names)).toBe(words)
  })

  it('survive data of another shape', () => {
    expect(eventWords(event({ type: 'conversation.rated', data: null }), names)).toBe('Rated 0 of 5')
  })

  it('name who corrected a message last', () => {
    const corrected = (id: string, name: string, messageId: string) =>
      event({ id, type: 'intent.corrected', data: { messageId }, actor: { ...maya, name } })
    const events = [corrected('1', 'Maya Lind', 'm1'), corrected('2', 'Tom Okafor', 'm1'), corrected('3', 'Ann', 'm2')]
    expect(correctorOf(events, 'intent.corrected', 'm1')).toBe('Tom Okafor')
    expect(correctorOf(events, 'sentiment.corrected', 'm1')).toBeNull()
  })

  it('are told once: a person’s tags by the corrections, messages by the conversation', () => {
    expect(isTold(event({ type: 'tags.changed', actor: maya }))).toBe(false)
    expect(isTold(event({ type: 'tags.changed', actor: { kind: 'assistant', id: null, name: null } }))).toBe(true)
    expect(isTold(event({ type: 'message.posted' }))).toBe(false)
  })
})

describe('lengths of time and numbers', () => {
  it.each([
    [-5_000, '0 s'],
    [59_400, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [4_800_000, '1 h 20 min'],
    [90_000_000, '1 d'],
  ])('%d ms is %s', (milliseconds, words) => {
    expect(inUnits(milliseconds)).toBe(words)
  })

  it('rounds measured lengths and signs scores with a true minus', () => {
    expect([rounded(112), rounded(415), rounded(9_000)]).toEqual(['112 s', '7 min', '2.5 h'])
    expect([signed(-0.416), signed(0.3), signed(-0.004), percent(0.944)]).toEqual([
      '\u22120.42',
      '+0.30',
      '0.00',
      '94\u00a0%',
    ])
    expect(ago(AT, Date.parse(later(30)))).toBe('just now')
    expect(ago(AT, Date.parse(later(300)))).toBe('5 min ago')
    expect(ago(later(3_600), Date.parse(AT))).toBe('in 1 h')
  })

  it('lists the parts of a score, largest first, without the empty ones', () => {
    const parts = { language: 100, skill: 15.04, familiarity: 0, spareCapacity: 20 }
    expect(scoreParts({ agentId: 'a', name: 'A', score: 135, parts, excluded: null })).toBe(
      'language 100, room 20, skill 15',
    )
  })
})

describe('the sentiment curve', () => {
  const read = (seq: number, score: number) =>
    message({
      id: `m${seq}`,
      seq,
      understanding: {
        intents: [],
        outOfScope: false,
        sentiment: { label: score < 0 ? 'negative' : 'neutral', score, confidence: 1 },
        emotions: [],
        urgency: 0,
        language: { code: 'en', confidence: 1 },
        entities: [],
        why: { neighbours: [], words: [], margin: 0 },
        engine: 'transformer',
        modelVersion: 'v1',
      },
    })

  it.each([
    ['neutral', 0.3, [], 'asked_for_person', false],
    ['neutral', 0.7, [], 'asked_for_person', false],
    ['neutral', 0.7, ['unhappy words'], 'asked_for_person', true],
    ['neutral', 0.3, ['speaks of another attempt'], 'asked_for_person', false],
    ['negative', 0.3, [], 'intent_for_people', true],
    ['neutral', 0.3, [], 'frustrated', true],
  ] as const)('says upset only where mood or frustration do: %s, %s, %j, %s', (label, value, drivers, reason, is) => {
    const packet = {
      reason,
      summary: '',
      intents: [],
      sentimentCurve: [{ seq: 1, score: 0, label, frustration: value }],
      frustrationDrivers: [...drivers],
      entities: [],
      tried: [],
      flow: null,
      attachments: [],
      promised: '',
    }
    expect(wasUpset(packet)).toBe(is)
  })

  it('takes the customer’s messages and the agent’s correction over the model’s word', () => {
    const view = detail({
      messages: [
        read(1, 0),
        { ...read(2, 0.1), correctedSentiment: 'very_negative' },
        message({ seq: 3, author: 'agent' }),
      ],
    })
    expect(curveOf(view).map(({ seq, label, score }) => [seq, label, score])).toEqual([
      [1, 'neutral', 0],
      [2, 'very_negative', -0.8],
    ])
    expect(curveFinding(curveOf(view))).toBe('The mood has fallen')
  })

  it.each<[number[], string]>([
    [[], 'Nothing read yet'],
    [[-0.8], 'One message so far'],
    [[0, -0.24, 0.24], 'The mood is steady'],
    [[0, 0.6, 0], 'The mood is steady'],
    [[0, -0.25], 'The mood has fallen'],
    [[0, -0.6, -0.3], 'The mood has fallen'],
    [[0, 0.25], 'The mood has risen'],
    [[-0.4, -0.8, 0.1], 'The mood has risen'],
    [[0, -0.4, -0.4, 0], 'The mood fell and came back'],
    [[0, -0.25, -0.1], 'The mood fell and came back'],
  ])('over %j says: %s', (scores, words) => {
    const messages = scores.map((score, index) => read(index + 1, score))
    expect(curveFinding(curveOf(detail({ messages })))).toBe(words)
  })
})

describe('the letters that stand for a customer', () => {
  it.each([
    ['Clara Jensen', 'CJ'],
    ['clara@example.com', 'CE'],
    ['Visitor 6fa2', ''],
    ['Visitor Centre', 'VC'],
  ])('%s: "%s"', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})

describe('ranges of the leads’ view', () => {
  const choice = { preset: '7' as const, fromDay: '2026-11-20', toDay: '2026-11-18', bucket: 'day' as const }
  const now = new Date(2026, 10, 22, 15, 30)

  it('run from the start of the first local day to the end of the last', () => {
    const range = rangeOf(choice, now, 'UTC')
    expect(range.from).toBe(new Date(2026, 10, 16).toISOString())
    expect(range.to).toBe(new Date(2026, 10, 23).toISOString())
  })

  it('take custom days in either order', () => {
    const range = rangeOf({ ...choice, preset: 'custom' }, now, 'UTC')
    expect([dayText(new Date(range.from)), dayText(new Date(range.to))]).toEqual(['2026-11-18', '2026-11-21'])
  })
})

describe('addresses', () => {
  it.each([
    '#/',
    '#/trends',
    '#/conversations/7a5c',
    '#/automation',
    '#/automation/firings',
    '#/automation/exceptions',
    '#/automation/rules/7a5c',
  ])('%s is read and written alike', (hash) => {
    expect(hashOf(parseRoute(hash))).toBe(hash)
  })
  it('that are unknown show the conversations', () => {
    expect(parseRoute('#/nonsense/1')).toEqual({ place: 'conversations', conversationId: null })
  })
})

describe('suggested replies', () => {
  it('lose the marks of Markdown', () => {
    expect(plainText('Open **My account**, see [Refunds](/help/refunds).\n* first\n- second')).toBe(
      'Open My account, see Refunds (/help/refunds).\n- first\n- second',
    )
  })
})

describe('the HTTP API', () => {
  const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
    createApi(async () => new Response(body, { status, headers }))

  it('throws the server’s sentence with its code and wait', async () => {
    const error = {
      kind: 'unavailable',
      code: 'too-many-logins',
      message: 'Try again in 40 seconds.',
      retryAfterMs: 40_000,
    }
    await expect(answering(503, JSON.stringify({ error })).me()).rejects.toMatchObject({
      status: 503,
      code: 'too-many-logins',
      message: 'Try again in 40 seconds.',
      retryAfterMs: 40_000,
    })
  })

  it('names the status when a proxy answers with a page, and reads Retry-After', async () => {
    const refusal = answering(502, '<html>', { 'retry-after': '7' }).me()
    await expect(refusal).rejects.toMatchObject({ status: 502, retryAfterMs: 7_000 })
    await expect(refusal).rejects.toThrow('status 502')
  })

  it('says so when no answer comes', async () => {
    const api = createApi(() => Promise.reject(new TypeError('network')))
    await expect(api.me()).rejects.toBeInstanceOf(ApiError)
    await expect(api.me()).rejects.toMatchObject({ status: 0, code: 'no-answer' })
  })

  it('sends JSON with its type, and only the filters that are set', async () => {
    const requests: [string, RequestInit | undefined][] = []
    const api = createApi(async (path, init) => {
      requests.push([String(path), init])
      return new Response('{}')
    })
    await api.act('c 1', 'accept')
    await api.reportConversations({ from: 'a', to: 'b', timeZone: 'UTC', rating: 5 })
    expect(requests[0]?.[0]).toBe('/api/console/conversations/c%201/accept')
    expect(requests[0]?.[1]).toMatchObject({ method: 'POST', body: '{}' })
    expect(requests[0]?.[1]?.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(requests[1]?.[0]).toBe('/api/reports/conversations?from=a&to=b&timeZone=UTC&rating=5')
  })
})

describe('the name of a channel', () => {
  it.each([
    ['msteams', 'Teams'],
    ['webchat', 'Web Chat'],
    ['a-new-channel', 'a-new-channel'],
  ])('of %s is %s', (channel, name) => {
    expect(channelWord(channel)).toBe(name)
  })
})
