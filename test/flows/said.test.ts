import { describe, expect, it } from 'vitest'
import { addressIn, damageIn, itemsIn, reasonIn, valueIn, wishIn } from '../../src/flows/said.ts'

describe('out of a free sentence', () => {
  it.each([
    [
      'My Pulse Watch 3 from order TG-104015 arrived with a cracked screen, I want a refund',
      'My Pulse Watch 3 arrived with a cracked screen',
    ],
    [
      'Hello, my order TG-104015 came with a broken lid. Can I get a new one? anna@example.com',
      'Hello, my order came with a broken lid',
    ],
    ['Report a damaged item, order TG-104310', null],
    ['I want a refund', null],
  ])('the damage in %j is %j', (text, damage) => {
    expect(damageIn(text)).toBe(damage)
  })

  it.each([
    ['I want to return TG-104015 because it does not fit', 'it does not fit'],
    ['return of TG-104310 since they are too bright, my mail is a@b.example', 'they are too bright'],
    ['I changed my mind about TG-104015, I want to return it', 'I changed my mind'],
    ['I have waited since Monday, return TG-104015', null],
    ['I want to return my order', null],
  ])('the reason in %j is %j', (text, reason) => {
    expect(reasonIn(text)).toBe(reason)
  })

  it.each([
    ['no, replacement', 'replacement'],
    ['I want a refund', 'refund'],
    ['money back please', 'refund'],
    ['a replacement, not a refund', 'replacement'],
    ['no replacement', null],
    ['Replacement or refund', null],
  ])('the wish in %j is %j', (text, wish) => {
    expect(wishIn(text)).toBe(wish)
  })

  it.each([
    ['change my address for TG-104301 to Meir 5, 2000 Antwerpen', 'BE', 'Meir 5'],
    ['change my address for TG-104301 to Meir 5, 2000 Antwerpen, bram@x.example', 'BE', 'Meir 5'],
    ['new address for TG-104301: Keizersgracht 12, 1015 CJ Amsterdam', 'NL', 'Keizersgracht 12'],
    ['please send TG-104301 to my office, Hoofdweg 12, 1012 AB Amsterdam', 'NL', 'Hoofdweg 12'],
    ['change my address for TG-104301', 'BE', undefined],
    ['I want to move my order from 2026 to Monday', 'BE', undefined],
  ])('the address in %j (%s) is in %j', (text, country, street) => {
    expect(addressIn(text, country)?.street).toBe(street)
  })

  it.each([
    ['the bulbs', ['Lumo Bulb']],
    ['2 bulbs', ['Lumo Bulb']],
    ['the Lumo', []],
    ['only the hub', ['Lumo Hub']],
    ['all of it', ['Lumo Bulb', 'Lumo Hub']],
    ['all but the hub', ['Lumo Bulb']],
    ['not all, only the bulbs', ['Lumo Bulb']],
    ['I want all my money back', []],
  ])('the items in %j are %j', (text, items) => {
    expect(itemsIn(text, ['Lumo Bulb', 'Lumo Hub'])).toEqual(items)
  })

  it('a longer name is not the shorter one in it', () => {
    expect(itemsIn('the Vanta 8 case', ['Vanta 8', 'Vanta 8 case'])).toEqual(['Vanta 8 case'])
    expect(itemsIn('the case', ['Vanta 8', 'Vanta 8 case'])).toEqual(['Vanta 8 case'])
  })

  it.each([
    ['the company is Beta instead', 'Beta'],
    ['no, the company should be Beta BV, not Alpha', 'Beta BV'],
    ['the company is wrong', null],
    ['which company is that', null],
  ])('the value given in %j is %j', (text, value) => {
    expect(valueIn(text, 'company')).toBe(value)
  })
})
