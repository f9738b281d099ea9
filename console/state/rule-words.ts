import { languageName } from './languages.ts'
import type {
  Condition,
  FactValue,
  Finding,
  RuleAction,
  RuleActionKind,
  RuleCatalogue,
  RuleContent,
  RuleEvent,
  RuleFiring,
  Suppression,
} from './wire.ts'
import { plain } from './words.ts'

export const EMPTY_RULE: RuleContent = {
  name: '',
  event: { type: 'message_received' },
  conditions: { all: [] },
  actions: [{ kind: 'note', text: '' }],
  stopOnMatch: false,
  limits: { perCustomer: { times: 1, hours: 24 }, perRule: { times: 100, hours: 1 } },
}

export const ACTION_WORD: Record<RuleActionKind, string> = {
  add_tags: 'Add tags',
  remove_tags: 'Remove tags',
  set_priority: 'Set the priority',
  assign: 'Assign',
  note: 'Write a note for agents',
  reply: 'Write to the customer',
  ask_rating: 'Ask for a rating',
  notify: 'Notify in the console',
  webhook: 'Call a webhook',
  snooze: 'Snooze',
  start_flow: 'Start a guided dialogue',
  follow_up_later: 'Wait, then go on if the conditions still hold',
  resolve: 'Resolve',
  close: 'Close',
}

export const ACT_STATUS_WORD: Record<RuleFiring['acts'][number]['status'], string> = {
  waiting: 'waiting',
  done: 'done',
  failed: 'failed',
  skipped: 'left out',
  dismissed: 'dismissed',
}

export const SUPPRESSION_WORD: Record<Suppression, string> = {
  customer_limit: 'Held back: its limit for this customer was reached',
  rule_limit: 'Held back: its limit was reached',
  own_consequence: 'Held back: it had caused this itself',
  too_deep: 'Held back: three rules led here already',
}

/** A new action of a kind, to be filled in. */
export function newAction(kind: RuleActionKind): RuleAction {
  switch (kind) {
    case 'add_tags':
    case 'remove_tags':
      return { kind, tags: [] }
    case 'set_priority':
      return { kind, priority: 'one_up' }
    case 'assign':
      return { kind, to: 'queue' }
    case 'note':
    case 'reply':
      return { kind, text: '' }
    case 'ask_rating':
      return { kind, text: 'How did we do? Choose one of the five faces below.' }
    case 'notify':
      return { kind, who: 'leads', text: '' }
    case 'webhook':
      return { kind, url: '', secret: '' }
    case 'snooze':
    case 'follow_up_later':
      return { kind, hours: 24 }
    case 'start_flow':
      return { kind, flow: 'order_status' }
    case 'resolve':
    case 'close':
      return { kind }
  }
}

/** A new event of a type, with values to begin with. */
export function newEvent(type: RuleEvent['type']): RuleEvent {
  if (type === 'no_reply_for') return { type, who: 'customer', hours: 24 }
  return type === 'frustration_crossed' ? { type, threshold: 0.6 } : { type }
}

/** "The customer is silent for 24 h". */
export function eventWords(event: RuleEvent, catalogue: RuleCatalogue | undefined): string {
  if (event.type === 'no_reply_for') {
    return `${event.who === 'customer' ? 'The customer does not reply' : 'No agent replies'} for ${event.hours} h`
  }
  if (event.type === 'frustration_crossed') return `Frustration passes ${event.threshold}`
  return catalogue?.events.find(({ type }) => type === event.type)?.title ?? plain(event.type)
}

export function valueWords(value: FactValue): string {
  if (value === null) return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(Math.round(value * 100) / 100)
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(nameWords).join(', ')
  return nameWords(value)
}

/** `very_negative` is a name of the protocol's; what somebody wrote stays as it is. */
const nameWords = (value: string) => (/^[a-z]+(_[a-z]+)+$/.test(value) ? plain(value).toLowerCase() : value)

/** "Priority is at least high; it was urgent". */
export function findingWords({ field, op, wanted, seen }: Finding, catalogue: RuleCatalogue | undefined): string {
  const known = catalogue?.fields.find(({ name }) => name === field)
  const operator = known && catalogue?.operators[known.type].find((one) => one.op === op)
  const asked = wanted === null ? '' : ` ${valueWords(wanted)}`
  const met = known?.type === 'text' && typeof seen === 'string' ? `“${shorten(seen)}”` : shorten(valueWords(seen))
  return `${known?.title ?? field} ${operator?.title ?? op}${asked}: it was ${met}`
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)

/** A rule as text, for comparing two versions line by line. */
export function ruleText(content: RuleContent, catalogue: RuleCatalogue | undefined): string {
  const { perCustomer, perRule } = content.limits
  return [
    `Name: ${content.name}`,
    `When: ${eventWords(content.event, catalogue)}`,
    ...conditionLines(content.conditions, catalogue, 0),
    ...content.actions.flatMap((action, place) => [
      `${place + 1}. ${actionWords(action)}`,
      ...translationLines(action),
    ]),
    `At most ${perCustomer.times} per customer in ${perCustomer.hours} h, ${perRule.times} in all in ${perRule.hours} h`,
    content.stopOnMatch ? 'Stops the rules below' : 'Lets the rules below go on',
  ].join('\n')
}

function conditionLines(condition: Condition, catalogue: RuleCatalogue | undefined, depth: number): string[] {
  const indent = '  '.repeat(depth)
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any
    const title = 'all' in condition ? 'If all of these hold:' : 'If one of these holds:'
    return [`${indent}${title}`, ...parts.flatMap((part) => conditionLines(part, catalogue, depth + 1))]
  }
  if ('not' in condition)
    return [`${indent}If this does not hold:`, ...conditionLines(condition.not, catalogue, depth + 1)]
  const known = catalogue?.fields.find(({ name }) => name === condition.field)
  const operator = known && catalogue?.operators[known.type].find(({ op }) => op === condition.op)
  const wanted = condition.value === undefined ? '' : ` ${valueWords(condition.value)}`
  return [`${indent}${known?.title ?? condition.field} ${operator?.title ?? condition.op}${wanted}`]
}

const translationLines = (action: RuleAction): string[] =>
  'translations' in action
    ? Object.entries(action.translations ?? {}).map(([code, text]) => `   in ${languageName(code)}: ${text}`)
    : []

export function actionWords(action: RuleAction): string {
  const name = ACTION_WORD[action.kind]
  switch (action.kind) {
    case 'add_tags':
    case 'remove_tags':
      return `${name}: ${action.tags.join(', ')}`
    case 'set_priority':
      return `${name}: ${action.priority === 'one_up' ? 'one step up' : action.priority}`
    case 'assign':
      if (action.to === 'queue') return `${name}: back to the queue`
      return 'skill' in action.to ? `${name}: to somebody with ${action.to.skill}` : `${name}: to one agent`
    case 'note':
    case 'reply':
    case 'ask_rating':
      return `${name}: ${action.text}`
    case 'notify':
      return `${name}, ${action.who === 'leads' ? 'all leads and admins' : 'its agent'}: ${action.text}`
    case 'webhook':
      return `${name}: ${action.url}`
    case 'snooze':
    case 'follow_up_later':
      return `${name}: ${action.hours} h`
    case 'start_flow':
      return `${name}: ${plain(action.flow)}`
    case 'resolve':
    case 'close':
      return name
  }
}
