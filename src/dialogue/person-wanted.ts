/** Whoever answers for the company. Sales is no such person: its task takes down first what they will ask. */
const LIVE = '(?:real|live|actual|human|living|proper|senior|different|other|another|real-life|flesh and blood)'
const STAFF =
  '(?:human(?: being)?s?|persons?|people|agents?|advisors?|advisers?|representatives?|reps?|operators?|managers?|supervisors?|boss|colleagues?|employees?|staff(?: members?)?|members? of (?:the |your )?(?:staff|team|support)|(?:technical|tech) support|customer (?:service|support|care|services)(?: (?:team|agent|representative|rep|person|advisor))?|support(?: (?:team|staff|agent|person))?|(?:service|help) ?desk|(?:billing|returns?|technical|tech|support|service|complaints?|delivery|accounts?|warranty)(?: (?:team|department|people|person|staff|agent))+|team|somebody real|someone real)'
const ANYONE = '(?:someone|somebody|anyone|anybody)(?: else| real| human| there| in charge)*'
const WHOM = `(?:${ANYONE}|(?:an?|the|your|some|any|one of your|another)? ?(?:${LIVE} )*${STAFF})`
const BY_WORD =
  '(?:speak|speek|talk|chat|write|converse|have (?:a )?(?:word|chat|talk)|get (?:in touch|through)|get a hold)'
/** What only somebody of the staff would be asked to do; "pick up my parcel" is for others. */
const STAFF_ACTS =
  '(?:help|assist|look|check|call|ring|phone|contact|review|handle|take|explain|answer|reply|talk|speak|write|deal|read|sort|fix|see|decide|get back|join|step in|have a look)'
const CALLS_ME =
  '(?:(?:call|ring|phone)(?: (?:me|us))?(?: back)?|contact (?:me|us)|get (?:back to|in touch with) (?:me|us)|reach out to (?:me|us)|(?:speak|talk|chat) (?:to|with) (?:me|us)|take (?:this |it )?over|have a word with (?:me|us))'

const ASKS_FOR_PERSON = [
  // "I want to speak to someone about my refund", "is there anyone I can talk to?"
  new RegExp(
    `(?<!\\b(?:do i (?:have|need)|must i|should i) (?:to )?)\\b${BY_WORD} (?:to|with|of) ${WHOM}(?![\\w-])(?! (?:at|from|in|of) (?:(?:my|the) (?:bank|office|shop|carrier|courier)|(?:the |your )?sales))`,
  ),
  new RegExp(
    `\\b(?:${ANYONE}|(?:an?|some) (?:${LIVE} )?${STAFF}) (?:that |who |whom )?(?:(?:i|we) (?:can|could|may|might) |to )${BY_WORD}\\b`,
  ),
  // "connect me with customer service", "hand this over to a colleague"
  new RegExp(
    `\\b(?:connect|transfer|put|pass|hand|switch|forward|redirect|route|refer|escalate) (?:me|us|this|it|my \\w+|the \\w+)(?: (?:through|over|on|up))?,? (?:to|with) ${WHOM}(?![\\w-])`,
  ),
  /\bescalate (?:this|it|my (?:case|issue|problem|complaint|ticket|request))\b/,
  /\bput (?:me|us) through\b(?! to (?:your )?sales)/,
  // "get me a manager"
  new RegExp(
    `\\b(?:get|give|send|bring|find|fetch|call|show) (?:me|us) (?:${ANYONE}|(?:an?|the|your|some|any) (?:${LIVE} )*${STAFF})(?![\\w'-])`,
  ),
  new RegExp(`\\bget (?:an?|your) (?:${LIVE} )*(?:human(?: being)?|agent|manager|supervisor|colleague)\\b`),
  // "I want a real person", "I need a manager"
  new RegExp(
    `\\b(?:want|need|would like|i'd like|prefer|demand|insist on|can i have|could i have|may i have|can i get|could i get) (?:an? |your |some )?(?:${LIVE} )*(?:human(?: being)?|real person|agent|manager|supervisor|representative|advisor|adviser|operator)s?(?![\\w'-])`,
  ),
  new RegExp(
    `\\b(?:want|need|would like|i'd like|prefer) (?:${ANYONE}|an? (?:${LIVE} )*${STAFF}) to (?:${CALLS_ME}|look (?:at|into)|handle|deal with|sort)\\b`,
  ),
  // "can someone call me about …", "can a real employee look at …"
  new RegExp(
    `\\b(?:can|could|may|will|would|might|have|let) (?:please )?(?:${ANYONE}|(?:an?|your|some|one of your) (?:${LIVE} )*${STAFF})(?: (?:from|of|in|on) (?:the|your) (?:\\w+ )?(?:team|staff|office|department|shop|side))? (?:please )?${CALLS_ME}\\b`,
  ),
  new RegExp(
    `\\b(?:can|could|may|will|would|let|have) (?:please )?(?:(?:an?|some|one of your) (?:${LIVE} )+${STAFF}|(?:an?|some|one of your|your) (?:employee|agent|colleague|manager|supervisor|representative|adviser|advisor|human(?: being)?|member of (?:the |your )?(?:staff|team)|people|staff)s?)(?: please)? ${STAFF_ACTS}\\b`,
  ),
  // A call instead of the chat.
  /\b(?:want|need|would like|i'd like|like to have|request|(?:can|could|may) (?:i|we) (?:get|have)|arrange|schedule|book|prefer|ask for) (?:an? |the |your )?(?:call[- ]?back|phone call|call from (?:you|someone|somebody))\b/,
  /(?:^|[.,;!?] ?|\b(?:please|can you|could you|would you|will you|want you to|need you to|just|and) )(?:please )?(?:call|ring|phone) (?:me|us)(?: back)?(?! (?:when|if|names|a |an |the ))\b/,
  new RegExp(
    `^(?:please )?(?:an? )?(?:${LIVE} )*(?:human(?: being)?|agent|representative|operator|manager|supervisor|person|someone real|customer (?:service|support|care)|call ?back|member of staff)(?: (?:please|pls|now|instead|asap|thanks))*$`,
  ),
]

const NOT_WANTED =
  /\b(?:(?:do not|don't|dont|did not|didn't|would not|wouldn't|not|never|won't|will not)(?: \w+){0,2}? ?|no (?:need|reason|wish)(?: to| for)? ?|rather not |without |instead of |no )(?=(?:want|need|wish|like to|have|speak|speaking|talk|talking|chat|write|connect|transfer|put|pass|hand|switch|forward|escalate|get|give|send|call|calling|ring|phone|asking|looking|human|person|agent|manager|callback|be\b|to (?:speak|talk|chat|call)|a (?:human|person|agent|call)|me to|another)\b)[^.,;!?]*?(?=$|[.,;!?]| (?:but|just|only|give|instead|rather|i want|i need|get me)\b)/g

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[’‘`]/g, "'")
    .replaceAll(/["“”()]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,;!?])/g, '')
    .replace(/^\W+|[\s.!?…,]+$/g, '')

const asks = (said: string) => ASKS_FOR_PERSON.some((pattern) => pattern.test(said))

/** Whether the words alone ask for a person, whatever it is about. */
export const asksForPerson = (text: string) => asks(plain(text).replaceAll(NOT_WANTED, ' '))

/** "I don't want to talk to a person", "don't hand me over": what the models read as a request is the opposite. */
export function refusesPerson(text: string): boolean {
  const said = plain(text)
  const kept = said.replaceAll(NOT_WANTED, ' ')
  return kept !== said && !asks(kept) && [...said.matchAll(NOT_WANTED)].some(([refused]) => NAMES_PERSON.test(refused))
}
const NAMES_PERSON = new RegExp(
  `\\b(?:${ANYONE}|${STAFF}|call ?back|phone call|(?:hand|pass|put|transfer) me|call(?:ing)? me|ring me|phone me)\\b`,
)
