import type { IntentEvidence, IntentReading } from '../../domain/understanding.ts'
import { readLexicalFeatures } from '../lexical-features.ts'
import { indexOfTop, outOfScopeChance, toProbabilities } from './calibration.ts'
import { explainWords } from './explain.ts'
import type { Features } from './features.ts'
import { makeKernelScorer, type ScoreByKernel } from './kernel-machine.ts'
import { pickNearest, searchByWords, type WordSearch } from './neighbours.ts'
import type { IntentHead, IntentModel } from './train.ts'

export interface TopReading extends IntentReading {
  /** Chance of being out of scope as a share of the one from which on a message counts as such: 0 to 1 is in scope. */
  doubt: number
}

export interface Classified {
  intents: IntentReading[]
  outOfScope: boolean
  why: IntentEvidence
  /** Cosine with every example, in the order of the model's texts; null where it was read by words alone. */
  cosines: Float32Array | null
}

export interface IntentClassifier {
  /** At most five intents, best first; none when no intent was taught. */
  classify(features: Features): Classified
  /** The bare numbers: the probability of every intent by its index, and the chance of being out of scope. */
  score(features: Features): { probabilities: Float32Array; outOfScope: number; isOutOfScope: boolean }
  /** The first intent alone; null when no intent was taught or there are no words. */
  readTop(features: Features): TopReading | null
}

const MAX_INTENTS = 5
const SHOWN_NEIGHBOURS = 3
const SHOWN_WORDS = 6

/** Reads with the vector where there is one and the model knows vectors, else by words alone. */
export function makeIntentClassifier(model: IntentModel): IntentClassifier {
  const { names, texts, labels } = model
  // Built at the first message without a vector, which a healthy server never sees.
  let byWords: WordSearch | null = null
  const searchWords = (features: Features) => {
    byWords ??= searchByWords(texts.map(readLexicalFeatures))
    return byWords(features.lexical)
  }

  const full = model.full ? openHead(model.full) : null
  const lexical = model.lexical ? openHead(model.lexical) : null

  function read(features: Features, { machine, calibration, score }: OpenHead) {
    const isFull = machine.vectors.length > 0
    const said = score(isFull ? features : { ...features, focus: null })
    const similarities = isFull ? said.cosines : searchWords(features)
    const { scores } = said
    const closeness = isFull ? said.closeness : similarities.reduce((best, one) => Math.max(best, one), 0)
    const outOfScope = outOfScopeChance(calibration, { scores, closeness })
    return {
      probabilities: toProbabilities(scores, calibration),
      outOfScope,
      isOutOfScope: outOfScope > calibration.scope.threshold,
      similarities,
    }
  }
  const headFor = ({ focus }: Features) => (focus === null ? lexical : (full ?? lexical))

  return {
    classify(features) {
      const head = headFor(features)
      if (!head || names.length === 0 || features.lexical.words.length === 0) {
        return { intents: [], outOfScope: true, why: { neighbours: [], words: [], margin: 0 }, cosines: null }
      }
      const { probabilities, isOutOfScope, similarities } = read(features, head)
      const top = indexOfTop(probabilities)
      const intents = rank(probabilities, names)
      return {
        intents,
        outOfScope: isOutOfScope,
        why: {
          neighbours: pickNearest(similarities, labels.length, SHOWN_NEIGHBOURS).map(({ row, similarity }) => ({
            text: texts[row] ?? '',
            intent: names[labels[row] ?? 0] ?? '',
            similarity: Math.round(similarity * 1000) / 1000,
          })),
          words: explainWords(head.machine, features.lexical, top, SHOWN_WORDS),
          margin: (intents[0]?.probability ?? 0) - (intents[1]?.probability ?? 0),
        },
        cosines: head.machine.vectors.length > 0 ? similarities : null,
      }
    },
    score(features) {
      const head = headFor(features)
      if (!head || names.length === 0) return { probabilities: new Float32Array(0), outOfScope: 1, isOutOfScope: true }
      const { probabilities, outOfScope, isOutOfScope } = read(features, head)
      return { probabilities, outOfScope, isOutOfScope }
    },
    readTop(features) {
      const head = headFor(features)
      if (!head || names.length === 0 || features.lexical.words.length === 0) return null
      const { probabilities, outOfScope } = read(features, head)
      const top = indexOfTop(probabilities)
      const doubt = outOfScope / head.calibration.scope.threshold
      return { name: names[top] ?? '', probability: probabilities[top] ?? 0, doubt }
    },
  }
}

interface OpenHead extends IntentHead {
  score: ScoreByKernel
}

const openHead = (head: IntentHead): OpenHead => ({ ...head, score: makeKernelScorer(head.machine) })

/** The few best, found without sorting them all; of equals the earlier first. */
function rank(probabilities: Float32Array, names: readonly string[]): IntentReading[] {
  const best: number[] = []
  for (let k = 0; k < probabilities.length; k++) {
    const isBehind = (other: number) => (probabilities[other] ?? 0) < (probabilities[k] ?? 0)
    const place = best.findIndex(isBehind)
    if (place >= 0) best.splice(place, 0, k)
    else if (best.length < MAX_INTENTS) best.push(k)
    if (best.length > MAX_INTENTS) best.pop()
  }
  return best.map((k) => ({ name: names[k] ?? '', probability: probabilities[k] ?? 0 }))
}
