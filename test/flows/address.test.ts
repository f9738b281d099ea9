import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readAddress } from '../../src/flows/address.ts'

it.each([
  ['Keizersgracht 12, 1015 CJ Amsterdam', 'NL', 'Keizersgracht 12', '1015 CJ', 'Amsterdam'],
  ['Keizersgracht 12\n1015CJ Amsterdam', 'NL', 'Keizersgracht 12', '1015CJ', 'Amsterdam'],
  ['send it to Oude Markt 3, 3000 Leuven please.', 'BE', 'Oude Markt 3', '3000', 'Leuven'],
  ['no, Groenplaats 7, 2000 Antwerpen', 'BE', 'Groenplaats 7', '2000', 'Antwerpen'],
  ['My new address is Sonnenallee 20, 12047 Berlin', 'DE', 'Sonnenallee 20', '12047', 'Berlin'],
  ['14 Chorlton Road, Manchester M15 4AL', 'GB', '14 Chorlton Road', 'M15 4AL', 'Manchester'],
  ['Flat 2, 14 Chorlton Road, Manchester, M15 4AL', 'GB', 'Flat 2, 14 Chorlton Road', 'M15 4AL', 'Manchester'],
  ['Meir 50 2000 Antwerpen', 'BE', 'Meir 50', '2000', 'Antwerpen'],
])('reads %j', (text, country, street, postcode, city) => {
  expect(readAddress(text, country)).toEqual({ street, postcode, city })
})

it.each([
  ['the office', 'NL'],
  ['Keizersgracht, 1015 CJ Amsterdam', 'NL'],
  ['Keizersgracht 12, Amsterdam', 'NL'],
  ['Keizersgracht 12, 1015 CJ', 'NL'],
  ['Sonnenallee 20, 12047 Berlin', 'NL'],
  ['', 'NL'],
])('reads no address in %j', (text, country) => {
  expect(readAddress(text, country)).toBeNull()
})

it('reads any text without failing, and never gives a part that is empty', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('NL', 'BE', 'GB', 'XX'), (text, country) => {
      const read = readAddress(text, country)
      if (read) expect(Object.values(read).every((part) => part.trim() !== '')).toBe(true)
    }),
  )
})
