import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { indexWords } from '../../src/knowledge/bm25.ts'
import { buildIndex, loadArticles, tokenize, vectorsInFile } from '../../src/knowledge/index.ts'
import { makeVocabulary } from '../../src/knowledge/vocabulary.ts'
import { projectRoot } from '../../src/project-root.ts'
import { fastestMs } from '../support/fastest.ts'

const LATE = article(
  'Late parcel',
  ['My parcel is late'],
  'We search for a parcel after five days.',
  '## Ask for a search\n\nWrite to us.',
)
const REFUND = article('Refund times', ['When do I get my money back?'], 'A refund takes five working days.')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-knowledge-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('loading articles', () => {
  it('cuts passages at second-level headings, the opening first', async () => {
    await write({ 'late-parcel.md': `${LATE}\n### Detail\n\n\`\`\`\n## not a heading\n\`\`\`\n` })
    const { articles, problems } = await loadArticles(folder)
    expect(problems).toEqual([])
    expect(articles[0]).toMatchObject({
      id: 'late-parcel',
      title: 'Late parcel',
      audience: 'public',
      updated: '2025-03-31',
    })
    expect(articles[0]?.passages).toEqual([
      {
        id: 'late-parcel#0',
        articleId: 'late-parcel',
        title: 'Late parcel',
        heading: null,
        text: 'We search for a parcel after five days.',
      },
      {
        id: 'late-parcel#1',
        articleId: 'late-parcel',
        title: 'Late parcel',
        heading: 'Ask for a search',
        text: 'Write to us.\n\n### Detail\n\n```\n## not a heading\n```',
      },
    ])
  })

  it('gives empty lists for an empty folder and reports a missing one', async () => {
    expect(await loadArticles(folder)).toEqual({ articles: [], problems: [] })
    const { problems } = await loadArticles(join(folder, 'none'))
    expect(problems).toMatchObject([
      { file: join(folder, 'none'), line: null, message: expect.stringContaining('ENOENT') },
    ])
  })

  it.each([
    ['without front matter', 'Hello', 1, 'must begin with front matter'],
    ['with front matter left open', '---\ntitle: x\n', 1, 'not closed'],
    ['with broken YAML', LATE.replace('tags: []', 'tags: [a'), null, 'not YAML'],
    ['with an unknown field', LATE.replace('tags: []', 'tags: []\nauthor: Kim'), 5, 'author is not a field'],
    ['with a missing field', LATE.replace(/title: .*\n/, ''), 1, 'title is missing'],
    [
      'with a wrong audience',
      LATE.replace('audience: public', 'audience: all'),
      6,
      'audience must be public or agents',
    ],
    ['with a wrong date', LATE.replace('2025-03-31', '31.3.2025'), 7, 'updated must be a date'],
    ['with an empty question', LATE.replace('My parcel is late', '" "'), 9, 'questions.0 must not be empty'],
    ['without an opening', LATE.replace('We search for a parcel after five days.', ''), 11, 'needs an opening'],
    ['with an empty section', LATE.replace('Write to us.', ''), 14, '"Ask for a search" is empty'],
    [
      'with carriage returns and a fault',
      LATE.replace('audience: public', 'audience: all').replaceAll('\n', '\r\n'),
      6,
      'audience',
    ],
  ])('reports a file %s by name and line, and loads the others', async (_, source, line, message) => {
    await write({ 'broken.md': source, 'refund-times.md': REFUND })
    const { articles, problems } = await loadArticles(folder)
    expect(articles.map(({ id }) => id)).toEqual(['refund-times'])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ file: 'broken.md', message: expect.stringContaining(message) })
    if (line !== null) expect(problems[0]?.line).toBe(line)
  })

  it('refuses a file name that is no id', async () => {
    await write({ 'Late Parcel.md': LATE })
    expect((await loadArticles(folder)).problems[0]).toMatchObject({ file: 'Late Parcel.md', line: null })
  })
})

describe('searching', () => {
  it('finds the article by words alone when there is no encoder', async () => {
    const index = await indexOf({ 'late-parcel.md': LATE, 'refund-times.md': REFUND }, async () => null)
    const found = index.search(asked('why is my parcel so late'))
    expect(index.hasVectors).toBe(false)
    expect(found[0]).toMatchObject({ similarity: null, passage: { id: 'late-parcel#0' } })
    expect(found.every(({ probability }) => probability >= 0 && probability <= 1)).toBe(true)
    expect(index.search(asked('zebra'))).toEqual([])
    expect(index.search(asked(''))).toEqual([])
  })

  it('finds by meaning what shares no word', async () => {
    const index = await indexOf({ 'late-parcel.md': LATE, 'refund-times.md': REFUND }, embedByLetters)
    const [vector = null] = await embedByLetters(['When do I get my money back?'])
    const found = index.search({ ...asked('xyzzy'), vector })
    expect(found[0]?.passage.articleId).toBe('refund-times')
    expect(found[0]?.similarity).toBeGreaterThan(0)
  })

  it('gives an empty knowledge base no passages', async () => {
    const index = await buildIndex([], embedByLetters, { vectors: vectorsInFile(folder), encoder: 'test' })
    expect(index.search({ ...asked('hello'), vector: new Float32Array(26) })).toEqual([])
    expect(index.listArticles()).toEqual([])
    expect(index.getArticle('x')).toBeUndefined()
  })

  it('shows articles for agents to agents only, and keeps to the language where it can', async () => {
    const index = await indexOf(
      {
        'a-secret.md': LATE.replace('audience: public', 'audience: agents'),
        'b-english.md': LATE,
        'c-german.md': LATE.replace('language: en', 'language: de'),
      },
      async () => null,
    )
    const ids = (query: object) => [
      ...new Set(index.search({ ...asked('late parcel'), ...query }).map(({ passage }) => passage.articleId)),
    ]
    expect(ids({})).toEqual(['b-english', 'c-german'])
    expect(ids({ audience: 'agents' })).toEqual(['a-secret', 'b-english', 'c-german'])
    expect(ids({ language: 'de' })).toEqual(['c-german'])
    expect(ids({ language: 'fr' })).toEqual(['b-english', 'c-german'])
  })

  it('lists equal passages in the order of their ids, whatever the order of the articles', async () => {
    await write({ 'b.md': LATE, 'a.md': LATE, 'c.md': LATE })
    const { articles } = await loadArticles(folder)
    const orders = [articles, articles.toReversed()].map(async (some) => {
      const index = await buildIndex(some, async () => null, { vectors: null, encoder: 'test' })
      return index.search({ ...asked('parcel late'), limit: 4 }).map(({ passage }) => passage.id)
    })
    const [first, second] = await Promise.all(orders)
    expect(first).toEqual(second)
    expect(first).toEqual(['a#0', 'b#0', 'c#0', 'a#1'])
  })

  it('is less sure when two articles match the same', async () => {
    const alone = await indexOf({ 'a.md': LATE, 'refund-times.md': REFUND }, embedByLetters)
    const [vector = null] = await embedByLetters(['My parcel is late'])
    const sure = alone.search({ ...asked('My parcel is late'), vector })[0]?.probability ?? 0
    const twins = await indexOf({ 'a.md': LATE, 'b.md': LATE, 'refund-times.md': REFUND }, embedByLetters)
    const torn = twins.search({ ...asked('My parcel is late'), vector })[0]?.probability ?? 1
    expect(torn).toBeLessThan(sure)
  })
})

describe('the cache of vectors', () => {
  const encodedIn = async (encoder = 'test') => {
    let count = 0
    const { articles } = await loadArticles(folder)
    const index = await buildIndex(
      articles,
      (texts) => {
        count += texts.length
        return embedByLetters(texts)
      },
      { vectors: vectorsInFile(folder), encoder },
    )
    const [vector = null] = await embedByLetters(['My parcel is late'])
    return { count, found: index.search({ ...asked('My parcel is late'), vector }) }
  }
  const cacheFile = async () => join(folder, (await readdir(folder)).find((name) => name.endsWith('.bin')) ?? 'none')

  it('encodes nothing on a later start, and finds the same', async () => {
    await write({ 'late-parcel.md': LATE, 'refund-times.md': REFUND })
    const first = await encodedIn()
    const second = await encodedIn()
    expect(first.count).toBeGreaterThan(0)
    expect(second.count).toBe(0)
    expect(second.found).toEqual(first.found)
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('encodes only what changed, and everything for another encoder', async () => {
    await write({ 'late-parcel.md': LATE, 'refund-times.md': REFUND })
    const { count } = await encodedIn()
    await write({ 'late-parcel.md': LATE.replace('Write to us.', 'Write or call.') })
    expect((await encodedIn()).count).toBe(1)
    expect((await encodedIn('other')).count).toBe(count)
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -7)],
    ['altered by one bit', (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 60 ? byte ^ 1 : byte)))],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('not a cache at all, but long enough to look like a header and a hash')],
  ])('is rebuilt when the file is %s', async (_, spoil) => {
    await write({ 'late-parcel.md': LATE })
    const first = await encodedIn()
    const file = await cacheFile()
    await writeFile(file, spoil(await readFile(file)))
    expect(await encodedIn()).toEqual(first)
    expect((await encodedIn()).count).toBe(0)
  })

  it('reports a folder it cannot write, and indexes all the same', async () => {
    await write({ 'late-parcel.md': LATE, 'file.txt': '' })
    const { articles } = await loadArticles(folder)
    const problems: string[] = []
    const options = {
      vectors: vectorsInFile(join(folder, 'file.txt')),
      encoder: 'test',
      onProblem: (text: string) => problems.push(text),
    }
    expect((await buildIndex(articles, embedByLetters, options)).hasVectors).toBe(true)
    expect(problems).toHaveLength(1)
  })
})

describe('words', () => {
  it.each([
    ['Where are my Parcels?', ['parcel']],
    ['Größe déjà-vu', ['große', 'deja', 'vu']],
    ["don't", ['dont']],
    ['batteries of the bus', ['battery', 'bus']],
    ['', []],
  ])('tokenizes %j', (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens.map((token) => token.normalize('NFKD').replace(/\p{M}/gu, '')))
  })

  it('ranks a rare word above a frequent one and stays between 0 and 1', async () => {
    const words = await indexOfWords(['order parcel', 'order refund', 'order order order'])
    const scores = [...words.score('order refund')]
    expect(scores[1]).toBeGreaterThan(scores[2] ?? 1)
    expect(scores[2]).toBeGreaterThan(scores[0] ?? 1)
    expect(Math.max(...scores)).toBeLessThanOrEqual(1)
  })

  it('say how far an article knows a message: its own and like ones, not others', async () => {
    const ids = ['late-parcel', 'refund-times']
    const covers = async (text: string, asked = new Map<string, string[]>()) => {
      await write({ 'late-parcel.md': LATE, 'refund-times.md': REFUND })
      const { articles } = await loadArticles(folder)
      const index = await buildIndex(articles, async () => null, { vectors: null, encoder: 'test', asked })
      return ids.map((id) => index.cover(text, [id]).get(id)?.share ?? -1)
    }
    expect((await covers('my parcel is late'))[0]).toBe(1)
    const [parcel = 0, refund = 1] = await covers('my package')
    expect(parcel).toBeGreaterThan(0.1)
    expect(refund).toBeLessThan(parcel)
    expect((await covers('engrave the parcel'))[0]).toBeLessThan(0.7)
    expect((await covers('engrave the parcel', new Map([['late-parcel', ['Do you engrave?']]])))[0]).toBe(1)
  })

  it.each([
    ['one endless word', 'W'.repeat(4000)],
    ['a thousand different words', Array.from({ length: 1000 }, (_, i) => `word${i}`).join(' ')],
  ])('hold nobody up to read %s', async (_what, text) => {
    const { articles } = await loadArticles(join(projectRoot, 'knowledge-base'))
    const index = await buildIndex(articles, async () => null, { vectors: null, encoder: 'test' })
    const ids = articles.slice(0, 8).map(({ id }) => id)
    expect(await fastestMs(() => index.cover(text, ids))).toBeLessThan(50)
  })

  it('scores lower when most of the query is unknown', async () => {
    const words = await indexOfWords(['order parcel', 'refund'])
    expect(words.score('refund giraffe zebra')[1]).toBeLessThan((words.score('refund')[1] ?? 0) / 2)
  })
})

function article(title: string, questions: string[], ...body: string[]): string {
  const list = questions.map((question) => `  - ${question}`).join('\n')
  return `---\ntitle: ${title}\nsummary: About ${title}\ntags: []\nlanguage: en\naudience: public\nupdated: 2025-03-31\nquestions:\n${list}\n---\n\n${body.join('\n\n')}\n`
}

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, source] of Object.entries(files)) await writeFile(join(folder, name), source)
}

async function indexOf(files: Record<string, string>, embed: Parameters<typeof buildIndex>[1]) {
  await write(files)
  const { articles, problems } = await loadArticles(folder)
  expect(problems).toEqual([])
  const index = await buildIndex(articles, embed, { vectors: null, encoder: 'test' })
  await Promise.all(Object.keys(files).map((name) => rm(join(folder, name))))
  return index
}

const asked = (text: string) => ({ text, vector: null, language: null, audience: 'public' as const })

function indexOfWords(texts: string[]) {
  const vocabulary = makeVocabulary(tokenize)
  return indexWords([vocabulary.count(texts)], vocabulary)
}

/** Counts of letters, of length 1: the same letters mean the same. */
async function embedByLetters(texts: string[]): Promise<Float32Array[]> {
  return texts.map((text) => {
    const vector = new Float32Array(26)
    for (const letter of text.toLowerCase()) {
      const at = letter.charCodeAt(0) - 97
      if (at >= 0 && at < 26) vector[at] = (vector[at] ?? 0) + 1
    }
    const length = Math.hypot(...vector) || 1
    return vector.map((count) => count / length)
  })
}
