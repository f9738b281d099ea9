import type {
  Entity,
  EscalationReason,
  Frustration,
  HandoffPacket,
  IntentDefinition,
  IntentReading,
  Message,
  Source,
} from '../domain/index.ts'
import { intentOf, summarise } from './summary.ts'

export interface PacketInput {
  reason: EscalationReason
  /** All messages so far, oldest first, with understanding and decision where there is one; notes are left out. */
  messages: Message[]
  /** The conversation's frustration now. */
  frustration: Frustration
  intents: readonly Pick<IntentDefinition, 'name' | 'title' | 'tags'>[]
  /** Where a guided dialogue stands, in words; null when there is none. */
  flow: string | null
  /** What the customer is told with the escalation; routing overwrites it with what it says about the wait. */
  promised: string
}

/** The story so far, out of what is stored and nothing else. The same input gives the same packet. */
export function buildPacket(input: PacketInput): HandoffPacket {
  const messages = input.messages.filter((message) => message.kind === 'public')
  const fromCustomer = messages.filter((message) => message.author === 'customer')
  const packet = {
    reason: input.reason,
    intents: collectIntents(fromCustomer),
    sentimentCurve: fromCustomer.flatMap((message) =>
      message.seq !== null && message.understanding
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
    frustrationDrivers: input.frustration.drivers,
    entities: collectEntities(fromCustomer),
    tried: collectSources(messages),
    flow: input.flow,
    attachments: fromCustomer.flatMap((message) => message.attachments),
    promised: input.promised,
  }
  return { ...packet, summary: summarise(packet, fromCustomer, input.intents) }
}

/** Each first intent once, with its highest probability, the latest mentioned first. */
function collectIntents(messages: Message[]): IntentReading[] {
  const found = new Map<string, number>()
  for (const message of messages) {
    const reading = intentOf(message)
    if (!reading) continue
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

/** Articles the customer was shown, each once. */
function collectSources(messages: Message[]): Source[] {
  const found = new Map<string, Source>()
  for (const message of messages) {
    if (message.author !== 'assistant') continue
    for (const source of message.sources) if (!found.has(source.articleId)) found.set(source.articleId, source)
  }
  return [...found.values()]
}
