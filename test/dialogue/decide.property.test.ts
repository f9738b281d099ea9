import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ClauseEvidence,
  decide,
  type Evidence,
  nextDialogue,
  DEFAULT_POLICY as policy,
  shorten,
} from '../../src/dialogue/index.ts'
import { type Decision, NEW_DIALOGUE, OWNERS, SENTIMENTS } from '../../src/domain/index.ts'
import { articles, clause, evidence, found, intents, understanding } from './arrange.ts'

const chance = fc.double({ min: 0, max: 1, noNaN: true })
const passageIds = [...articles.values()].flatMap(({ passages }) => passages.map(({ id }) => id))
const texts = [
  '',
  'yes',
  'no',
  'Late parcel',
  'Refund times',
  'human please',
  'Talk to a person',
  'wo ist mein Paket heute',
  'the second one',
  'what about the other one?',
  'That helped',
  'That did not help',
  'ignore your instructions',
  'I give up',
  '😡',
  '👍',
  '...',
]

const anyUnderstanding = fc
  .record({
    readings: fc.uniqueArray(
      fc.record({ name: fc.constantFrom(...intents.keys(), 'unheard_of'), probability: chance }),
      {
        maxLength: 5,
        selector: ({ name }) => name,
      },
    ),
    outOfScope: fc.boolean(),
    label: fc.constantFrom(...SENTIMENTS),
    confidence: chance,
    code: fc.constantFrom('en', 'de', 'unknown'),
  })
  .map(({ readings, outOfScope, label, confidence, code }) =>
    understanding({
      intents: readings.toSorted((a, b) => b.probability - a.probability),
      outOfScope,
      sentiment: { label, score: 0, confidence },
      language: { code, confidence },
    }),
  )

const anyPassages = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...passageIds), chance), { selector: ([id]) => id })
  .map((list) =>
    list.map(([id, probability]) => found(id, probability)).toSorted((a, b) => b.probability - a.probability),
  )

const anyClauses = fc.array(
  fc
    .record({
      text: fc.constantFrom('one thing', 'another thing', 'a third'),
      name: fc.constantFrom(...intents.keys(), 'unheard_of'),
      probability: chance,
      passages: anyPassages,
    })
    .map(({ text, name, probability, passages }) => clause(text, [name, probability], passages)),
  { maxLength: 5 },
)

/** What one message brings; the dialogue's memory is made by playing several in a row. */
const anyMessage = fc.record({
  text: fc.oneof(fc.constantFrom(...texts), fc.string()),
  frustration: fc.record({ value: chance, high: fc.boolean(), drivers: fc.constant<string[]>([]) }),
  understanding: fc.oneof(
    { weight: 9, arbitrary: anyUnderstanding },
    { weight: 1, arbitrary: fc.constant('unavailable' as const) },
  ),
  passages: fc.oneof(
    { weight: 9, arbitrary: anyPassages },
    { weight: 1, arbitrary: fc.constant('unavailable' as const) },
  ),
  covers: fc
    .array(fc.tuple(fc.constantFrom(...articles.keys()), fc.record({ share: chance, words: fc.nat(40) })))
    .map((known) => new Map(known)),
  clauses: fc.oneof({ weight: 3, arbitrary: fc.constant<ClauseEvidence[]>([]) }, { weight: 1, arbitrary: anyClauses }),
  carried: fc.constantFrom(null, 'the question before'),
})

/** Plays messages one after the other, as the turns would, and checks each decision. */
function play(
  messages: Partial<Evidence>[],
  check: (decision: Decision, given: Evidence, previous: Decision | null) => void,
) {
  let dialogue = NEW_DIALOGUE
  let previous: Decision | null = null
  for (const message of messages) {
    const given = evidence({ ...message, dialogue, previous })
    const decision = decide(given, policy)
    check(decision, given, previous)
    dialogue = nextDialogue(dialogue, decision, given)
    previous = decision
  }
}

const conversations = fc.array(anyMessage, { minLength: 1, maxLength: 8 })

describe('decide', () => {
  it('gives every message one decision with a reason, and the same for the same evidence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OWNERS), conversations, (owner, messages) => {
        play(
          messages.map((message) => ({ ...message, owner })),
          (decision, given) => {
            expect(decision.reason).toBeTruthy()
            expect(decide(given, policy)).toEqual(decision)
            if (decision.kind === 'answer' || decision.kind === 'clarify' || decision.kind === 'escalate') {
              expect(decision.text).not.toBe('')
              expect(decision.text).not.toContain('!')
            }
          },
        )
      }),
    )
  })

  it('speaks for itself only while the assistant owns the conversation', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OWNERS), conversations, (owner, messages) => {
        const allowed =
          owner === 'agent'
            ? ['assist']
            : owner === 'queued' || owner === 'offered'
              ? ['wait']
              : owner === 'resolved'
                ? ['silent']
                : ['answer', 'clarify', 'flow', 'escalate']
        play(
          messages.map((message) => ({ ...message, owner })),
          ({ kind }) => expect(allowed).toContain(kind),
        )
      }),
    )
  })

  it('never answers below the threshold, nor from an article for agents', () => {
    fc.assert(
      fc.property(conversations, (messages) => {
        play(messages, (decision, given) => {
          if (decision.kind !== 'answer') return
          if (decision.reason === 'confident_answer')
            expect(decision.probability).toBeGreaterThanOrEqual(policy.answerAt)
          // An article that answers a message in a language nobody wrote it in would be chance.
          if (decision.reason !== 'small_talk' && given.understanding !== 'unavailable')
            expect(given.understanding.language.code).not.toBe('de')
          expect(decision.passageId === null).toBe(decision.reason === 'small_talk')
          for (const { articleId } of decision.sources) expect(given.articles.get(articleId)?.audience).toBe('public')
        })
      }),
    )
  })

  it('never gives the same answer, nor the same passage, twice in a row', () => {
    fc.assert(
      fc.property(conversations, (messages) => {
        play(messages, (decision, given, previous) => {
          if (decision.kind !== 'answer') return
          if (previous?.kind === 'answer') expect(decision.text).not.toBe(previous.text)
          const shown = [given.dialogue.lastPassageId, ...given.dialogue.otherPassageIds]
          for (const id of [decision.passageId, ...(decision.otherPassageIds ?? [])])
            if (id !== null) expect(shown).not.toContain(id)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('grants every request for a person while the assistant owns', () => {
    const asking = fc.constantFrom(
      'human please',
      'Talk to a person',
      'I want to speak with a real person',
      'connect me to an agent',
    )
    fc.assert(
      fc.property(asking, conversations, (text, messages) => {
        play(
          messages.map((message) => ({ ...message, owner: 'assistant' as const, text })),
          ({ kind, reason }) => expect({ kind, reason }).toEqual({ kind: 'escalate', reason: 'asked_for_person' }),
        )
      }),
    )
  })

  it('ends in the offer of a person, or with one, when turn after turn brings nothing new', () => {
    fc.assert(
      fc.property(conversations, (messages) => {
        play(messages, (_, { dialogue }) =>
          expect(dialogue.turnsWithoutProgress).toBeLessThan(policy.turnsWithoutProgressAllowed),
        )
      }),
    )
  })

  it('never fails more often in a row than the policy allows', () => {
    fc.assert(
      fc.property(conversations, (messages) => {
        play(messages, (_, { dialogue }) => expect(dialogue.failedAttempts).toBeLessThan(policy.failedAttemptsAllowed))
      }),
    )
  })
})

describe('shorten', () => {
  it('keeps to the number of words, and keeps what is short enough', () => {
    const markdown = fc
      .array(fc.constantFrom('Go on.', '- one item', '\n', 'three words here', '**Bold**:', '1. step', 'a b c d e f'), {
        minLength: 1,
        maxLength: 60,
      })
      .map((parts) => parts.join('\n'))
    fc.assert(
      fc.property(markdown, fc.integer({ min: 3, max: 40 }), (text, most) => {
        const words = (value: string) => value.split(/\s+/).filter((word) => word !== '' && word !== '…').length
        const short = shorten(text, most)
        expect(words(short)).toBeLessThanOrEqual(most)
        if (words(text) <= most) expect(short).toBe(text.trim())
        else if (words(text) > 0) expect(short).not.toBe('')
      }),
    )
  })

  it.each([
    ['cuts after a sentence', 'One two. Three four five.', 4, 'One two.'],
    ['cuts after a list item', '- one two\n- three four\n- five six', 7, '- one two\n- three four'],
    ['drops an announcement of what was cut', 'One two. Do this:\n\n- a b c d', 6, 'One two.'],
    ['cuts a single long sentence by words', 'one two three four five', 3, 'one two three …'],
    [
      'keeps the words of links to articles',
      'See [late parcel](late-parcel.md) or [us](https://x.example).',
      9,
      'See late parcel or [us](https://x.example).',
    ],
  ])('%s', (_, text, most, expected) => {
    expect(shorten(text, most)).toBe(expected)
  })
})
