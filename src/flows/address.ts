export interface NewAddress {
  street: string
  postcode: string
  city: string
}

/** Of the countries TechGear delivers to; elsewhere any group with two digits in it. */
const POSTCODES: Record<string, RegExp> = {
  NL: /\b\d{4}\s?[A-Z]{2}\b/i,
  BE: /\b\d{4}\b/,
  LU: /\b\d{4}\b/,
  AT: /\b\d{4}\b/,
  DK: /\b\d{4}\b/,
  DE: /\b\d{5}\b/,
  FR: /\b\d{5}\b/,
  IT: /\b\d{5}\b/,
  ES: /\b\d{5}\b/,
  PL: /\b\d{2}-\d{3}\b/,
  GB: /\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b/i,
}
const ANY_POSTCODE = /\b(?=[A-Z\d -]*\d\d)[A-Z\d]{2,5}(?:[ -][A-Z\d]{2,4})?\b/i
const LEAD_IN =
  /^\W*(?:(?:no|yes|sorry|please|actually)\b[ ,:;.-]*)*(?:(?:send|deliver|ship)\s+(?:it|the parcel|them)\s+to|(?:my|the)\s+(?:new\s+)?address\s+(?:is|should be)|it(?:'s| is| should be)|to)?\s*:?\s*/i

/**
 * Street with number, postcode and city out of one line or several: "Keizersgracht 12, 1015 CJ Amsterdam" →
 * `{ street: 'Keizersgracht 12', postcode: '1015 CJ', city: 'Amsterdam' }`. Null when one of them is missing.
 */
export function readAddress(text: string, country: string): NewAddress | null {
  const parts = text
    .replace(LEAD_IN, '')
    .split(/[,\n;]+/)
    .map((part) =>
      part
        .replaceAll(/\s+/g, ' ')
        .trim()
        .replace(/[\s.]*(?:\b(?:please|thanks|thank you))?[\s.]*$/i, ''),
    )
    .filter((part) => part !== '')
  // The last part that holds a postcode: a house number before it may look like one.
  const pattern = POSTCODES[country] ?? ANY_POSTCODE
  const at = parts.findLastIndex((part) => pattern.test(part))
  const line = parts[at]
  const found = line === undefined ? null : lastMatch(line, pattern)
  if (line === undefined || found === null) return null
  const before = line.slice(0, found.index).trim()
  const after = line.slice(found.index + found.text.length).trim()
  const isOneLine = at === 0
  const street = isOneLine ? before : parts.slice(0, at).filter(hasNumberAndWord).join(', ')
  const city = after || (isOneLine ? (parts[at + 1] ?? '') : before || (parts[at + 1] ?? parts[at - 1] ?? ''))
  if (!hasNumberAndWord(street) || !/\p{Letter}{2}/u.test(city) || city === street) return null
  return { street, postcode: found.text.toUpperCase(), city }
}

const hasNumberAndWord = (part: string) => /\d/.test(part) && /\p{Letter}{2}/u.test(part)

function lastMatch(text: string, pattern: RegExp): { text: string; index: number } | null {
  const [last] = [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].slice(-1)
  return last ? { text: last[0], index: last.index } : null
}
