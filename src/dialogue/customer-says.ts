const YES =
  /^\W*(?:yes|yes please|yeah|yep|yup|y|sure|ok|okay|correct|right|exactly|that one|that's it|that is it|please do)\W*$/i
const NO =
  /^\W*(?:no|no thanks|nope|nah|n|not really|neither|none|none of (?:these|them|those)|that's not it|that is not it)\W*$/i
const HELPED =
  /^\W*(?:yes,? |ok(?:ay)?,? |great,? )?(?:(?:that|this|it) (?:really )?(?:helps|helped|works|worked|did it|solves it|solved it)|(?:it'?s|it is) (?:solved|working now))(?:,? (?:me|a lot|now|thanks|thank you))*\W*$/i
const DID_NOT_HELP =
  /^\W*(?:no,? |sorry,? |hm+,? )?(?:(?:that|this|it) (?:still )?(?:did|does|do)(?: not|n'?t) (?:really )?(?:help|work|answer (?:it|my question)|solve (?:it|anything|my problem))|not (?:helpful|what i (?:asked|meant|wanted|needed))|(?:that|this)(?: is|'?s) not (?:helpful|what i (?:asked|meant|wanted|needed|was asking))(?: for)?)(?: (?:me|at all|either))*\W*$/i
/** The advice was followed in vain, or not understood. */
const IN_VAIN =
  /^\W*(?:(?:no|sorry|hm+|ok|okay|but|well)[, ]+)*(?:i(?:'ve| have)? (?:already |just )?(?:tried|did|done) (?:that|this|it|all (?:of )?(?:that|this))(?: already| before| too)?|still (?:nothing|the same|not working|no change|does(?: not|n'?t) work)|(?:the )?same (?:problem|thing|issue)(?: again)?|no (?:luck|change|difference)|nothing (?:changed|happens|happened)|i (?:do not|don'?t) (?:understand|get)(?: it| that| this| a word)?)\W*$/i
/** Trouble without a word of what it is with. */
const VAGUE_TROUBLE =
  /^\W*(?:(?:hi|hello|hey|please|sorry|um+|well|so)[, ]+)*(?:(?:it|this|that|the thing|my thing|everything|something)(?:'s| is| has| just| still| simply| really)* (?:(?:does(?: not|n'?t)|won'?t|will not|stopped|quit|not) work(?:ing|s)?|(?:isn'?t|is not) (?:working|right)|broken?|broke|gone wrong|wrong)(?: any ?more| at all| properly| right)?|(?:it'?s |it is )?not working|does(?: not|n'?t) work|(?:i (?:have|got|'?ve got|need)|there(?:'s| is)) (?:a|an|some) (?:problem|issue|question|trouble|help)|i need (?:some )?help|help(?: me)?|(?:i have )?problems?)(?:[, ]+(?:please|pls|thanks|urgently|now))*\W*$/i
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

const STOPS =
  /^\W*(?:(?:ok|okay|no|oh|sorry|actually|please|thanks|all good|all right|great|fine|well|hm+|wait|right)\b[ ,.]*)*(?:never ?mind|stop(?: here| it| this)?|forget (?:it|about it|that)|leave it(?: be)?|quit|exit|abort|i(?: have|'ve)? changed my mind)\b[^?]{0,20}$/i
/** In the cancelling of an order it is what that flow does; anywhere else it ends what is under way. */
const CANCELS =
  /^\W*(?:(?:no|oh|ok|okay|sorry|actually|please)\b[ ,.]*)*cancel(?: (?:it|this|that))?(?:,? please)?\W*$/i
export const saysCancel = (text: string) => CANCELS.test(text)
/** Asks about a matter instead of asking for it to be done. */
const ASKS_ABOUT =
  /\b(?:how (?:do|can|does|long|much|many|would|should|to)|where (?:can|do|should|would)|what (?:if|does|do|happens|can|are|should)|which|why|is (?:it|that|this) (?:too late|possible|free|still)|(?:can|could|may|should|must|do|am) i\b(?! (?:please )?(?:speak|talk|chat|have))|do you|does (?:it|a|the|returning|cancelling)|are there|until when)\b/i

/** Puts right what was summed up: "the company is Beta instead", "only the bulbs". */
const CORRECTS =
  /^\W*(?:only|just|actually|sorry)\b|\b(?:instead|rather|should (?:be|say)|must be|i mean|i meant|make (?:it|that)|change (?:it|that) to)\b/i
export const putsRight = (text: string) => CORRECTS.test(text) && !ASKS_ABOUT.test(text) && !text.includes('?')

/** Whether the customer leaves the flow they are in. */
export const saysStop = (text: string) => STOPS.test(text)
export const asksAbout = (text: string) => ASKS_ABOUT.test(text)
export const looksLikeQuestion = (text: string) =>
  /\?\s*$/.test(text) || /^\W*(?:how|what|when|where|which|why|who|do|does|can|could|is|are)\b/i.test(text)

export const saysYes = (text: string) => YES.test(text)
export const saysNo = (text: string) => NO.test(text)
/** About the answer just given. */
export const saysItHelped = (text: string) => HELPED.test(text)
export const saysItDidNotHelp = (text: string) => DID_NOT_HELP.test(text) || IN_VAIN.test(text)
/** "It doesn't work", "I have a problem": whoever says no more is asked what it is about. */
export const isVagueTrouble = (text: string) => VAGUE_TROUBLE.test(text)
/** Resigned, often politely: what the models read as a harmless remark is a person about to leave. */
export const givesUp = (text: string) => GIVES_UP.test(text)
/** Whether the message tries to give the assistant orders instead of asking it something. */
export const givesInstructions = (text: string) => INSTRUCTS.some((pattern) => pattern.test(text))
