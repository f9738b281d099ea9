import { stemWord } from '../models/lexical.ts'
import { remember } from '../remember.ts'

/** Buckets of the hashed features; 43,410 Reddit comments have some 900,000 distinct ones, most of them seen once. */
export const MOOD_BUCKETS = 1 << 16

/** What the text itself shows, apart from its meaning. */
export interface MoodFeatures {
  /** Hashed words, stems, pairs, pieces and words under a negation, as a vector of unit length. */
  sparse: { indices: Int32Array; values: Float32Array }
  /** Tone: marks, capitals, length, hails, each 0 to 1; haste and its contrary, 0 to 2. */
  cues: Float32Array
  /** How many words, numbers and marks were read. */
  tokenCount: number
}

const TOKEN =
  /\[[a-z]+\]|@someone|\p{Letter}[\p{Letter}\p{Mark}]*(?:'\p{Letter}+)*|\d+(?:[.,:]\d+)*|[:;=]['-]?[()dpo/|\\]|<3|\.{2,}|…|[!?]+|\p{Extended_Pictographic}|[€$£%]/gu
const NEGATION = /^(?:not|no|never|nothing|nobody|none|neither|nor|without|hardly|barely|cannot|cant|wont|dont)$|n't$/
const MAX_TOKENS = 400
/** So many words after a negation are read as negated, up to the next mark. */
const NEGATION_REACH = 4

/** What a token alone gives, by kind of feature; customers use some thousands of different ones. */
const readToken = remember(4000, (token) => {
  const stem = /^\p{Letter}+$/u.test(token) ? stemWord(token) : token
  return {
    word: hashOf('word', token),
    stem: stem === token ? null : hashOf('stem', stem),
    negated: hashOf('negated', stem),
    pieces: [...piecesOf(token)].map((piece) => hashOf('piece', piece)),
    isNegation: NEGATION.test(token),
    isMark: /^[!?.…]/.test(token),
  }
})

const WEIGHTS = { word: 1, stem: 0.7, pair: 0.7, piece: 0.35, negated: 0.7, first: 0.7 }

export function readMoodFeatures(text: string): MoodFeatures {
  const tokens = splitTokens(text)
  const values = new Map<number, number>()
  const seen = new Set<number>()
  const add = (kind: keyof typeof WEIGHTS, hash: number) => {
    if (seen.has(hash)) return
    seen.add(hash)
    const bucket = hash & (MOOD_BUCKETS - 1)
    values.set(bucket, (values.get(bucket) ?? 0) + WEIGHTS[kind])
  }
  let negatedLeft = 0
  tokens.forEach((token, at) => {
    const { word, stem, negated, pieces, isNegation, isMark } = readToken(token)
    add('word', word)
    if (stem !== null) add('stem', stem)
    add('pair', hashOf('pair', `${tokens[at - 1] ?? '^'} ${token}`))
    if (negatedLeft > 0) add('negated', negated)
    negatedLeft = isNegation ? NEGATION_REACH : isMark ? 0 : negatedLeft - 1
    for (const piece of pieces) add('piece', piece)
  })
  if (tokens.length > 0) {
    add('pair', hashOf('pair', `${tokens.at(-1)} $`))
    add('first', hashOf('first', tokens[0] ?? ''))
  }
  const length = Math.hypot(...values.values()) || 1
  return {
    sparse: {
      indices: Int32Array.from(values.keys()),
      values: Float32Array.from(values.values(), (value) => value / length),
    },
    cues: Float32Array.from(CUES, (measure) => measure(text, tokens.length)),
    tokenCount: tokens.length,
  }
}

const LINK = /\b(?:https?:\/\/|www\.)\S+|\b[a-z]{1,4}\.[a-z]{2}\/\w+/gi
const HASHTAG = /#(?=\p{Letter})([\p{Letter}\p{Number}_]+)/gu
/** Where a hashtag's words meet: NeverAgain, air_fail. */
const SEAM = /(?<=\p{Lowercase_Letter})(?=\p{Uppercase_Letter})|_/gu
/** "sooooo" and "soo" are one word. */
const STRETCHED = /(\p{Letter})\1{2,}/gu

/** `@Acme THANKS for 2 weeks!!! #NeverAgain t.co/x 😡` → @someone, thanks, for, 0, weeks, !!, never, again, [link], 😡. */
function splitTokens(text: string): string[] {
  const plain = text
    .replace(LINK, ' [link] ')
    .replace(HASHTAG, (_, words: string) => ` ${words.replace(SEAM, ' ')} `)
    .replace(STRETCHED, '$1$1')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .normalize('NFKC')
    .replace(/(?<![\w.])@\w+/g, ' @someone ')
  return (plain.match(TOKEN) ?? []).slice(0, MAX_TOKENS).map((token) => {
    if (/^\d/.test(token)) return '0'
    return /^[!?]{2}/.test(token) ? token.slice(0, 2) : token
  })
}

const WEEKDAY = '(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?'
/** Words of a near date, of a wish for haste, or of harm that grows: signs that time may matter, no proof. */
const HASTE = new RegExp(
  `\\b(?:asap|as soon as (?:possible|you can)|urgent(?:ly)?|right (?:away|now|this)|straight away|immediately|at once|hurry|rush|speed|quick(?:ly)?|fast|emergency|deadline|time.?sensitive|time squeeze|prioriti[sz]e|today|tonight|tomorrow|tmrw|this (?:morning|afternoon|evening|week|weekend|minute|${WEEKDAY})|(?:by|before|on|due|until|till) (?:noon|midnight|then|the weekend|christmas|${WEEKDAY}|\\d{1,2}(?:am|pm|:\\d\\d)?)|(?:in|within) (?:an?|the|half an?|the next|\\d+|two|three|five|ten|twenty) (?:next )?(?:half )?(?:min\\w*|hours?)|(?:every|each) (?:minute|hour|second)|by the (?:minute|hour)|stand(?:s|ing)? still|standstill|leaving|boarding|(?:gate|train|shop|office) (?:closes|leaves|goes)|just now|at the (?:till|counter|gate|border|airport|station))\\b`,
  'gi',
)
const UNHURRIED = new RegExp(
  `\\b(?:no (?:rush|hurry|need to rush|deadline)|not (?:urgent|pressing)|take (?:your time|as long)|when(?:ever)? (?:you (?:have|get|find)|suits|it suits)|if you find the time|can wait|low priority|last (?:week|weekend|month|year|time|${WEEKDAY})|yesterday|ago|next (?:week|month|quarter|year|spring|summer)|some ?time|(?:soon|early) enough|just (?:wondering|curious)|what time|how (?:long|soon|quickly|early|many days)|do you (?:offer|deliver|have|get))\\b`,
  'i',
)

const CUES: ((text: string, tokenCount: number) => number)[] = [
  (text) => Math.min(1, countOf(text, /!/g) / 3),
  (text) => (/[!?]{2,}/.test(text) ? 1 : 0),
  (text) => (text.includes('?') ? 1 : 0),
  (text) => (/\?\s*$/.test(text) ? 1 : 0),
  (text) => (/\.{2,}|…/.test(text) ? 1 : 0),
  (text) => shareOfCapitals(text),
  (text) => Math.min(1, text.length / 200),
  (_, tokenCount) => Math.min(1, tokenCount / 8),
  (text) => (/(?<![\w.])@\w/.test(text) ? 1 : 0),
  (text) => Math.min(2, countOf(text, HASTE)),
  (text) => (UNHURRIED.test(text) ? 2 : 0),
]

const countOf = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

function shareOfCapitals(text: string): number {
  const letters = text.match(/\p{Letter}/gu) ?? []
  if (letters.length < 6) return 0
  const share = letters.filter((letter) => letter !== letter.toLowerCase()).length / letters.length
  return share > 0.5 ? 1 : share
}

/** Three to five characters of the word with its borders: what survives misspelling. */
function* piecesOf(word: string): Generator<string> {
  const bordered = ` ${word.slice(0, 24)} `
  for (let size = 3; size <= 5; size++) {
    for (let from = 0; from + size <= bordered.length; from++) yield bordered.slice(from, from + size)
  }
}

/** FNV-1a with the finish of MurmurHash3, so that the low bits depend on all of the text. */
function hashOf(kind: keyof typeof WEIGHTS, text: string): number {
  const feature = `${kind} ${text}`
  let hash = 0x811c9dc5
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
