/** Classes from 0; class k stands for rating k + 1. */
export interface Pair {
  truth: number
  said: number
}

export interface SatisfactionMetrics {
  /** Recall averaged over the ratings that occur. */
  uar: number
  /** Cohen's. */
  kappa: number
  /** Spearman's, corrected for ties; null when all predictions or all ratings are the same. */
  rho: number | null
  /** Of the class "below 3". */
  f1: number
}

export function satisfactionMetrics(pairs: readonly Pair[], classCount: number): SatisfactionMetrics {
  const classes = Array.from({ length: classCount }, (_, k) => k)
  const count = (holds: (pair: Pair) => boolean) => pairs.filter(holds).length
  const recalls = classes
    .filter((k) => pairs.some(({ truth }) => truth === k))
    .map((k) => count(({ truth, said }) => truth === k && said === k) / count(({ truth }) => truth === k))
  const agreed = count(({ truth, said }) => truth === said) / pairs.length
  const byChance = classes.reduce(
    (sum, k) => sum + (count(({ truth }) => truth === k) * count(({ said }) => said === k)) / pairs.length ** 2,
    0,
  )
  const low = (rating: number) => rating < 2
  const either = count(({ truth }) => low(truth)) + count(({ said }) => low(said))
  return {
    uar: recalls.reduce((sum, recall) => sum + recall, 0) / Math.max(1, recalls.length),
    kappa: byChance === 1 ? 0 : (agreed - byChance) / (1 - byChance),
    rho: correlate(rank(pairs.map(({ truth }) => truth)), rank(pairs.map(({ said }) => said))),
    f1: either === 0 ? 0 : (2 * count(({ truth, said }) => low(truth) && low(said))) / either,
  }
}

/** Ranks from 1, ties share their mean. */
function rank(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const places = new Map<number, { sum: number; count: number }>()
  sorted.forEach((value, i) => {
    const place = places.get(value) ?? { sum: 0, count: 0 }
    places.set(value, { sum: place.sum + i + 1, count: place.count + 1 })
  })
  return values.map((value) => {
    const { sum, count } = places.get(value) ?? { sum: 0, count: 1 }
    return sum / count
  })
}

/** Pearson's; null when one side does not vary. */
function correlate(a: readonly number[], b: readonly number[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let both = 0
  let squareA = 0
  let squareB = 0
  a.forEach((value, i) => {
    const [x, y] = [value - meanA, (b[i] ?? 0) - meanB]
    both += x * y
    squareA += x * x
    squareB += y * y
  })
  return squareA === 0 || squareB === 0 ? null : both / Math.sqrt(squareA * squareB)
}
