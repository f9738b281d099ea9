import { GERMANIC } from './germanic.ts'
import { OTHER } from './other.ts'
import { ROMANCE } from './romance.ts'
import { SLAVIC } from './slavic.ts'

/**
 * What a customer is told of a person who is to come, in one language. Names stand where nothing has to agree with them,
 * lengths of time as "4 min", and instants after a colon, so that no word changes with what is put in.
 */
export interface Words {
  /** To one who writes while they wait: who takes over will see it. */
  added: string
  /** `{name}` */
  asked: string
  /** `{name}`, after somebody else had been asked. */
  askedInstead: string
  /** `{name}` had the conversation and lost the connection. */
  gone: string
  busy: string
  /** People have room, but did not accept. */
  notTaken: string
  /** `{n}` */
  position: string
  next: string
  /** `{t}` */
  usual: string
  /** `{t}` and `{most}` */
  usualAtMost: string
  write: string
  writeWithEmail: string
  /** `{when}` */
  offHours: string
  nobody: string
  passedOn: string
  /** `{name}` */
  joined: string
  returned: string
}

const BY_LANGUAGE: Record<string, Words> = { ...GERMANIC, ...ROMANCE, ...SLAVIC, ...OTHER }

/** Every language but English that the sentences are there in. */
export const LANGUAGES = Object.keys(BY_LANGUAGE)

/** Null for English, whose sentences say more, and for languages that we have no words of. */
export const wordsIn = (language: string | null): Words | null => (language && BY_LANGUAGE[language]) || null

/** Puts `values` where their names stand in braces. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
