import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'
import { makeFindEntities } from '../../src/understanding/entities/find-entities.ts'
import type { EntityPattern } from '../../src/understanding/entities/find-pattern.ts'
import { loadIntents } from '../../src/understanding/index.ts'
import { makeDetectLanguage } from '../../src/understanding/language.ts'

interface ExpectedEntity {
  type: string
  value: string
  or?: string[]
}
interface EntityRow {
  text: string
  country: string
  entities: ExpectedEntity[]
}

const readRows = async <Row>(name: string): Promise<Row[]> => {
  const content = await readFile(new URL(`blind/${name}`, import.meta.url), 'utf8')
  return content
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

const ORDER_NUMBER: EntityPattern = {
  name: 'order_number',
  description: 'SO- and five digits',
  expressions: [/(?<![\w-])SO[\s_-]{0,2}(?<digits>\d{5})(?!\w)/giu],
  value: 'SO-{digits}',
  case: 'keep',
  example: 'SO-12345',
}

describe('messages to companies of other trades, blind/README.md', () => {
  it.each([
    ['languages.jsonl', 0.93, 0.02],
    ['languages-later.jsonl', 0.68, 0.02],
  ])('puts texts of %s in no wrong language', async (name, leastRight, mostWrong) => {
    const { intents } = await loadIntents(join(projectRoot, 'intents'))
    const detect = makeDetectLanguage(intents.flatMap(({ examples }) => examples))
    const rows = await readRows<{ text: string; language: string }>(name)
    const read = rows.map(({ text, language }) => ({ code: detect(text).code, language: language.replace('nb', 'no') }))
    const right = read.filter(({ code, language }) => code === language).length
    const wrong = read.filter(({ code, language }) => code !== language && code !== 'unknown').length
    expect(right / rows.length).toBeGreaterThanOrEqual(leastRight)
    expect(wrong / rows.length).toBeLessThanOrEqual(mostWrong)
  })

  it('finds all that 95 of 100 messages name, and nothing else in them', async () => {
    const rows = await readRows<EntityRow>('entities.jsonl')
    const isRight = await Promise.all(
      rows.map(async ({ text, country, entities }) => {
        const find = makeFindEntities({ patterns: [ORDER_NUMBER], products: [], timeZone: 'Europe/Amsterdam', country })
        const found = await find(text, new Date('2026-11-25T09:00:00Z'))
        if (found.length !== entities.length) return false
        return entities.every(({ type, value, or = [] }, i) => {
          const own = found[i]
          return own?.type === type && [value, ...or].includes(own.value)
        })
      }),
    )
    expect(isRight.filter(Boolean).length / rows.length).toBeGreaterThanOrEqual(0.95)
  })
})
