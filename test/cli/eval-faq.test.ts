import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { evaluate } from '../../src/cli/eval.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { readConfig } from '../../src/config/index.ts'

const ARTICLES = [
  {
    id: 'late',
    question: 'My parcel is late',
    answer: 'We search for it after five days.\n\nWrite to us then.',
    extra: 1,
  },
  { id: 'refund', question: 'When do I get my money back?', answer: 'A refund takes five working days.' },
  { id: 'password', question: 'I forgot my password', answer: 'Ask for a link under Log in.' },
]
const QUERIES = [
  { text: 'my package still has not come', article: 'late' },
  { text: 'how long until I am refunded', article: 'refund' },
  { text: 'reset my login code', article: 'password' },
]

const config = readConfig({})
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-faq-'))
})

async function write(name: string, rows: unknown[]): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'))
  return file
}

async function run(articles: unknown[], queries: unknown[], ...more: string[]): Promise<string> {
  const files = ['--articles', await write('a.jsonl', articles), '--queries', await write('q.jsonl', queries)]
  return evaluate(config, ['faq', ...files, ...more])
}

describe('earshot eval faq', () => {
  it('finds the articles and tells answerable queries from those whose article is left out', async () => {
    const result = JSON.parse(await run(ARTICLES, QUERIES, '--json'))
    expect(result).toMatchObject({ articles: 3, queries: 3, p1: 1, mrr: 1, recall5: 1, unanswerable: 'left-out' })
    expect(result.answerableAuroc).toBe(1)
    expect(result.msPerQuery).toBeGreaterThan(result.searchMsPerQuery)
  })

  it('takes rows without an article as the unanswerable ones', async () => {
    const elsewhere = [{ text: 'how tall is the eiffel tower', article: null }]
    const result = JSON.parse(await run(ARTICLES, [...QUERIES, ...elsewhere], '--json'))
    expect(result).toMatchObject({ queries: 4, p1: 1, answerableAuroc: 1, unanswerable: 'rows' })
    expect(JSON.parse(await run(ARTICLES, elsewhere, '--json'))).toMatchObject({ p1: null, answerableAuroc: null })
  })

  it('prints a table for people', async () => {
    expect(await run(ARTICLES, QUERIES)).toMatch(/right article first +100\.00 %/)
  })

  it.each([
    ['an article twice', [...ARTICLES, ARTICLES[0]], QUERIES, 'a.jsonl:4: id stands in an earlier line already.'],
    ['an article without an answer', [{ id: 'x', question: 'q' }], QUERIES, 'a.jsonl:1: answer'],
    [
      'a query for no article there is',
      ARTICLES,
      [QUERIES[0], { text: 'x', article: 'nowhere' }],
      'q.jsonl:2: article',
    ],
    ['a query without text', ARTICLES, [{ text: ' ', article: null }], 'q.jsonl:1: text'],
    ['what is not JSON', ARTICLES, ['{'], 'q.jsonl:1: is not JSON'],
    ['an empty file', [], QUERIES, 'a.jsonl is empty'],
  ])('refuses %s by file and line', async (_, articles, queries, message) => {
    const failure = await run(articles, queries).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UsageError)
    expect((failure as Error).message).toContain(message)
  })

  it('needs both files', async () => {
    await expect(evaluate(config, ['faq', '--articles', 'x'])).rejects.toThrow(/Name the two files/)
  })
})
