import { CURRENCY_WORDS, currencyOf } from './currencies.ts'
import type { Finding } from './finding.ts'

// 1.299,00 · 1,299.00 · 1 299,00 · 1'299.00 · 12,50 · 12; at most fifteen digits before the cents.
const NUMBER = String.raw`\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3}){1,4}(?:[.,]\d{1,2})?(?![.,]?\d)|\d{1,9}(?:[.,]\d{1,3})?(?![.,]?\d)`
const escaped = (word: string) => word.replace(/[.$]/g, '\\$&')
const WORD = CURRENCY_WORDS.map(escaped).join('|')
/** A number of its own, not the end of a model, a version or a decimal. */
const FREE = String.raw`(?<![\p{L}\d_.,])`
const BLANK = String.raw`[ \u00a0\u202f]?`

const AMOUNT = new RegExp(
  [
    // € 12,- and EUR 12 and $50 CAD
    String.raw`(?<![\p{L}\d])(?<before>${WORD})${BLANK}(?<a>${NUMBER})(?:,-)?(?:${BLANK}(?<code>[A-Z]{3})(?![\p{L}\d]))?`,
    // 12,50 euro and 500kr, but not the 3 of "3 $20 cards"
    String.raw`${FREE}(?<b>${NUMBER})(?:,-)?${BLANK}(?<after>${WORD})(?![\p{L}]|${BLANK}\d)`,
  ].join('|'),
  'giu',
)

/** `€ 1.299,00` and `1,299.00 USD` → `1299.00 EUR`, `1299.00 USD`: always two decimals, a point, the ISO 4217 code. */
export function makeFindAmounts(country: string | null): (text: string) => Finding[] {
  return (text) => {
    if (!/\d/.test(text)) return []
    return [...text.matchAll(AMOUNT)].flatMap(({ 0: written, index, groups = {} }) => {
      const { before, after, code = '' } = groups
      // "$50 CAD" says which dollar; the "for" of "$50 for it" says nothing and isn't part of the amount.
      const named = currencyOf(code, null)
      const currency = named ?? currencyOf(before ?? after ?? '', country)
      if (currency === null) return []
      const end = index + (named ? written : written.slice(0, written.length - code.length).trimEnd()).length
      return [{ type: 'amount', value: `${readNumber(groups.a ?? groups.b ?? '')} ${currency}`, start: index, end }]
    })
  }
}

/** The last separator divides the cents when one or two digits follow it, or a lone 0 stands before it. */
function readNumber(written: string): string {
  const cents = written.match(/^(.*)[.,](\d{1,2})$/) ?? written.match(/^(0)[.,](\d{3})$/)
  const whole = (cents?.[1] ?? written).replace(/\D/g, '')
  return Number(`${whole}.${cents?.[2] ?? '0'}`).toFixed(2)
}
