import { splitWords } from './models/lexical.ts'

/** Longest message the product accepts; what is longer is read up to here. */
export const MAX_TEXT_LENGTH = 4000

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g
const LONE_SURROGATE = /\p{Surrogate}/gu

/**
 * The text as the models read it: control characters become spaces, lone surrogates U+FFFD, the rest stays, and every
 * character keeps its place, so that offsets found here hold in the original.
 */
export function cleanText(text: string): string {
  return text.slice(0, MAX_TEXT_LENGTH).replace(CONTROL, ' ').replace(LONE_SURROGATE, '\ufffd')
}

const ORDER_NUMBER = /\btg-?\d{6}\b/g
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const LINK = /\bhttps?:\/\/\S+|\bwww\.\S+/g
const MONEY = /[€$£]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:€|£|\$|euros?|eur|usd|gbp|dollars?|pounds?)(?!\w)/g
const NUMBER = /\b\d[\d.,:]*\b/g
const EMOJI = /\p{Extended_Pictographic}/gu

/**
 * Lower-case words for the lexical models. What differs in every message (numbers, addresses) is replaced by its kind,
 * an emoji is a word: `Where is TG-104233 😡` → where, is, ordernumber, 😡.
 */
export function readWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(EMAIL, ' emailaddress ')
    .replace(LINK, ' weblink ')
    .replace(ORDER_NUMBER, ' ordernumber ')
    .replace(MONEY, ' moneyamount ')
    .replace(NUMBER, ' somenumber ')
  const words = splitWords(plain)
    .map((word) => word.replace(/^['/-]+|['/-]+$/g, ''))
    .filter((word) => word !== '')
  return [...words, ...(plain.match(EMOJI) ?? [])]
}

/** All words of all texts. */
export function collectWords(texts: Iterable<string>): Set<string> {
  const words = new Set<string>()
  for (const text of texts) for (const word of readWords(text)) words.add(word)
  return words
}
