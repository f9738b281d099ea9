/**
 * A reply to "Shall I do that?". Something is done only after a yes and nothing but a yes, so every word of the message
 * has to belong to one: what is not known here ("yes but …", "ok wait") is no consent, whatever the models read.
 */

/** Phrases that agree. A message of these and of `BESIDE` alone is a plain yes. */
const AGREES = new RegExp(
  [
    "y+e+s+|yse|yeas|ys|yea+h*|yeh|yep+|yup+|yip|ye|y|aye|i do|yes sir|yes ma'?am",
    'sure(?: thing)?|shure|suer|o+k+|okay|okey|oke|k|kk|okie ?dokie|al+ ?right|alrighty|fine|perfect',
    'correct|right|exactly|absolutely|definitely|certainly|of course|indeed|naturally|by all means|affirmative|agreed',
    "i(?: do)? (?:agree|confirm(?: (?:it|that|this))?)|confirm(?: (?:it|that|this))?|confirmed|i'?m sure|i am (?:sure|certain)|it is|why not",
    'please do|(?:please )?(?:go (?:right )?ahead|go for it|go on|carry on|proceed|continue|do (?:it|that|this|so)|make it so|please)',
    "that(?:'?s| is| looks| sounds)? (?:right|correct|it|fine|good|ok|okay|perfect)|(?:sounds|looks) (?:good|right|fine|great|correct)",
    "it(?:'?s| is) (?:right|correct|fine|ok|okay)|all (?:good|correct|right)",
    "(?:i|we)(?: do)? want (?:it|that|this|you to|you to do (?:it|that|this|so))|(?:i|we)(?:'?d| would) like that",
    'you (?:may|can)(?: do (?:it|that|this|so))?|thumbsup',
  ].join('|'),
)
/** Phrases that may stand around a yes and change nothing of it. */
const BESIDE =
  /and|then|now|just|so|great|good|nice|lovely|super|cool|pl(?:ease|eas|s|z)|pretty please|thanks?(?: (?:you|a lot|so much|very much|a million))*|thank you(?: (?:very|so) much)?|thx|ty|i am|i understand|cheers|for me|for us|very much|today|right away|at once|immediately|straight away|that would be (?:great|good|nice|lovely|perfect)/
/** What a task is done to, in the words of whoever agrees to it. */
const OBJECT =
  '(?:it|that|this|them|all of it|everything|(?:the|my|this|that) (?:whole |entire )?(?:order|return|parcel|address|link|report|request|password|item|items))?(?: ?(?:order )?[a-z]{0,5}-?\\d{4,})?'
/** Nobody needs more of them to agree. */
const WORDS_AT_MOST = 12
const REFUSES =
  /^(?:(?:oh|ok|okay|no|nope|nah|sorry|actually|please|pls|stop|wait|hm+|well|thanks|thank you)\s+)*(?:don'?t|do not|dont|rather not|better not|i'?d rather not|i would rather not|no thanks?(?: you)?|no thank you|not any ?more|not now|leave it|let it be|keep (?:it|my order|the order)|nothing)(?:\s+(?:do|cancel|send|change|return|pass|set|report|touch))?(?:\s+(?:it|that|this|so|anything|them|(?:my|the) (?:order|address|password|link|return|report)))?(?:\s+(?:up|on|yet|please|pls|thanks|thank you|now|any ?more|at all|then|after all))*$/

/**
 * `act` is what a yes would do, as its button says it ("cancel it"): who says that again agrees. `yes` and `refuses` are
 * whole messages; `no` may go on ("no, the other address").
 */
export function readConsent(text: string, act: string | null = null): 'yes' | 'no' | 'refuses' | null {
  const said = plain(text)
  if (said === '') return null
  if (agreesWholly(said, act)) return text.includes('?') ? null : 'yes'
  if (REFUSES.test(said)) return 'refuses'
  return BEGINS_NO.test(said) ? 'no' : null
}

const BEGINS_NO = /^(?:no+|nope|nah|not|wrong|don'?t|do not|dont|thumbsdown)\b/

/** Whether the message is made of agreement and courtesy alone, with agreement in it. */
function agreesWholly(said: string, act: string | null): boolean {
  if (said.split(' ').length > WORDS_AT_MOST) return false
  const agrees = act === null ? AGREES.source : `${AGREES.source}|${repeats(act)}`
  return new RegExp(`^(?:(?:${BESIDE.source}) )*(?:${agrees})(?: (?:${agrees}|${BESIDE.source}))*$`).test(said)
}

/** "cancel it" → "cancel it", "cancel my order", "cancel TG-104301"; "set it up" → "set up the return". */
function repeats(act: string): string {
  const [verb = '', , particle] = act.toLowerCase().split(' ')
  const again = particle ? `${verb} ${OBJECT} ?${particle}|${verb} ${particle} ${OBJECT}` : `${verb} ${OBJECT}`
  return `(?:(?:i|we)(?: do| would|'d)? (?:want|like|wish)(?: you)? to |you (?:can|may) |do )?(?:${again})`
}

/** Small letters, one space between words, signs of agreement as words, no punctuation. Other signs stay: they say more. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[’‘`]/g, "'")
    .replaceAll(/[👍👌✅✔]/gu, ' thumbsup ')
    .replaceAll(/👎|❌/gu, ' thumbsdown ')
    .replaceAll(/[🙂😊😀😃😄😁🙏❤💚💙🎉☺]|\p{Emoji_Modifier}|\uFE0F|\u200D|[:;]-?\)/gu, ' ')
    .replaceAll(/[.,!?;:"“”()…–—]+|\s-+\s/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
