export interface LineChange {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** The lines of two texts as one list: what both have, what only the later, what only the earlier has. */
export function diffLines(earlier: string, later: string): LineChange[] {
  const [before, after] = [earlier.split('\n'), later.split('\n')]
  const lengths = commonLengths(before, after)
  const changes: LineChange[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]]
    if (old !== undefined && old === now) {
      changes.push({ kind: 'same', text: old })
      i += 1
      j += 1
    } else if (now === undefined || (old !== undefined && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      changes.push({ kind: 'removed', text: old ?? '' })
      i += 1
    } else {
      changes.push({ kind: 'added', text: now })
      j += 1
    }
  }
  return changes
}

const at = (table: number[][], i: number, j: number) => table[i]?.[j] ?? 0

/** Longest common run of lines (subsequence) from each pair of places on. */
function commonLengths(before: string[], after: string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  for (let i = before.length - 1; i >= 0; i--) {
    const row = table[i] ?? []
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] = before[i] === after[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1))
    }
  }
  return table
}
