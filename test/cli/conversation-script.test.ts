import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readScenarios } from '../../src/cli/conversation-script.ts'
import { describePlayed } from '../../src/cli/converse.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-script-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(content: string) {
  const file = join(folder, 'script.yaml')
  await writeFile(file, content)
  return readScenarios(file)
}

describe('a conversation script', () => {
  it('is read with the line of each turn', async () => {
    const [scenario] = await read(
      [
        '- name: Hello',
        '  turns:',
        '    - says: hi',
        '      expects: { decision: answer, text: Hello }',
        '    - agent: accepts',
      ].join('\n'),
    )
    expect(scenario).toMatchObject({
      name: 'Hello',
      turns: [
        { says: 'hi', line: 3 },
        { agent: 'accepts', line: 5 },
      ],
    })
  })

  it.each([
    ['- name: A\n  turns:\n    - says: hi\n      expects: { decison: answer }', /:4: .*decison is not a field here/],
    ['- name: A\n  turns:\n    - says: hi\n      expects:\n        state: sleeping', /:5: .*state/],
    ['- name: A\n  turns: []', /:2: .*at least one turn/],
    ['name: A', /:1: .*list of scenarios/],
    ['- name: A\n  turns:\n    - shouts: hi', /:3: .*shouts is not a field here/],
    ['- name: "A', /:1: /],
  ])('says in which line %j is wrong', async (content, complaint) => {
    await expect(read(content)).rejects.toThrow(complaint)
  })

  it('shows what differs, with what was said and replied', () => {
    const scenario = { name: 'Hello', file: 'a.yaml', turns: [] }
    const differences = [{ what: 'decision', expected: 'answer', was: 'clarify (not_understood)' }]
    expect(describePlayed({ scenario, failed: [{ line: 3, said: 'hi', replied: 'What?', differences }] })).toBe(
      [
        '✗ a.yaml:3: Hello',
        '    3: hi',
        '      decision: expected answer, was clarify (not_understood)',
        '      replied: What?',
      ].join('\n'),
    )
  })
})
