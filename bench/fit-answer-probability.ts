/**
 * Fits the weights of src/knowledge/answer-probability.ts and says how good they are on companies they have not seen:
 * `npx tsx bench/fit-answer-probability.ts`, with the settings of the server for articles, intents and model.
 *
 * Known: what the customers of thirteen invented companies ask (training/answers.jsonl), the questions their articles
 * list, each with that question taken out, TechGear's customers with the examples of its intents beside the articles, and
 * StackFAQ (Karan and Šnajder 2018). Unknown: their questions near to no article, the known ones with their article left
 * out, and out-of-scope queries of CLINC150 (Larson et al. 2019, CC BY 3.0). Each company counts alike.
 */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AutoModel, AutoTokenizer, env, mean_pooling } from '@huggingface/transformers'
import { parse } from 'yaml'
import { z } from 'zod'
import { readConfig } from '../src/config/index.ts'
import type { Article } from '../src/domain/index.ts'
import { featuresOf } from '../src/knowledge/answer-probability.ts'
import { faqArticle, type KnowledgeIndex, loadArticles, makeIndexer } from '../src/knowledge/index.ts'
import { areaUnderCurve } from '../src/understanding/index.ts'
import { fitLogistic, type LogisticModel, logistic } from '../src/understanding/intent/logistic.ts'
import { makeRandom } from '../src/understanding/random.ts'
import { readCompanies } from './answer-rows.ts'

// Assumed: of ten messages three are about something no article holds, a third of them about something else altogether.
const SHARES = { known: 0.7, near: 0.1, leftOut: 0.1, elsewhere: 0.1 }
type Kind = keyof typeof SHARES
// Articles below the first get a chance too, so they are fitted as well.
const PLACES = 3
const FOLDS = 4
// As much as the invented companies together: its questions are real.
const STACKFAQ_COUNTS = 13
const PAIRS = 300

/** What search measured for one message: its first places. */
interface Asked {
  collection: string
  kind: Kind
  places: { features: number[]; answers: boolean }[]
}

const config = readConfig()
const embed = await loadEncoder(config.modelDir)
const elsewhere = await readElsewhere()
const withMeaning = await gather(true)
fitAndReport('words and meaning', withMeaning)
fitAndReport('words alone', await gather(false))

/** Everything that is fitted to or tested on, company after company. */
async function gather(meaning: boolean): Promise<Asked[]> {
  const asked: Asked[] = []
  for (const { name, articles, questions } of await readCompanies()) {
    const own = articles.length > 0 ? articles : (await loadArticles(config.knowledgeDir)).articles
    const examples = articles.length > 0 ? new Map<string, string[]>() : await readExamples(config.intentsDir)
    const index = makeIndexer(embed, { vectors: null, encoder: 'fit', asked: examples })
    asked.push(...(await askAll(name, await index(own), questions, meaning)))
    // TechGear's questions stand in the examples too, in other words; there is no taking them out.
    if (articles.length === 0) continue
    for (const article of articles) {
      for (const text of article.questions) {
        const others = article.questions.filter((other) => other !== text)
        const from = await index(articles.map((each) => (each === article ? { ...article, questions: others } : each)))
        asked.push(await ask(name, from, { text, answer: article.id }, 'known', meaning))
      }
    }
  }
  for (const half of [0, 1]) {
    const { articles, questions } = await readFaq(half)
    const index = await makeIndexer(embed, { vectors: null, encoder: 'fit' })(articles)
    asked.push(...(await askAll('StackFAQ', index, questions, meaning)))
  }
  return asked
}

type Question = { text: string; answer: string | null }

async function askAll(name: string, from: KnowledgeIndex, questions: Question[], meaning: boolean): Promise<Asked[]> {
  const asked: Asked[] = []
  for (const question of questions) {
    asked.push(await ask(name, from, question, question.answer === null ? 'near' : 'known', meaning))
    if (question.answer !== null) asked.push(await ask(name, from, question, 'leftOut', meaning))
  }
  for (const text of elsewhere) asked.push(await ask(name, from, { text, answer: null }, 'elsewhere', meaning))
  return asked
}

async function ask(
  collection: string,
  from: KnowledgeIndex,
  { text, answer }: Question,
  kind: Kind,
  meaning: boolean,
): Promise<Asked> {
  const vector = meaning ? ((await embed([text]))[0] ?? null) : null
  const without = kind === 'leftOut' && answer !== null ? { without: answer } : {}
  const measured = from.measure({ text, vector, language: 'en', audience: 'agents', ...without }).slice(0, PLACES)
  const places = measured.map(({ articleId, signals }) => ({
    features: featuresOf(signals),
    answers: articleId === answer,
  }))
  return { collection, kind, places }
}

/**
 * Weights that put a message with an article before one without, company by company, and a bias and a scale that make
 * their sum a probability over all companies. Fitted in one step they would tell the companies from each other.
 */
function fitWeights(asked: readonly Asked[]): LogisticModel {
  const size = asked[0]?.places[0]?.features.length ?? 0
  const pairs = [...new Set(asked.map(({ collection }) => collection))].flatMap((collection) => {
    const first = (isKnown: boolean) =>
      asked.flatMap((one) => {
        const isWanted = one.collection === collection && (one.kind === 'known') === isKnown && one.kind !== 'elsewhere'
        return isWanted && one.places[0] ? [one.places[0].features] : []
      })
    return pairUp(first(true), first(false), PAIRS * (collection === 'StackFAQ' ? STACKFAQ_COUNTS : 1))
  })
  const ranking = fitLogistic(
    pairs.flatMap((inputs) => [
      { inputs, isYes: true, weight: 1 },
      { inputs: inputs.map((value) => -value), isYes: false, weight: 1 },
    ]),
    size,
  )
  const counts = new Map<string, number>()
  for (const { collection, kind } of asked) {
    counts.set(`${collection} ${kind}`, (counts.get(`${collection} ${kind}`) ?? 0) + 1)
  }
  const { bias, weights } = fitLogistic(
    asked.flatMap(({ collection, kind, places }) =>
      places.map(({ features, answers }) => ({
        inputs: [sumOf(ranking, features)],
        isYes: answers,
        weight: SHARES[kind] / (counts.get(`${collection} ${kind}`) ?? 1),
      })),
    ),
    1,
  )
  return { bias, weights: ranking.weights.map((weight) => weight * (weights[0] ?? 1)) }
}

/** Differences of `count` pairs drawn by a fixed seed. */
function pairUp(upper: number[][], lower: number[][], count: number): number[][] {
  const random = makeRandom(3)
  const draw = (from: number[][]) => from[Math.floor(random() * from.length)] ?? []
  if (upper.length === 0 || lower.length === 0) return []
  return Array.from({ length: count }, () => {
    const other = draw(lower)
    return draw(upper).map((value, i) => value - (other[i] ?? 0))
  })
}

function sumOf({ weights }: LogisticModel, features: readonly number[]): number {
  return features.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)
}

/** Prints the weights fitted on all, and what each fold of companies says of those that were left out of its fitting. */
function fitAndReport(title: string, asked: Asked[]): void {
  const names = [...new Set(asked.map(({ collection }) => collection))]
  const held = names.flatMap((_, fold) => {
    if (fold >= FOLDS) return []
    const out = new Set(names.filter((_, at) => at % FOLDS === fold))
    const model = fitWeights(asked.filter(({ collection }) => !out.has(collection)))
    return asked.filter(({ collection }) => out.has(collection)).map((one) => ({ ...one, ...bestOf(one, model) }))
  })
  const { bias, weights } = fitWeights(asked)
  console.log(`\n== ${title} ==\n{ bias: ${round(bias)}, features: [${weights.map(round).join(', ')}] }`)
  for (const group of ['StackFAQ', 'techgear', 'the others']) {
    const own = held.filter(({ collection }) =>
      group === 'the others' ? collection !== 'StackFAQ' && collection !== 'techgear' : collection === group,
    )
    const chances = (kind: Kind) => own.filter((one) => one.kind === kind).map(({ chance }) => chance)
    const known = own.filter(({ kind }) => kind === 'known')
    const against = (['near', 'leftOut', 'elsewhere'] as const).flatMap((kind) => {
      const lower = chances(kind)
      return lower.length > 0 ? [`${kind} ${areaUnderCurve(chances('known'), lower).toFixed(3)}`] : []
    })
    const right = known.filter(({ isRight }) => isRight).length / known.length
    console.log(`${group}: right article likeliest ${right.toFixed(3)} of ${known.length}; AUROC ${against.join(', ')}`)
    console.log(`  calibration error ${calibrationError(own).toFixed(3)}`)
  }
}

function bestOf({ places }: Asked, model: LogisticModel): { chance: number; isRight: boolean } {
  const judged = places.map(({ features, answers }) => ({ chance: logistic(model, features), isRight: answers }))
  return judged.sort((a, b) => b.chance - a.chance)[0] ?? { chance: 0, isRight: false }
}

/** Expected calibration error of the likeliest article in ten bins, with the shares of kinds assumed above. */
function calibrationError(held: { kind: Kind; chance: number; isRight: boolean }[]): number {
  const weightOf = (kind: Kind) => SHARES[kind] / held.filter((one) => one.kind === kind).length
  const weights = new Map(held.map(({ kind }) => [kind, weightOf(kind)]))
  const bins = Array.from({ length: 10 }, () => 0)
  let all = 0
  for (const { kind, chance, isRight } of held) {
    const weight = weights.get(kind) ?? 0
    const bin = Math.min(9, Math.floor(chance * 10))
    bins[bin] = (bins[bin] ?? 0) + weight * (chance - (isRight ? 1 : 0))
    all += weight
  }
  return bins.reduce((sum, difference) => sum + Math.abs(difference), 0) / all
}

async function readExamples(folder: string): Promise<Map<string, string[]>> {
  const intent = z.object({ serve: z.object({ article: z.string() }), examples: z.array(z.string()) })
  const examples = new Map<string, string[]>()
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()) {
    const { data } = intent.safeParse(parse(await readFile(join(folder, file), 'utf8')))
    if (data) examples.set(data.serve.article, [...(examples.get(data.serve.article) ?? []), ...data.examples])
  }
  return examples
}

async function readElsewhere(): Promise<string[]> {
  const lines = await readFile(join(config.benchmarksDir, 'intent', 'clinc150.oos.train.jsonl'), 'utf8')
  return lines
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [z.object({ text: z.string() }).parse(JSON.parse(line)).text]))
}

/** Every second article of StackFAQ, from number `first` on, and the queries it answers. */
async function readFaq(first: number): Promise<{ articles: Article[]; questions: Question[] }> {
  const read = async <T>(name: string, shape: z.ZodType<T>) => {
    const lines = await readFile(join(config.benchmarksDir, 'faq', `stackfaq.${name}.jsonl`), 'utf8')
    return lines.split('\n').flatMap((line) => (line === '' ? [] : [shape.parse(JSON.parse(line))]))
  }
  const rows = await read('articles', z.object({ id: z.string(), question: z.string(), answer: z.string() }))
  const half = rows.filter((_, i) => i % 2 === first)
  const queries = await read('queries', z.object({ text: z.string(), article: z.string() }))
  return {
    articles: half.map(faqArticle),
    questions: queries.flatMap(({ text, article }) =>
      half.some(({ id }) => id === article) ? [{ text, answer: article }] : [],
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

function round(value: number): number {
  return Number(value.toFixed(2))
}
