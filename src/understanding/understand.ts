import type { Understanding } from '../domain/understanding.ts'
import { findEntities } from './entities.ts'
import type { IntentClassifier } from './intent/classify.ts'
import type { DetectLanguage } from './language.ts'
import { readLexicalFeatures } from './lexical-features.ts'
import { NEUTRAL_MOOD, type ReadMood } from './sentiment/read.ts'
import { cleanText } from './text.ts'

/** The heads, each trained; all of them read the one encoding and the one list of words. */
export interface Heads {
  intents: IntentClassifier
  readMood: ReadMood
  detectLanguage: DetectLanguage
}

/**
 * Everything the heads say of one message. `encoding` is null for the lexical engine and for a text without words.
 * Total: any string gives an answer.
 */
export function readMessage(
  heads: Heads,
  text: string,
  encoding: { vector: Float32Array; focus: Float32Array } | null,
  engine: Understanding['engine'],
  modelVersion: string,
): Understanding {
  const clean = cleanText(text)
  const lexical = readLexicalFeatures(clean)
  const language = heads.detectLanguage(clean)
  // The heads learned English only; what they would say of another language is noise.
  const isReadable = language.code === 'en' || language.code === 'unknown'
  const classified = isReadable ? heads.intents.classify({ focus: encoding?.focus ?? null, lexical }) : nothingSaid()
  const mood = isReadable ? heads.readMood(clean, encoding?.vector ?? null) : NEUTRAL_MOOD
  return {
    intents: classified.intents,
    outOfScope: classified.outOfScope,
    sentiment: mood.sentiment,
    emotions: mood.emotions,
    urgency: mood.urgency,
    language,
    entities: findEntities(text),
    why: classified.why,
    engine,
    modelVersion,
  }
}

const nothingSaid = () => ({ intents: [], outOfScope: true, why: { neighbours: [], words: [], margin: 0 } })

/** Whether there is anything an encoder could read: a letter or a digit. */
export const hasWords = (text: string) => /[\p{Letter}\p{Number}]/u.test(text)
