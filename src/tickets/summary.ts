import type {
  EscalationReason,
  HandoffPacket,
  IntentDefinition,
  IntentReading,
  Message,
  Reception,
  Sentiment,
} from '../domain/index.ts'
import { nameEntities } from './mentioned.ts'

/** A quote is cut at a word before this many UTF-16 units. */
export const QUOTE_LENGTH = 160

const WHY: Record<EscalationReason, string> = {
  asked_for_person: 'The customer asked for a person.',
  frustrated: 'It was handed over because the customer is frustrated.',
  failed_attempts: 'It was handed over because the assistant asked back and still found no answer.',
  intent_for_people: 'It was handed over because a person has to decide this.',
  part_failed: 'It was handed over because a part of the assistant failed.',
  flow_needs_person: 'It was handed over because a person has to go on from here.',
  unsupported_language: 'It was handed over because the assistant does not speak this language.',
}

const MOOD: Record<Sentiment, string> = {
  very_negative: 'very negative',
  negative: 'negative',
  neutral: 'neutral',
  positive: 'positive',
  very_positive: 'very positive',
}

/** Tags of intents that say how the customer feels or whom they want, not what they need. */
const NOT_A_MATTER = new Set(['small-talk', 'escalation', 'complaint'])

type Intents = readonly Pick<IntentDefinition, 'name' | 'title' | 'tags'>[]

/** Where a guided dialogue stands. */
export interface FlowStanding {
  title: string
  /** "order TG-104310, e-mail …"; null when nothing is known yet. */
  known: string | null
  /** The last question; null when none was put. */
  asked: string | null
}

/**
 * Three to six plain sentences: the matter, what was tried and how it went, and why a person; between them, where there is
 * any, the task under way, what was mentioned or attached, and the mood.
 */
export function summarise(
  packet: Omit<HandoffPacket, 'summary' | 'promised'>,
  flow: FlowStanding | null,
  fromCustomer: Message[],
  intents: Intents,
): string {
  return [
    matter(fromCustomer, intents),
    flow === null ? null : `The task “${flow.title}” was under way${flow.known === null ? '' : `: ${flow.known}`}.`,
    given(packet, flow),
    mood(packet),
    tried(packet),
    WHY[packet.reason],
  ]
    .filter((sentence) => sentence !== null)
    .join(' ')
}

/** The first intent of a message as it stands: a person's correction before the model's reading. */
export function intentOf(message: Message): IntentReading | null {
  if (message.correctedIntent !== null) return { name: message.correctedIntent, probability: 1 }
  const { understanding } = message
  return understanding && !understanding.outOfScope ? (understanding.intents[0] ?? null) : null
}

function matter(fromCustomer: Message[], intents: Intents): string {
  const message = keyMessage(fromCustomer, intents)
  if (!message) return 'The customer has not written anything yet.'
  const reading = intentOf(message)
  const title = reading && intents.find((intent) => intent.name === reading.name)?.title
  const quoted = endSentence(quote(message.text))
  return title ? `The matter is “${title}”: ${quoted}` : `The customer wrote: ${quoted}`
}

/** The latest message that names a matter; else the latest complaint; else the latest message. */
export function keyMessage(fromCustomer: readonly Message[], intents: Intents): Message | undefined {
  const tagsOf = (message: Message) => {
    const name = intentOf(message)?.name
    return intents.find((intent) => intent.name === name)?.tags ?? []
  }
  return (
    fromCustomer.findLast((message) => tagsOf(message).some((tag) => !NOT_A_MATTER.has(tag))) ??
    fromCustomer.findLast((message) => {
      const tags = tagsOf(message)
      return tags.includes('complaint') && !tags.includes('small-talk')
    }) ??
    fromCustomer.at(-1)
  )
}

/** What the customer mentioned and attached. What the task under way names already is not said twice. */
function given({ entities, attachments }: Pick<HandoffPacket, 'entities' | 'attachments'>, flow: FlowStanding | null) {
  const others = entities.filter(({ value }) => !flow?.known?.includes(value))
  const parts = [
    { said: 'mentioned', what: nameEntities(others).map((named) => shorten(named, 80)) },
    { said: 'attached', what: attachments.map(({ name }) => quote(name, 60)) },
  ].filter(({ what }) => what.length > 0)
  if (parts.length === 0) return null
  return `The customer ${list(parts.map(({ said, what }) => `${said} ${list(what)}`))}.`
}

function mood({ sentimentCurve, frustrationDrivers }: Omit<HandoffPacket, 'summary' | 'promised'>): string | null {
  const first = sentimentCurve[0]
  const last = sentimentCurve.at(-1)
  if (!first || !last) return null
  const went =
    sentimentCurve.length === 1
      ? `The mood is ${MOOD[last.label]}`
      : first.label === last.label
        ? `The mood is ${MOOD[last.label]}, as in the first of ${sentimentCurve.length} messages`
        : `The mood went from ${MOOD[first.label]} to ${MOOD[last.label]} over ${sentimentCurve.length} messages`
  const drivers = frustrationDrivers.length > 0 ? `: ${list(frustrationDrivers)}` : ''
  return `${went}, frustration ${last.frustration.toFixed(2)} of 1${drivers}.`
}

function tried({ tried }: Pick<HandoffPacket, 'tried'>): string {
  if (tried.length === 0) return 'No article has been shown yet.'
  const shown = tried.slice(0, 3).map(({ title }) => quote(title))
  const more = tried.length > 3 ? [`${tried.length - 3} more`] : []
  const received = RECEIVED.flatMap(({ how, said }) => {
    const so = tried.filter((article) => article.received === how)
    const titles = tried.length === 1 && so.length === 1 ? ['it'] : so.map(({ title }) => quote(title))
    return titles.length > 0 ? [`${said} ${list(titles)}`] : []
  })
  const went = received.length > 0 ? `; the customer ${list(received)}` : ''
  return `The assistant has shown ${list([...shown, ...more])}${went}.`
}

const RECEIVED: { how: Reception; said: string }[] = [
  { how: 'refused', said: 'refused' },
  { how: 'asked_again', said: 'asked again after' },
  { how: 'helped', said: 'was helped by' },
]

/** "a", "a and b", "a, b and c". */
function list(parts: string[]): string {
  if (parts.length <= 1) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** One line of at most `length` units, cut at a word where one ends in the second half, never inside a character. */
function shorten(text: string, length = QUOTE_LENGTH): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= length) return line
  const cut = line.slice(0, length - 1)
  const space = cut.lastIndexOf(' ')
  const kept = space > length / 2 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '')
  return `${kept.trimEnd()}…`
}

/** Between quotation marks; those inside become single ones, so that a quote ends where it ends. */
const quote = (text: string, length = QUOTE_LENGTH) => `“${shorten(text, length).replaceAll(/[“”„‟]/g, '’')}”`

const endSentence = (quoted: string) => (/[.!?…]”$/.test(quoted) ? quoted : `${quoted}.`)
