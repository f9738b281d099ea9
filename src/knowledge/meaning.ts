import { makeBreathe } from './breathe.ts'
import { addPacked, atLengthOne, makePackedTable } from './packed-vectors.ts'
import type { ArticleVectors } from './prepare-article.ts'
import { makeSignCodes, type SignCodes } from './sign-codes.ts'

/** How near a message is to one article; cosines, −1 to 1. */
export interface Nearness {
  /** Mean of the two best to its blended questions: one that is close by chance weighs less than two. */
  question: number
  /** The same once what all articles have in common is taken off; tells articles of one subject apart. */
  centred: number
}

export interface Meaning {
  /** Nearness of `message` to article number `at`. */
  ask(message: Float32Array): (at: number) => Nearness
  /** Cosines of `message` to the passages of article number `at`. */
  askPassages(message: Float32Array, at: number): number[]
  /** Rough likeness to every passage, in the order of the articles; see sign-codes.ts. */
  glance(message: Float32Array): Uint16Array
}

// How much of the common part is taken off, and how many articles it takes to know it half. On StackFAQ and the demo
// articles together half was best, nothing and all of it 0.2 to 1 points of right first places worse.
const COMMON_SHARE = 0.5
const ARTICLES_TO_KNOW = 10

/**
 * Makes the vectors of all articles comparable with a message. They are copied into one table, and `articles` then hold
 * their part of it. `withGlance` costs 48 bytes a passage.
 */
export async function makeMeaning(articles: readonly ArticleVectors[], withGlance: boolean): Promise<Meaning> {
  const breathe = makeBreathe()
  const dimensions = articles[0]?.packed.dimensions ?? 0
  const common = await commonPart(articles, dimensions)
  const commonSquare = dot(common, common)
  const codes = withGlance ? await signCodesOf(articles, dimensions, common) : null

  /** Where the rows of each article begin, those of its questions first, and where those of its passages. */
  const starts = new Uint32Array(articles.length + 1)
  const middles = new Uint32Array(articles.length)
  let most = 0
  for (const [at, { packed, questions }] of articles.entries()) {
    const count = packed.scales.length
    middles[at] = (starts[at] as number) + questions
    starts[at + 1] = (starts[at] as number) + count
    most = Math.max(most, count)
  }
  const table = makePackedTable(starts.at(-1) ?? 0, dimensions, most)
  /** Of every row, its dot product with the common part. */
  const shared = new Float32Array(starts.at(-1) ?? 0)
  for (const [at, article] of articles.entries()) {
    const count = article.packed.scales.length
    article.packed = table.add(article.packed)
    shared.set(table.multiply(common, starts[at] as number, count).subarray(0, count), starts[at])
    await breathe()
  }

  return {
    ask(message) {
      const messageShared = dot(message, common)
      const messageLength = lengthWithout(messageShared, commonSquare)
      return (at) => {
        const from = starts[at] as number
        const count = (middles[at] as number) - from
        const cosines = table.multiply(message, from, count)
        const question = new BestTwo()
        const centred = new BestTwo()
        for (let i = 0; i < count; i++) {
          const cosine = cosines[i] as number
          const questionShared = shared[from + i] as number
          question.add(cosine)
          centred.add(
            (cosine - messageShared - questionShared + commonSquare) /
              (messageLength * lengthWithout(questionShared, commonSquare)),
          )
        }
        return { question: question.mean(), centred: centred.mean() }
      }
    },
    askPassages(message, at) {
      const from = middles[at] as number
      const count = (starts[at + 1] as number) - from
      const products = table.multiply(message, from, count)
      const cosines: number[] = []
      for (let i = 0; i < count; i++) cosines.push(products[i] as number)
      return cosines
    },
    glance: (message) => codes?.compare(message) ?? new Uint16Array(0),
  }
}

/** The mean over articles of the mean of their blended questions, as far as so many articles tell it. */
async function commonPart(articles: readonly ArticleVectors[], dimensions: number): Promise<Float32Array> {
  const breathe = makeBreathe()
  const sum = new Float32Array(dimensions)
  for (const article of articles) {
    addQuestions(sum, article, 1 / articles.length)
    await breathe()
  }
  const share = (COMMON_SHARE * articles.length) / (articles.length + ARTICLES_TO_KNOW)
  return sum.map((value) => value * share)
}

async function signCodesOf(
  articles: readonly ArticleVectors[],
  dimensions: number,
  common: Float32Array,
): Promise<SignCodes> {
  const count = articles.reduce((sum, { packed, questions }) => sum + packed.scales.length - questions, 0)
  const codes = makeSignCodes(count, dimensions, common)
  const breathe = makeBreathe()
  const asked = new Float32Array(dimensions)
  const both = new Float32Array(dimensions)
  for (const article of articles) {
    addQuestions(asked.fill(0), article, 1)
    for (let i = article.questions; i < article.packed.scales.length; i++) {
      both.set(asked)
      addPacked(both, article.packed, i)
      codes.add(atLengthOne(both))
    }
    await breathe()
  }
  return codes
}

/** Adds the mean of an article's blended questions, times `weight`, to `sum`. */
function addQuestions(sum: Float32Array, { packed, questions }: ArticleVectors, weight: number): void {
  for (let at = 0; at < questions; at++) addPacked(sum, packed, at, weight / questions)
}

/** Length of a vector of length 1 after the common part was taken off. */
const lengthWithout = (shared: number, commonSquare: number) => Math.sqrt(Math.max(1e-6, 1 - 2 * shared + commonSquare))

class BestTwo {
  #first = -1
  #second = -1
  #count = 0

  add(value: number): void {
    this.#count += 1
    if (value > this.#first) {
      this.#second = this.#first
      this.#first = value
    } else if (value > this.#second) this.#second = value
  }

  mean(): number {
    return this.#count < 2 ? this.#first : (this.#first + this.#second) / 2
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] ?? 0)
  return sum
}
