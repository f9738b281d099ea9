import { eld } from 'eld/extrasmall'
import { readScript } from './script.ts'
import { cleanText, collectWords, readWords } from './text.ts'

export interface LanguageReading {
  code: string
  confidence: number
}

export type DetectLanguage = (text: string) => LanguageReading

const UNKNOWN: LanguageReading = { code: 'unknown', confidence: 0 }
/** So many words that English and other languages don't share make a claim of a foreign language possible. */
const MIN_WORDS = 4
/** Chinese and Japanese put no spaces between words. */
const MIN_UNSPACED_LETTERS = 6
/** At or above this share of known words, a message is English whatever the detector says. */
const CLEARLY_ENGLISH = 0.7
/** A message is called foreign only below this share: "was die kosten" shares words with English too. */
const CLEARLY_FOREIGN = 0.4
/** Placeholders and emoji say nothing about the language. */
const NO_LANGUAGE = /^(?:ordernumber|emailaddress|weblink|moneyamount|somenumber)$|^[^a-z]*$/

// Function words that other languages write the same; knowing them does not make a message English.
const SHARED_WORDS = new Set(
  'a an in is no on me we he die was war also am as i so te man des do la de pro via den den'.split(' '),
)

/**
 * Language of customer messages. Calling a short English message foreign would cost the customer the answer, so a
 * foreign language is claimed only for four words or more, most of them unknown in English, and a reliable detector.
 * Other scripts than Latin speak for themselves.
 */
export const makeDetectLanguage = (englishTexts: Iterable<string>) => makeDetectByWords(collectWords(englishTexts))

/** The same, from the words of those texts. */
export function makeDetectByWords(english: ReadonlySet<string>): DetectLanguage {
  return (text) => {
    const clean = cleanText(text)
    const words = readWords(clean).filter((word) => !NO_LANGUAGE.test(word))
    const isLatin = words.join('').length >= countLetters(clean) / 2
    const known = words.filter((word) => english.has(word) && !SHARED_WORDS.has(word)).length
    const counted = words.filter((word) => !SHARED_WORDS.has(word)).length
    const share = counted === 0 ? 0 : known / counted
    if (isLatin && counted > 0 && share >= CLEARLY_ENGLISH) return { code: 'en', confidence: share }
    if (isLatin && counted < MIN_WORDS) return UNKNOWN
    if (!isLatin && isTooShort(clean)) return readScript(clean) ?? UNKNOWN
    const detected = eld.detect(clean)
    if (detected.language === '' || !detected.isReliable()) return (isLatin ? null : readScript(clean)) ?? UNKNOWN
    if (detected.language === 'en') return { code: 'en', confidence: 0.9 }
    if (isLatin && share >= CLEARLY_FOREIGN) return UNKNOWN
    return { code: detected.language, confidence: 0.9 * (1 - share) }
  }
}

/** For other alphabets: under three words, or a few letters where there are no spaces. */
function isTooShort(text: string): boolean {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text)) {
    return countLetters(text) < MIN_UNSPACED_LETTERS
  }
  return (text.match(/\p{Letter}+/gu)?.length ?? 0) < 3
}

const countLetters = (text: string) => text.match(/\p{Letter}/gu)?.length ?? 0
