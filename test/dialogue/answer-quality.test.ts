import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Assistant, startAssistant } from '../../src/assistant.ts'
import { type AnswerQuality, measureAnswers, readQuestions } from '../../src/cli/answer-quality.ts'
import { readConfig } from '../../src/config/index.ts'
import { projectRoot } from '../../src/project-root.ts'
import { SHARED_DATA_DIR } from '../support/shared-data.ts'

/** The floors lie a little below what was reached, recorded in docs/benchmarks.md; they rise and never fall. */
const SETS = [
  {
    name: 'the first',
    files: ['paraphrases', 'unanswerable'],
    floors: { right: 0.88, wrong: 0.03, answered: 0.05 },
    overlap: 0.3,
  },
  {
    name: 'another writer, nothing of which was tuned on',
    files: ['fresh-paraphrases', 'fresh-unanswerable'],
    floors: { right: 0.95, wrong: 0.02, answered: 0.1 },
    overlap: 0.31,
  },
  {
    // Two in three of the unanswerable ones ask about a title's subject or the shop; far from the goal of 5 in 100.
    name: 'a third writer, hard on purpose',
    files: ['hard-paraphrases', 'hard-unanswerable'],
    floors: { right: 0.93, wrong: 0.02, answered: 0.21 },
    overlap: 0.32,
  },
]

async function readAll(files: string[]) {
  const paths = files.map((name) => join(projectRoot, 'test', 'dialogue', `${name}.jsonl`))
  return (await Promise.all(paths.map((path) => readQuestions(path)))).flat()
}

let assistant: Assistant
beforeAll(async () => {
  assistant = await startAssistant(readConfig({ EARSHOT_DATA_DIR: SHARED_DATA_DIR }), { write() {} })
}, 180_000)
afterAll(() => assistant?.close())

describe.each(SETS)(
  "customers' questions written from the articles' titles alone, by $name",
  ({ files, floors, overlap }) => {
    let quality: AnswerQuality
    beforeAll(async () => {
      quality = await measureAnswers(assistant, await readAll(files))
    }, 180_000)

    it('are enough, and far enough from the training examples', () => {
      expect(quality.answerable.questions).toBeGreaterThanOrEqual(150)
      expect(quality.unanswerable.questions).toBeGreaterThanOrEqual(50)
      expect(quality.overlap.median).toBeLessThanOrEqual(overlap)
    })

    it('get the right article, and seldom another one', () => {
      const { questions: all, right, wrong } = quality.answerable
      expect(right / all).toBeGreaterThanOrEqual(floors.right)
      expect(wrong / all).toBeLessThanOrEqual(floors.wrong)
    })

    it('get no answer where there is none', () => {
      expect(quality.unanswerable.answered / quality.unanswerable.questions).toBeLessThanOrEqual(floors.answered)
    })
  },
)

describe('the passage shown of the right article', () => {
  async function shownFor(text: string, articleId: string): Promise<string | null | undefined> {
    const [vector = null] = (await assistant.understander.embed([text])) ?? []
    const query = { text, vector, language: 'en', audience: 'public', limit: 1_000 } as const
    return assistant.knowledge.search(query).find(({ passage }) => passage.articleId === articleId)?.passage.heading
  }

  it('is the section that is asked about', async () => {
    const content = await readFile(join(projectRoot, 'test', 'dialogue', 'passages.jsonl'), 'utf8')
    const rows: { text: string; article: string; headings: (string | null)[] }[] = content
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
    const shown = await Promise.all(rows.map(({ text, article }) => shownFor(text, article)))
    const right = rows.filter(({ headings }, at) => headings.some((heading) => heading === shown[at]))
    expect(rows).toHaveLength(60)
    expect(right.length).toBeGreaterThanOrEqual(51)
  })

  it('is the opening where its title alone is asked', async () => {
    const articles = [...assistant.knowledge.articles().values()]
    const shown = await Promise.all(articles.map(({ id, title }) => shownFor(title, id)))
    const openings = shown.filter((heading) => heading === null)
    expect(openings.length / articles.length).toBeGreaterThanOrEqual(0.82)
  })
})
