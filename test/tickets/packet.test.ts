import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision, Entity, Message, Sentiment, ShownArticle, Understanding } from '../../src/domain/index.ts'
import { buildPacket, type PacketInput } from '../../src/tickets/index.ts'
import { QUOTE_LENGTH } from '../../src/tickets/summary.ts'

const intents: PacketInput['intents'] = [
  { name: 'late_delivery', title: 'Late delivery', tags: ['delivery-problem'], serve: { person: true } },
  { name: 'talk_to_person', title: 'Talk to a person', tags: ['escalation'], serve: { person: true } },
  {
    name: 'complain_service',
    title: 'Complaint about service',
    tags: ['escalation', 'complaint'],
    serve: { person: true },
  },
  { name: 'insult', title: 'Insult', tags: ['small-talk', 'complaint'], serve: { reply: 'What is wrong?' } },
]

function understood(intent: string | null, label: Sentiment, entities: Entity[] = []): Understanding {
  return {
    intents: intent === null ? [] : [{ name: intent, probability: 0.8 }],
    outOfScope: intent === null,
    sentiment: { label, score: label === 'very_negative' ? -0.9 : 0, confidence: 0.8 },
    emotions: [],
    urgency: 0,
    language: { code: 'en', confidence: 1 },
    entities,
    why: { neighbours: [], words: [], margin: 0.5 },
    engine: 'transformer',
    modelVersion: 'v1',
  }
}

let seq = 0
const message = (change: Partial<Message>): Message => ({
  id: `m${++seq}`,
  conversationId: 'c',
  seq,
  kind: 'public',
  author: 'customer',
  agentId: null,
  clientMessageId: null,
  text: 'text',
  sources: [],
  quickReplies: [],
  attachments: [],
  version: seq,
  createdAt: new Date(0),
  decidedAt: null,
  understanding: null,
  decision: null,
  frustration: null,
  predictedRating: null,
  correctedIntent: null,
  correctedSentiment: null,
  ...change,
})
const order: Entity = { type: 'order_number', text: 'tg-118255', value: 'TG-118255', start: 0, end: 9 }
const tracking = { articleId: 'track-your-order', title: 'Track your order', heading: null }

const input = (messages: Message[], change: Partial<PacketInput> = {}): PacketInput => ({
  reason: 'frustrated',
  messages,
  frustration: { value: 0.81, high: true, drivers: ['asked the same thing twice', 'capitals'] },
  intents,
  flow: null,
  promised: 'I am getting a person.',
  ...change,
})

const story = () => [
  message({
    text: 'Where is TG-118255?',
    understanding: understood('late_delivery', 'neutral', [order]),
    frustration: 0.1,
  }),
  message({ author: 'assistant', text: 'Look here', sources: [tracking] }),
  message({ kind: 'note', seq: null, author: 'agent', text: 'SECRET NOTE' }),
  message({
    text: 'I told you:\n tg-118255 is a week late',
    understanding: understood('late_delivery', 'negative', [order]),
    frustration: 0.5,
  }),
  message({ author: 'assistant', text: 'Look here again', sources: [tracking] }),
  message({ text: 'GET ME A HUMAN', understanding: understood('talk_to_person', 'very_negative'), frustration: 0.81 }),
]

describe('the handoff packet', () => {
  it('tells the story from what is stored', () => {
    const packet = buildPacket(input(story()))
    expect(packet.summary).toBe(
      'The matter is “Late delivery”: “I told you: tg-118255 is a week late”. ' +
        'The customer mentioned order number TG-118255. ' +
        'The mood went from neutral to very negative over 3 messages, frustration 0.81 of 1: asked the same thing twice and capitals. ' +
        'The assistant has shown “Track your order”. ' +
        'It was handed over because the customer is frustrated.',
    )
    expect(packet.intents.map(({ name }) => name)).toEqual(['talk_to_person', 'late_delivery'])
    expect(packet.sentimentCurve.map(({ label, frustration }) => [label, frustration])).toEqual([
      ['neutral', 0.1],
      ['negative', 0.5],
      ['very_negative', 0.81],
    ])
    expect(packet.entities).toEqual([order])
    expect(packet.tried).toEqual([{ ...tracking, received: null }])
    expect(packet).toMatchObject({ reason: 'frustrated', promised: 'I am getting a person.' })
    expect(JSON.stringify(packet)).not.toContain('SECRET')
  })

  it('counts articles that are shown in the very reply that hands over', () => {
    const asks = message({
      text: 'Where is my parcel, and give me a person',
      decision: {
        kind: 'escalate',
        reason: 'asked_for_person',
        text: 'Track it here. I am getting a person.',
        skill: 'delivery',
        priority: 'normal',
        sources: [tracking],
        evidence: {},
      },
    })
    const packet = buildPacket(input([asks], { reason: 'asked_for_person' }))
    expect(packet.tried).toEqual([{ ...tracking, received: null }])
    expect(packet.summary).toContain('The assistant has shown “Track your order”.')
  })

  it('says in one sentence that the mood stayed, and names no request for a person among what frustrates', () => {
    const calm = [1, 2, 3].map(() =>
      message({ text: 'hm', understanding: understood('talk_to_person', 'neutral'), frustration: 0.3 }),
    )
    const frustration = { value: 0.3, high: false, drivers: ['asked for a person', 'speaks of another attempt'] }
    const packet = buildPacket(input(calm, { reason: 'asked_for_person', frustration }))
    expect(packet.summary).toContain(
      'The mood is neutral, as in the first of 3 messages, frustration 0.30 of 1: speaks of another attempt.',
    )
    expect(packet.frustrationDrivers).toEqual(['speaks of another attempt'])
  })

  it('names what was mentioned as people say it: numbers and products first, dates last, four at most', () => {
    const entity = (type: string, value: string, label?: string): Entity => ({
      type,
      text: value,
      value,
      start: 0,
      end: 1,
      label,
    })
    const summaryOf = (...entities: Entity[]) =>
      buildPacket(input([message({ text: 'x', understanding: understood('late_delivery', 'neutral', entities) })]))
        .summary
    const later = [entity('date', '2026-11-25'), entity('amount', '12.00 EUR')]
    expect(summaryOf(...later, entity('product', 'vanta-8', 'Vanta 8'), order)).toContain(
      'The customer mentioned Vanta 8, order number TG-118255, 12.00 EUR and 25 November 2026.',
    )
    expect(summaryOf(...later, order, entity('email', 'a@b.io'), entity('date', '2026-11'))).toContain(
      'The customer mentioned order number TG-118255, 12.00 EUR, a@b.io, 25 November 2026 and 1 more.',
    )
    expect(summaryOf(entity('date', '2026-11-25T15:00+01:00/2026-11'))).toContain(
      'The customer mentioned 25 November 2026 15:00 to November 2026.',
    )
  })

  it.each<[string, Partial<Decision>, ShownArticle['received'], string]>([
    ['a refusal', { kind: 'clarify', evidence: { received: 'refused' } }, 'refused', 'the customer refused it.'],
    ['thanks for it', { kind: 'answer', sources: [], evidence: { received: 'helped' } }, 'helped', 'was helped by'],
    [
      'the same question again',
      { kind: 'answer', sources: [tracking], evidence: {} },
      'asked_again',
      'the customer asked again after it.',
    ],
    ['another matter', { kind: 'answer', sources: [], evidence: {} }, null, 'has shown'],
  ])('says how an article was received: %s', (_, decision, received, sentence) => {
    const packet = buildPacket(
      input([
        message({ text: 'Where is it?' }),
        message({ author: 'assistant', text: 'Look here', sources: [tracking] }),
        // Only what the packet reads of a decision.
        message({ text: 'hm', decision: decision as Decision }),
      ]),
    )
    expect(packet.tried).toEqual([{ ...tracking, received }])
    expect(packet.summary).toContain(sentence)
  })

  it('leaves messages that could not be read out of the curve', () => {
    const unread = understood(null, 'neutral')
    const packet = buildPacket(
      input([message({ understanding: { ...unread, sentiment: { ...unread.sentiment, confidence: 0 } } })]),
    )
    expect(packet.sentimentCurve).toEqual([])
    expect(packet.summary).not.toContain('mood')
  })

  it('takes a correction over the model', () => {
    const packet = buildPacket(
      input([
        message({
          text: 'hm',
          understanding: understood('insult', 'very_negative'),
          correctedIntent: 'late_delivery',
          correctedSentiment: 'negative',
        }),
      ]),
    )
    expect(packet.intents).toEqual([{ name: 'late_delivery', probability: 1 }])
    expect(packet.sentimentCurve[0]?.label).toBe('negative')
    expect(packet.summary).toContain('The matter is “Late delivery”')
  })

  it.each<[string, Message[], string]>([
    [
      'quotes the complaint when no matter was named',
      [
        message({ text: 'Rude service.', understanding: understood('complain_service', 'negative') }),
        message({ text: 'a person', understanding: understood('talk_to_person', 'negative') }),
      ],
      'The matter is “Complaint about service”: “Rude service.” ',
    ],
    [
      'quotes the last message when nothing was understood',
      [message({ text: 'asdf?' })],
      'The customer wrote: “asdf?” ',
    ],
    ['says that nothing was shown', [message({ text: 'x' })], 'No article has been shown yet.'],
  ])('%s', (_, messages, part) => {
    expect(buildPacket(input(messages)).summary).toContain(part)
  })

  it('is a few sentences on one line with a short quote, for any message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (text) => {
        const { summary } = buildPacket(
          input([message({ text, understanding: understood('late_delivery', 'neutral') })]),
        )
        expect(summary).not.toMatch(/[\n\r\t]/)
        // No half of a character is left by the cut: UTF-8 would replace it.
        expect(Buffer.from(summary).toString()).toBe(summary)
        const quote = /: “(.*)”\.? The mood/s.exec(summary)?.[1] ?? 'no quote'
        expect(quote.length).toBeLessThanOrEqual(QUOTE_LENGTH)
        const line = text
          .replaceAll(/\s+/g, ' ')
          .trim()
          .replaceAll(/[“”„‟]/g, '’')
        expect(line.startsWith(quote.replace(/…$/, ''))).toBe(true)
      }),
    )
  })
})
