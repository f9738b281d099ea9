import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multiply } from '../../src/understanding/models/matrix.ts'

const size = fc.integer({ min: 1, max: 9 })
const numbers = (length: number) =>
  fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: length, maxLength: length })

describe('the product of two matrices', () => {
  it('is rows times columns, whatever their sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .tuple(size, size, size)
          .chain(([rows, inner, columns]) =>
            fc.tuple(fc.constant({ rows, inner, columns }), numbers(rows * inner), numbers(inner * columns)),
          ),
        async ([shape, a, b]) => {
          const product = await multiply(Float32Array.from(a), Float32Array.from(b), shape)
          expect(product).toHaveLength(shape.rows * shape.columns)
          for (const [at, value] of product.entries()) {
            const [row, column] = [Math.floor(at / shape.columns), at % shape.columns]
            let sum = 0
            for (let i = 0; i < shape.inner; i++) sum += a[row * shape.inner + i]! * b[i * shape.columns + column]!
            expect(value).toBeCloseTo(sum, 4)
          }
        },
      ),
    )
  })
})
