import type { IntentDefinition, Message } from '../domain/index.ts'
import type { Matter } from './relate.ts'
import { intentOf, keyMessage } from './summary.ts'

/** Kinds of entities that name one thing and no other. */
const NUMBERS = new Set(['order_number', 'tracking_number', 'repair_number', 'serial_number'])

/** What a conversation is about, with the text of the message that says it; the text is null before anybody wrote. */
export function matterOf(
  messages: readonly Message[],
  intents: ReadonlyMap<string, IntentDefinition>,
): Pick<Matter, 'intent' | 'title' | 'numbers'> & { text: string | null } {
  const fromCustomer = messages.filter(({ author, kind }) => author === 'customer' && kind === 'public')
  const key = keyMessage(fromCustomer, [...intents.values()])
  const intent = (key && intentOf(key)?.name) ?? null
  const entities = fromCustomer.flatMap(({ understanding }) => understanding?.entities ?? [])
  const numbers = entities.filter(({ type }) => NUMBERS.has(type)).map(({ value }) => value)
  return {
    intent,
    title: intent === null ? null : (intents.get(intent)?.title ?? null),
    numbers: [...new Set(numbers)],
    text: key?.text ?? null,
  }
}
