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
const REFUSES_PERSON = new RegExp(
  `\\b(?:don'?t|do not|rather not|no need to)\\s+(?:want |need |wish )?(?:to )?(?:(?:speak|talk|chat|write)\\s+(?:to|with)\\s+)?(?:an?\\s+|any\\s+|the\\s+)?${PERSON}\\b`,
  'i',
)
const REFUSES = /\b(?:do not|don'?t|dont|rather not|no need to|without)\b[^.?!]*\b(?:speak|talk|chat|want|need)/i
const YES =
  /^\W*(?:yes|yes please|yeah|yep|yup|y|sure|ok|okay|correct|right|exactly|that one|that's it|that is it|please do)\W*$/i
const NO =
  /^\W*(?:no|no thanks|nope|nah|n|not really|neither|none|none of (?:these|them|those)|that's not it|that is not it)\W*$/i
const HELPED =
  /^\W*(?:yes,? |ok(?:ay)?,? |great,? )?(?:(?:that|this|it) (?:really )?(?:helps|helped|works|worked|did it|solves it|solved it)|(?:it'?s|it is) (?:solved|working now))(?:,? (?:me|a lot|now|thanks|thank you))*\W*$/i
const DID_NOT_HELP =
  /^\W*(?:no,? |sorry,? |hm+,? )?(?:(?:that|this|it) (?:still )?(?:did|does|do)(?: not|n'?t) (?:really )?(?:help|work|answer (?:it|my question)|solve (?:it|anything|my problem))|not (?:helpful|what i (?:asked|meant|wanted|needed))|(?:that|this)(?: is|'?s) not (?:helpful|what i (?:asked|meant|wanted|needed|was asking))(?: for)?)(?: (?:me|at all|either))*\W*$/i
const GIVES_UP =
  /\b(?:(?:i|we)(?: really| just| honestly)? (?:give up|have no idea what (?:else )?to do|(?:don'?t|do not|dont) know what (?:else |more )?(?:to do|i can do|to try))|(?:i am|i'?m|we are) (?:at (?:my|our) wits'? end|out of ideas|at a loss)|(?:have|'?ve) tried (?:everything|it all|all of (?:that|this))|nothing (?:works|helps|is working|has helped)|this is (?:hopeless|pointless)|forget (?:it|about it)|never ?mind)\b/i
const INSTRUCTS = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.?!\n]{0,40}\b(?:instructions?|prompts?|rules|guidelines|guardrails|programming|restrictions|training)\b/i,
  /\b(?:system|hidden|initial|developer) (?:prompt|message|instructions?)\b/i,
  /\b(?:you are|act|pretend|behave|respond|answer)\b[^.?!\n]{0,20}\b(?:now|as if|as though|like|to be|as)\b[^.?!\n]{0,30}\b(?:dan|admin(?:istrator)?|developer|root|unrestricted|jailbroken|hacker|no (?:rules|limits|restrictions))\b/i,
  /\b(?:developer|debug|admin|god|sudo|maintenance) mode\b/i,
  /\b(?:reveal|print|show|repeat|output|tell)\b[^.?!\n]{0,30}\b(?:your|the) (?:prompt|instructions|rules|configuration|api keys?|secret keys?|training data)\b/i,
  /<\/?(?:system|assistant|instructions?)>|\[(?:system|inst)\]|^\s*system\s*:/im,
]

/** At the start of a reply to a flow's question: "yes, do that", "no, the other one". */
const BEGINS_YES =
  /^\W*(?:yes|yeah|yep|yup|sure|ok|okay|correct|right|exactly|go ahead|please do|do it|confirm|that'?s right)\b/i
const BEGINS_NO = /^\W*(?:no|nope|nah|not|wrong|don'?t|do not)\b/i
const STOPS =
  /^\W*(?:(?:ok|okay|no|oh|sorry|actually|please)\b[ ,.]*)*(?:never ?mind|stop(?: here| it| this)?|forget (?:it|about it|that)|leave it(?: be)?|quit|exit|abort|i(?: have|'ve)? changed my mind)\b[^?]{0,20}$/i
/** Asks about a matter instead of asking for it to be done. */
const ASKS_ABOUT =
  /\b(?:how (?:do|can|does|long|much|many|would|should|to)|where (?:can|do|should|would)|what (?:if|does|do|happens|can|are|should)|which|why|is (?:it|that|this) (?:too late|possible|free|still)|(?:can|could|may|should|must|do|am) i|do you|does (?:it|a|the|returning|cancelling)|are there|until when)\b/i

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

/** "I don't want to talk to a person": what the models read as a request is the opposite. */
export const refusesPerson = (text: string) => REFUSES_PERSON.test(text)

export const saysYes = (text: string) => YES.test(text)
export const saysNo = (text: string) => NO.test(text)
/** About the answer just given. */
export const saysItHelped = (text: string) => HELPED.test(text)
export const saysItDidNotHelp = (text: string) => DID_NOT_HELP.test(text)
/** Resigned, often politely: what the models read as a harmless remark is a person about to leave. */
export const givesUp = (text: string) => GIVES_UP.test(text)
/** Whether the message tries to give the assistant orders instead of asking it something. */
export const givesInstructions = (text: string) => INSTRUCTS.some((pattern) => pattern.test(text))
