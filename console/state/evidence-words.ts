import type { Names } from './event-words.ts'
import { languageName } from './languages.ts'
import type { Decision, Understanding } from './wire.ts'
import { OWNER_WORD, percent, plain } from './words.ts'

type Value = Decision['evidence'][string]

const NAME: Record<string, string> = {
  article: 'Article',
  probability: 'Likely to fit',
  intent: 'Reading',
  intentProbability: 'Likely to be meant',
  searchProbability: 'Likely by the search',
  secondArticle: 'Second article',
  secondProbability: 'Second likely to fit',
  upset: 'Customer upset',
  readWith: 'Read together with',
  received: 'The answer before',
  matters: 'Matters in the message',
  answered: 'Of these answered',
  turnsWithoutProgress: 'Turns without progress',
  failedAttempts: 'Attempts without an answer',
  owner: 'Conversation',
  justTold: 'Told about the wait just before',
}

/** What a decision rested on, each as "Name: value" in plain words; what is not known is left out. */
export function evidenceWords(evidence: Decision['evidence'], names: Names): string[] {
  return Object.entries(evidence)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) =>
      name === 'searchFailed'
        ? `Search: ${value ? 'did not work' : 'worked'}`
        : `${NAME[name] ?? plain(camelToWords(name))}: ${valueWords(name, value, names)}`,
    )
}

/** "not read (Polish)" for a message whose language the models do not know; null for one that was read. */
export function unreadWords({ sentiment, language }: Pick<Understanding, 'sentiment' | 'language'>): string | null {
  if (sentiment.confidence > 0 || language.code === 'unknown' || language.code === 'en') return null
  return `not read (${languageName(language.code)})`
}

function valueWords(name: string, value: Value, names: Names): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return /probability$/i.test(name) ? percent(value) : String(Number(value.toFixed(2)))
  if (value === null) return 'not known'
  if (name === 'intent') return names.intent(value)
  if (name === 'language') return languageName(value)
  if (name === 'readWith') return `“${value}”`
  if (name === 'owner') return (isOwner(value) ? OWNER_WORD[value] : plain(value)).toLowerCase()
  return plain(value)
}

const isOwner = (value: string): value is keyof typeof OWNER_WORD => value in OWNER_WORD
const camelToWords = (name: string) =>
  name.replaceAll(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`)
