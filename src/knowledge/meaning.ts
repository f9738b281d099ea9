import { makeBreathe } from './breathe.ts'
import { dotPacked, unpackVector } from './packed-vectors.ts'
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
  glance(message: Float32Array): Float32Array
}

// How much of the common part is taken off, and how many articles it takes to know it half. On StackFAQ and the demo
// articles together half was best, nothing and all of it 0.2 to 1 points of right first places worse.
const COMMON_SHARE = 0.5
const ARTICLES_TO_KNOW = 10

/** Makes the vectors of all articles comparable with a message. `withGlance` costs 48 bytes a passage. */
export async function makeMeaning(articles: readonly ArticleVectors[], withGlance: boolean): Promise<Meaning> {
  const dimensions = articles[0]?.questions.dimensions ?? 0
  const common = await commonPart(articles, dimensions)
  const commonSquare = dot(common, common)
  /** Of every question, article after article: its dot product with the common part. */
  const starts = new Uint32Array(articles.length + 1)
  articles.forEach(({ questions }, at) => {
    starts[at + 1] = (starts[at] ?? 0) + questions.scales.length
  })
  const shared = new Float32Array(starts[articles.length] ?? 0)
  const breathe = makeBreathe()
  for (const [at, { questions }] of articles.entries()) {
    for (let i = 0; i < questions.scales.length; i++) shared[(starts[at] ?? 0) + i] = dotPacked(common, questions, i)
    await breathe()
  }
  const codes = withGlance ? await signCodesOf(articles, dimensions, common) : null

  return {
    ask(message) {
      const messageShared = dot(message, common)
      const messageLength = lengthWithout(messageShared, commonSquare)
      return (at) => {
        const own = articles[at]
        if (!own) return { question: -1, centred: -1 }
        const question = new BestTwo()
        const centred = new BestTwo()
        for (let i = 0; i < own.questions.scales.length; i++) {
          const cosine = dotPacked(message, own.questions, i)
          const questionShared = shared[(starts[at] ?? 0) + i] ?? 0
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
      const own = articles[at]?.passages
      return own ? Array.from(own.scales, (_, i) => dotPacked(message, own, i)) : []
    },
    glance: (message) => codes?.compare(message) ?? new Float32Array(0),
  }
}

/** The mean over articles of the mean of their blended questions, as far as so many articles tell it. */
async function commonPart(articles: readonly ArticleVectors[], dimensions: number): Promise<Float32Array> {
  const breathe = makeBreathe()
  const sum = new Float32Array(dimensions)
  for (const { questions } of articles) {
    addQuestions(sum, { questions }, 1 / articles.length)
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
  const count = articles.reduce((sum, { passages }) => sum + passages.scales.length, 0)
  const codes = makeSignCodes(count, dimensions, common)
  const breathe = makeBreathe()
  for (const { questions, passages } of articles) {
    const asked = new Float32Array(dimensions)
    addQuestions(asked, { questions }, 1)
    for (let i = 0; i < passages.scales.length; i++) {
      const both = unpackVector(passages, i).map((value, j) => value + (asked[j] ?? 0))
      const length = Math.sqrt(dot(both, both)) || 1
      codes.add(both.map((value) => value / length))
    }
    await breathe()
  }
  return codes
}

/** Adds the mean of an article's blended questions, times `weight`, to `sum`. */
function addQuestions(sum: Float32Array, { questions }: Pick<ArticleVectors, 'questions'>, weight: number): void {
  const { values, scales, dimensions } = questions
  for (let at = 0; at < scales.length; at++) {
    const factor = ((scales[at] ?? 0) * weight) / scales.length
    for (let i = 0; i < dimensions; i++) {
      sum[i] = (sum[i] as number) + factor * (values[at * dimensions + i] as number)
    }
  }
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
