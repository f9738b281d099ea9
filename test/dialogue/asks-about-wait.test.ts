import { expect, it } from 'vitest'
import { asksAboutWait } from '../../src/dialogue/asks-about-wait.ts'

it.each([
  'how long will it take?',
  'how much longer do I have to wait',
  'how many more minutes',
  'is anybody there?',
  'anyone here??',
  'when will somebody be back',
  'when can I talk to a person',
  'I am still waiting',
  "I've been waiting for ages",
  'what number am I in the queue?',
  'hello??',
])('hears a question about the wait in %j', (text) => {
  expect(asksAboutWait(text)).toBe(true)
})

it.each([
  'how long is the warranty',
  'it is order TG-104233',
  'hello',
  'the screen is broken too',
  'when did you send it',
  'somebody dented the box',
])('hears none in %j', (text) => {
  expect(asksAboutWait(text)).toBe(false)
})
