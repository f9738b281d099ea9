/** What stands before or after a number and names its currency; lower case. */
const WORDS: Record<string, string> = {
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  $: 'USD',
  us$: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  buck: 'USD',
  bucks: 'USD',
  '£': 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  'fr.': 'CHF',
  sfr: 'CHF',
  franken: 'CHF',
  francs: 'CHF',
  kr: 'SEK',
  'kr.': 'SEK',
  kroner: 'NOK',
  kronor: 'SEK',
  zł: 'PLN',
  zl: 'PLN',
  zloty: 'PLN',
  złoty: 'PLN',
  złotych: 'PLN',
  kč: 'CZK',
  forint: 'HUF',
  lei: 'RON',
  '¥': 'JPY',
  yen: 'JPY',
  円: 'JPY',
  '₹': 'INR',
  rs: 'INR',
  'rs.': 'INR',
  rupee: 'INR',
  rupees: 'INR',
  '₺': 'TRY',
  lira: 'TRY',
  '₩': 'KRW',
  '₪': 'ILS',
  '₴': 'UAH',
  c$: 'CAD',
  a$: 'AUD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  r$: 'BRL',
}

/** ISO 4217 codes that are no English words, and so may be written in lower case. */
const CODES = 'eur usd gbp chf sek nok dkk isk pln czk huf ron jpy cny inr aud nzd sgd hkd zar brl mxn ils aed krw uah'
/** What is a word or a name when written otherwise: `20 ft` is a length. */
const EXACT: Record<string, string> = { Ft: 'HUF', CAD: 'CAD', TRY: 'TRY', BGN: 'BGN', THB: 'THB' }

const CURRENCY = new Map([
  ...Object.entries(WORDS),
  ...CODES.split(' ').map((code) => [code, code.toUpperCase()] as const),
  ...Object.entries(EXACT),
])

/** Signs that mean another currency at home. */
const AT_HOME: Record<string, Record<string, string>> = {
  $: { AU: 'AUD', CA: 'CAD', HK: 'HKD', MX: 'MXN', NZ: 'NZD', SG: 'SGD' },
  kr: { DK: 'DKK', IS: 'ISK', NO: 'NOK' },
  '¥': { CN: 'CNY' },
  rs: { LK: 'LKR', MU: 'MUR', NP: 'NPR', PK: 'PKR' },
}
AT_HOME['kr.'] = AT_HOME.kr ?? {}
AT_HOME['rs.'] = AT_HOME.rs ?? {}
AT_HOME.dollar = AT_HOME.$ ?? {}
AT_HOME.dollars = AT_HOME.$ ?? {}

const EURO_COUNTRIES = 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ')
/** Hundredths, of what the country pays with; pence are British. */
const CENTS: Record<string, string> = {
  US: 'USD',
  ...AT_HOME.$,
  ...Object.fromEntries(EURO_COUNTRIES.map((country) => [country, 'EUR'])),
}
const COINS: Record<string, (country: string | null) => string | null> = {
  p: (country) => (country === 'GB' ? 'GBP' : null),
  pence: () => 'GBP',
  cent: (country) => CENTS[country ?? ''] ?? null,
  cents: (country) => CENTS[country ?? ''] ?? null,
}

/** Every way to write a currency, longest first. */
export const CURRENCY_WORDS = [...CURRENCY.keys()].sort((a, b) => b.length - a.length)

/** The ISO 4217 code; `country` (ISO 3166) tells whose dollar or krona is meant. Null for what is no currency. */
export function currencyOf(word: string, country: string | null): string | null {
  const key = CURRENCY.has(word) ? word : word.toLowerCase()
  const coin = COINS[key]
  if (coin) return coin(country)
  return AT_HOME[key]?.[country ?? ''] ?? CURRENCY.get(key) ?? null
}
