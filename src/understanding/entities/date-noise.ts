import { directionOf } from './date-direction.ts'

/** What stands around a reading, to tell a date from a word that looks like one. */
export interface Surroundings {
  /** As read, without blanks and commas around it; lower case. */
  text: string
  before: string
  after: string
  /** The reading names a day, a weekday or a month, not only a time of day. */
  hasDay: boolean
}

/** What never is a date or time of its own, or is too vague to put a value to. */
const VAGUE: RegExp[] = [
  /^lasts$/,
  /^(?:from )?now$/,
  /^(?:in the |at |on the |the )?(?:mornings?|afternoons?|evenings?|nights?|noon|midday|midnight|weekends?|weekdays?)$/,
  // Lengths of time and times after something else: "for 3 weeks", "within 14 days", "two days after".
  /^(?:for|within|after|during|over)\b/,
  /(?:\b(?:after|later|before|earlier|late|early|prior))$/,
  /^(?:the )?(?:next|same|following) day$/,
  /^(?:(?:the )?(?:last|past|next|this)\s+)(?!(?:week|weekend|month|year|night|evening|morning|afternoon|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/,
  // "loses 40 % in an hour", "in a few days".
  /^in (?:an? |half |just )*(?:sec|min|hour|moment|h\b)/,
  /^in .*\byears?$/,
  /\b(?:few|couple|several)\b/,
  // A day of a week or a month, or a verb, a surname, a star: "sat", "may", "sun".
  /^\d{1,2}[.-]\d{1,2}$/,
  /^24\/7$/,
]
/** Short names of days and months, and months that are words; dates only where `WHEN` stands before them. */
const WORD_TOO =
  /^(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|march|august)\.?$/
const WHEN =
  /(?:^|[^\p{L}])(?:in|on|by|since|until|till|from|before|after|of|for|early|mid|late|end|last|next|this|to|between|around)[\s-]{1,3}$/iu
const CLOCK_CUE =
  /(?:^|[^\p{L}])(?:at|by|before|after|until|till|from|since|around|about|between|and|to|@|-|–)\s{0,2}$/iu
const NUMERIC_CUE =
  /(?:^|[^\p{L}])(?:on|by|since|until|till|from|before|after|dated?|due|of|for|ordered|delivered)\s{1,2}$/iu
/** "Black Friday" is a sale, "every Monday" no day in particular. */
const NO_DAY_BEFORE =
  /(?:^|[^\p{L}])(?:black|good|cyber|casual|easter|whit|every|each|any|another|some|a|per)\s{1,3}$/iu
const PRONOUN_BEFORE = /(?:^|[^\p{L}])(?:i|you|we|they|he|she|it|this|that|there|which|who)\s{1,3}$/iu
/** "may 5 people share a room": so many of something. */
const COUNTED_AFTER =
  /^\s{1,3}(?:people|persons|guests|(?!is\b|was\b|works\b|suits\b|does\b|has\b|as\b|this\b)\p{Ll}{2,}s)\b/u
const VERB_AFTER = /^\s{1,3}(?:be|have|not|also|need|want|still|i|we|you|take|come|arrive|get|go|only|or|well)\b/i

/** Whether a reading of chrono is no date a customer meant. */
export function isNoise({ text, before, after, hasDay }: Surroundings): boolean {
  if (VAGUE.some((pattern) => pattern.test(text))) return true
  if (WORD_TOO.test(text) && !WHEN.test(before)) return true
  if (/^(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(text) && NO_DAY_BEFORE.test(before)) return true
  if (/^may\b|\bmay$/.test(text) && (VERB_AFTER.test(after) || PRONOUN_BEFORE.test(before))) return true
  if (/^may \d{1,2}$/.test(text) && !WHEN.test(before) && COUNTED_AFTER.test(after)) return true
  if (/^\d{1,2}\/\d{1,2}$/.test(text) && !NUMERIC_CUE.test(before)) return true
  // "You have destroyed in two weeks what …", "the first time in three days": how long, not when.
  if (/^in\b/.test(text) && (directionOf(before) === -1 || /\btime\s$/i.test(before))) return true
  // Version numbers, and shares: "at 20 %", "9 to 5".
  if (/^\s{0,2}%/.test(after) || /^[.,]?\d/.test(after)) return true
  return !hasDay && !isClock(text, before)
}

/** A time of day alone needs am, pm or o'clock, or 14:02 behind a word such as "at"; 16:10 is a screen. */
function isClock(text: string, before: string): boolean {
  if (/\d\s?(?:am|pm|a\.m\.?|p\.m\.?|o'clock)\b/.test(text) || /\bago$|\bfrom now$|^in /.test(text)) return true
  return /\d:\d\d/.test(text) && (/^(?:at|by|before|after|from|since|until)\b/.test(text) || CLOCK_CUE.test(before))
}
