import { expect, it } from 'vitest'
import type { IntentDefinition, Understanding } from '../../src/domain/index.ts'
import { wishedSkills } from '../../src/tickets/index.ts'

const intent = (
  name: string,
  skill: string,
  serve: IntentDefinition['serve'],
  optionalSkills: string[] = [],
): [string, IntentDefinition] => [
  name,
  { name, title: name, description: '', tags: [], skill, optionalSkills, priority: 'normal', serve, examples: [] },
]
const intents = new Map<string, IntentDefinition>([
  intent('laptop_dead', 'technical', { article: 'a' }, ['hardware']),
  intent('talk_to_person', 'orders', { person: true }),
  intent('get_invoice', 'billing', { article: 'b' }),
  intent('greeting', 'general', { reply: 'Hello' }),
])
const reading = (...names: string[]) =>
  ({ clauses: names.map((name) => ({ intent: name, probability: 0.9, text: name })) }) as unknown as Understanding
const wished = (...names: string[]) =>
  wishedSkills({ requiredSkill: 'technical', intent: 'laptop_dead' }, [null, reading(...names)], intents)

it('wishes for what the intent names and for the other matters of the same messages', () => {
  expect(wished('laptop_dead', 'get_invoice', 'greeting')).toEqual(['hardware', 'billing'])
})

it('wishes for nothing because a person was asked for', () => {
  expect(wished('laptop_dead', 'talk_to_person')).toEqual(['hardware'])
})
