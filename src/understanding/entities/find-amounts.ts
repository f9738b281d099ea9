import { CURRENCY_WORDS, currencyOf } from './currencies.ts'
import type { Finding } from './finding.ts'
import { readSpelledNumber, SPELLED_NUMBER } from './spelled-number.ts'

// 1.299,00 · 1,299.00 · 1 299,00 · 1'299.00 · 1,50,000 · 12,50 · 12; at most fifteen digits before the cents.
const NUMBER = String.raw`\d{1,2}(?:,\d{2}){1,3},\d{3}(?:\.\d{1,2})?(?![.,]?\d)|\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3}){1,4}(?:[.,]\d{1,2})?(?![.,]?\d)|\d{1,9}(?:[.,]\d{1,3})?(?![.,]?\d)`
const escaped = (word: string) => word.replace(/[.$]/g, '\\$&')
const WORD = CURRENCY_WORDS.map(escaped).join('|')
/** What may follow a number in words: `lei` or `kr` do in no English sentence. */
const NAMED = 'euros?|dollars?|bucks|pounds?|quid|rupees|yen|francs'
/** A number of its own, not the end of a model, a version or a decimal. */
const FREE = String.raw`(?<![\p{L}\d_.,])`
const BLANK = String.raw`[ \u00a0\u202f]?`

const AMOUNT = new RegExp(
  [
    // 50p and 75 cents, but 1080p is a screen and 10 p no sum
    String.raw`${FREE}(?<coins>\d{1,2})(?:(?<coin>p)|${BLANK}(?<coinWord>pence|cents?))(?![\p{L}\d])`,
    // 12 euro 50
    String.raw`${FREE}(?<whole>\d{1,6})${BLANK}(?<between>euros?|€|£)${BLANK}(?<rest>\d{2})(?![\p{L}\d%]|[.,]\d|${BLANK}\p{L})`,
    // € 12,- and EUR 12 and $50 CAD and £1.5k
    String.raw`(?<![\p{L}\d])(?<before>${WORD})${BLANK}(?<a>${NUMBER})(?<thousands>k(?![\p{L}\d]))?(?:,-)?(?:${BLANK}(?<code>[A-Z]{3})(?![\p{L}\d]))?`,
    // 12,50 euro and 500kr, but not the 3 of "3 $20 cards"
    String.raw`${FREE}(?<b>${NUMBER})(?:,-)?${BLANK}(?<after>${WORD})(?![\p{L}]|${BLANK}\d)`,
    // two hundred dollars
    String.raw`(?<![\p{L}\d])(?<spelled>${SPELLED_NUMBER})\s(?<named>${NAMED})(?![\p{L}])`,
  ].join('|'),
  'giu',
)
const MAY_HOLD = new RegExp(String.raw`\d|${NAMED}`, 'iu')

/** `€ 1.299,00` and `1,299.00 USD` → `1299.00 EUR`, `1299.00 USD`: always two decimals, a point, the ISO 4217 code. */
export function makeFindAmounts(country: string | null): (text: string) => Finding[] {
  return (text) => {
    if (!MAY_HOLD.test(text)) return []
    return [...text.matchAll(AMOUNT)].flatMap(({ 0: written, index, groups = {} }) => {
      const { code = '' } = groups
      // "$50 CAD" says which dollar; the "for" of "$50 for it" says nothing and isn't part of the amount.
      const named = currencyOf(code, null)
      const currency = named ?? currencyOf(unitOf(groups), country)
      if (currency === null) return []
      const end = index + (named ? written : written.slice(0, written.length - code.length).trimEnd()).length
      return [{ type: 'amount', value: `${amountOf(groups).toFixed(2)} ${currency}`, start: index, end }]
    })
  }
}

type Groups = Record<string, string | undefined>

function unitOf({ coin, coinWord, between, before, after, named }: Groups): string {
  return coin ?? coinWord ?? between ?? before ?? after ?? named ?? ''
}

function amountOf({ coins, whole, rest, spelled, thousands, a, b }: Groups): number {
  if (coins !== undefined) return Number(coins) / 100
  if (whole !== undefined) return Number(`${whole}.${rest}`)
  if (spelled !== undefined) return readSpelledNumber(spelled)
  if (thousands !== undefined) return Number((a ?? '').replace(',', '.')) * 1000
  return readNumber(a ?? b ?? '')
}

/** The last separator divides the cents when one or two digits follow it, or a lone 0 stands before it. */
function readNumber(written: string): number {
  const cents = written.match(/^(.*)[.,](\d{1,2})$/) ?? written.match(/^(0)[.,](\d{3})$/)
  const whole = (cents?.[1] ?? written).replace(/\D/g, '')
  return Number(`${whole}.${cents?.[2] ?? '0'}`)
}
