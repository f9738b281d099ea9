import { expect, it } from 'vitest'
import { type IntentDefinition, matterAfter, type Serve } from '../../src/domain/index.ts'

const intent = (name: string, serve: Serve): IntentDefinition => ({
  name,
  title: name,
  description: '',
  tags: [],
  skill: 'orders',
  optionalSkills: [],
  priority: 'normal',
  serve,
  examples: [],
})
const late = intent('late_delivery', { person: true })
const invoice = intent('invoice', { article: 'invoice' })
const person = intent('talk_to_person', { person: true })
const no = intent('deny', { reply: 'Then what?' })

it.each<[string, (IntentDefinition | undefined)[], string | null]>([
  ['nothing before anything was understood', [undefined], null],
  ['nothing after a bare no', [no], null],
  ['the last thing somebody wanted', [late, invoice], 'invoice'],
  ['that still after an answer to our own question', [late, no], 'late_delivery'],
  ['that still after something nobody understood', [late, undefined], 'late_delivery'],
  ['that still after a wish for a person', [late, person], 'late_delivery'],
  ['the wish for a person where nothing else was said', [no, person], 'talk_to_person'],
  ['what comes after that wish', [person, late], 'late_delivery'],
])('a conversation is about %s', (_, read, matter) => {
  expect(read.reduce<string | null>(matterAfter, null)).toBe(matter)
})
