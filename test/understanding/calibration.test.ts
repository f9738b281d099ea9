import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calibrate,
  calibrationError,
  type HeldOut,
  outOfScopeChance,
  toProbabilities,
} from '../../src/understanding/intent/calibration.ts'

/** 400 messages with the same scores, of which `rightShare` are of the first intent; orphans score low. */
function heldOut(scores: number[], rightShare: number): HeldOut {
  const look = { scores: Float32Array.from(scores), closeness: 0.8 }
  return {
    known: Array.from({ length: 400 }, (_, i) => ({ ...look, label: i < 400 * rightShare ? 0 : 1 + (i % 2) })),
    orphans: Array.from({ length: 400 }, () => ({ scores: Float32Array.of(0.1, 0.05, 0.02), closeness: 0.2 })),
    unknown: [],
  }
}

const learn = (rows: HeldOut) => calibrate(rows)

describe('calibration', () => {
  it.each([
    { scores: [0.9, 0.05, 0.05], rightShare: 0.7, name: 'lowers overconfident scores' },
    { scores: [0.4, 0.3, 0.3], rightShare: 0.9, name: 'raises underconfident ones' },
  ])('$name to their share of right readings', ({ scores, rightShare }) => {
    const rows = heldOut(scores, rightShare)
    const calibration = learn(rows)
    expect(toProbabilities(rows.known[0]!.scores, calibration)[0]).toBeCloseTo(rightShare, 2)
  })

  it('calls messages of a missing intent out of scope, and at most two of a hundred known ones', async () => {
    const rows = heldOut([0.9, 0.1, 0], 0.97)
    const calibration = learn(rows)
    expect(outOfScopeChance(calibration, rows.orphans[0]!)).toBeGreaterThan(calibration.scope.threshold)
    expect(outOfScopeChance(calibration, rows.known[0]!)).toBeLessThanOrEqual(calibration.scope.threshold)
  })

  it('learns from given out-of-scope messages what orphans do not show', async () => {
    const rows = heldOut([0.9, 0.1, 0], 0.97)
    const strange = { scores: Float32Array.of(0.9, 0.1, 0), closeness: 0.1 }
    const taught = learn({ ...rows, unknown: Array.from({ length: 100 }, () => strange) })
    expect(outOfScopeChance(taught, strange)).toBeGreaterThan(taught.scope.threshold)
  })

  it('gives probabilities that sum to 1 and keep the first intent first', async () => {
    const calibration = learn(heldOut([0.5, 0.4, 0.1], 0.4))
    const score = fc.double({ min: -1, max: 2, noNaN: true })
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 30 }), (values) => {
        const scores = Float32Array.from(values)
        const probabilities = toProbabilities(scores, calibration)
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4)
        const top = scores.indexOf(Math.max(...scores))
        expect(probabilities[top]).toBeGreaterThanOrEqual(Math.max(...probabilities) - 1e-6)
      }),
    )
  })

  it('reads a single intent as certain, and nothing from no rows', async () => {
    const calibration = learn({ known: [], orphans: [], unknown: [] })
    expect([...toProbabilities(Float32Array.of(0.3), calibration)]).toEqual([1])
    expect(calibration.scope.threshold).toBe(0.5)
  })

  it.each([
    { readings: [], error: 0 },
    { readings: [{ probability: 1, isRight: true }], error: 0 },
    { readings: [{ probability: 1, isRight: false }], error: 1 },
    {
      readings: [
        { probability: 0.75, isRight: true },
        { probability: 0.75, isRight: false },
      ],
      error: 0.25,
    },
  ])('measures its own error as $error', ({ readings, error }) => {
    expect(calibrationError(readings)).toBeCloseTo(error, 6)
    expect(calibrationError(readings, 15)).toBeCloseTo(error, 6)
  })
})
