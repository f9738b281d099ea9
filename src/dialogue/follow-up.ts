import type { Decision } from '../domain/index.ts'

/** Longer messages say what they are about. */
const FEW_WORDS = 8
const LEADS_ON = /^\W*(?:and|or|but|also|plus|what about|how about|what if|same (?:for|with)|then)\b/i
const POINTS_BACK = /^(?:it|its|it's|that|that's|thats|this|they|them|those|these|there|one|ones|he|she|him|her)$/
// Words that name no matter: with only these beside a pronoun, the matter lies in what was said before.
const NAMES_NOTHING = new Set(
  `a am an and any are as at be been but by can could did do does for from get gets give go had happen happens has have
   how i if in is isn't it's just long longer many may me mean means much my need needs not now of ok okay on or please really
   should so still sure take takes then to too was we well were what what's when where which who whom why will with work
   works would you your soon often exactly usually normally actually later before after again free possible cost costs
   true correct difference else more than all both`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/**
 * `points_back`: it has no matter of its own ("how long does that take?"). `leads_on`: it adds to one ("and to
 * Canada?"), though it may name another just as well ("what about the warranty?").
 */
export type Ellipsis = 'points_back' | 'leads_on'

/** Whether a message says too little by itself; null when it stands alone. */
export function readEllipsis(text: string): Ellipsis | null {
  const words = text.toLowerCase().match(/[\p{Letter}\p{Number}][\p{Letter}\p{Number}'’-]*/gu) ?? []
  if (words.length < 2 || words.length > FEW_WORDS) return null
  const pointing = words.filter((word) => POINTS_BACK.test(word))
  const naming = words.filter((word) => !POINTS_BACK.test(word) && !NAMES_NOTHING.has(word))
  if (naming.length === 0 && (pointing.length > 0 || LEADS_ON.test(text) || text.trim().endsWith('?')))
    return 'points_back'
  return LEADS_ON.test(text) ? 'leads_on' : null
}

/** The customer's latest question that got an answer, in their words or, where they chose, in the title's. */
export function questionBefore(earlier: readonly { text: string; decision: Decision | null }[]): string | null {
  for (const { text, decision } of earlier) {
    if (decision?.kind !== 'answer' || decision.reason === 'small_talk') continue
    return decision.reason === 'chosen_option' ? (decision.sources[0]?.title ?? text) : text
  }
  return null
}
