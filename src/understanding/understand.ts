import type { ClauseReading, Entity, Understanding } from '../domain/understanding.ts'
import { findMatters } from './clauses/find-matters.ts'
import type { Clause } from './clauses/split.ts'
import type { Classified, IntentClassifier } from './intent/classify.ts'
import type { DetectLanguage, LanguageReading } from './language.ts'
import { type LexicalFeatures, readLexicalFeatures } from './lexical-features.ts'
import { type MoodFeatures, readMoodFeatures } from './sentiment/features.ts'
import { NEUTRAL_MOOD, type ReadMood } from './sentiment/read.ts'
import type { TagReader } from './tags/read.ts'
import { cleanText } from './text.ts'

/** The heads, each trained; all of them read the one encoding and the one list of words. */
export interface Heads {
  intents: IntentClassifier
  /** Null while it has not been trained yet. */
  tags: TagReader | null
  /** Intents that are answered by a phrase: greetings, thanks. */
  phrases: ReadonlySet<string>
  readMood: ReadMood
  detectLanguage: DetectLanguage
}

/** A clause of the message with its own focused vector. */
export interface EncodedClause {
  clause: Clause
  focus: Float32Array
}

/** What can be read off the text while it is being encoded. */
export interface Surface {
  clean: string
  lexical: LexicalFeatures
  mood: MoodFeatures
  language: LanguageReading
}

export function readSurface({ detectLanguage }: Heads, text: string): Surface {
  const clean = cleanText(text)
  return {
    clean,
    lexical: readLexicalFeatures(clean),
    mood: readMoodFeatures(clean),
    language: detectLanguage(clean),
  }
}

/** A message with what was found out about it beside the heads. */
export interface ReadableMessage {
  surface: Surface
  /** Null for the lexical engine and for a text without words; there are no clauses then. */
  encoding: { vector: Float32Array; focus: Float32Array } | null
  /** The focused vector of all of a text that is longer than the encoder reads at once; null for every other. */
  wholeFocus: Float32Array | null
  clauses: readonly EncodedClause[]
  entities: Entity[]
}

/** Everything the heads say of one message. Total: any string gives an answer. */
export function readMessage(
  heads: Heads,
  { surface: { lexical, mood: tone, language }, encoding, wholeFocus, clauses, entities }: ReadableMessage,
  engine: Understanding['engine'],
  modelVersion: string,
): Understanding {
  // The heads learned English only; what they would say of another language is noise.
  const isReadable = language.code === 'en' || language.code === 'unknown'
  const classified = isReadable ? heads.intents.classify({ focus: encoding?.focus ?? null, lexical }) : nothingSaid()
  // The tags' texts are for the most part the intents', whose cosines are known by now.
  const tags =
    isReadable && heads.tags
      ? heads.tags.read(
          { focus: wholeFocus ?? encoding?.focus ?? null, lexical },
          wholeFocus ? null : classified.cosines,
        )
      : null
  const mood = isReadable ? heads.readMood(tone, encoding?.vector ?? null) : NEUTRAL_MOOD
  return {
    intents: classified.intents,
    outOfScope: classified.outOfScope,
    clauses: isReadable ? readClauses(heads, clauses) : [],
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

function readClauses({ intents, phrases }: Heads, encoded: readonly EncodedClause[]): ClauseReading[] {
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
