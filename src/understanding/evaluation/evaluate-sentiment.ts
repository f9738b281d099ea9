import { SENTIMENTS } from '../../domain/understanding.ts'
import { SIDES } from '../sentiment/model.ts'
import type { Mood } from '../sentiment/read.ts'
import type { SentimentTestRow } from './mood-rows.ts'

export interface SentimentEvaluation {
  rows: number
  accuracy: number
  /** Mean over the labels that occur in the file. */
  macroF1: number
  f1: Record<string, number>
  /** `confusion[truth][said]`: rows. */
  confusion: Record<string, Record<string, number>>
  /** Expected calibration error of the confidence, 15 bins; only where the file has five levels. */
  ece: number | null
}

/** Compares in five levels when the file uses a very_ label, else in three. */
export function evaluateSentiment(rows: readonly SentimentTestRow[], moods: readonly Mood[]): SentimentEvaluation {
  const isFine = rows.some(({ label }) => label.startsWith('very_'))
  const labels: readonly string[] = isFine ? SENTIMENTS : SIDES
  const saidOf = (mood: Mood | undefined) => {
    const label = mood?.sentiment.label ?? 'neutral'
    return isFine ? label : label.replace('very_', '')
  }
  const confusion = Object.fromEntries(
    labels.map((truth) => [truth, Object.fromEntries(labels.map((said) => [said, 0]))]),
  )
  let right = 0
  rows.forEach(({ label }, i) => {
    const said = saidOf(moods[i])
    const row = confusion[label]
    if (row) row[said] = (row[said] ?? 0) + 1
    if (said === label) right += 1
  })
  const count = (truth: string, said: string) => confusion[truth]?.[said] ?? 0
  const present = labels.filter((label) => rows.some((row) => row.label === label))
  const f1 = Object.fromEntries(
    present.map((label) => {
      const either = labels.reduce((sum, other) => sum + count(label, other) + count(other, label), 0)
      return [label, either === 0 ? 0 : (2 * count(label, label)) / either]
    }),
  )
  return {
    rows: rows.length,
    accuracy: right / rows.length,
    macroF1: Object.values(f1).reduce((sum, value) => sum + value, 0) / present.length,
    f1,
    confusion,
    ece: isFine ? calibrationError(rows, moods) : null,
  }
}

const BINS = 15

function calibrationError(rows: readonly SentimentTestRow[], moods: readonly Mood[]): number {
  const bins = Array.from({ length: BINS }, () => ({ claimed: 0, right: 0 }))
  rows.forEach(({ label }, i) => {
    const said = moods[i]?.sentiment
    if (!said) return
    const bin = bins[Math.min(BINS - 1, Math.floor(said.confidence * BINS))]
    if (!bin) return
    bin.claimed += said.confidence
    bin.right += said.label === label ? 1 : 0
  })
  return bins.reduce((sum, { claimed, right }) => sum + Math.abs(claimed - right), 0) / rows.length
}
