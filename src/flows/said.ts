import { type NewAddress, readAddress } from './address.ts'

/** What flows read out of free sentences: values given with the first message, and values put right at the summary. */

const ORDER_NUMBER = /(?:,? ?\b(?:from|of|in|for|with|about)(?: (?:my|the))?(?: order)? ?)?\b[A-Z]{1,5}-?\d{6,}\b/gi
const EMAIL = /\S+@\S+/g
/** Where a sentence turns to something else: "…, I want a refund", "… and please send it". */
const NEXT_MATTER = /[.!?;\n]+|,\s*(?=(?:and |so |but )?(?:i|we|please|can|could|my (?:e-?)?mail)\b)/i
const DAMAGED =
  /\b(?:crack|scratch|dent|broke|smash|shatter|torn|tear in|leak|bent|burst|chipped|split|in pieces|hole in|loose|missing)\p{L}*/iu
const REASONS =
  /\b(?:does(?:n'?t| not) (?:fit|work|suit|match)|do(?:n'?t| not) (?:fit|work|like|suit)|too (?:big|small|large|heavy|loud|quiet|slow|tight|long|short|dark|bright)|changed my mind|not (?:as described|what i)|wrong (?:size|colou?r|model)|(?:n'?t|not|no longer) need)/i
const BECAUSE =
  /\b(?:because(?: of)?|since(?= (?:it|they|the|i|we|my)\b))\s+(.{4,200}?)(?=[.!?;]|,? (?:and )?my (?:e-?)?mail|,? \S+@|$)/i

const tidy = (text: string) =>
  text
    .replaceAll(ORDER_NUMBER, '')
    .replaceAll(EMAIL, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[,.])/g, '')
    .replaceAll(/^[\s,]+|[\s,]+$/g, '')

const mattersOf = (text: string) => text.split(NEXT_MATTER).map(tidy)

/** "My watch from order TG-104310 arrived with a cracked screen, I want a refund" → "My watch arrived with a cracked screen". */
export function damageIn(text: string): string | null {
  const said = mattersOf(text).filter((matter) => DAMAGED.test(matter))
  return said.length === 0 ? null : said.join('. ')
}

/** "I want to return TG-104310 because it does not fit" → "it does not fit". */
export function reasonIn(text: string): string | null {
  const because = BECAUSE.exec(text)?.[1]
  return (because ? tidy(because) : mattersOf(text).find((matter) => REASONS.test(matter))) || null
}

/** "A refund, not a replacement" → "refund"; null when neither is wanted, or both. */
export function wishIn(text: string): 'refund' | 'replacement' | null {
  const wanted = text.replaceAll(
    /\b(?:not|no|instead of|don'?t want)(?: an?| the)? (?:refund|replacement|new one|exchange|money)\b/gi,
    '',
  )
  const refund = /\brefund|\bmoney\b/i.test(wanted)
  const replacement = /\breplac|\bnew one\b|\bexchange\b/i.test(wanted)
  return refund === replacement ? null : refund ? 'refund' : 'replacement'
}

/** The address in "change my address for TG-104310 to Meir 5, 2000 Antwerpen"; `country` is the order's. */
export function addressIn(text: string, country: string): NewAddress | null {
  const bare = tidy(text)
  for (const { index, 0: lead } of [...bare.matchAll(/\b(?:to|is|should be)\s+|:\s*/gi)].reverse()) {
    const found = readAddress(bare.slice(index + lead.length), country)
    if (found) return found
  }
  return null
}

/** The items that are meant: all, all but those named, or those named: "the bulbs" for "Lumo Bulb". */
export function itemsIn(text: string, names: readonly string[]): string[] {
  const said = text.toLowerCase()
  const named = namedIn(said, names)
  if (ALL_BUT.test(said)) return named.length === 0 ? [] : names.filter((name) => !named.includes(name))
  return ALL.test(said) && !/\bnot all\b/.test(said) ? [...names] : named
}

/** By whole name, or by a word that no other item has. */
function namedIn(said: string, names: readonly string[]): string[] {
  const whole = names.filter((name) => said.includes(name.toLowerCase()))
  // "Vanta 8 case" is no "Vanta 8".
  const longest = whole.filter((name) => !whole.some((other) => other !== name && other.includes(name)))
  if (longest.length > 0) return longest
  const spoken = new Set(wordsOf(said))
  return names.filter((name) => {
    const others = new Set(names.filter((other) => other !== name).flatMap(wordsOf))
    return wordsOf(name).some((word) => spoken.has(word) && !others.has(word))
  })
}

const ALL = /\b(?:all(?! (?:good|right|(?:my|the) money))|everything|both)\b/
const ALL_BUT = /\b(?:all|everything)\b[^.;]*\b(?:but|except|without|not)\b/

/** In the singular, as far as an "s" tells. */
const wordsOf = (text: string) =>
  (text.toLowerCase().match(/[\p{Letter}\p{Number}]{3,}/gu) ?? []).map((word) => word.replace(/(?<=..)s$/, ''))

/** "No, the company is Beta instead" → "Beta"; null when no value is given ("the company is wrong"). `words` name it. */
export function valueIn(text: string, words: string): string | null {
  const given = new RegExp(
    `(?:^|[,.] ?|\\b(?:no|sorry|actually|but|and) )(?:the |my |our )?(?:${words})(?: name)? (?:is|was|should be|should say|must be|has to be)[: ]+(.+?)(?:,? (?:instead|please|sorry|thanks|not .+))*[.!]*$`,
    'i',
  ).exec(text.trim())?.[1]
  return given === undefined || /^(?:wrong|incorrect|different|another|old|not\b|missing|misspel)/i.test(given)
    ? null
    : given
}
