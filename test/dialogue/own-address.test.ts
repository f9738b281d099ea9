import { describe, expect, it } from 'vitest'
import { ownAddress } from '../../src/dialogue/index.ts'
import type { Entity } from '../../src/domain/index.ts'

const ADDRESS = /[\w.]+@[\w.]+\w/g
const heard = (text: string, asked = false) =>
  ownAddress(
    text,
    [...text.matchAll(ADDRESS)].map(
      ({ 0: value, index }): Entity => ({ type: 'email', text: value, value, start: index, end: index + value.length }),
    ),
    asked,
  )

describe('an e-mail address in a message', () => {
  it.each([
    'My email is ann@shop.example, thanks',
    'my new e-mail address: ann@shop.example',
    'It broke. You can reach me at ann@shop.example if the chat ends',
    'please write to me at ann@shop.example',
    'I wrote to service@bank.example, but my mail is ann@shop.example',
  ])('is the customer’s where they say so: %s', (text) => {
    expect(heard(text)).toBe('ann@shop.example')
  })

  it.each(['ann@shop.example', 'sure, use ann@shop.example please', "it's ann@shop.example"])(
    'is theirs where it was asked for: %s',
    (text) => {
      expect(heard(text, true)).toBe('ann@shop.example')
      expect(heard(text, false)).toBeNull()
    },
  )

  it.each([
    'I already complained to service@bank.example',
    'the mail came from fraud@phish.example',
    'is help@shop.example your address, or is it info@shop.example?',
    'why does the invoice that I got last week name accounting@shop.example at the bottom',
  ])('is somebody else’s, asked or not: %s', (text) => {
    expect(heard(text)).toBeNull()
    expect(heard(text, true)).toBeNull()
  })
})
