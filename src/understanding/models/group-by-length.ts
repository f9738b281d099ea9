/** What a run of the model costs beside its word pieces, in word pieces. */
const RUN_COST = 4

/**
 * Indices of the texts to read in one run each, shortest first: every text of a run costs as much as its longest, so a
 * new run begins where filling up costs more than it does. `lengths` in word pieces.
 */
export function groupByLength(lengths: readonly number[]): number[][] {
  const lengthOf = (index: number) => lengths[index] ?? 0
  const groups: number[][] = []
  let width = 0
  for (const index of [...lengths.keys()].sort((a, b) => lengthOf(a) - lengthOf(b))) {
    const group = groups[groups.length - 1]
    if (group && group.length * (lengthOf(index) - width) <= RUN_COST) group.push(index)
    else groups.push([index])
    width = lengthOf(index)
  }
  return groups
}
