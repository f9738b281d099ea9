import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutPieces, joinPieces } from '../../../src/understanding/tags/whole-text.ts'

describe('a text longer than the encoder reads', () => {
  it('is cut into pieces without losing a word, behind sentences where there are some', () => {
    const sentence = 'The parcel came late and the box was open.'
    const pieces = cutPieces(Array.from({ length: 60 }, () => sentence).join(' '))
    expect(pieces.length).toBeGreaterThan(2)
    for (const piece of pieces) expect(piece.endsWith('.')).toBe(true)
    const words = (text: string) => text.split(/\s+/).filter(Boolean)
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 120 }), (parts) => {
        const text = parts.join(' ')
        const cut = cutPieces(text)
        for (const piece of cut) expect(piece.length).toBeLessThanOrEqual(900)
        expect(cut.flatMap(words)).toEqual(words(text))
      }),
    )
  })

  it('is read as the mean of its pieces, each by its length', () => {
    const vector = (x: number, y: number) => {
      const made = new Float32Array(384)
      made.set([x, y])
      return made
    }
    const joined = joinPieces(['aaa', 'b'], (piece) => (piece === 'b' ? vector(0, 1) : vector(1, 0)))
    expect([joined[0], joined[1]]).toEqual([expect.closeTo(3 / Math.sqrt(10)), expect.closeTo(1 / Math.sqrt(10))])
    expect(joinPieces(['b'], () => vector(0, 1))).toEqual(vector(0, 1))
  })
})
