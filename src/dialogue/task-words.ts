import type { FlowName } from '../domain/index.ts'

/** The words by which customers name what a flow does. */
const TASK_WORDS: Record<FlowName, RegExp> = {
  order_status: /\b(?:track(?:ing)?|look(?:ing)? (?:it |that )?up|where (?:is|are)|status)\b/gi,
  cancel_order: /\bcancel\p{L}*/giu,
  return_order: /\b(?:return\p{L}*|refund\p{L}*|(?:send|sending|give|giving)\b[^.,;!?]{0,30}?\bback|money back)\b/giu,
  change_address:
    /\b(?:(?:chang|updat|correct|edit|redirect|rerout)\p{L}*|(?:new|other|another|different) address)\b/giu,
  damaged_item: /\b(?:report\p{L}*|claim\p{L}*|damag\p{L}*|broken|crack\p{L}*|defect\p{L}*)\b/giu,
  reset_password: /\b(?:reset\p{L}*|chang\p{L}*|new password|recover\p{L}*)\b/giu,
  talk_to_sales: /\b(?:sales|quot\p{L}*|offer)\b/giu,
}

const WISHES =
  '(?:want|wanted|wish|wishing|need|mean|meant|intend|plan|planning|like|going|looking|trying|try|asking|ask)'
const BETWEEN =
  '(?: (?:even|really|actually|ever|please|just|you|dare|have|be|been|start|go|ahead|and|send|me|us|to|for|it|my|the|this|that|a|an|any|about|here|order|items?|parcel))*'
/**
 * Stands before what is not wanted, with nothing but a few words between. "I can't cancel" and "you have not cancelled" are
 * no refusals: they ask for help.
 */
const REFUSED_BEFORE = new RegExp(
  `(?:${[
    `(?<!\\b(?:why|they|you|who) )\\b(?:do not|don't|dont|shouldn't|should not|mustn't|must not)(?: ${WISHES}| really| actually)*${BETWEEN}`,
    `\\byou (?:do not|don't|dont) (?:have|need)${BETWEEN}`,
    `\\b(?:i|we)(?: really| just| certainly)? (?:won't|will not)${BETWEEN}`,
    `\\b(?:did not|didn't|does not|doesn't|never)(?: really| actually)?(?: ${WISHES})+${BETWEEN}`,
    `(?:^|[,.;!] ?|\\b(?:am|i'm|are|we're|decided|please|would|rather|better|but|and|or) )not(?: ${WISHES})*${BETWEEN}`,
    `\\bno longer(?: ${WISHES})*${BETWEEN}`,
    `\\bno(?: (?:need|reason|intention|wish|point))+(?: (?:to|for|of|in|a|an|any|the|my|you))*`,
    `\\b(?:no|instead of|without)`,
    `\\b(?:stop|undo|abort|withdraw|forget)(?: (?:the|my|that|this|about))*`,
  ].join('|')})\\s+$`,
  'i',
)

/** Characters before a task's word in which its refusal stands. */
const REACH = 120

/**
 * Whether the message says that this task is not to be done: "please don't cancel my order", "I no longer want to cancel",
 * "not asking for a return". Who also asks for it in the same message ("don't cancel that one, cancel TG-104310") does want
 * it.
 */
export function refusesTask(text: string, flow: FlowName): boolean {
  const said = text.replaceAll('’', "'")
  const refused = [...said.matchAll(TASK_WORDS[flow])].map(({ index }) =>
    REFUSED_BEFORE.test(said.slice(Math.max(0, index - REACH), index)),
  )
  if (refused.at(-1) !== true) return false
  return refused.every((isRefused) => isRefused) || THINKS_AGAIN.test(said)
}

/** Then the last word counts: "cancel it, no wait, don't cancel it". */
const THINKS_AGAIN = /\b(?:no,? wait|wait,? no|actually|on second thoughts?|changed my mind)\b/i

/** Whether the message asks for this task in words of its own. */
export function namesTask(text: string, flow: FlowName): boolean {
  return text.search(TASK_WORDS[flow]) >= 0 && !refusesTask(text, flow)
}
