import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likenessesOfMeaning } from '../../../src/understanding/intent/likeness.ts'

describe('the likeness of two meanings', () => {
  it('is exp(sharpness × (cosine − 1)) to seven digits', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ min: -1, max: 1, noNaN: true, maxLength: 40 }),
        fc.float({ min: Math.fround(0.1), max: 40, noNaN: true }),
        (cosines, sharpness) => {
          const likenesses = likenessesOfMeaning(cosines, sharpness)
          expect(likenesses).toHaveLength(cosines.length)
          for (const [i, likeness] of likenesses.entries()) {
            const exact = Math.exp(sharpness * ((cosines[i] ?? 0) - 1))
            // The difference and the power, at most twice the sharpness, are each rounded to 24 bits before.
            expect(Math.abs(likeness / exact - 1)).toBeLessThan(3e-7 + 4 * 2 ** -24 * sharpness)
          }
        },
      ),
    )
  })

  it('is 1 for the same meaning, and holds for more cosines than fit the first room', () => {
    expect([...likenessesOfMeaning(Float32Array.of(1), 3)]).toEqual([1])
    expect(new Set(likenessesOfMeaning(new Float32Array(200_001).fill(1), 3))).toEqual(new Set([1]))
    expect(likenessesOfMeaning(new Float32Array(0), 3)).toHaveLength(0)
  })
})
