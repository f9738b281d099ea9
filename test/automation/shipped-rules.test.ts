import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ratingQuestion, SHIPPED_RULES, shippedRules } from '../../src/automation/index.ts'
import { sayInOwnLanguage } from '../../src/dialogue/other-languages.ts'
import { readYaml } from '../../src/understanding/index.ts'

describe('the rules that are shipped', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-rules-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('are well formed, and nothing that acts by the minute is on unasked', async () => {
    const { value } = await readYaml(SHIPPED_RULES, shippedRules)
    expect(value.map(({ id }) => id)).toEqual([
      'follow-up-once',
      'close-after-silence',
      'escalate-breach',
      'ask-for-rating',
      'tell-leads-of-danger',
    ])
    const atOnce = value.filter(({ on, rule }) => on && ['message_received', 'turn_decided'].includes(rule.event.type))
    expect(atOnce).toEqual([])
  })

  it('speak every language that the assistant says a word in', async () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz']
    const codes = letters.flatMap((first) => letters.map((second) => first + second))
    const spoken = codes.filter((code) => sayInOwnLanguage(code) !== undefined)
    expect(spoken).toHaveLength(23)
    const { value } = await readYaml(SHIPPED_RULES, shippedRules)
    const replies = value.flatMap(({ rule }) => rule.actions.filter(({ kind }) => kind === 'reply'))
    const texts = replies.map((action) =>
      ('translations' in action ? Object.keys(action.translations ?? {}) : []).sort(),
    )
    expect(texts).toEqual([spoken])
    expect(codes.filter((code) => ratingQuestion(code) !== undefined)).toEqual(spoken)
  })

  it.each([
    ['hours: 24 }', 'hours: soon }', /:8: 0\.rule\.event\.hours must be a number of hours/],
    ['field: ticket.state, op: is', 'field: ticket.state, op: like', /:11: .*op must be one of is, /],
    ['kind: reply', 'kind: sing', /:13: .*kind must be one of add_tags/],
  ])('are named with file and line where one is broken: %s → %s', async (good, bad, complaint) => {
    const file = join(folder, 'rules.yaml')
    await writeFile(file, (await readFile(SHIPPED_RULES, 'utf8')).replace(good, bad))
    await expect(readYaml(file, shippedRules)).rejects.toThrow(complaint)
  })
})
