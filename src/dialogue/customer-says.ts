import type { ClarifyOption } from '../domain/index.ts'

const PERSON =
  '(?:human(?: being)?|real (?:human|person)|person|agent|advisor|adviser|representative|member of staff|operator|someone real)'
// Only phrases that ask for a person and nothing else: "speak to a human", "a real person please", "human".
const ASKS_FOR_PERSON = [
  new RegExp(
    `\\b(?:speak|talk|chat|connect me|put me through|transfer me|hand me over)\\s+(?:to|with)\\s+(?:an?\\s+|the\\s+|your\\s+)?${PERSON}\\b`,
    'i',
  ),
  /\b(?:want|need|get me|give me)\s+(?:an?\s+)?(?:human|real person|human being|live agent)\b/i,
  /^\W*(?:an?\s+)?(?:human|real person|live agent|agent|representative|operator)(?:\s+(?:please|pls|now))?\W*$/i,
]
const REFUSES = /\b(?:do not|don'?t|dont|rather not|no need to|without)\b[^.?!]*\b(?:speak|talk|chat|want|need)/i
const YES =
  /^\W*(?:yes|yes please|yeah|yep|yup|y|sure|ok|okay|correct|right|exactly|that one|that's it|that is it)\W*$/i
const NO =
  /^\W*(?:no|no thanks|nope|nah|n|not really|neither|none|none of (?:these|them|those)|that's not it|that is not it)\W*$/i

/** At the start of a reply to a flow's question: "yes, do that", "no, the other one". */
const BEGINS_YES =
  /^\W*(?:yes|yeah|yep|yup|sure|ok|okay|correct|right|exactly|go ahead|please do|do it|confirm|that'?s right)\b/i
const BEGINS_NO = /^\W*(?:no|nope|nah|not|wrong|don'?t|do not)\b/i
const STOPS =
  /^\W*(?:(?:ok|okay|no|oh|sorry|actually|please)\b[ ,.]*)*(?:never ?mind|stop(?: here| it| this)?|forget (?:it|about it|that)|leave it(?: be)?|quit|exit|abort|i(?: have|'ve)? changed my mind)\b[^?]{0,20}$/i
/** Asks about a matter instead of asking for it to be done. */
const ASKS_ABOUT =
  /\b(?:how (?:do|can|does|long|much|many|would|should|to)|where (?:can|do|should|would)|what (?:if|does|do|happens|can|are|should)|which|why|is it (?:too late|possible|free|still)|(?:can|could|may|should|must|do|am) i|do you|does (?:it|a|the|returning|cancelling)|are there|until when)\b/i

/** Agreement or refusal, read more freely than elsewhere: a flow's question has just been put. */
export function leans(text: string): 'yes' | 'no' | null {
  if (BEGINS_NO.test(text)) return 'no'
  return BEGINS_YES.test(text) ? 'yes' : null
}

/** Whether the customer leaves the flow they are in. */
export const saysStop = (text: string) => STOPS.test(text)
export const asksAbout = (text: string) => ASKS_ABOUT.test(text)
export const looksLikeQuestion = (text: string) =>
  /\?\s*$/.test(text) || /^\W*(?:how|what|when|where|which|why|who|do|does|can|could|is|are)\b/i.test(text)

/** Whether the words alone ask for a person; conservative, for when the models miss it. */
export function asksForPerson(text: string): boolean {
  return !REFUSES.test(text) && ASKS_FOR_PERSON.some((pattern) => pattern.test(text))
}

export const saysYes = (text: string) => YES.test(text)
export const saysNo = (text: string) => NO.test(text)

/** The option whose title the customer sent, by button or typed. */
export function chosenOption(text: string, offered: readonly ClarifyOption[]): ClarifyOption | undefined {
  const plain = (value: string) =>
    value
      .trim()
      .toLowerCase()
      .replace(/[.!?]+$/, '')
  const said = plain(text)
  return said === '' ? undefined : offered.find(({ title }) => plain(title) === said)
}
