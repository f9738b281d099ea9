import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../../src/project-root.ts'
import { makeFindEntities } from '../../../src/understanding/entities/find-entities.ts'
import { loadEntityRules, loadIntents } from '../../../src/understanding/index.ts'
import { makeTempDir } from '../support.ts'

const ENTITIES = `- name: ticket
  description: A ticket of the cinema
  patterns: ['\\bC(?<row>\\d{2})-(?<seat>\\d{2})\\b']
  value: '{row}/{seat}'
  examples:
    match:
      - { text: my ticket c12-34, value: 12/34 }
    never: [C12]
`
const PRODUCTS = `- { id: popcorn, name: Popcorn, aliases: [pop corn salted] }
- { id: cola, name: Cola Zero }
`

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await makeTempDir()
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

describe('the files of the entities', () => {
  it('are read, and say what to find', async () => {
    const folder = await folderWith({ 'entities.yaml': ENTITIES, 'products.yaml': PRODUCTS })
    const find = makeFindEntities({ ...(await loadEntityRules(folder)), timeZone: 'UTC', country: null })
    expect(await find('C12-34 and a colla zero', new Date())).toMatchObject([
      { type: 'ticket', value: '12/34' },
      { type: 'product', value: 'cola', label: 'Cola Zero' },
    ])
  })

  it('may be absent', async () => {
    expect(await loadEntityRules(await folderWith({}))).toEqual({ patterns: [], products: [] })
    expect(await loadEntityRules(join(await makeTempDir(), 'nowhere'))).toEqual({ patterns: [], products: [] })
  })

  it('are no intents', async () => {
    const folder = await folderWith({ 'entities.yaml': ENTITIES, 'products.yaml': PRODUCTS })
    expect(await loadIntents(folder)).toEqual({ intents: [], tags: [] })
  })

  it.each([
    { change: ["'\\bC", "'(\\bC"], line: 3, field: '0.patterns.0', says: 'is not a regular expression' },
    { change: ['c12-34', 'c12'], line: 7, field: '0.examples.match.0', says: 'must give 12/34; nothing is found' },
    { change: ['value: 12/34', 'value: 12-34'], line: 7, field: '0.examples.match.0', says: 'it gives 12/34' },
    { change: ['[C12]', '[C12, C12-35]'], line: 8, field: '0.examples.never.1', says: 'must give nothing' },
    { change: ['{seat}', '{chair}'], line: 3, field: '0.patterns.0', says: 'has no group (?<chair>…)' },
    { change: ['description', 'descripton'], line: 1, field: '0.description', says: '0.description is missing.' },
    { change: ['  value', '  colour: red\n  value'], line: 4, field: '0.colour', says: 'is not a field' },
    { change: ['name: ticket', 'name: phone'], line: 1, field: '0.name', says: 'a kind that is always found' },
    { change: ['name: ticket', 'name: A B'], line: 1, field: '0.name', says: 'must be lower case' },
  ])(
    'are refused with file, line and field: $field $says',
    async ({ change: [from = '', to = ''], line, field, says }) => {
      const content = ENTITIES.replace(from, to)
      expect(content).not.toBe(ENTITIES)
      const loading = loadEntityRules(await folderWith({ 'entities.yaml': content }))
      await expect(loading).rejects.toMatchObject({ kind: 'invalid-request', field })
      await expect(loading).rejects.toThrow(`entities.yaml:${line}: ${field}`)
      await expect(loading).rejects.toThrow(says)
    },
  )

  it.each([
    { change: ['name: Cola Zero', 'name: popcorn'], line: 2, field: '1.name', says: 'already names popcorn' },
    { change: ['id: cola', 'id: popcorn'], line: 2, field: '1.id', says: 'stands twice' },
    { change: ['name: Cola Zero', 'name: "-"'], line: 2, field: '1.name', says: 'holds no letter and no digit' },
    { change: ['aliases', 'alias'], line: 1, field: '0.alias', says: 'is not a field' },
  ])('name products once: $field $says', async ({ change: [from = '', to = ''], line, field, says }) => {
    const loading = loadEntityRules(await folderWith({ 'products.yaml': PRODUCTS.replace(from, to) }))
    await expect(loading).rejects.toThrow(`products.yaml:${line}: ${field}`)
    await expect(loading).rejects.toThrow(says)
  })

  it.each([
    ['(?:a+)+$', 'aaa'],
    ['(?:\\d+)*x', '12x'],
    ['(?:\\w|\\d)+!', 'ab!'],
    ['TG(?:-?\\d+)+x', 'TG-12x'],
    ['TG\\d*\\d*\\d*\\d*x', 'TG12x'],
    ['(?:[A-Z]{1,20}){1,20}-', 'AB-'],
    ['^(?:\\w+\\s?)*$', 'ab cd'],
  ])('may hold no pattern that never comes back: %s', async (pattern, text) => {
    const content = `- name: slow
  description: Slow
  patterns: [${JSON.stringify(pattern)}]
  examples: { match: [{ text: ${JSON.stringify(text)}, value: ${JSON.stringify(text)} }] }
`
    const loading = loadEntityRules(await folderWith({ 'entities.yaml': content }))
    await expect(loading).rejects.toThrow('entities.yaml:3: 0.patterns.0 is too slow')
  })
})

describe('the entities of the demo company', () => {
  it('know every product that its customers have ordered', async () => {
    const { products } = await loadEntityRules(join(projectRoot, 'intents'))
    const names = new Set(products.map(({ name }) => name))
    const orders = await readFile(join(projectRoot, 'demo', 'customers.yaml'), 'utf8')
    const ordered = [...orders.matchAll(/\{ name: (.+?), quantity/g)].map(([, name = '']) => name)
    expect(ordered.length).toBeGreaterThan(20)
    expect(ordered.filter((name) => !names.has(name))).toEqual([])
  })

  it('see no product in what other companies’ customers write', async () => {
    const rules = await loadEntityRules(join(projectRoot, 'intents'))
    const find = makeFindEntities({ ...rules, timeZone: 'UTC', country: 'NL' })
    const lines = (await readFile(join(projectRoot, 'training', 'sentiment.jsonl'), 'utf8')).trim().split('\n')
    const brand = /aurel|care ?plus|lumo|nimbus|pulse|vanta|usb-c/i
    const found = await Promise.all(
      lines.map(async (line) => {
        const entities = await find(JSON.parse(line).text, new Date())
        return entities.filter(({ type, text }) => type === 'product' && !brand.test(text)).map(({ text }) => text)
      }),
    )
    expect(lines.length).toBeGreaterThan(2000)
    expect(found.flat()).toEqual([])
  })
})
