import { describe, expect, it } from 'vitest'
import { makeFindProducts } from '../../../src/understanding/entities/find-products.ts'
import { allowedEdits, makeFindSpellings } from '../../../src/understanding/entities/spelling-index.ts'
import { fastestMs } from '../../support/fastest.ts'

const product = (name: string, ...aliases: string[]) => ({ id: name.toLowerCase().replaceAll(' ', '-'), name, aliases })

describe('spelling tolerance', () => {
  it.each([
    ['air', 0],
    ['lumo', 1],
    ['careplus', 1],
    ['headphone', 2],
    ['g15', 0],
    ['4000', 0],
  ])('%s forgives %i edits', (word, edits) => {
    expect(allowedEdits(word)).toBe(edits)
  })

  it.each([
    ['lumo', ['lumo 0']],
    ['lmuo', ['lumo 1']],
    ['lumoo', ['lumo 1']],
    ['luma', ['lumo 1']],
    ['loma', []],
    ['lum', []],
    ['headphones', ['headphones 0']],
    ['haedpones', ['headphones 2']],
    ['edphones', []],
    ['', []],
  ])('%j is read as %j', (written, expected) => {
    const find = makeFindSpellings(['lumo', 'headphones', 'air'])
    expect(find(written).map(({ word, edits }) => `${word} ${edits}`)).toEqual(expected)
  })
})

describe('products in a message', () => {
  const find = makeFindProducts([
    product('Aurel'),
    product('Aurel One'),
    product('Aurel One Max'),
    product('One Studio'),
    product('Café Crème'),
    product('Vanta 8'),
    product('Vanta 88'),
  ])
  const found = (text: string) => find(text).map(({ value }) => value)

  it.each([
    ['the longest name', 'my aurel one max', ['aurel-one-max']],
    ['the next best where the longest breaks off', 'my aurel one is', ['aurel-one']],
    ['names side by side', 'aurel one studio', ['aurel-one']],
    ['accents or none', 'cafe creme, CAFÉ CRÈME, cafe\u0301 cre\u0300me', ['café-crème', 'café-crème', 'café-crème']],
    ['numbers exactly', 'vanta 88, vanta 8, vanta 89', ['vanta-88', 'vanta-8']],
    ['no name across a sentence', 'I like aurel. One more', ['aurel']],
    ['no short name of one word with another letter', 'aural aured', []],
    ['no name that begins with another letter', 'saurel one, manta 8', []],
  ])('takes %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('is found among 5,000 in milliseconds', async () => {
    const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ')
    const word = (n: number) => [1, 20, 400].map((place) => syllables[Math.floor(n / place) % 20]).join('')
    const many = Array.from({ length: 5000 }, (_, i) => product(`${word(i)}tron ${word(i * 7919)} ${i}`))
    const findAmongMany = makeFindProducts(many)
    const message = `hello, my ${word(4321)}tron ${word(4321 * 7919)} 4321 came broken, I would like to send it back please`
    const misspelt = message.replace('tron', 'torn')
    expect(misspelt).not.toBe(message)
    expect(findAmongMany(misspelt).map(({ value }) => value)).toEqual([many[4321]?.id])
    const hundred = () => {
      for (let i = 0; i < 100; i++) findAmongMany(misspelt)
    }
    expect((await fastestMs(hundred)) / 100).toBeLessThan(5)
  })
})
