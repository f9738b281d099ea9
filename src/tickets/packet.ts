import {
  ASKED_FOR_PERSON,
  type Entity,
  type EscalationReason,
  type Frustration,
  type HandoffPacket,
  type IntentDefinition,
  type IntentReading,
  isMatter,
  type Message,
} from '../domain/index.ts'
import { collectShown } from './shown-articles.ts'
import { type FlowStanding, intentOf, summarise } from './summary.ts'

export interface PacketInput {
  reason: EscalationReason
  /** All messages so far, oldest first, with understanding and decision where there is one; notes are left out. */
  messages: Message[]
  /** The conversation's frustration now. */
  frustration: Frustration
  intents: readonly Pick<IntentDefinition, 'name' | 'title' | 'tags' | 'serve'>[]
  /** Null when no guided dialogue is under way. */
  flow: FlowStanding | null
  /** What the customer is told with the escalation; routing overwrites it with what it says about the wait. */
  promised: string
}

/** The story so far, out of what is stored and nothing else. The same input gives the same packet. */
export function buildPacket(input: PacketInput): HandoffPacket {
  const messages = input.messages.filter((message) => message.kind === 'public')
  const fromCustomer = messages.filter((message) => message.author === 'customer')
  const packet = {
    reason: input.reason,
    intents: collectIntents(fromCustomer, input.intents),
    sentimentCurve: fromCustomer.flatMap((message) =>
      message.seq !== null && message.understanding && wasRead(message)
        ? [
            {
              seq: message.seq,
              score: message.understanding.sentiment.score,
              label: message.correctedSentiment ?? message.understanding.sentiment.label,
              frustration: message.frustration ?? input.frustration.value,
            },
          ]
        : [],
    ),
    // Why it was handed over says so; to want a person is no trouble by itself.
    frustrationDrivers: input.frustration.drivers.filter((driver) => driver !== ASKED_FOR_PERSON),
    entities: collectEntities(fromCustomer),
    tried: collectShown(messages),
    flow: input.flow && flowInWords(input.flow),
    attachments: fromCustomer.flatMap((message) => message.attachments),
    promised: input.promised,
  }
  return { ...packet, summary: summarise(packet, input.flow, fromCustomer, input.intents) }
}

function flowInWords({ title, known, asked }: FlowStanding): string {
  const stands = known ?? (asked === null ? 'just begun' : null)
  const soFar = stands === null ? title : `${title}: ${stands}`
  return asked === null ? `${soFar}.` : `${soFar}; last asked: “${asked}”.`
}

/** Each first intent that is a matter once, with its highest probability, the latest mentioned first. */
function collectIntents(messages: Message[], intents: PacketInput['intents']): IntentReading[] {
  const isTalk = (name: string) => intents.some((intent) => intent.name === name && !isMatter(intent))
  const found = new Map<string, number>()
  for (const message of messages) {
    const reading = intentOf(message)
    if (!reading || isTalk(reading.name)) continue
    const probability = Math.max(reading.probability, found.get(reading.name) ?? 0)
    found.delete(reading.name)
    found.set(reading.name, probability)
  }
  return [...found].map(([name, probability]) => ({ name, probability })).reverse()
}

function collectEntities(messages: Message[]): Entity[] {
  const found = new Map<string, Entity>()
  for (const entity of messages.flatMap((message) => message.understanding?.entities ?? [])) {
    const key = `${entity.type} ${entity.value}`
    if (!found.has(key)) found.set(key, entity)
  }
  return [...found.values()]
}

/** False for a message in a language the models do not know, unless a person said how it sounds. */
const wasRead = ({ understanding, correctedSentiment }: Message) =>
  correctedSentiment !== null || (understanding !== null && understanding.sentiment.confidence > 0)
