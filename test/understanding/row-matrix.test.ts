import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeRowMatrix, makeUnitRows } from '../../src/understanding/row-matrix.ts'

const number = fc.float({ min: -2, max: 2, noNaN: true })

describe('rows multiplied by a vector', () => {
  it('are the sums of products, whatever their number and width', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 9 }))
          .chain(([width, rows]) =>
            fc.tuple(
              fc.constant(width),
              fc.array(number, { minLength: width * rows, maxLength: width * rows }),
              fc.array(fc.array(number, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 3 }),
            ),
          ),
        ([width, values, vectors]) => {
          const matrix = makeRowMatrix(Float32Array.from(values), width)
          for (const vector of vectors) {
            const products = matrix.times(Float32Array.from(vector))
            expect(products).toHaveLength(values.length / width)
            for (const [row, product] of products.entries()) {
              const sum = vector.reduce((total, value, j) => total + value * (values[row * width + j] ?? 0), 0)
              expect(product).toBeCloseTo(sum, 3)
            }
          }
        },
      ),
    )
  })

  it('keeps the answer of one vector when the next is multiplied', () => {
    const matrix = makeRowMatrix(Float32Array.of(1, 2, 3, 4), 2)
    const first = matrix.times(Float32Array.of(1, 0))
    matrix.times(Float32Array.of(0, 1))
    expect([...first]).toEqual([1, 3])
  })

  it('holds thousands of rows, and none', () => {
    const rows = 5000
    const ones = makeRowMatrix(new Float32Array(rows * 384).fill(1), 384).times(new Float32Array(384).fill(0.5))
    expect(ones).toHaveLength(rows)
    expect(new Set(ones)).toEqual(new Set([192]))
    expect(makeRowMatrix(new Float32Array(0), 384).times(new Float32Array(384))).toHaveLength(0)
  })
})

describe('rows of unit length in 16 bits', () => {
  const unit = (width: number) =>
    fc.array(number, { minLength: width, maxLength: width }).map((values) => {
      const length = Math.hypot(...values) || 1
      return values.map((value) => value / length)
    })

  it('give cosines that are nearly the exact ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }).chain((width) => fc.array(unit(width), { minLength: 2, maxLength: 9 })),
        (rows) => {
          const [vector = [], ...others] = rows
          const matrix = makeUnitRows(Float32Array.from(others.flat()), vector.length)
          for (const [row, cosine] of matrix.times(Float32Array.from(vector)).entries()) {
            const exact = vector.reduce((sum, value, j) => sum + value * (others[row]?.[j] ?? 0), 0)
            expect(Math.abs(cosine - exact)).toBeLessThan(1e-4 * vector.length ** 0.5)
          }
        },
      ),
    )
  })

  it.each([1, -1])('do not overflow where all of a vector lies in one number (%d)', (sign) => {
    const row = new Float32Array(384)
    row[5] = sign
    expect(makeUnitRows(row, 384).times(Float32Array.from(row))[0]).toBeCloseTo(1, 6)
  })
})
