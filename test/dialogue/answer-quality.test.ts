import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { startAssistant } from '../../src/assistant.ts'
import { type AnswerQuality, measureAnswers, readQuestions } from '../../src/cli/answer-quality.ts'
import { readConfig } from '../../src/config.ts'
import { projectRoot } from '../../src/project-root.ts'
import { SHARED_DATA_DIR } from '../support/shared-data.ts'

const folder = join(projectRoot, 'test', 'dialogue')
const questions = (
  await Promise.all(['paraphrases', 'unanswerable'].map((name) => readQuestions(join(folder, `${name}.jsonl`))))
).flat()
let quality: AnswerQuality

beforeAll(async () => {
  const assistant = await startAssistant(readConfig({ EARSHOT_DATA_DIR: SHARED_DATA_DIR }), { write() {} })
  quality = await measureAnswers(assistant, questions)
  await assistant.close()
}, 180_000)

/** The floors are what was reached, recorded in docs/benchmarks.md; they rise and never fall. */
describe("customers' questions written from the articles' titles alone", () => {
  it('are enough, and far enough from the training examples', () => {
    expect(quality.answerable.questions).toBeGreaterThanOrEqual(150)
    expect(quality.unanswerable.questions).toBeGreaterThanOrEqual(50)
    expect(quality.overlap.median).toBeLessThanOrEqual(0.3)
  })

  it('get the right article, and seldom another one', () => {
    const { questions: all, right, wrong } = quality.answerable
    expect(right / all).toBeGreaterThanOrEqual(0.91)
    expect(wrong / all).toBeLessThanOrEqual(0.03)
  })

  it('get no answer where there is none', () => {
    expect(quality.unanswerable.answered / quality.unanswerable.questions).toBeLessThanOrEqual(0.05)
  })
})
