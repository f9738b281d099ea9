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
  const effects = new Map<string, number>()
  lexical.indices.forEach((bucket, i) => {
    const at = bucket * classCount
    let sum = 0
    for (let k = 0; k < classCount; k++) sum += weights[at + k] ?? 0
    const effect = 100 * (lexical.values[i] ?? 0) * ((weights[at + label] ?? 0) - sum / classCount)
    const word = lexical.words[lexical.owners[i] ?? 0] ?? ''
    effects.set(word, (effects.get(word) ?? 0) + effect)
  })
  return [...effects]
    .map(([word, effect]) => ({ word, effect: Math.round(effect * 1000) / 1000 }))
    .filter(({ effect }) => Math.abs(effect) >= 0.01)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, count)
}
