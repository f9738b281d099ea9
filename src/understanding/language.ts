import { eld } from 'eld/extrasmall'
import { type LanguageReading, readFrequentWords } from './frequent-words.ts'
import { SHARED_WORDS } from './language-words.ts'
import { readScript } from './script.ts'
import { cleanText, collectWords, readWords } from './text.ts'

export type { LanguageReading } from './frequent-words.ts'

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
/** How sure the conversation's language makes of that of a message which says too little. */
const CARRIED = 0.6
/** So many words and a detector tells sister languages apart. */
const SURE_WORDS = 8
const SISTERS: ReadonlySet<string> = new Set(['da', 'no', 'nb', 'ru', 'uk', 'bg', 'be', 'mk', 'sr'])
const CYRILLIC = /\p{Script=Cyrillic}/u
const LATIN = /\p{Script=Latin}/u
/** E-mail addresses and links are in no language, though `com` is Portuguese. */
const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bhttps?:\/\/\S+|\bwww\.\S+/gi
/** Placeholders and emoji say nothing about the language. */
const NO_LANGUAGE = /^(?:ordernumber|emailaddress|weblink|moneyamount|somenumber)$|^[^a-z]*$/

/**
 * Language of customer messages. Calling a short English message foreign would cost the customer the answer, so a
 * foreign language is claimed only for four words or more, most of them unknown in English, and a reliable detector; in
 * fewer words only where they are among the most frequent of that language. Other scripts than Latin speak for themselves.
 */
export const makeDetectLanguage = (englishTexts: Iterable<string>) => makeDetectByWords(collectWords(englishTexts))

/** The same, from the words of those texts. */
export function makeDetectByWords(english: ReadonlySet<string>): DetectLanguage {
  return (text) => {
    const clean = cleanText(text).replace(ADDRESS, ' ')
    const words = wordsOf(clean)
    const isLatin = words.join('').length >= countLetters(clean) / 2
    const known = words.filter((word) => english.has(word) && !SHARED_WORDS.has(word)).length
    const counted = words.filter((word) => !SHARED_WORDS.has(word)).length
    const share = counted === 0 ? 0 : known / counted
    const frequent = isLatin && counted < MIN_WORDS ? readFrequentWords(clean, english) : null
    if (frequent) return frequent
    if (isLatin && counted > 0 && share >= CLEARLY_ENGLISH) return { code: 'en', confidence: share }
    if (isLatin && counted < MIN_WORDS) return UNKNOWN
    if (!isLatin && isTooShort(clean)) return readScript(clean) ?? UNKNOWN
    if (CYRILLIC.test(clean)) {
      const frequent = readFrequentWords(clean, english)
      if (frequent) return frequent
    }
    const detected = eld.detect(clean)
    if (detected.language === '' || !detected.isReliable()) {
      return (isLatin ? readFrequentWords(clean, english) : readScript(clean)) ?? UNKNOWN
    }
    if (detected.language === 'en') return { code: 'en', confidence: 0.9 }
    if (words.length < SURE_WORDS && SISTERS.has(detected.language)) {
      // Sister languages are mistaken for each other by a detector: their most frequent words decide.
      return (
        readFrequentWords(clean, english) ?? (CYRILLIC.test(clean) ? readOwnLetters(clean, detected.language) : UNKNOWN)
      )
    }
    if (isLatin && share >= CLEARLY_FOREIGN) {
      // "Mijn Pulse Watch 3 is kapot": names are known in English too, so its most frequent words must say the same.
      const frequent = readFrequentWords(clean, english)
      return frequent?.code === detected.language ? frequent : UNKNOWN
    }
    return { code: detected.language, confidence: 0.9 * (1 - share) }
  }
}

/**
 * What came before decides on what says too little: a name or a model number in a German conversation is German, and one
 * foreign word, such as a thank-you, does not make an English conversation foreign.
 */
export function readInConversation(reading: LanguageReading, text: string, before: string | null): LanguageReading {
  const words = wordsOf(text)
  if (before === null || words.length === 0) return reading
  if (before === 'en') return reading.code !== 'en' && words.length === 1 && LATIN.test(text) ? UNKNOWN : reading
  return reading.code === 'unknown' ? { code: before, confidence: CARRIED } : reading
}

/** Letters that one of the sisters has alone. */
function readOwnLetters(text: string, detected: string): LanguageReading {
  const code = /[іїєґ]/iu.test(text) ? 'uk' : /[ыэё]/iu.test(text) ? 'ru' : /ъ/iu.test(text) ? 'bg' : 'unknown'
  return code === detected ? { code, confidence: 0.8 } : UNKNOWN
}

const wordsOf = (text: string) => readWords(text).filter((word) => !NO_LANGUAGE.test(word))

/** For other alphabets: under three words, or a few letters where there are no spaces. */
function isTooShort(text: string): boolean {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text)) {
    return countLetters(text) < MIN_UNSPACED_LETTERS
  }
  return (text.match(/\p{Letter}+/gu)?.length ?? 0) < 3
}

const countLetters = (text: string) => text.match(/\p{Letter}/gu)?.length ?? 0
