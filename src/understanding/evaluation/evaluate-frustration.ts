import { CALM, type Frustration } from '../../domain/understanding.ts'
import { updateFrustration } from '../frustration.ts'
import type { FrustrationEvidence } from '../frustration-signs.ts'
import type { FrustrationDialogue } from './mood-rows.ts'

export interface FrustrationEvaluation {
  dialogues: number
  /** Of those that turn sour: a person offered by the customer turn after `from` at the latest. */
  recall: number
  /** Of those that stay calm: a person offered anywhere. */
  falseEscalations: number
  /** Of the highest value of each dialogue; null when one kind is missing. */
  auroc: number | null
  /** First offer minus `from`, over the sour dialogues with an offer; null when there is none. */
  medianTurnsLate: number | null
  /** Of the sour ones: a person offered before `from`; part of `recall`. */
  early: number
}

type Update = (previous: Frustration, evidence: FrustrationEvidence) => Frustration

export function evaluateFrustration(
  dialogues: readonly FrustrationDialogue[],
  evidence: readonly (readonly FrustrationEvidence[])[],
  update: Update = updateFrustration,
): FrustrationEvaluation {
  const played = dialogues.map(({ frustrated, from: due }, i) => {
    const from = due ?? 1
    const states: Frustration[] = []
    for (const turn of evidence[i] ?? []) states.push(update(states.at(-1) ?? CALM, turn))
    const offeredAt = states.findIndex(({ high }) => high) + 1
    return { frustrated, from, offeredAt, peak: Math.max(0, ...states.map(({ value }) => value)) }
  })
  const sour = played.filter(({ frustrated }) => frustrated)
  const calm = played.filter(({ frustrated }) => !frustrated)
  const lateness = sour.filter(({ offeredAt }) => offeredAt > 0).map(({ offeredAt, from }) => offeredAt - from)
  return {
    dialogues: dialogues.length,
    recall: share(sour, ({ offeredAt, from }) => offeredAt > 0 && offeredAt <= from + 1),
    falseEscalations: share(calm, ({ offeredAt }) => offeredAt > 0),
    auroc: areaUnderCurve(
      sour.map(({ peak }) => peak),
      calm.map(({ peak }) => peak),
    ),
    medianTurnsLate: median(lateness),
    early: share(sour, ({ offeredAt, from }) => offeredAt > 0 && offeredAt < from),
  }
}

/** 0 for an empty list. */
function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length
}

function areaUnderCurve(high: readonly number[], low: readonly number[]): number | null {
  if (high.length === 0 || low.length === 0) return null
  const wins = high.reduce((sum, a) => sum + low.reduce((won, b) => won + (a > b ? 1 : a === b ? 0.5 : 0), 0), 0)
  return wins / (high.length * low.length)
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2
}
