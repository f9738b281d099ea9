import { TRANSFER_REASON_WORD } from './passing-on.ts'
import { dateTime } from './time.ts'
import type { ConsoleAgent, ConsoleEvent, Reference } from './wire.ts'
import { count, PRIORITY_WORD, plain, reasonWords, SENTIMENT_WORD, TARGET_WORD, TICKET_STATE_WORD } from './words.ts'

/** What is needed to name the people and things in an event. */
export interface Names {
  agent: (id: string) => string
  intent: (name: string) => string
}

export function namesFrom(agents: ConsoleAgent[], reference: Reference | undefined): Names {
  const agentNames = new Map(agents.map(({ id, name }) => [id, name]))
  const intentTitles = new Map(reference?.intents.map(({ name, title }) => [name, title]))
  return {
    agent: (id) => agentNames.get(id) ?? 'an agent',
    intent: (name) => intentTitles.get(name) ?? plain(name),
  }
}

/**
 * Whether the timeline tells of an event. Messages stand in the conversation itself, and a person's change of tags is
 * told by its corrections, which name the person.
 */
export function isTold({ type, actor }: ConsoleEvent): boolean {
  return (
    type !== 'message.posted' &&
    type !== 'service_level.changed' &&
    !(type === 'tags.changed' && actor.kind === 'agent')
  )
}

/** One event as a sentence without its time: "Offered to Maya Lind". */
export function eventWords(event: ConsoleEvent, names: Names): string {
  const data = fieldsOf(event.data)
  const who = event.actor.name ?? ACTOR_WORD[event.actor.kind]
  switch (event.type) {
    case 'conversation.started':
      return 'Conversation started'
    case 'message.posted':
      return `${who} wrote`
    case 'note.added':
      return `${who} added a note`
    case 'turn.decided':
      return `${reasonWords(data.text('reason'))}, on message ${data.number('seq')}`
    case 'conversation.escalated':
      return `A person is needed: ${lowerFirst(reasonWords(data.text('reason')))}. Priority ${lowerFirst(priorityWord(data.text('priority')))}, skill ${data.text('requiredSkill')}`
    case 'conversation.offered':
      return `Offered to ${names.agent(data.text('agentId'))}`
    case 'conversation.queued':
      return `Queued: ${lowerFirst(reasonWords(data.text('reason')))}`
    case 'ticket.skill_dropped':
      return `Nobody with ${data.list('skills').join(' and ')} was free within ${Math.round(data.number('afterMs') / 1000)} s; asking anybody with the required skill`
    case 'ticket.skill_changed':
      return `${data.text('by') === 'rule' ? 'A rule' : who} asked for somebody with ${data.text('now')} instead of ${data.text('was')}`
    case 'conversation.accepted':
      return `${names.agent(data.text('agentId'))} took over`
    case 'conversation.transferred':
      return transferWords(who, data, names)
    case 'conversation.declined':
      return `${names.agent(data.text('agentId'))} ${DECLINED_WORD[data.text('reason')] ?? 'gave it back'}`
    case 'conversation.returned':
      return `${who} handed back to the assistant`
    case 'conversation.resolved':
      if (data.text('by') === 'silence') return 'Ended by itself: nobody wrote any more'
      return `Resolved by ${data.text('by') === 'agent' ? who : `the ${data.text('by')}`}`
    case 'conversation.reopened':
      return 'Reopened: the customer wrote again'
    case 'conversation.rated':
      return `Rated ${data.number('rating')} of 5${data.text('comment') ? `: \u201c${data.text('comment')}\u201d` : ''}`
    case 'job.done':
      return `${jobWord(data.text('kind'))}: ${data.is('done') ? 'done' : 'refused by the shop'}`
    case 'job.failed':
      return `${jobWord(data.text('kind'))}: failed after ${count(data.number('attempts'), 'try', 'tries')}`
    case 'ticket.state_changed':
      return ticketStateWords(data.text('to'), data.text('until'), data.text('reason'))
    case 'service_level.at_risk':
      return `${targetWord(data.text('target'))} due soon: ${dateTime(data.text('dueAt'))} (${data.text('policy')})`
    case 'service_level.breached':
      return `${targetWord(data.text('target'))} overdue since ${dateTime(data.text('dueAt'))} (${data.text('policy')})`
    case 'service_level.changed':
      return 'The clocks of the ticket changed'
    case 'priority.changed':
      return `${PRIORITY_CHANGE_WORD[data.text('by')]?.(who) ?? 'Priority changed'}: ${lowerFirst(priorityWord(data.text('was')))} to ${lowerFirst(priorityWord(data.text('now')))}`
    case 'tickets.related':
      return relatedWords(data.number('duplicates'), data.number('related'))
    case 'merge.made':
      return `${who} merged two conversations of this customer`
    case 'merge.undone':
      return `${who} undid the merge of two conversations`
    case 'tags.changed':
      return tagsWords(data.list('added'), data.list('removed'))
    case 'intent.corrected':
      return `${who} corrected the intent to ${names.intent(data.text('now'))}${data.text('was') ? ` (was ${names.intent(data.text('was'))})` : ''}`
    case 'sentiment.corrected':
      return `${who} corrected the sentiment to ${lowerFirst(sentimentWord(data.text('now')))}${data.text('was') ? ` (was ${lowerFirst(sentimentWord(data.text('was')))})` : ''}`
    case 'tag.corrected':
      return `${who} ${TAG_ACTION_WORD[data.text('action')] ?? 'changed'} the tag ${data.text('tag')}`
  }
}

/** Who corrected the intent or the sentiment of a message last; null when that is not known. */
export function correctorOf(
  events: ConsoleEvent[],
  type: 'intent.corrected' | 'sentiment.corrected',
  messageId: string,
): string | null {
  const event = events.findLast((one) => one.type === type && fieldsOf(one.data).text('messageId') === messageId)
  return event ? (event.actor.name ?? ACTOR_WORD[event.actor.kind]) : null
}

const ACTOR_WORD = { customer: 'The customer', assistant: 'The assistant', agent: 'An agent', system: 'Earshot' }
const JOB_WORD: Record<string, string> = {
  cancel_order: 'Cancelling the order',
  change_address: 'Changing the address',
  return_order: 'Setting up the return',
  reset_password: 'Sending the link for a new password',
  send_code: 'Sending a one-time code',
}
const jobWord = (kind: string) => JOB_WORD[kind] ?? plain(kind)
function relatedWords(duplicates: number, related: number): string {
  const parts = [
    duplicates > 0 ? count(duplicates, 'possible duplicate', 'possible duplicates') : '',
    related > 0 ? count(related, 'related ticket', 'related tickets') : '',
  ].filter(Boolean)
  return `Found ${parts.join(' and ')}`
}

const PRIORITY_CHANGE_WORD: Record<string, (who: string) => string> = {
  person: (who) => `${who} set the priority`,
  released: (who) => `${who} released the priority`,
  message: () => 'A message raised the priority',
  waiting: () => 'Waiting raised the priority',
  rule: () => 'A rule set the priority',
}
const TAG_ACTION_WORD: Record<string, string> = { added: 'added', confirmed: 'confirmed', removed: 'took back' }
const DECLINED_WORD: Record<string, string> = {
  declined: 'declined',
  not_accepted_in_time: 'did not accept in time',
  agent_gone: 'was disconnected',
  transferred: 'no longer has it: a lead took over',
  agent_full: 'had no room left',
}

/** "Maya Lind passed it on to billing: a matter for another team". */
function transferWords(who: string, data: ReturnType<typeof fieldsOf>, names: Names): string {
  const whom = { queue: 'back to the queue', skill: `on to ${data.text('skill')}` }[data.text('to')]
  const why = data.text('why')
  const reason = isKeyOf(TRANSFER_REASON_WORD, why) ? `: ${lowerFirst(TRANSFER_REASON_WORD[why])}` : ''
  return `${who} passed it ${whom ?? `on to ${names.agent(data.text('agentId'))}`}${reason}`
}

function ticketStateWords(to: string, until: string, reason: string): string {
  const state = isKeyOf(TICKET_STATE_WORD, to) ? TICKET_STATE_WORD[to].toLowerCase() : plain(to)
  return `Ticket ${state}${until === '' ? '' : ` until ${dateTime(until)}`}: ${reason}`
}

function tagsWords(added: string[], removed: string[]): string {
  const parts = [
    added.length > 0 ? `${added.length === 1 ? 'Tag' : 'Tags'} added: ${added.join(', ')}` : '',
    removed.length > 0 ? `${removed.length === 1 ? 'Tag' : 'Tags'} removed: ${removed.join(', ')}` : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join('; ') : 'Tags changed'
}

const targetWord = (name: string) => (isKeyOf(TARGET_WORD, name) ? TARGET_WORD[name] : plain(name))
const priorityWord = (name: string) => (isKeyOf(PRIORITY_WORD, name) ? PRIORITY_WORD[name] : plain(name))
const sentimentWord = (name: string) => (isKeyOf(SENTIMENT_WORD, name) ? SENTIMENT_WORD[name] : plain(name))
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

function isKeyOf<Words extends object>(words: Words, name: string): name is Extract<keyof Words, string> {
  return name in words
}

/** Reads the fields of an event's data, which the protocol leaves open; what is missing or of another type is empty. */
function fieldsOf(data: unknown) {
  const fields = new Map<string, unknown>(typeof data === 'object' && data !== null ? Object.entries(data) : [])
  return {
    text: (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value : ''
    },
    number: (name: string) => {
      const value = fields.get(name)
      return typeof value === 'number' ? value : 0
    },
    is: (name: string) => fields.get(name) === true,
    list: (name: string): string[] => {
      const value = fields.get(name)
      return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
    },
  }
}
