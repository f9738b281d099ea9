import { eld } from 'eld/extrasmall'
import { LANGUAGE_WORDS, SHARED_WORDS } from './language-words.ts'

export interface LanguageReading {
  code: string
  confidence: number
}

/** A capital within a sentence: products and brands are known in English texts, and are no English for that. */
const NAME = /(?<=[^\s.?!]\s{1,3})\p{Letter}*\p{Uppercase}[\p{Letter}\d]*/gu
/** Two words or more of one language's, and no other's fit as well. */
const SURE = 0.9
/** One word alone. */
const LONE = 0.7
/** Several fit as well, such as Danish and Norwegian, and the detector chose. */
const CHOSEN = 0.6

const LISTS = Object.entries(LANGUAGE_WORDS).map(([code, { telling, small }]) => ({
  code,
  telling: new Set(readLetters(telling)),
  small: new Set(readLetters(small)),
}))

/**
 * The language of a text too short for a detector, by the most frequent words of some fifteen languages. Null unless one
 * word tells it, or two small ones do, and neither English words nor unknown ones outweigh them: a name or a typing error
 * beside one foreign word stays undecided.
 */
export function readFrequentWords(text: string, english: ReadonlySet<string>): LanguageReading | null {
  const words = [...new Set(readLetters(text))]
  const names = new Set(readLetters((text.match(NAME) ?? []).join(' ')))
  const fits = LISTS.flatMap(({ code, telling, small }) => {
    let [telltale, beside, opposed, unknown] = [0, 0, 0, 0]
    for (const word of words) {
      if (telling.has(word)) telltale++
      else if (SHARED_WORDS.has(word)) continue
      else if (small.has(word)) beside += english.has(word) ? 0 : 1
      else if (english.has(word)) opposed += names.has(word) ? 0 : 1
      else unknown++
    }
    const weight = telltale + beside
    const tells = telltale > 0 || beside > 1
    return tells && weight > opposed && weight >= unknown ? [{ code, weight, score: 2 * telltale + beside }] : []
  })
  const best = Math.max(...fits.map(({ score }) => score))
  const candidates = fits.filter(({ score }) => score === best)
  const [only] = candidates
  if (!only) return null
  if (candidates.length === 1) return { code: only.code, confidence: only.weight > 1 ? SURE : LONE }
  const scores = eld.detect(text).getScores()
  const likeliest = candidates.reduce((a, b) => ((scores[b.code] ?? 0) > (scores[a.code] ?? 0) ? b : a))
  return { code: likeliest.code, confidence: CHOSEN }
}

/** Words of letters alone, without marks: `Ändern` → andern. */
function readLetters(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
  return plain.match(/\p{Letter}+/gu) ?? []
}
