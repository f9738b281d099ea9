import type { Finding } from './finding.ts'

const CANDIDATE = /(?<![\w+.,:/-])(?:\+|00)?\(?\d[\d ()/.-]{6,20}\d(?![\w-])/g
const DATE = /^\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}$|^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}$/
/** Another number than a phone's, though it could be one: "my tag is 0220 556 731". */
const OTHER_NUMBER =
  /\b(?:account|booking|card|case|claim|confirmation|contract|customer|id|invoice|member(?:ship)?|meter|order|parcel|policy|receipt|ref|reference|reservation|serial|tag|ticket|tracking|voucher)(?:\s(?:number|num|no\.?|nr\.?|code|id|is))*\s?[:#]?\s?$/i
/** A message full of numbers is a list, not a call-back request. */
const MAX_CANDIDATES = 40

/**
 * Phone numbers in E.164, valid ones only. `country` (ISO 3166) is whose numbers may be written without +; null: none.
 * The library is loaded when the first candidate comes.
 */
export function makeFindPhones(country: string | null): (text: string) => Promise<Finding[]> {
  let loading: Promise<typeof import('libphonenumber-js/min')> | null = null
  return async (text) => {
    const candidates = [...text.matchAll(CANDIDATE)].filter(([digits]) => mayBePhone(digits)).slice(0, MAX_CANDIDATES)
    if (candidates.length === 0) return []
    loading ??= import('libphonenumber-js/min')
    const { isSupportedCountry, parsePhoneNumberFromString } = await loading
    const home = country !== null && isSupportedCountry(country) ? country : undefined
    return candidates.flatMap(({ 0: written, index }) => {
      const number = parsePhoneNumberFromString(written.replace(/^00/, '+'), home)
      if (!number?.isValid()) return []
      if (!/^\+|^00/.test(written) && OTHER_NUMBER.test(text.slice(Math.max(0, index - 40), index))) return []
      return [{ type: 'phone', value: number.number, start: index, end: index + written.length }]
    })
  }
}

/** A bare run of digits is a phone number only when it starts like one: 12345678 may be anything. */
function mayBePhone(written: string): boolean {
  if (DATE.test(written)) return false
  if (/^\(?(?:\+|0)/.test(written)) return true
  return /[ ()/.-]/.test(written) && written.replace(/\D/g, '').length >= 8
}
