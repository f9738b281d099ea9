import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeRowMatrix } from '../../src/understanding/row-matrix.ts'

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
