import type { LexicalFeatures } from '../lexical-features.ts'
import type { KernelMachine } from './kernel-machine.ts'

/**
 * How much each word of the message raised (positive) or lowered the score of `label` compared with the mean of all
 * intents, in hundredths of the score's range; the strongest `count`, strongest first.
 */
export function explainWords(
  { classCount, words: weights }: KernelMachine,
  lexical: LexicalFeatures,
  label: number,
  count: number,
): { word: string; effect: number }[] {
  const { indices, values, owners, words } = lexical
  const effects = new Map<string, number>()
  for (let i = 0; i < indices.length; i++) {
    const at = (indices[i] ?? 0) * classCount
    let sum = 0
    // Within the array by the machine's layout; a check for undefined doubles the time.
    for (let k = 0; k < classCount; k++) sum += weights[at + k] as number
    const effect = 100 * (values[i] ?? 0) * ((weights[at + label] ?? 0) - sum / classCount)
    const word = words[owners[i] ?? 0] ?? ''
    effects.set(word, (effects.get(word) ?? 0) + effect)
  }
  return [...effects]
    .map(([word, effect]) => ({ word, effect: Math.round(effect * 1000) / 1000 }))
    .filter(({ effect }) => Math.abs(effect) >= 0.01)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, count)
}
