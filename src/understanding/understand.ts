import type { ClauseReading, Entity, Understanding } from '../domain/understanding.ts'
import { findMatters } from './clauses/find-matters.ts'
import type { Clause } from './clauses/split.ts'
import type { BegunReading, Classified, IntentClassifier } from './intent/classify.ts'
import { type DetectLanguage, type LanguageReading, readInConversation } from './language.ts'
import { readLexicalFeatures } from './lexical-features.ts'
import { readMoodFeatures } from './sentiment/features.ts'
import { type BeginMoodReading, type Mood, NEUTRAL_MOOD } from './sentiment/read.ts'
import type { BegunTags, TagReader } from './tags/read.ts'
import { cleanText } from './text.ts'

/** The heads, each trained; all of them read the one encoding and the one list of words. */
export interface Heads {
  intents: IntentClassifier
  /** Null while it has not been trained yet. */
  tags: TagReader | null
  /** Intents that are answered by a phrase: greetings, thanks. */
  phrases: ReadonlySet<string>
  beginMood: BeginMoodReading
  detectLanguage: DetectLanguage
}

/** A clause of the message with its own focused vector. */
export interface EncodedClause {
  clause: Clause
  focus: Float32Array
}

/** What can be read off the text while it is being encoded; the heads have read its words and wait for its vector. */
export interface Surface {
  language: LanguageReading
  /** Null for a language that the heads did not learn: what they would say of it is noise. */
  begun: { intents: BegunReading; tags: BegunTags | null; mood: (vector: Float32Array | null) => Mood } | null
}

/** `languageBefore` is that of the conversation so far, null when it is not known. */
export function readSurface(heads: Heads, text: string, languageBefore: string | null): Surface {
  const clean = cleanText(text)
  const language = readInConversation(heads.detectLanguage(clean), clean, languageBefore)
  // The heads learned English only.
  if (language.code !== 'en' && language.code !== 'unknown') return { language, begun: null }
  const lexical = readLexicalFeatures(clean)
  return {
    language,
    begun: {
      intents: heads.intents.begin(lexical),
      tags: heads.tags?.begin(lexical) ?? null,
      mood: heads.beginMood(readMoodFeatures(clean)),
    },
  }
}

/** A message with what was found out about it beside the heads. */
export interface ReadableMessage {
  surface: Surface
  /** Null for the lexical engine and for a text without words. */
  encoding: { vector: Float32Array; focus: Float32Array } | null
  /** The focused vector of all of a text that is longer than the encoder reads at once; null for every other. */
  wholeFocus: Float32Array | null
  entities: Entity[]
}

/** Everything the heads say of one message as a whole. Total: any string gives an answer. */
export function readMessage(
  { surface: { language, begun }, encoding, wholeFocus, entities }: ReadableMessage,
  engine: Understanding['engine'],
  modelVersion: string,
): Omit<Understanding, 'clauses'> {
  const classified = begun ? begun.intents(encoding?.focus ?? null) : nothingSaid()
  // The tags' texts are for the most part the intents', whose cosines are known by now.
  const tags = begun?.tags?.(wholeFocus ?? encoding?.focus ?? null, wholeFocus ? null : classified.cosines)
  const mood = begun ? begun.mood(encoding?.vector ?? null) : NEUTRAL_MOOD
  return {
    intents: classified.intents,
    outOfScope: classified.outOfScope,
    ...(tags && { tags }),
    sentiment: mood.sentiment,
    emotions: mood.emotions,
    urgency: mood.urgency,
    language,
    entities,
    why: classified.why,
    engine,
    modelVersion,
  }
}

/** The matters of a message of several clauses. */
export function readClauses({ intents, phrases }: Heads, encoded: readonly EncodedClause[]): ClauseReading[] {
  const readings = encoded.map(({ clause, focus }) =>
    intents.readTop({ focus, lexical: readLexicalFeatures(clause.reading) }),
  )
  return findMatters(
    encoded.map(({ clause }) => clause),
    readings,
    phrases,
  )
}

const nothingSaid = (): Classified => ({
  intents: [],
  outOfScope: false,
  why: { neighbours: [], words: [], margin: 0 },
  cosines: null,
})

/** Whether there is anything an encoder could read: a letter or a digit. */
export const hasWords = (text: string) => /[\p{Letter}\p{Number}]/u.test(text)
