/** A score as a probability: 1 / (1 + exp(−(slope × score + bias))). */
export interface TagCalibration {
  slope: number
  bias: number
}

export interface ScoredMark {
  score: number
  isRight: boolean
}

const ROUNDS = 30
/** How strongly a tag is held to what holds for all tags, in the units of its evidence: a rare tag keeps to it. */
const PRIOR = { slope: 0.02, bias: 1 }
const LOOSE: TagCalibration = { slope: 6, bias: -3 }

export const probabilityOf = (score: number, { slope, bias }: TagCalibration) =>
  1 / (1 + Math.exp(-(slope * score + bias)))

/** Logistic regression on one number by Newton's method, drawn to `towards`. */
export function fitCalibration(marks: readonly ScoredMark[], towards: TagCalibration = LOOSE): TagCalibration {
  let { slope, bias } = towards
  for (let round = 0; round < ROUNDS; round++) {
    let gradientSlope = PRIOR.slope * (slope - towards.slope)
    let gradientBias = PRIOR.bias * (bias - towards.bias)
    let [ss, sb, bb] = [PRIOR.slope, 0, PRIOR.bias]
    for (const { score, isRight } of marks) {
      const chance = probabilityOf(score, { slope, bias })
      const error = chance - (isRight ? 1 : 0)
      const weight = Math.max(1e-6, chance * (1 - chance))
      gradientSlope += error * score
      gradientBias += error
      ss += weight * score * score
      sb += weight * score
      bb += weight
    }
    const determinant = ss * bb - sb * sb
    const step = {
      slope: (bb * gradientSlope - sb * gradientBias) / determinant,
      bias: (ss * gradientBias - sb * gradientSlope) / determinant,
    }
    // A step of Newton's may leap where the marks are separated; half a dozen units is far on both scales.
    const cut = Math.min(1, 6 / Math.max(Math.abs(step.slope), Math.abs(step.bias), 1e-9))
    slope -= cut * step.slope
    bias -= cut * step.bias
    if (Math.abs(step.slope) < 1e-6 && Math.abs(step.bias) < 1e-6) break
  }
  return { slope, bias }
}
