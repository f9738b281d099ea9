export const SENTIMENTS = ['very_negative', 'negative', 'neutral', 'positive', 'very_positive'] as const
export type Sentiment = (typeof SENTIMENTS)[number]

export const EMOTIONS = [
  'anger',
  'frustration',
  'disappointment',
  'confusion',
  'worry',
  'gratitude',
  'joy',
  'none',
] as const
export type Emotion = (typeof EMOTIONS)[number]

export interface IntentReading {
  name: string
  /** Calibrated: of all readings given 0.8, about 80 % are right. */
  probability: number
}

export interface SentimentReading {
  label: Sentiment
  /** −1 (very negative) to 1 (very positive). */
  score: number
  /** Calibrated probability of `label`, 0 to 1; 0 says that the message was not read and `label` means nothing. */
  confidence: number
}

export interface Entity {
  type: string
  /** As written in the message. */
  text: string
  /** Normalised: an order number in capitals, an e-mail in lower case, an ISO 8601 date, a product's id … */
  value: string
  /** How a person reads the value, where it is an id: a product's name. */
  label?: string
  /** UTF-16 offsets into the message, end exclusive. */
  start: number
  end: number
}

/** Why the first intent was chosen; small enough to be stored with every message. */
export interface IntentEvidence {
  /** The nearest training examples; similarity is a cosine, −1 to 1. */
  neighbours: { text: string; intent: string; similarity: number }[]
  /** Words of the message with their effect on the first intent's score; positive raised it. */
  words: { word: string; effect: number }[]
  /** First probability minus second, 0 to 1. */
  margin: number
}

/** A part of a message that is a matter of its own. */
export interface ClauseReading {
  text: string
  /** UTF-16 offsets into the message, end exclusive. */
  start: number
  end: number
  intent: string
  /** Of the clause read alone, 0 to 1. */
  probability: number
}

/** A tag the model hears in a message, sure enough to be set or at least to be suggested. */
export interface TagReading {
  tag: string
  /** Calibrated, 0 to 1. */
  probability: number
  /** True from the tag's own threshold on: held-out texts with the tag set were right nine times in ten or more. */
  isSet: boolean
  why: TagEvidence
}

export interface TagEvidence {
  /** Nearest texts it learned from that have the tag; similarity is a cosine. */
  examples: { text: string; similarity: number }[]
  /** Words of the message that raised it, strongest first. */
  words: string[]
}

/** What the models say of one message. */
export interface Understanding {
  /** Best first, at most five; empty when nothing could be said (a language the models do not read, failed models). */
  intents: IntentReading[]
  /** True when the message is probably about none of the known intents. */
  outOfScope: boolean
  /**
   * The matters of a message with several, each of another intent, in their order; empty where there is one. Messages
   * that were stored before version 0.2 have no such field.
   */
  clauses?: ClauseReading[]
  /** Likeliest first; absent in messages stored before tags were read, and while their model is being trained. */
  tags?: TagReading[]
  sentiment: SentimentReading
  emotions: { name: Emotion; probability: number }[]
  /** 0 to 1: does time matter now? */
  urgency: number
  /** ISO 639-1, or `unknown` when the text is too short or mixed to tell. */
  language: { code: string; confidence: number }
  entities: Entity[]
  why: IntentEvidence
  /** Which engine spoke: the transformer, or the lexical fallback. */
  engine: 'transformer' | 'lexical'
  /** Hash of engine and training data; stored with corrections so that labels keep their context. */
  modelVersion: string
}

/** The driver of frustration that is a wish and no trouble. */
export const ASKED_FOR_PERSON = 'asked for a person'

/** A 0 to 1 state of the conversation, carried from turn to turn. */
export interface Frustration {
  value: number
  /** Hysteresis: becomes true when `value` passes the upper threshold, false again only below the lower one. */
  high: boolean
  /** What raised it in this turn, in words an agent reads: "asked the same thing twice". Strongest first. */
  drivers: string[]
}

export const CALM: Frustration = { value: 0, high: false, drivers: [] }
