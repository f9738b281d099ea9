/**
 * Search at 1,000, 10,000 and 100,000 passages, encoding excluded: `node --expose-gc --import tsx bench/search-scale.ts`. Prints a table for
 * docs/benchmarks.md. Articles are composed of passages of `knowledge-base/` under titles made of two: real vectors,
 * turned a little at random for each article, so that none is the same twice. Queries are the questions of the articles.
 */
import { readConfig } from '../src/config/index.ts'
import type { Article } from '../src/domain/index.ts'
import { loadArticles, makeIndexer } from '../src/knowledge/index.ts'
import { loadIntents, startUnderstanding } from '../src/understanding/index.ts'

/** Other sizes can be named: `… bench/search-scale.ts 50000`. */
const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000, 100_000]
const PASSAGES_AN_ARTICLE = 4
/** Length of the random part added to a vector of length 1. */
const TURN = 0.35
const ROUNDS = 8

const config = readConfig()
const { articles } = await loadArticles(config.knowledgeDir)
const { intents } = await loadIntents(config.intentsDir)
const understander = await startUnderstanding({
  intents,
  modelDir: config.modelDir,
  cacheDir: `${config.dataDir}/cache`,
  ...config.encoder,
  log: () => {},
})
const random = seeded(7)
const queries = articles.flatMap(({ questions }) => questions)
const queryVectors = (await understander.embed(queries)) ?? []
const known = new Map<string, Float32Array>()
/** Spent on vectors of composed articles, in the place of the encoder. */
let turningMs = 0
const encode = async (texts: string[]) => {
  const missing = [...new Set(texts)].filter((text) => !known.has(text))
  const vectors = (await understander.embed(missing)) ?? []
  for (const [i, text] of missing.entries()) known.set(text, vectors[i] ?? new Float32Array(0))
}

console.log(
  '| passages | articles | median ms | 99th percentile ms | best of rounds: median ms | 99th percentile ms | building | memory | same first article as measuring all |',
)
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |')
for (const size of SIZES) await measure(size)
await understander.close()

async function measure(size: number): Promise<void> {
  const some = await compose(size)
  globalThis.gc?.()
  const before = memory()
  turningMs = 0
  const started = performance.now()
  const index = await makeIndexer(turned, { vectors: null, encoder: 'bench' })(some)
  const buildMs = performance.now() - started - turningMs
  globalThis.gc?.()
  const taken = memory() - before
  for (let at = 0; at < queries.length; at++) ask(at)
  const rounds = Array.from({ length: ROUNDS }, () =>
    queries.map((_, at) => {
      const from = performance.now()
      ask(at)
      return performance.now() - from
    }),
  )
  const all = rounds.flat().sort((a, b) => a - b)
  // What other programs take from this one differs from round to round; what a query costs does not.
  const best = queries.map((_, at) => Math.min(...rounds.map((times) => times[at] ?? 0))).sort((a, b) => a - b)
  const place = (times: number[], share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2)

  let same = 0
  let asked = 0
  for (let at = 0; at < queries.length; at += size > 50_000 ? 8 : 2) {
    const query = {
      text: queries[at] ?? '',
      vector: queryVectors[at] ?? null,
      language: 'en',
      audience: 'public' as const,
    }
    asked += 1
    if (index.measure({ ...query, exhaustive: true })[0]?.articleId === index.measure(query)[0]?.articleId) same += 1
  }
  const columns = [size, some.length, place(all, 0.5), place(all, 0.99), place(best, 0.5), place(best, 0.99)]
  console.log(
    `| ${[...columns, `${(buildMs / 1000).toFixed(1)} s`, `${Math.round(taken)} MB`, `${same} of ${asked}`].join(' | ')} |`,
  )

  function ask(at: number) {
    index.search({ text: queries[at] ?? '', vector: queryVectors[at] ?? null, language: 'en', audience: 'public' })
  }
}

/** Articles of passages drawn from the real ones, about two subjects each. */
async function compose(size: number): Promise<Article[]> {
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T
  const made: Article[] = []
  for (let left = size; left > 0; left -= PASSAGES_AN_ARTICLE) {
    const [one, two] = [pick(articles), pick(articles)]
    const id = `article-${made.length}`
    const title = `${one.title} and ${two.title.toLowerCase()}, case ${made.length}`
    const passages = Array.from({ length: Math.min(left, PASSAGES_AN_ARTICLE) }, (_, number) => {
      const { heading, text } = pick((number % 2 === 0 ? one : two).passages)
      return { id: `${id}#${number}`, articleId: id, title, heading, text }
    })
    const questions = [pick(one.questions), pick(two.questions)]
    made.push({ ...one, id, title, questions, audience: 'public', language: 'en', passages })
  }
  return made
}

/** The vectors of the text's real part, turned: what composed articles are "encoded" by. */
async function turned(texts: string[]): Promise<Float32Array[]> {
  const started = performance.now()
  const real = texts.map((text) => text.replace(/^.*, case \d+(\. )?/, '') || text.replace(/, case \d+$/, ''))
  // Titles differ in their number alone; the two halves are few.
  const bases = real.map((text) => text.replace(/, case \d+$/, ''))
  await encode(bases)
  const vectors = bases.map((text) => turn(known.get(text) ?? new Float32Array(0)))
  turningMs += performance.now() - started
  return vectors
}

function turn(vector: Float32Array): Float32Array {
  const step = TURN / Math.sqrt(vector.length)
  const moved = vector.map((value) => value + step * gauss())
  const length = Math.hypot(...moved) || 1
  return moved.map((value) => value / length)
}

function gauss(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function memory(): number {
  // What is external holds the arrays and the memories of WebAssembly.
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}
