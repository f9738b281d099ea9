import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffLines } from '../../console/state/line-diff.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 }).map((all) => all.join('\n'))
const without = (kind: string, changes: ReturnType<typeof diffLines>) =>
  changes.flatMap((change) => (change.kind === kind ? [] : [change.text])).join('\n')

describe('the comparison of two versions', () => {
  it('holds the whole of both, in order', () => {
    fc.assert(
      fc.property(lines, lines, (earlier, later) => {
        const changes = diffLines(earlier, later)
        expect(without('added', changes)).toBe(earlier)
        expect(without('removed', changes)).toBe(later)
      }),
    )
  })

  it('names only what changed', () => {
    expect(diffLines('one\ntwo\nthree', 'one\n2\nthree\nfour')).toEqual([
      { kind: 'same', text: 'one' },
      { kind: 'removed', text: 'two' },
      { kind: 'added', text: '2' },
      { kind: 'same', text: 'three' },
      { kind: 'added', text: 'four' },
    ])
    expect(diffLines('same', 'same')).toEqual([{ kind: 'same', text: 'same' }])
  })
})
