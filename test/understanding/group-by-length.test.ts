import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupByLength } from '../../src/understanding/models/group-by-length.ts'

describe('texts read in one run', () => {
  it.each([
    ['one', [7], [[0]]],
    ['equals', [9, 9, 9], [[0, 1, 2]]],
    ['four pieces of filling', [9, 13], [[0, 1]]],
    ['five pieces of filling', [9, 14], [[0], [1]]],
    [
      'the shortest first',
      [40, 8, 41, 9],
      [
        [1, 3],
        [0, 2],
      ],
    ],
    ['none', [], []],
  ])('%s', (_, lengths, groups) => {
    expect(groupByLength(lengths)).toEqual(groups)
  })

  it('are each read once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 256 }), { maxLength: 16 }), (lengths) => {
        const read = groupByLength(lengths).flat()
        expect(read.sort((a, b) => a - b)).toEqual([...lengths.keys()])
      }),
    )
  })
})
