import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitCalibration, probabilityOf } from '../../../src/understanding/tags/calibrate.ts'
import { bestBalance, chooseThresholds, type Judged } from '../../../src/understanding/tags/thresholds.ts'

/** `right` and `wrong` texts, from the likeliest down, evenly between 1 and 0. */
const judged = (marks: string): Judged[] =>
  [...marks].map((mark, i) => ({ probability: 1 - (i + 0.5) / marks.length, isRight: mark === '+' }))

describe('the thresholds of a tag', () => {
  it.each([
    { marks: `${'+'.repeat(9)}-`, sets: true },
    { marks: '+'.repeat(8), sets: false },
    { marks: `${'+'.repeat(17)}-`, sets: true },
    { marks: `-${'+'.repeat(16)}`, sets: false },
    { marks: `-${'+'.repeat(18)}`, sets: true },
  ])('let it be set by itself only where nine in ten are right, one wrong one added: $marks', ({ marks, sets }) => {
    expect(chooseThresholds(judged(marks), 0.5).set !== null).toBe(sets)
  })

  it('do not set what is wrong where leaving it out costs nothing', () => {
    const rows = judged(`${'+'.repeat(50)}-----`)
    const { set } = chooseThresholds(rows, 0.5)
    expect(rows.filter(({ probability }) => probability >= (set ?? 1))).toHaveLength(50)
  })

  it('always suggest from a place that is not above the one from which they set', () => {
    const row = fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() })
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (rows, others) => {
          const { set, suggest } = chooseThresholds(rows, others)
          expect(suggest).toBeLessThanOrEqual(set ?? 1)
          const reached = rows.filter(({ probability }) => probability >= (set ?? 2))
          const right = reached.filter(({ isRight }) => isRight).length
          expect(right).toBeGreaterThanOrEqual(0.9 * reached.length)
        },
      ),
    )
  })

  it('find the best balance between two texts', () => {
    expect(bestBalance(judged('++--'))).toBeCloseTo(0.5)
    expect(bestBalance(judged('+++-'))).toBeCloseTo(0.25)
    expect(bestBalance(judged('----'))).toBeNull()
  })
})

describe('the calibration of a tag', () => {
  it('keeps to what holds for all tags while there is little to learn from', () => {
    const all = { slope: 8, bias: -4 }
    const few = fitCalibration([{ score: 0.9, isRight: true }], all)
    expect(Math.abs(probabilityOf(0.5, few) - probabilityOf(0.5, all))).toBeLessThan(0.15)
  })

  it('says as often as it is so', () => {
    const rows = Array.from({ length: 400 }, (_, i) => ({ score: (i % 20) / 20, isRight: i % 20 >= 15 || i % 4 === 0 }))
    const fitted = fitCalibration(rows)
    const mean = rows.reduce((sum, { score }) => sum + probabilityOf(score, fitted), 0) / rows.length
    expect(mean).toBeCloseTo(rows.filter(({ isRight }) => isRight).length / rows.length, 1)
  })
})
