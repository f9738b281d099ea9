import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentOf } from '../../src/knowledge/article-content.ts'
import { parseArticleFile, writeArticleFile } from '../../src/knowledge/article-file.ts'
import { readImport } from '../../src/knowledge/import-articles.ts'
import { loadArticles } from '../../src/knowledge/index.ts'
import { projectRoot } from '../../src/project-root.ts'

const read = (name: string, text: string) => readImport([{ name, text }])

describe('importing', () => {
  it('takes Markdown without front matter: title from its heading, summary from its first sentence', () => {
    const { articles, problems } = read(
      'Late parcel.md',
      '# When a parcel is late\n\nWe *search* for it. Always.\n\n## Ask\n\nWrite.',
    )
    expect(problems).toEqual([])
    expect(articles).toMatchObject([
      {
        id: 'late-parcel',
        content: {
          title: 'When a parcel is late',
          summary: 'We search for it.',
          body: 'We *search* for it. Always.\n\n## Ask\n\nWrite.',
        },
      },
    ])
  })

  it('takes a saved page without what stands on every page', () => {
    const page = `<html><head><title>Refunds | Shop</title><style>p{}</style></head><body><nav>Home</nav>
      <main><h1>Refund times</h1><p>Refunds take <b>five</b> days.</p><h2>By card</h2><ul><li>Visa</li></ul></main>
      <footer>Imprint</footer><script>alert(1)</script></body></html>`
    const { articles, problems } = read('help/refunds/index.html', page)
    expect(problems).toEqual([])
    expect(articles[0]?.id).toBe('help-refunds')
    expect(articles[0]?.content.title).toBe('Refund times')
    expect(articles[0]?.content.body).toBe('Refunds take **five** days.\n\n## By card\n\n-   Visa')
  })

  it('takes a CSV, with quotes and line breaks in answers, and names the rows it leaves out', () => {
    const csv =
      '\ufeffquestion,answer,tags,audience\n"Do you ship to ""Mars""?","Not yet.\n\nAsk again.",space,public\n,Lost\nWho?,Me,,everybody\nWho?,You,,agents\nWho?,Them,,agents\n'
    const { articles, problems } = read('faq.csv', csv)
    expect(articles.map(({ id, content }) => [id, content.tags, content.audience])).toEqual([
      ['do-you-ship-to-mars', ['space'], 'public'],
      ['who', [], 'agents'],
    ])
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [5, 'The row has no question.'],
      [6, 'audience must be public or agents.'],
      [8, 'Another file or row is named who already.'],
    ])
  })

  it('keeps what stands in a table together by rows', () => {
    const page = `<main><h1>Costs</h1><p>By country.</p><table><tr><th>Country</th><th>Price</th><th>Days</th></tr>
      <tr><td>Belgium</td><td>€4.95</td><td>2</td></tr><tr><td><a href="/x">Chile</a></td><td></td><td>9</td></tr></table></main>`
    expect(read('costs.html', page).articles[0]?.content.body).toBe(
      'By country.\n\n-   Belgium: Price €4.95, Days 2\n-   [Chile](/x): Days 9',
    )
  })

  it.each([
    ['semicolons and capitals in the head', 'Question;Answer\nHow much?;From €4,95; more abroad\n', ['how-much']],
    ['tabs', 'question\tanswer\nHow much?\tA lot, really\n', ['how-much']],
    ['a stray quote', 'question,answer\nIs it 5" wide?,"No, 6."\nNext?,Yes.\n', ['is-it-5-wide', 'next']],
  ])('takes a CSV with %s', (_, csv, ids) => {
    const { articles } = read('faq.csv', csv)
    expect(articles.map(({ id }) => id)).toEqual(ids)
  })

  it('gives each title in other letters an id of its own', () => {
    const { articles, problems } = read(
      'faq.csv',
      'question,answer\n配送はいつ,明日\n返品は,できます\nÄnderung der Größe,Ja.\n',
    )
    expect(problems).toEqual([])
    const ids = articles.map(({ id }) => id)
    expect(ids).toEqual([
      expect.stringMatching(/^article-[0-9a-f]{10}$/),
      expect.stringMatching(/^article-/),
      'anderung-der-gro-e',
    ])
    expect(new Set(ids).size).toBe(3)
  })

  it.each([
    ['faq.csv', 'q,a\n1,2\n', 1, 'question and answer'],
    ['faq.csv', 'question,answer\n"open,2\n', expect.any(Number), 'not CSV'],
    ['page.html', '<html><head><title>Nothing</title></head><body></body></html>', null, 'no text below the title'],
    ['page.html', '<p>One</p>\n<p>Caf\ufffd</p>', 2, 'not text in UTF-8'],
    ['picture.html', '\ufffdPNG\r\n\0', 1, 'not text in UTF-8'],
    ['picture.png', '', null, 'Only .md'],
    ['empty.md', '', null, 'no text below the title'],
    ['title.md', '# Title\n\n## And a heading\n', null, 'no text below the title'],
    ['x.md', '---\ntitle: [\n---\n\nBody', expect.any(Number), 'not YAML'],
  ])('reports %s that cannot be read', (name, text, line, message) => {
    const { articles, problems } = read(name, text)
    expect(articles).toEqual([])
    expect(problems[0]).toMatchObject({ file: name, line, message: expect.stringContaining(message) })
  })
})

describe('exporting', () => {
  it('writes every article of the demo so that it is read as the same', async () => {
    const { articles } = await loadArticles(join(projectRoot, 'knowledge-base'))
    expect(articles.length).toBeGreaterThan(50)
    for (const article of articles) {
      const dated = { ...article, validFrom: '2026-01-01', validUntil: '2027-01-01' }
      const text = writeArticleFile(contentOf(dated), article.updated, false)
      expect(parseArticleFile(`${article.id}.md`, text)).toEqual({ article: dated, isDraft: false })
    }
  })

  it('keeps drafts out of the search when they lie in a folder of articles', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-drafts-'))
    const source = await readFile(join(projectRoot, 'knowledge-base/charged-twice.md'), 'utf8')
    const { article } = parseArticleFile('charged-twice.md', source)
    await writeFile(join(folder, 'charged-twice.md'), writeArticleFile(contentOf(article), article.updated, true))
    expect(await readdir(folder)).toHaveLength(1)
    expect(await loadArticles(folder)).toEqual({ articles: [], problems: [] })
    await rm(folder, { recursive: true })
  })
})
