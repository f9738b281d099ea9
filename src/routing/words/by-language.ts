import { GERMANIC } from './germanic.ts'
import { OTHER } from './other.ts'
import { ROMANCE } from './romance.ts'
import { SLAVIC } from './slavic.ts'
import type { Words } from './words.ts'

const BY_LANGUAGE: Record<string, Words> = { ...GERMANIC, ...ROMANCE, ...SLAVIC, ...OTHER }

/** Every language but English that the sentences are there in. */
export const LANGUAGES = Object.keys(BY_LANGUAGE)

/** Null for English, whose sentences say more, and for languages that we have no words of. */
export const wordsIn = (language: string | null): Words | null => (language && BY_LANGUAGE[language]) || null
