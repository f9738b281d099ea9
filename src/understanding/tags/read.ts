import type { TagReading } from '../../domain/understanding.ts'
import { transpose } from '../intent/cholesky.ts'
import type { Features } from '../intent/features.ts'
import { scoreWords } from '../intent/kernel-machine.ts'
import { likenessesOfMeaning } from '../intent/likeness.ts'
import type { LexicalFeatures } from '../lexical-features.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'
import { makeRowMatrix, makeUnitRows, type RowMatrix } from '../row-matrix.ts'
import { probabilityOf } from './calibrate.ts'
import { weighByRarity } from './rarity.ts'
import type { TagModel } from './train.ts'

export interface TagReader {
  /** The probability of every tag by its index. `known`: cosines with the first texts of the model, found before. */
  score(features: Features, known?: Float32Array | null): Float32Array
  /**
   * The tags to set or to suggest, likeliest first, each with what speaks for it; none for a message without a vector
   * where the model learned from vectors.
   */
  read(features: Features, known?: Float32Array | null): TagReading[]
  /** `read` in two steps: the words, which can be read while the text is being encoded, and the vector. */
  begin(lexical: LexicalFeatures): BegunTags
}

export type BegunTags = (focus: Float32Array | null, known: Float32Array | null) => TagReading[]

const SHOWN_TEXTS = 2
const SHOWN_WORDS = 4
/** Of a score that is near 1 for a text with the tag; less is chance. */
const LEAST_EFFECT = 0.02

/** Lays a model out for reading. `sharedTexts`: texts whose cosines the caller knows of every message already. */
export function makeTagReader(model: TagModel, sharedTexts: readonly string[] = []): TagReader {
  const { machine, base, names, tags, rarity } = model
  const rows = machine.vectors.length / VECTOR_SIZE
  const isShared = sharedTexts.length <= rows && sharedTexts.every((text, i) => text === model.texts[i])
  const shared = isShared ? sharedTexts.length : 0
  const rest = makeUnitRows(machine.vectors.subarray(shared * VECTOR_SIZE), VECTOR_SIZE)
  const byTag = makeRowMatrix(transpose(machine.pulls, rows, names.length), rows)
  // Laid out at the first message whose cosines nobody knows, such as one longer than the encoder reads at once.
  let all: RowMatrix | null = shared === 0 ? rest : null

  function cosinesOf(focus: Float32Array, known: Float32Array | null): Float32Array {
    if (!known || shared === 0) {
      all ??= makeUnitRows(machine.vectors, VECTOR_SIZE)
      return all.times(focus)
    }
    const cosines = new Float32Array(rows)
    cosines.set(known.subarray(0, shared))
    cosines.set(rest.times(focus), shared)
    return cosines
  }

  function readWords(lexical: LexicalFeatures) {
    const weighed = weighByRarity(lexical, rarity)
    return { weighed, scores: scoreWords(machine, weighed) }
  }

  function look({ scores }: { scores: Float32Array }, focus: Float32Array | null, known: Float32Array | null) {
    const cosines = focus && rows > 0 ? cosinesOf(focus, known) : null
    const pulled = cosines && byTag.times(likenessesOfMeaning(cosines, machine.sharpness))
    const probabilities = tags.map(({ calibration }, tag) =>
      probabilityOf((scores[tag] ?? 0) + (pulled?.[tag] ?? 0) + (base[tag] ?? 0), calibration),
    )
    return { probabilities: Float32Array.from(probabilities), cosines }
  }

  function whyOf(tag: number, weighed: LexicalFeatures, cosines: Float32Array | null): TagReading['why'] {
    return {
      examples: cosines ? nearestWith(model, tag, cosines) : [],
      words: raisingWords(model, tag, weighed),
    }
  }

  function begin(lexical: LexicalFeatures): BegunTags {
    if (lexical.words.length === 0) return () => []
    const words = readWords(lexical)
    return (focus, known) => {
      if (rows > 0 && !focus) return []
      const { probabilities, cosines } = look(words, focus, known)
      return tags
        .flatMap(({ set, suggest }, tag): TagReading[] => {
          const probability = probabilities[tag] ?? 0
          if (probability < suggest) return []
          const isSet = set !== null && probability >= set
          return [{ tag: names[tag] ?? '', probability, isSet, why: whyOf(tag, words.weighed, cosines) }]
        })
        .sort((a, b) => b.probability - a.probability)
    }
  }

  return {
    begin,
    score: ({ focus, lexical }, known = null) => look(readWords(lexical), focus, known).probabilities,
    read: ({ focus, lexical }, known = null) => begin(lexical)(focus, known),
  }
}

/** The words of the message that raised the tag's score, the strongest first. */
function raisingWords({ machine, names }: TagModel, tag: number, { words, owners, indices, values }: LexicalFeatures) {
  const effects = new Float32Array(words.length)
  for (let i = 0; i < indices.length; i++) {
    const owner = owners[i] ?? 0
    const weight = machine.words[(indices[i] ?? 0) * names.length + tag] ?? 0
    effects[owner] = (effects[owner] ?? 0) + (values[i] ?? 0) * weight
  }
  const raising = [...effects.keys()].filter((word) => (effects[word] ?? 0) > LEAST_EFFECT)
  raising.sort((a, b) => (effects[b] ?? 0) - (effects[a] ?? 0))
  return [...new Set(raising.map((word) => words[word] ?? ''))].slice(0, SHOWN_WORDS)
}

/** The nearest texts that have the tag. */
function nearestWith({ texts, marks, names }: TagModel, tag: number, cosines: Float32Array) {
  const found: { text: string; similarity: number }[] = []
  for (let row = 0; row < cosines.length; row++) {
    if (marks[row * names.length + tag] !== 1) continue
    const similarity = cosines[row] ?? 0
    if (found.length === SHOWN_TEXTS && similarity <= (found[SHOWN_TEXTS - 1]?.similarity ?? 0)) continue
    found.push({ text: texts[row] ?? '', similarity: Math.round(similarity * 1000) / 1000 })
    found.sort((a, b) => b.similarity - a.similarity)
    found.splice(SHOWN_TEXTS)
  }
  return found
}

/** Tags as the balance of precision and recall wants them, within the number that texts have. */
export function pickTags({ tags, span }: Pick<TagModel, 'tags' | 'span'>, probabilities: Float32Array): number[] {
  return [...probabilities.keys()]
    .map((tag) => ({ tag, over: logit(probabilities[tag] ?? 0) - logit(tags[tag]?.balance ?? 1) }))
    .sort((a, b) => b.over - a.over)
    .filter(({ over }, place) => place < span.fewest || (over >= 0 && place < span.most))
    .map(({ tag }) => tag)
}

const logit = (p: number) => Math.log(Math.max(1e-6, p) / Math.max(1e-6, 1 - p))
