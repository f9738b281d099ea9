import type { ClauseEvidence, Evidence } from '../../src/dialogue/index.ts'
import type {
  Article,
  FoundPassage,
  IntentDefinition,
  IntentReading,
  Priority,
  Serve,
  Understanding,
} from '../../src/domain/index.ts'
import { CALM, FLOW_NAMES, NEW_DIALOGUE } from '../../src/domain/index.ts'

export const intents = new Map(
  [
    intent('late_delivery', 'Late delivery', 'delivery', 'normal', { article: 'late-parcel' }),
    intent('refund_time', 'Refund time', 'returns', 'normal', { article: 'refund-times' }),
    intent('double_charge', 'Charged twice', 'billing', 'high', { article: 'charged-twice' }),
    intent('cancel_order', 'Cancel an order', 'orders', 'normal', { flow: 'cancel_order', article: 'late-parcel' }),
    intent('gap', 'A gap', 'orders', 'low', { article: 'not-written-yet' }),
    intent('talk_to_person', 'Talk to a person', 'orders', 'normal', { person: true }),
    intent('complain_service', 'Complaint', 'orders', 'high', { person: true }),
    intent('safety_hazard', 'Safety hazard', 'technical', 'urgent', { person: true, article: 'safety' }),
    intent('greeting', 'Greeting', 'orders', 'low', { reply: 'Hello.' }),
    intent('account_broken_into', 'Account broken into', 'account', 'normal', {
      person: true,
      article: 'charged-twice',
    }),
    intent('what_are_you', 'What are you', 'orders', 'low', { reply: 'A program.', again: 'A program, as I said.' }),
    intent('not_covered', 'Not covered', 'orders', 'low', { nothing: true }),
    intent('affirm', 'Yes', 'orders', 'low', { reply: 'All right.' }),
    intent('deny', 'No', 'orders', 'low', { reply: 'Then what is it?' }),
  ].map((definition) => [definition.name, definition]),
)

export const articles = new Map(
  [
    article('late-parcel', 'Late parcel', 2),
    article('refund-times', 'Refund times', 2),
    article('charged-twice', 'Charged twice', 1),
    { ...article('safety', 'Safety', 1), audience: 'agents' as const },
  ].map((one) => [one.id, one]),
)

export function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    owner: 'assistant',
    text: 'some words about a matter',
    dialogue: NEW_DIALOGUE,
    frustration: CALM,
    understanding: understanding(),
    passages: [],
    covers: new Map(),
    intents,
    articles,
    flows: new Set(FLOW_NAMES),
    attachments: 0,
    previous: null,
    waitSentence: null,
    carried: null,
    clauses: [],
    ...changes,
  }
}

export function understanding(changes: Partial<Understanding> = {}): Understanding {
  return {
    intents: [],
    outOfScope: false,
    sentiment: { label: 'neutral', score: 0, confidence: 0.9 },
    emotions: [],
    urgency: 0,
    language: { code: 'en', confidence: 0.99 },
    entities: [],
    why: { neighbours: [], words: [], margin: 0 },
    engine: 'transformer',
    modelVersion: 'test',
    ...changes,
  }
}

/** The understanding of a message read as these intents, best first. */
export function readAs(...readings: [name: string, probability: number][]): Understanding {
  return understanding({ intents: readings.map(([name, probability]): IntentReading => ({ name, probability })) })
}

export function found(passageId: string, probability: number): FoundPassage {
  const [articleId = '', number = '0'] = passageId.split('#')
  const passage = articles.get(articleId)?.passages[Number(number)]
  if (!passage) throw new Error(`The test knows no passage ${passageId}.`)
  return { passage, probability, similarity: 0.5 }
}

/** A matter of a message, with what search found for it alone. */
export function clause(
  text: string,
  [intent, probability]: [name: string, probability: number],
  passages: FoundPassage[] = [],
): ClauseEvidence {
  return { clause: { text, start: 0, end: text.length, intent, probability }, passages, covers: new Map() }
}

function article(id: string, title: string, passageCount: number): Article {
  const passages = Array.from({ length: passageCount }, (_, i) => ({
    id: `${id}#${i}`,
    articleId: id,
    title,
    heading: i === 0 ? null : `Part ${i}`,
    text: `Text ${i} of ${id}.`,
  }))
  return {
    id,
    title,
    summary: title,
    tags: [],
    language: 'en',
    audience: 'public',
    questions: [],
    updated: '2025-03-31',
    passages,
  }
}

function intent(name: string, title: string, skill: string, priority: Priority, serve: Serve): IntentDefinition {
  return { name, title, description: title, tags: [], skill, optionalSkills: [], priority, serve, examples: [] }
}
