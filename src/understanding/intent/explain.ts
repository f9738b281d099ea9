import type { LexicalFeatures } from '../lexical-features.ts'
import type { KernelMachine } from './kernel-machine.ts'

/** The strongest `count` words for or against the intent `label`, strongest first. */
export type ExplainWords = (label: number, count: number) => { word: string; effect: number }[]

/**
 * How much each word of the message raised (positive) or lowered the score of an intent compared with the mean of all
 * intents, in hundredths of the score's range. The means, which are most of the work, need no intent yet.
 */
export function explainWords({ classCount, words: weights }: KernelMachine, lexical: LexicalFeatures): ExplainWords {
  const { indices, values, owners, words } = lexical
  const means = new Float64Array(indices.length)
  for (let i = 0; i < indices.length; i++) {
    const at = (indices[i] ?? 0) * classCount
    let sum = 0
    // Within the array by the machine's layout; a check for undefined doubles the time.
    for (let k = 0; k < classCount; k++) sum += weights[at + k] as number
    means[i] = sum / classCount
  }
  return (label, count) => {
    const effects = new Map<string, number>()
    for (let i = 0; i < indices.length; i++) {
      const above = (weights[(indices[i] ?? 0) * classCount + label] ?? 0) - (means[i] ?? 0)
      const word = words[owners[i] ?? 0] ?? ''
      effects.set(word, (effects.get(word) ?? 0) + 100 * (values[i] ?? 0) * above)
    }
    return [...effects]
      .map(([word, effect]) => ({ word, effect: Math.round(effect * 1000) / 1000 }))
      .filter(({ effect }) => Math.abs(effect) >= 0.01)
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
      .slice(0, count)
  }
}
