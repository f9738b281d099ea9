type Scores = Float32Array | Uint16Array

/** Collected before they are cut to the count, times the count. */
const ROOM = 4

/** Places of the `count` largest of `scores` for which `isAllowed`, in ascending order; among equal ones the first. */
export function placesOfLargest(scores: Scores, count: number, isAllowed: (place: number) => boolean): number[] {
  if (count === 0) return []
  // The least of what a cut leaves is the bar for all that come later. Linear on average.
  let found: number[] = []
  let bar = Number.NEGATIVE_INFINITY
  for (let place = 0; place < scores.length; place++) {
    if ((scores[place] as number) <= bar || !isAllowed(place)) continue
    found.push(place)
    if (found.length < ROOM * count) continue
    bar = scoreInPlace(scores, found, count)
    found = cut(scores, found, count, bar)
  }
  return found.length > count ? cut(scores, found, count, scoreInPlace(scores, found, count)) : found
}

/** The `count`th largest score of `places`, by Hoare's selection: linear on average. */
function scoreInPlace(scores: Scores, places: readonly number[], count: number): number {
  const values = new Float32Array(places.length)
  for (let i = 0; i < values.length; i++) values[i] = scores[places[i] as number] as number
  const wanted = count - 1
  for (let from = 0, to = values.length - 1; from < to; ) {
    const pivot = values[(from + to) >> 1] as number
    let [left, right] = [from, to]
    while (left <= right) {
      while ((values[left] as number) > pivot) left += 1
      while ((values[right] as number) < pivot) right -= 1
      if (left > right) break
      const swapped = values[left] as number
      values[left++] = values[right] as number
      values[right--] = swapped
    }
    if (wanted <= right) to = right
    else if (wanted >= left) from = left
    else break
  }
  return values[wanted] as number
}

/** Of `places` those above `bar`, and of those at it the first ones, up to `count`. */
function cut(scores: Scores, places: readonly number[], count: number, bar: number): number[] {
  let atBar = count
  for (const place of places) if ((scores[place] as number) > bar) atBar -= 1
  return places.filter((place) => {
    const score = scores[place] as number
    if (score !== bar) return score > bar
    atBar -= 1
    return atBar >= 0
  })
}
