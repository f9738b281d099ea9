/**
 * Fits the weights of src/knowledge/answer-probability.ts and reports how good search is:
 * `npx tsx bench/fit-answer-probability.ts`, with the settings of the server for articles, intents and model.
 *
 * Positives: every question of an article, with that question taken out of the index, and every second example of the
 * intents that an article serves, which search never sees. Negatives: the same texts with their whole article taken out,
 * so that whatever is found is wrong; and the out-of-scope training queries of CLINC150 (Larson et al. 2019, CC BY 3.0),
 * which are about anything but the shop. The same of every second article of StackFAQ (Karan and Šnajder 2018) with its
 * queries, so that the weights fit articles that are one question and an answer too. The test: the other examples, the
 * other half of StackFAQ, and the out-of-scope test queries.
 */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AutoModel, AutoTokenizer, env, mean_pooling } from '@huggingface/transformers'
import { parse } from 'yaml'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import type { Article } from '../src/domain/index.ts'
import { type AnswerWeights, featuresOf } from '../src/knowledge/answer-probability.ts'
import { faqArticle, type KnowledgeIndex, loadArticles, makeIndexer } from '../src/knowledge/index.ts'

// Assumed: of ten messages three are about something no article holds, half of them about something else altogether.
const UNANSWERED_SHARE = 0.3
const ELSEWHERE_SHARE = 0.15
// Articles below the first get a chance too, so they are fitted as well.
const PLACES = 3

interface Row {
  features: number[]
  answers: boolean
  weight: number
}
interface Sample {
  text: string
  articleId: string
}

const config = readConfig()
const { articles } = await loadArticles(config.knowledgeDir)
const embed = await loadEncoder(config.modelDir)
const index = makeIndexer(embed, { vectors: null, encoder: 'fit' })

const questions = articles.flatMap(({ id, questions }) => questions.map((text) => ({ text, articleId: id })))
const examples = await readExamples(config.intentsDir)
const forFitting = examples.filter((_, i) => i % 2 === 0)
const forTest = examples.filter((_, i) => i % 2 === 1)
const elsewhereForFitting = await readElsewhere('train')
const elsewhereForTest = await readElsewhere('test')

function without(article: Article, { text, articleId }: Sample): Article {
  return article.id === articleId
    ? { ...article, questions: article.questions.filter((other) => other !== text) }
    : article
}

async function measure(
  from: KnowledgeIndex,
  { text, articleId }: Sample,
  withMeaning: boolean,
  without?: string,
): Promise<Row[]> {
  const vector = withMeaning ? ((await embed([text]))[0] ?? null) : null
  return from
    .measure({ text, vector, language: 'en', audience: 'agents', ...(without !== undefined && { without }) })
    .slice(0, PLACES)
    .map((found) => ({ features: featuresOf(found.signals), answers: found.articleId === articleId, weight: 1 }))
}

/** Rows weighted so that known and unknown messages count as the shares above say. */
function weigh(known: Row[][], unknown: Row[][], elsewhere: Row[][], places = PLACES): Row[] {
  const rows = (group: Row[][], total: number) =>
    group.flatMap((own) => own.slice(0, places).map((row) => ({ ...row, weight: total / group.length })))
  return [
    ...rows(known, 1 - UNANSWERED_SHARE),
    ...rows(unknown, UNANSWERED_SHARE - ELSEWHERE_SHARE),
    ...rows(elsewhere, ELSEWHERE_SHARE),
  ]
}

/** Logistic regression by Newton's method with a little ridge, so that separable data stays finite. */
function fitLogistic(rows: Row[]): AnswerWeights {
  const size = (rows[0]?.features.length ?? 0) + 1
  let theta = new Array<number>(size).fill(0)
  for (let step = 0; step < 50; step++) {
    const gradient = theta.map((value, i): number => (i === 0 ? 0 : -0.001 * value))
    const hessian = theta.map((_, i) => theta.map((_, j): number => (i === j && i > 0 ? 0.001 : 0)))
    for (const { features, answers, weight } of rows) {
      const x = [1, ...features]
      const p = sigmoid(dot(theta, x))
      for (let i = 0; i < size; i++) {
        gradient[i] = (gradient[i] ?? 0) + weight * ((answers ? 1 : 0) - p) * (x[i] ?? 0)
        const row = hessian[i] ?? []
        for (let j = 0; j < size; j++) row[j] = (row[j] ?? 0) + weight * p * (1 - p) * (x[i] ?? 0) * (x[j] ?? 0)
      }
    }
    const change = solve(hessian, gradient)
    theta = theta.map((value, i) => value + (change[i] ?? 0))
    if (Math.max(...change.map(Math.abs)) < 1e-9) break
  }
  const [bias = 0, ...features] = theta
  return { bias, features }
}

/** Gauss elimination with pivots; the matrices here are at most five wide. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.findIndex(
      (_, k) => k >= i && Math.abs(at(k, i)) === Math.max(...rows.slice(i).map((row) => Math.abs(row[i] ?? 0))),
    )
    const [upper, lower] = [rows[pivot] ?? [], rows[i] ?? []]
    rows[i] = upper
    rows[pivot] = lower
    for (let k = 0; k < rows.length; k++) {
      if (k === i) continue
      const factor = at(k, i) / at(i, i)
      rows[k] = (rows[k] ?? []).map((value, j) => value - factor * at(i, j))
    }
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / at(i, i))
}

/** Rows of the first place in ten bins: what was said, what was so; and the expected calibration error. */
function report(title: string, rows: Row[], { bias, features }: AnswerWeights): void {
  console.log(title)
  const said = rows.map((row) => ({ ...row, p: sigmoid(bias + dot(features, row.features)) }))
  const total = sum(said, ({ weight }) => weight)
  let error = 0
  for (let bin = 0; bin < 10; bin++) {
    const own = said.filter(({ p }) => Math.min(9, Math.floor(p * 10)) === bin)
    if (own.length === 0) continue
    const weight = sum(own, (row) => row.weight)
    const mean = sum(own, (row) => row.weight * row.p) / weight
    const right = sum(own, (row) => (row.answers ? row.weight : 0)) / weight
    error += (weight / total) * Math.abs(mean - right)
    console.log(`  said ${mean.toFixed(2)}  was so ${right.toFixed(2)}  (${own.length})`)
  }
  console.log(`  expected calibration error ${error.toFixed(3)}`)
  for (const at of [0.3, 0.4, 0.5, 0.55, 0.6, 0.7]) {
    const answered = said.filter(({ p }) => p >= at)
    const right = sum(answered, (row) => (row.answers ? row.weight : 0))
    const all = sum(answered, (row) => row.weight)
    console.log(
      `  from ${at}: answers ${(all / total).toFixed(2)} of all messages, ${(right / all).toFixed(2)} of them right`,
    )
  }
}

async function readExamples(folder: string): Promise<Sample[]> {
  const intent = z.object({
    serve: z.object({ article: z.string().optional(), person: z.boolean().optional() }),
    examples: z.array(z.string()),
  })
  const samples: Sample[] = []
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()) {
    const read = intent.safeParse(parse(await readFile(join(folder, file), 'utf8')))
    const articleId = read.data?.serve.article
    if (!read.success || articleId === undefined || read.data.serve.person) continue
    if (!articles.some(({ id }) => id === articleId)) continue
    samples.push(...read.data.examples.map((text) => ({ text, articleId })))
  }
  return samples
}

async function readElsewhere(part: 'train' | 'test'): Promise<Sample[]> {
  const query = z.object({ text: z.string() })
  const lines = await readFile(join(config.benchmarksDir, 'intent', `clinc150.oos.${part}.jsonl`), 'utf8')
  const samples = lines.split('\n').filter((line) => line !== '')
  // The test part is ten times the training part; a tenth is enough and quick.
  const some = samples.filter((_, i) => part === 'train' || i % 10 === 0)
  return some.map((line) => ({ text: query.parse(JSON.parse(line)).text, articleId: '' }))
}

/** Every second article of StackFAQ, from number `first` on, and the queries it answers. */
async function readFaq(first: 0 | 1): Promise<{ index: KnowledgeIndex; samples: Sample[] }> {
  const read = async <T>(name: string, shape: z.ZodType<T>) => {
    const lines = await readFile(join(config.benchmarksDir, 'faq', `stackfaq.${name}.jsonl`), 'utf8')
    return lines.split('\n').flatMap((line) => (line === '' ? [] : [shape.parse(JSON.parse(line))]))
  }
  const rows = await read('articles', z.object({ id: z.string(), question: z.string(), answer: z.string() }))
  const half = rows.filter((_, i) => i % 2 === first)
  const queries = await read('queries', z.object({ text: z.string(), article: z.string() }))
  return {
    index: await makeIndexer(embed, { vectors: null, encoder: 'fit' })(half.map(faqArticle)),
    samples: queries.flatMap(({ text, article }) =>
      half.some(({ id }) => id === article) ? [{ text, articleId: article }] : [],
    ),
  }
}

async function loadEncoder(modelDir: string): Promise<(texts: string[]) => Promise<Float32Array[]>> {
  env.allowRemoteModels = false
  env.localModelPath = dirname(modelDir)
  const name = basename(modelDir)
  const tokenizer = await AutoTokenizer.from_pretrained(name, { local_files_only: true })
  const model = await AutoModel.from_pretrained(name, { local_files_only: true, dtype: 'q4' })
  const known = new Map<string, Float32Array>()
  return async (texts) => {
    const vectors: Float32Array[] = []
    for (const text of texts) {
      const kept = known.get(text)
      const vector = kept ?? (await encode(text))
      known.set(text, vector)
      vectors.push(vector)
    }
    return vectors
  }

  async function encode(text: string): Promise<Float32Array> {
    const inputs = tokenizer([text], { truncation: true, max_length: 256 })
    const outputs = await model(inputs)
    const pooled = mean_pooling(outputs.last_hidden_state, inputs.attention_mask).normalize(2, -1)
    return Float32Array.from(pooled.data)
  }
}

function share<T>(items: T[], holds: (item: T) => boolean | undefined): string {
  return `${((100 * items.filter((item) => holds(item) === true).length) / items.length).toFixed(1)} %`
}
const sum = <T>(items: T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0)
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((total, value, i) => total + value * (b[i] ?? 0), 0)
const sigmoid = (value: number) => 1 / (1 + Math.exp(-value))
const round = (value: number) => Number(value.toFixed(2))

async function fitAndReport(withMeaning: boolean): Promise<void> {
  console.log(`\n== ${withMeaning ? 'words and meaning' : 'words alone'} ==`)
  const measureAll = (from: KnowledgeIndex, samples: Sample[]) =>
    Promise.all(samples.map((sample) => measure(from, sample, withMeaning)))

  const ownLeftOut: Row[][] = []
  for (const sample of questions) {
    ownLeftOut.push(
      await measure(await index(articles.map((article) => without(article, sample))), sample, withMeaning),
    )
  }
  const whole = await index(articles)
  const known = [...ownLeftOut, ...(await measureAll(whole, forFitting))]
  const knownTest = await measureAll(whole, forTest)
  const leftOut = (from: KnowledgeIndex, samples: Sample[]) =>
    Promise.all(samples.map((sample) => measure(from, sample, withMeaning, sample.articleId)))
  const unknown = await leftOut(whole, [...questions, ...forFitting])
  const unknownTest = await leftOut(whole, forTest)

  const [faqForFitting, faqForTest] = [await readFaq(0), await readFaq(1)]
  known.push(...(await measureAll(faqForFitting.index, faqForFitting.samples)))
  unknown.push(...(await leftOut(faqForFitting.index, faqForFitting.samples)))
  const faqKnown = await measureAll(faqForTest.index, faqForTest.samples)
  const faqUnknown = await leftOut(faqForTest.index, faqForTest.samples)

  const elsewhere = await measureAll(whole, elsewhereForFitting)
  const elsewhereTest = await measureAll(whole, elsewhereForTest)

  const isFirst = (rows: Row[]) => rows[0]?.answers
  console.log(`right article first, own questions left out: ${share(ownLeftOut, isFirst)} of ${ownLeftOut.length}`)
  console.log(`right article first, test examples:          ${share(knownTest, isFirst)} of ${knownTest.length}`)
  const inThree = share(knownTest, (rows) => rows.some(({ answers }) => answers))
  console.log(`right article in the first ${PLACES}, test examples: ${inThree}`)

  const weights = fitLogistic(weigh(known, unknown, elsewhere))
  console.log(`{ bias: ${round(weights.bias)}, features: [${weights.features.map(round).join(', ')}] }`)
  report(
    'calibration of the first place on the test examples',
    weigh(knownTest, unknownTest, elsewhereTest, 1),
    weights,
  )
  report('the same on the other half of StackFAQ', weigh(faqKnown, faqUnknown, elsewhereTest, 1), weights)
}

await fitAndReport(true)
await fitAndReport(false)
