import type { Parser } from 'chrono-node/en'

/** Chrono hands every parser a date whose local fields are the wall time of the company. */
type Extract = Parser['extract']

const NUMERIC = /(?<![\d./-])(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d/]|[.-]\d)/
// With the comma: chrono's own reading has it, and the longer one wins.
const WEEK = /\b(this|last|past|next)\s{1,3}(week|weekend)\b(?:\s{0,2},)?/i
const DAY_PART = /\b(?:last\s{1,3}(?:night|evening)|this\s{1,3}(?:morning|afternoon|evening))\b/i
const DAY_OF_THAT_MONTH = /\b(?:the\s{1,3})?(\d{1,2})(?:st|nd|rd|th)\s{1,3}of\s{1,3}(this|last|next)\s{1,3}month\b/i
const DAY_BEFORE_YESTERDAY = /\b(?:the\s{1,3})?day\s{1,3}before\s{1,3}yesterday\b/i

/** What chrono reads otherwise than customers mean it. They stand before chrono's own parsers, and so win a tie. */
export const dateParsers = (dayFirst: boolean): Parser[] => [
  parser(NUMERIC, (_, [, first, , second, year]) => {
    const [day, month] = orderOf(Number(first), Number(second), dayFirst)
    if (month < 1 || month > 12 || day < 1 || day > 31) return null
    if (year === undefined) return { day, month }
    if (year.length === 4) return { day, month, year: Number(year) }
    return { day, month, year: 2000 + Number(year) }
  }),
  parser(WEEK, (context, { 0: written, 1: which = '', 2: span, index = 0 }) => {
    const weeks = /next/i.test(which) ? 1 : /last|past/i.test(which) ? -1 : 0
    const monday = -((context.refDate.getDay() + 6) % 7) + 7 * weeks
    const first = /weekend/i.test(span ?? '') ? monday + 5 : monday
    return context.createParsingResult(
      index,
      written,
      daysFrom(context.refDate, first),
      daysFrom(context.refDate, monday + 6),
    )
  }),
  parser(DAY_PART, (context, [written]) => daysFrom(context.refDate, /last/i.test(written) ? -1 : 0)),
  parser(DAY_OF_THAT_MONTH, (context, [, day, which = '']) => {
    const { refDate } = context
    const months = /next/i.test(which) ? 1 : /last/i.test(which) ? -1 : 0
    const first = new Date(refDate.getFullYear(), refDate.getMonth() + months, 1)
    return { year: first.getFullYear(), month: first.getMonth() + 1, day: Number(day) }
  }),
  parser(DAY_BEFORE_YESTERDAY, (context) => daysFrom(context.refDate, -2)),
]

const parser = (pattern: RegExp, extract: Extract): Parser => ({ pattern: () => pattern, extract })

/** 22/11 can only be a day and a month, whatever is usual. */
function orderOf(first: number, second: number, dayFirst: boolean): [day: number, month: number] {
  if (first > 12) return [first, second]
  if (second > 12) return [second, first]
  return dayFirst ? [first, second] : [second, first]
}

function daysFrom(date: Date, days: number): { year: number; month: number; day: number } {
  const moved = new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)
  return { year: moved.getFullYear(), month: moved.getMonth() + 1, day: moved.getDate() }
}
