/**
 * Fits the weights of src/dialogue/judge.ts and tries thresholds: `npx tsx bench/fit-answer-judge.ts`, with the settings
 * of the server. TechGear's questions of training/answers.jsonl are read as a customer's first message; the likeliest
 * articles are what the weights are fitted on, in five folds by question, so that each is judged by weights that have
 * not seen it.
 */
import { startAssistant } from '../src/assistant.ts'
import { readConfig } from '../src/config/index.ts'
import { gatherCandidates, readingsOf } from '../src/dialogue/candidates.ts'
import { judgeFeatures } from '../src/dialogue/judge.ts'
import { CALM, FLOW_NAMES, NEW_DIALOGUE } from '../src/domain/index.ts'
import { findPassages, readMessage } from '../src/turn/index.ts'
import { areaUnderCurve } from '../src/understanding/index.ts'
import { fitLogistic, type LogisticModel, logistic } from '../src/understanding/intent/logistic.ts'
import { readCompanies } from './answer-rows.ts'

const PLACES = 4
const FOLDS = 5
const THRESHOLDS = [0.12, 0.18, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55]

interface Asked {
  hasAnswer: boolean
  places: { together: number; features: number[]; answers: boolean }[]
}

const assistant = await startAssistant(readConfig(), { write: () => undefined })
const company = (await readCompanies()).find(({ name }) => name === 'techgear')
const asked: Asked[] = []
for (const { text, answer } of company?.questions ?? []) asked.push(await ask(text, answer))
await assistant.close()

const { bias, weights } = fitWeights(asked)
console.log(`{ bias: ${round(bias)}, features: [${weights.map(round).join(', ')}] }`)
const held = asked.map((one, at) => {
  const model = fitWeights(asked.filter((_, other) => other % FOLDS !== at % FOLDS))
  return { ...one, ...likeliest(one, ({ features }) => logistic(model, features)) }
})
report(
  'before: intents and search together',
  asked.map((one) => ({ ...one, ...likeliest(one, ({ together }) => together) })),
)
report('judged, by weights of other questions', held)

async function ask(text: string, answer: string | null): Promise<Asked> {
  const understood = await readMessage(assistant, { text, createdAt: new Date() }, [])
  const found = await findPassages(assistant, understood)
  const { understanding } = understood
  const evidence = {
    owner: 'assistant' as const,
    text,
    dialogue: NEW_DIALOGUE,
    frustration: CALM,
    understanding,
    ...found,
    carried: null,
    intents: assistant.intents,
    articles: assistant.knowledge.articles(),
    flows: new Set(FLOW_NAMES),
    attachments: 0,
    previous: null,
    waitSentence: null,
  }
  const places = gatherCandidates(evidence, readingsOf(evidence, understanding)).flatMap(({ articleId, together }) => {
    const cover = found.covers.get(articleId)
    return cover ? [{ together, features: judgeFeatures(together, cover), answers: articleId === answer }] : []
  })
  places.sort((a, b) => b.together - a.together)
  return { hasAnswer: answer !== null, places: places.slice(0, PLACES) }
}

function fitWeights(some: readonly Asked[]): LogisticModel {
  const points = some.flatMap(({ places }) =>
    places.map(({ features, answers }) => ({ inputs: features, isYes: answers, weight: 1 })),
  )
  return fitLogistic(points, points[0]?.inputs.length ?? 0)
}

function likeliest({ places }: Asked, chanceOf: (place: Asked['places'][number]) => number) {
  const judged = places.map((place) => ({ chance: chanceOf(place), isRight: place.answers }))
  return judged.sort((a, b) => b.chance - a.chance)[0] ?? { chance: 0, isRight: false }
}

function report(title: string, rows: { hasAnswer: boolean; chance: number; isRight: boolean }[]): void {
  const [known, unknown] = [rows.filter(({ hasAnswer }) => hasAnswer), rows.filter(({ hasAnswer }) => !hasAnswer)]
  const chances = (some: typeof rows) => some.map(({ chance }) => chance)
  console.log(`${title}: AUROC ${areaUnderCurve(chances(known), chances(unknown)).toFixed(3)}`)
  for (const threshold of THRESHOLDS) {
    const share = (some: typeof rows, holds: (row: (typeof rows)[number]) => boolean) =>
      ((100 * some.filter((row) => row.chance >= threshold && holds(row)).length) / some.length).toFixed(1)
    console.log(
      `  from ${threshold}: right ${share(known, ({ isRight }) => isRight)}, another ${share(known, ({ isRight }) => !isRight)}, answered without an article ${share(unknown, () => true)}`,
    )
  }
}

function round(value: number): number {
  return Number(value.toFixed(2))
}
