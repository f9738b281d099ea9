import { describe, expect, it } from 'vitest'
import { areaUnderCurve, measureReadings } from '../../../src/understanding/evaluation/metrics.ts'

const reading = (label: string, top: string, probability = 1) => ({
  text: `${label} as ${top}`,
  label,
  top,
  probability,
  rightProbability: label === top ? probability : 1 - probability,
  isRejected: false,
  outOfScope: 0,
})

describe('measures of readings', () => {
  it('averages F1 over labels, however many rows each has', () => {
    // a: 3 of 3 found, once named wrongly: F1 6/7. b: 0 of 1. Mean 3/7.
    const readings = [reading('a', 'a'), reading('a', 'a'), reading('a', 'a'), reading('b', 'a')]
    expect(measureReadings(readings)).toMatchObject({ accuracy: 0.75, macroF1: expect.closeTo(3 / 7, 6), ece: 0.25 })
  })

  it('lists confusions by direction, most frequent first, with an example', () => {
    const readings = [reading('a', 'b'), reading('b', 'a'), reading('b', 'a'), reading('c', 'c')]
    expect(measureReadings(readings).topConfusions).toEqual([
      { label: 'b', readAs: 'a', count: 2, example: 'b as a' },
      { label: 'a', readAs: 'b', count: 1, example: 'a as b' },
    ])
  })

  it('takes the log loss of the right intent', () => {
    expect(measureReadings([reading('a', 'a', 0.5)]).logLoss).toBeCloseTo(Math.LN2, 6)
  })

  it.each([
    { higher: [2, 3], lower: [0, 1], area: 1 },
    { higher: [0, 1], lower: [2, 3], area: 0 },
    { higher: [1, 1], lower: [1, 1], area: 0.5 },
    { higher: [1, 3], lower: [2, 0], area: 0.75 },
  ])('ranks $higher over $lower with $area', ({ higher, lower, area }) => {
    expect(areaUnderCurve(higher, lower)).toBeCloseTo(area, 6)
  })
})
