import type { IntentEvidence, IntentReading } from '../../domain/understanding.ts'
import { type LexicalFeatures, readLexicalFeatures } from '../lexical-features.ts'
import { indexOfTop, outOfScopeChance, toProbabilities } from './calibration.ts'
import { explainWords } from './explain.ts'
import type { Features } from './features.ts'
import { type BeginScores, openKernel } from './kernel-machine.ts'
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

export type BegunReading = (focus: Float32Array | null) => Classified

export interface IntentClassifier {
  /** At most five intents, best first; none when no intent was taught. */
  classify(features: Features): Classified
  /** The same in two steps: the words, which can be read while the text is being encoded, and the vector. */
  begin(lexical: LexicalFeatures): BegunReading
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
  const searchWords = (words: LexicalFeatures) => {
    byWords ??= searchByWords(texts.map(readLexicalFeatures))
    return byWords(words)
  }

  const full = model.full ? openHead(model.full) : null
  const lexical = model.lexical ? openHead(model.lexical) : null
  const headFor = (focus: Float32Array | null) => (focus === null ? lexical : (full ?? lexical))

  function read({ machine, calibration, begin }: OpenHead, features: Features, score = begin(features.lexical)) {
    const isFull = machine.vectors.length > 0
    const said = score(isFull ? features.focus : null)
    const similarities = isFull ? said.cosines : searchWords(features.lexical)
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

  function begin(words: LexicalFeatures): BegunReading {
    if (names.length === 0 || words.words.length === 0) return nothingRead
    const begun = full && beginWith(full, words)
    return (focus) => {
      const head = headFor(focus)
      if (!head) return nothingRead()
      const { score, explain } = head === full && begun ? begun : beginWith(head, words)
      const { probabilities, isOutOfScope, similarities } = read(head, { focus, lexical: words }, score)
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
          words: explain(indexOfTop(probabilities), SHOWN_WORDS),
          margin: (intents[0]?.probability ?? 0) - (intents[1]?.probability ?? 0),
        },
        cosines: head.machine.vectors.length > 0 ? similarities : null,
      }
    }
  }

  return {
    begin,
    classify: ({ focus, lexical }) => begin(lexical)(focus),
    score(features) {
      const head = headFor(features.focus)
      if (!head || names.length === 0) return { probabilities: new Float32Array(0), outOfScope: 1, isOutOfScope: true }
      const { probabilities, outOfScope, isOutOfScope } = read(head, features)
      return { probabilities, outOfScope, isOutOfScope }
    },
    readTop(features) {
      const head = headFor(features.focus)
      if (!head || names.length === 0 || features.lexical.words.length === 0) return null
      const { probabilities, outOfScope } = read(head, features)
      const top = indexOfTop(probabilities)
      const doubt = outOfScope / head.calibration.scope.threshold
      return { name: names[top] ?? '', probability: probabilities[top] ?? 0, doubt }
    },
  }
}

const nothingRead = (): Classified => ({
  intents: [],
  outOfScope: true,
  why: { neighbours: [], words: [], margin: 0 },
  cosines: null,
})

interface OpenHead extends IntentHead {
  begin: BeginScores
}

const openHead = (head: IntentHead): OpenHead => ({ ...head, begin: openKernel(head.machine) })

const beginWith = ({ machine, begin }: OpenHead, words: LexicalFeatures) => ({
  score: begin(words),
  explain: explainWords(machine, words),
})

/** The few best, found without sorting them all; of equals the earlier first. */
function rank(probabilities: Float32Array, names: readonly string[]): IntentReading[] {
  const best: number[] = []
  for (let k = 0; k < probabilities.length; k++) {
    const last = best[MAX_INTENTS - 1]
    if (last !== undefined && (probabilities[k] ?? 0) <= (probabilities[last] ?? 0)) continue
    const isBehind = (other: number) => (probabilities[other] ?? 0) < (probabilities[k] ?? 0)
    const place = best.findIndex(isBehind)
    if (place >= 0) best.splice(place, 0, k)
    else if (best.length < MAX_INTENTS) best.push(k)
    if (best.length > MAX_INTENTS) best.pop()
  }
  return best.map((k) => ({ name: names[k] ?? '', probability: probabilities[k] ?? 0 }))
}
