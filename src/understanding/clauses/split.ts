/** A stretch of a message that could be a matter of its own. */
export interface Clause {
  /** As it stands in the message, without connectives before it. */
  text: string
  /** UTF-16 offsets into the message, end exclusive. */
  start: number
  end: number
  /** As it is to be read alone: "cancel it" after "my order is late" as "cancel my order". */
  reading: string
  /** A question, a wish or an order: something the customer wants, not only something that is so. */
  isRequest: boolean
  /** Only a comma stands before it: "cancel my order, I found it cheaper". */
  isAppended: boolean
  /** Its "it" or "them" is what the clause before is about. */
  refersBack: boolean
  /** The customer says that it is another thing: "also", "by the way". */
  isMarked: boolean
}

/** A customer with more matters than this is read up to here. */
const MAX_CLAUSES = 6
const MIN_WORDS = 2
/** Characters: what stands behind them is a story, and would cost more than it says. */
const MAX_LENGTH = 1000

const SENTENCE_END = String.raw`[.!?]+(?=\s|$)|[;\n]+|\s[-–—]\s`
const CONNECTIVE = String.raw`,?\s+(?:and|but|plus|then|so|&)\s+|[,:]\s+`
const BREAK = new RegExp(`(${SENTENCE_END})|(?:${CONNECTIVE})`, 'gi')

const MARK = [
  'also|plus|besides|additionally|furthermore|moreover|secondly|second|finally|next|lastly|by the way|btw|separately',
  'another (?:thing|question|issue)|one more (?:thing|question)|something else|on another note',
  "(?:on top of|apart from|other than) that|while (?:i'm|i am|we're|we are) at it",
].join('|')
const MARK_BEFORE = new RegExp(String.raw`\b(?:${MARK})\b`, 'i')
/** What may stand before a clause without being part of what it says. */
const LEAD = new RegExp(
  String.raw`^(?:[\s,.:;&–—-]+|(?:and|but|so|then|oh|ok|okay|well|hi|hello|hey|${MARK})\b(?!\s+(?:far|that)\b))`,
  'i',
)
const MARK_INSIDE = /\b(?:also|too|as well|either|in addition)\b/i

const WISH =
  /\b(?:i(?:'d| would) (?:also )?(?:like|love|prefer)|i(?:'d| would)? (?:also |just |really )?(?:want|need|wish)|we (?:also )?(?:want|need)|please|pls|let me|help me|tell me|i(?:'m| am) (?:also )?(?:looking for|wondering))\b/i
const ASKS =
  /^(?:who|what|when|where|which|why|how|can|could|may|do|does|did|is|are|was|were|will|would|should|ha(?:s|ve)(?! (?:\w+ed|been|had|got|gone|not|never|just|already|also|now)\b)|if so)\b(?!['’]t)/i
const ORDER_WORDS = [
  'accept activate add advise allow apply arrange ask assign block book bring buy calculate call cancel change charge check',
  'clear close collect compare complete confirm connect contact convert copy correct create credit deactivate delay delete',
  'deliver describe disable disconnect email enable exchange explain extend fill find fix forward freeze get give hand',
  'help hold increase inform install insure issue keep leave let limit link list lock look lower mail make merge message',
  'move notify open order pause pay phone pick play port post print process provide put raise reactivate read recommend',
  'redirect reduce refund register remind remove renew repair repeat replace report rent request resend reserve reset',
  'resolve restart restore return revoke ring schedule search sell send set share ship show skip sort spell start stop',
  'suggest suspend swap switch take tell terminate text top track transfer translate turn unblock unfreeze unlock',
  'unsubscribe update upgrade use validate verify waive wake withdraw write',
]
  .join(' ')
  .replaceAll(' ', '|')
const ORDERS = new RegExp(String.raw`^(?:please |kindly |just )*(?:${ORDER_WORDS})\b`, 'i')
/** With one of these a clause may begin after "and" or a comma; with anything else it is the rest of a list. */
const BEGINS =
  /^(?:i|i'm|i'd|i've|i'll|im|ive|we|we're|we've|you|he|she|it|it's|its|they|there|there's|my|our|the|your|this|that|nobody|someone|somebody|if|also|please|kindly|by the way|btw|thanks|thank)\b/i

const startsClause = (text: string) => BEGINS.test(text) || ASKS.test(text) || ORDERS.test(text)
const countWords = (text: string) => text.match(/[\p{Letter}\p{Number}][\p{Letter}\p{Number}'’-]*/gu)?.length ?? 0

/**
 * `cancel my order and change my address` → `cancel my order`, `change my address`. Cuts at ends of sentences, and at
 * conjunctions and commas where what follows can be a clause, so that lists stay whole. Fewer than two clauses give none.
 */
export function splitClauses(text: string): Clause[] {
  const message = text.slice(0, MAX_LENGTH)
  const clauses: Clause[] = []
  for (const piece of cut(message)) {
    const clause = describe(message, piece, clauses[clauses.length - 1])
    if (clause) clauses.push(clause)
  }
  return clauses.length < 2 ? [] : clauses.slice(0, MAX_CLAUSES)
}

interface Piece {
  start: number
  end: number
  isAppended: boolean
}

function cut(message: string): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let isAppended = false
  for (const match of message.matchAll(BREAK)) {
    const isSentence = match[1] !== undefined
    const next = match.index + match[0].length
    const before = message.slice(start, match.index)
    const said = before.slice(leadOf(before).length)
    const after = message.slice(next + leadOf(message.slice(next)).length)
    if (!isSentence && (countWords(said) < MIN_WORDS || !startsClause(after))) continue
    // The mark that ends a sentence says whether it asks.
    pieces.push({ start, end: isSentence ? next : match.index, isAppended })
    start = next
    isAppended = /^,\s+$/.test(match[0])
  }
  pieces.push({ start, end: message.length, isAppended })
  return pieces
}

/** Connectives and greetings that stand before what a clause says. */
function leadOf(text: string): string {
  let length = 0
  for (;;) {
    const lead = LEAD.exec(text.slice(length))?.[0].length ?? 0
    if (lead === 0) return text.slice(0, length)
    length += lead
  }
}

function describe(message: string, piece: Piece, previous: Clause | undefined): Clause | null {
  const { start: from, end: to, isAppended } = piece
  const lead = leadOf(message.slice(from, to))
  const text = message.slice(from + lead.length, to).trim()
  if (countWords(text) < MIN_WORDS) return null
  const start = message.indexOf(text, from + lead.length)
  const refersBack = previous !== undefined && PRONOUN.test(text) && !text.match(OBJECT)
  return {
    text,
    start,
    end: start + text.length,
    reading: refersBack ? carryOver(text, previous.reading) : text,
    isAppended,
    refersBack,
    isRequest: /\?[\s!.]*$/.test(text) || ASKS.test(text) || ORDERS.test(text) || WISH.test(text),
    isMarked: MARK_BEFORE.test(lead) || MARK_INSIDE.test(text),
  }
}

const PRONOUN =
  /\b(?:it|them|that one|this one)\b(?!\s+(?:is|was|to|that|will|has|does|won't|doesn't)\b)|\b(?:this|that)(?=\W*$)/i
const DETERMINED = String.raw`\b(?:my|the|a|an|this|that|our|your)\s+`
/** Two words at the end of a clause ("the delivery address"), else one, for what follows is mostly a verb. */
const OBJECT = new RegExp(
  String.raw`${DETERMINED}[\p{Letter}-]+\s+[\p{Letter}-]{3,}(?=\W*$)|${DETERMINED}[\p{Letter}-]{3,}`,
  'giu',
)

/** "it" as the last thing named before: what a pronoun stands for decides which intent it is. */
function carryOver(text: string, before: string): string {
  const named = before.match(OBJECT)
  const last = named?.[named.length - 1]
  return last ? text.replace(PRONOUN, last) : text
}
