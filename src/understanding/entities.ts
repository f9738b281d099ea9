import type { Entity } from '../domain/understanding.ts'
import { cleanText } from './text.ts'

interface Finder {
  type: string
  pattern: RegExp
  /** The normalised value, or null when the match is none after all. */
  normalise: (text: string) => string | null
}

const CURRENCIES: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP' }
const CURRENCY_WORDS: [RegExp, string][] = [
  [/eur/i, 'EUR'],
  [/usd|dollar/i, 'USD'],
  [/gbp|pound/i, 'GBP'],
]

/** In order of precedence: what an earlier finder has taken, a later one may not claim. */
const FINDERS: Finder[] = [
  {
    type: 'email',
    pattern: /(?<![\w.+-])[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,4}\.[a-z]{2,24}(?![\w-])/gi,
    normalise: (text) => text.toLowerCase(),
  },
  {
    type: 'order_number',
    pattern: /\bTG-?\d{6}\b/gi,
    normalise: (text) => `TG-${text.slice(-6)}`,
  },
  {
    type: 'amount',
    pattern:
      /(?:[€$£]\s?|\b(?:eur|usd|gbp)\s?)\d[\d.,]{0,12}|(?<![\w.,])\d[\d.,]{0,12}\s?(?:€|£|\$|(?:euros?|eur|usd|gbp|dollars?|pounds?)\b)/gi,
    normalise: normaliseAmount,
  },
  {
    type: 'phone',
    pattern: /(?<![\w+.,-])(?:\+|00)?\(?\d[\d ()/.-]{6,20}\d(?![\w-])/g,
    normalise: normalisePhone,
  },
]

/** Order numbers, e-mail and phone, amounts of money; in the order they stand, never overlapping. */
export function findEntities(text: string): Entity[] {
  const clean = cleanText(text)
  const found: Entity[] = []
  for (const { type, pattern, normalise } of FINDERS) {
    for (const match of clean.matchAll(pattern)) {
      const written = match[0].replace(/[.,\s]+$/, '')
      const start = match.index
      const end = start + written.length
      const value = normalise(written)
      if (value === null || found.some((other) => start < other.end && other.start < end)) continue
      found.push({ type, text: text.slice(start, end), value, start, end })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** `€ 1.299,00` and `1,299.00 USD` → `1299.00 EUR`, `1299.00 USD`. */
function normaliseAmount(text: string): string | null {
  const symbol = text.match(/[€$£]/)?.[0] ?? ''
  const currency = CURRENCIES[symbol] ?? CURRENCY_WORDS.find(([word]) => word.test(text))?.[1]
  const digits = text.match(/\d[\d.,]*/)?.[0]
  if (!currency || !digits) return null
  // The last separator with one or two digits behind it divides the cents; all others group thousands.
  const cents = digits.match(/^(.*)[.,](\d{1,2})$/)
  const whole = (cents?.[1] ?? digits).replace(/[.,]/g, '')
  const value = Number(`${whole}.${cents?.[2] ?? '0'}`)
  return Number.isFinite(value) ? `${value.toFixed(2)} ${currency}` : null
}

/** Digits with the leading + kept. Eight digits at least: shorter ones are sizes, prices and post codes. */
function normalisePhone(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  const looksInternational = /^(?:\+|00)[1-9]/.test(text) && digits.length >= 10
  const isGrouped = /[ ()/.-]/.test(text.trim())
  if (digits.length < 8 || digits.length > 15) return null
  // A bare run of digits is a phone number only when it starts like one; 00123842 or 12345678 may be anything.
  if (!looksInternational && !isGrouped && !/^0[1-9]\d{7,}$/.test(digits)) return null
  if (/^\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}$|^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}$/.test(text)) return null
  if (text.startsWith('+')) return `+${digits}`
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits
}
