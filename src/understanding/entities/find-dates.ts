import type { Chrono } from 'chrono-node/en'
import { makeBreathe } from '../breathe.ts'
import { dateParsers } from './date-parsers.ts'
import { readDateValue } from './date-value.ts'
import { type Finding, TAKEN } from './finding.ts'
import { makeZoneTime } from './zone-time.ts'

/** Without one of these there is no date, and chrono need not be asked. */
const HINT =
  /\d[:/.-]\d|\d\s?[ap]\.?m\b|\d(?:st|nd|rd|th)\b|o'clock|\b(?:to(?:day|night|morrow)|tmrw?|yesterday|ago|from now|in (?:\d+|an?|[a-z]+ (?:minute|hour|day|week|month|year)s?)|end of|day (?:after|before)|(?:this|last|past|next) \w+|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b/i

const DAY_OF_MONTH = String.raw`\s{0,2}\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`
/** What chrono reads as something else; it is hidden from it. */
const MISLEADING = new RegExp(
  [
    // Joined to the day before it: "first Monday, then Wednesday, now it says delayed".
    String.raw`\b(?:from )?now on\b|\b(?<!from )now\b`,
    // Taken for noon beside a day: "midnight tonight".
    String.raw`\bmidnight\b`,
    // Taken for a time: "12.50 on 4 May".
    String.raw`(?<![\d.])\d{1,3}[.,]\d{1,2}(?![\d.]|\s?[ap]\.?m)`,
    // Taken for a time: "turned 18 last week".
    String.raw`(?<!\bat\s|[\d:.])\b\d{1,2}(?=\s(?:last|this|next|today|tonight|tomorrow|yesterday)\b)`,
    // Taken for a date: a bank's sort code.
    String.raw`(?<![\d-])\d{1,2}-\d{1,2}-\d{2}(?![\d-])`,
    // "2 June, 9 June" and "from 9 June": June the ninth is followed by June, and 9 is an hour.
    String.raw`(?:,|\bfrom\b)(?=${DAY_OF_MONTH})`,
    // "Thursday the 3rd of December" is one day, and the number says which.
    String.raw`\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s{1,2}the(?=${DAY_OF_MONTH})`,
  ].join('|'),
  'gi',
)

/** "at 17.00", as much of the world writes it; without a day beside it it may be a price. */
const DOTTED_CLOCK =
  /(?<=\b(?:at|by|until|till)\s{1,2}(?:[01]?\d|2[0-3]))\.(?=[0-5]\d(?![\d.,%€$£]|\s?(?:each|per|eur|euros?|a)\b))/gi

/** Chrono's time grows with the square of what it reads at once; a date is never longer than this. */
const WINDOW = 200

/**
 * Dates and times as English names them, relative to `now` in the company's time zone. Values are ISO 8601, as exact as
 * what was written: a year, a month, a day, or a time with its offset; `start/end` for a span. Days before months, except
 * in countries that write it the other way round. The library is loaded when the first hint of a date comes.
 */
export function makeFindDates(
  timeZone: string,
  country: string | null,
): (text: string, now: Date) => Promise<Finding[]> {
  const zone = makeZoneTime(timeZone)
  const dayFirst = country !== 'US' && country !== 'PH'
  let loading: Promise<Chrono> | null = null
  return async (text, now) => {
    const readable = text.replace(DOTTED_CLOCK, ':').replace(MISLEADING, (hidden) => TAKEN.repeat(hidden.length))
    if (!HINT.test(readable)) return []
    loading ??= loadChrono(dayFirst)
    const chrono = await loading
    const wall = zone.wallTime(now)
    // Chrono counts in the time zone of the machine: it is given the company's wall time as if it were the machine's.
    const reference = new Date(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
    const breathe = makeBreathe(4)
    const found: Finding[] = []
    for (const [from, to] of windowsOf(readable)) {
      const piece = readable.slice(from, to)
      if (!HINT.test(piece)) continue
      await breathe()
      for (const result of chrono.parse(piece, reference)) {
        const [start, end] = trimmed(text, from + result.index, from + result.index + result.text.length)
        const value = readDateValue(result, { text, start, end, reference, now, zone })
        if (value !== null) found.push({ type: 'date', value, start, end })
      }
    }
    return found
  }
}

async function loadChrono(dayFirst: boolean): Promise<Chrono> {
  const { casual } = await import('chrono-node/en')
  const chrono = casual.clone()
  chrono.parsers.unshift(...dateParsers(dayFirst))
  return chrono
}

/** Pieces of at most `WINDOW` units, cut behind a sentence where one ends in the second half, else at a blank. */
function windowsOf(text: string): [from: number, to: number][] {
  const windows: [number, number][] = []
  for (let from = 0; from < text.length; ) {
    let to = text.length
    if (to - from > WINDOW) {
      const piece = text.slice(from, from + WINDOW)
      const sentence = Math.max(...['. ', '! ', '? ', '\n'].map((mark) => piece.lastIndexOf(mark)))
      const cut = sentence > WINDOW / 2 ? sentence : piece.lastIndexOf(' ')
      to = from + (cut > 0 ? cut + 1 : WINDOW)
    }
    windows.push([from, to])
    from = to
  }
  return windows
}

/** Chrono's readings may begin with a bracket and end with a comma. */
function trimmed(text: string, start: number, end: number): [start: number, end: number] {
  const written = text.slice(start, end)
  const head = written.length - written.replace(/^[\s,(（]+/, '').length
  return [start + head, start + written.replace(/[\s,)）]+$/, '').length]
}
