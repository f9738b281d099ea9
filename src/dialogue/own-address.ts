import type { Entity } from '../domain/index.ts'

/** Just before an address: "my e-mail is", "reach me at", "you can write to me under". */
const SAYS_MINE = [
  /\b(?:my|our)\s+(?:[\w-]+\s+){0,2}?(?:e-?mail|mail)(?:\s+address)?\s*(?:is|would be|=|:|-)?\s*(?:now\s+)?[<("']*$/i,
  /\b(?:my|our)\s+(?:[\w-]+\s+)?address\s+(?:is|=|:)\s*[<("']*$/i,
  /\b(?:reach|contact|mail|e-?mail|write|answer|reply|respond|get back|send (?:it|that|this|the \w+))(?:\s+to)?\s+(?:me|us)(?:\s+back)?\s*(?:at|on|under|by (?:e-?)?mail(?: at)?|via|:)?\s*[<("']*$/i,
  /\b(?:i am|i'm|we are|we're)\s+(?:reachable|available|found)\s+(?:at|on|under|via)\s*[<("']*$/i,
]
/** Somebody or something else is at this address. */
const SOMEBODY_ELSES = /\b(?:to|from|with|by|called|their|your|his|her)\s+(?:the\s+)?[<("']*$/i
/** A reply to being asked says little else: "sure, use ann@shop.example please". */
const WORDS_BESIDE = 6

/**
 * The address at which the customer says they are reached; null for any other they write of. `asked`: it was asked for, or they
 * wait and were invited to leave it, so that one which stands alone is theirs.
 */
export function ownAddress(text: string, entities: readonly Entity[], asked: boolean): string | null {
  const addresses = entities.filter(({ type }) => type === 'email')
  const said = addresses.find(({ start }) => SAYS_MINE.some((pattern) => pattern.test(text.slice(0, start))))
  if (said) return said.value
  const [only] = addresses
  if (!asked || !only || addresses.length > 1) return null
  const rest = `${text.slice(0, only.start)} ${text.slice(only.end)}`
  if (SOMEBODY_ELSES.test(text.slice(0, only.start))) return null
  return (rest.match(/[\p{L}\p{N}]+/gu) ?? []).length <= WORDS_BESIDE ? only.value : null
}
