import { describe, expect, it } from 'vitest'
import { remember } from '../../src/understanding/remember.ts'

function counted(capacity: number) {
  const asked: string[] = []
  const answer = remember(capacity, (word) => {
    asked.push(word)
    return word.toUpperCase()
  })
  return { asked, answer }
}

describe('what is remembered of words', () => {
  it('is worked out once for the latest words', () => {
    const { asked, answer } = counted(3)
    for (const word of ['a', 'b', 'c', 'a', 'b', 'c']) expect(answer(word)).toBe(word.toUpperCase())
    expect(asked).toEqual(['a', 'b', 'c'])
  })

  it('outlives other words while it is asked for', () => {
    const { asked, answer } = counted(3)
    for (let i = 0; i < 50; i++) {
      answer('kept')
      answer(`other ${i}`)
    }
    expect(asked.filter((word) => word === 'kept')).toHaveLength(1)
  })

  it('is forgotten after twice the capacity of others, and never kept of very long words', () => {
    const { asked, answer } = counted(2)
    for (const word of ['a', 'b', 'c', 'd', 'e', 'a']) answer(word)
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'e', 'a'])
    const long = 'x'.repeat(41)
    expect([answer(long), answer(long)]).toEqual([long.toUpperCase(), long.toUpperCase()])
    expect(asked.filter((word) => word === long)).toHaveLength(2)
  })
})
