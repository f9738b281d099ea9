/** Places of the `count` largest of `scores` for which `isAllowed`, in no order. */
export function placesOfLargest(scores: Float32Array, count: number, isAllowed: (place: number) => boolean): number[] {
  // Twice the count is collected, then cut to the count; what is left is the bar for the next ones. Linear on average.
  let found: number[] = []
  let bar = Number.NEGATIVE_INFINITY
  const cut = () => {
    found.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    found = found.slice(0, count)
  }
  for (let place = 0; place < scores.length; place++) {
    if ((scores[place] as number) <= bar || !isAllowed(place)) continue
    found.push(place)
    if (found.length < 2 * count) continue
    cut()
    bar = scores[found.at(-1) as number] as number
  }
  cut()
  return found
}
