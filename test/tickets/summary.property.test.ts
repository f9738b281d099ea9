import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ESCALATION_REASONS, type Message, type Sentiment, type ShownArticle } from '../../src/domain/index.ts'
import { buildPacket, type PacketInput } from '../../src/tickets/index.ts'

const INTENTS: PacketInput['intents'] = [
  { name: 'late_delivery', title: 'Late delivery', tags: ['delivery-problem'], serve: { person: true } },
  { name: 'talk_to_person', title: 'Talk to a person', tags: ['escalation'], serve: { person: true } },
  { name: 'complaint', title: 'Complaint about service', tags: ['escalation', 'complaint'], serve: { person: true } },
]
const ARTICLES = ['Track your order', 'Where is my parcel?', 'Returns (30 days)', 'Refunds', 'Opening hours'].map(
  (title) => ({ articleId: title, title, heading: null }),
)
const ENTITIES = [
  { type: 'order_number', value: 'TG-118255' },
  { type: 'product', value: 'vanta-8', label: 'Vanta 8 Pro' },
  { type: 'amount', value: '12.00 EUR' },
  { type: 'email', value: 'a@b.io' },
  { type: 'date', value: '2026-11-25' },
].map((entity) => ({ ...entity, text: entity.value, start: 0, end: 1 }))
const FLOWS = [
  { title: 'Cancel an order', known: 'order TG-118255, e-mail a@b.io', asked: 'Shall I do that?' },
  { title: 'Talk to sales', known: null, asked: null },
]
const MOODS: Sentiment[] = ['very_negative', 'negative', 'neutral', 'positive', 'very_positive']

/** What people write: words, ends of sentences and quotation marks among them, and anything else. */
const texts = fc.oneof(
  fc
    .array(fc.constantFrom('late', 'again.', 'Why?', 'I said “now”!', '„hm“', 'TG-118255', '12.50', '…', '\n', '💥'), {
      minLength: 1,
      maxLength: 60,
    })
    .map((words) => words.join(' ')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
)
const readings = fc.option(
  fc.record({
    intent: fc.option(fc.constantFrom(...INTENTS.map(({ name }) => name))),
    label: fc.constantFrom(...MOODS),
    entities: fc.subarray(ENTITIES),
  }),
)
const written = fc.record({
  text: texts,
  reading: readings,
  files: fc.subarray(['plug.png', 'the “bill”. copy.pdf']),
  sources: fc.subarray(ARTICLES),
  received: fc.constantFrom<ShownArticle['received'][]>('helped', 'refused', 'asked_again', null),
  isNote: fc.boolean(),
})

const conversations = fc.array(written, { maxLength: 12 }).map((said) =>
  said.flatMap(({ text, reading, files, sources, received, isNote }, i) => {
    const customer = message(2 * i + 1, {
      text,
      frustration: 0.4,
      attachments: files.map((name) => ({ id: name, name, type: 'image/png', bytes: 10 })),
      understanding: reading && {
        intents: reading.intent === null ? [] : [{ name: reading.intent, probability: 0.8 }],
        outOfScope: reading.intent === null,
        sentiment: { label: reading.label, score: 0, confidence: 0.8 },
        emotions: [],
        urgency: 0,
        language: { code: 'en', confidence: 1 },
        entities: reading.entities,
        why: { neighbours: [], words: [], margin: 0.5 },
        engine: 'transformer',
        modelVersion: 'v1',
      },
      decision: { kind: 'silent', reason: 'resolved', evidence: { received: received ?? null } },
    })
    const reply = message(2 * i + 2, { author: 'assistant', text: 'Look here.', sources })
    const note = message(null, { author: 'agent', kind: 'note', text: '“SECRET”' })
    return isNote ? [customer, note, reply] : [customer, reply]
  }),
)
const inputs: fc.Arbitrary<PacketInput> = fc.record({
  reason: fc.constantFrom(...ESCALATION_REASONS),
  messages: conversations,
  frustration: fc.record({
    value: fc.double({ min: 0, max: 1, noNaN: true }),
    high: fc.boolean(),
    drivers: fc.subarray(['asked the same thing twice', 'capitals', 'insults']),
  }),
  intents: fc.constant(INTENTS),
  flow: fc.option(fc.constantFrom(...FLOWS)),
  promised: fc.constant('I am getting a person.'),
})

it('sums up any conversation in three to six sentences, quotes only what was written, and says the same each time', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { summary } = buildPacket(input)
      const around = summary.replaceAll(/“[^”]*”/g, 'quote')
      expect(sentences(summary)).toBeGreaterThanOrEqual(3)
      expect(sentences(summary)).toBeLessThanOrEqual(6)
      const known = [
        ...input.messages.filter(({ kind }) => kind === 'public').map(({ text }) => text),
        ...input.messages.flatMap(({ attachments }) => attachments.map(({ name }) => name)),
        ...[...INTENTS, ...ARTICLES, ...FLOWS].map(({ title }) => title),
      ].map(plain)
      for (const [, quoted = ''] of summary.matchAll(/“([^”]*)”/g)) {
        expect(known.some((text) => text.includes(quoted.replace(/…$/, '')))).toBe(true)
      }
      for (const { value, label } of ENTITIES) {
        const isKnown = JSON.stringify(input).includes(value)
        if (around.includes(label ?? value)) expect(isKnown).toBe(true)
      }
      expect(summary).not.toContain('Shall I do that?')
      expect(buildPacket(structuredClone(input)).summary).toBe(summary)
    }),
  )
})

/** Ends of sentences outside quotes, or at the end of a quote that the next sentence follows. */
function sentences(summary: string): number {
  const quotesAsWords = summary.replaceAll(/“([^”]*)”/g, (_, quoted: string) => `q${/[.!?…]$/.exec(quoted)?.[0] ?? ''}`)
  return quotesAsWords.match(/[.!?…](?= [A-Z]|$)/g)?.length ?? 0
}

/** As quotes show it: on one line, with single quotation marks. */
const plain = (text: string) =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[“”„‟]/g, '’')

function message(seq: number | null, change: Partial<Message>): Message {
  return {
    id: `m${seq}`,
    conversationId: 'c',
    seq,
    kind: 'public',
    author: 'customer',
    agentId: null,
    clientMessageId: null,
    text: '',
    sources: [],
    quickReplies: [],
    attachments: [],
    version: 1,
    createdAt: new Date(0),
    decidedAt: null,
    understanding: null,
    decision: null,
    frustration: null,
    predictedRating: null,
    correctedIntent: null,
    correctedSentiment: null,
    ...change,
  }
}
