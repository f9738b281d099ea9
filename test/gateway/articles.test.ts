import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import type { ArticleDetail, ArticleImportPreview, ArticleList } from '../../src/protocol/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase, openTestPostgres } from '../support/database.ts'
import { until } from '../support/wait.ts'

const ARTICLES = '/api/console/articles'
const DAY_MS = 86_400_000
const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10)

/** About something no file speaks of, so that only this article can answer. */
const MOWER = {
  title: 'Sharpen the blades of a robot mower',
  summary: 'How to sharpen the mower blades.',
  questions: ['How do I sharpen the blades of my robot mower?'],
  body: 'Sharpen the blades of the robot mower every eight weeks with a flat file.\n\n## Safety\n\nTake the battery out first.',
  language: 'en',
  audience: 'public',
  tags: ['mower'],
  validFrom: null,
  validUntil: null,
}
const NEW = { isDraft: false, change: 'new' }
const QUESTION = 'How do I sharpen the blades of my robot mower?'

describeOnEachDatabase('articles of the console', (kind) => {
  let database: Database
  let app: TestApp
  let lead: AgentClient
  let lotte: AgentClient

  beforeAll(async () => {
    database = await kind.open()
    app = await startApp(database)
    lead = await AgentClient.login(app.url, await leadEmail(database))
    lotte = await AgentClient.login(app.url, 'lotte@techgear.example')
  })
  afterAll(async () => {
    await app?.close()
    await database?.close()
  })

  it('is searched within 2 s of being published, and no more once taken back', async () => {
    const draft = await create(lead, MOWER)
    expect(draft.summary).toMatchObject({ id: 'sharpen-the-blades-of-a-robot-mower', version: 1, status: 'draft' })
    expect(await sources(app)).not.toContain(draft.summary.id)

    await change(lead, draft.summary.id, 'publish', { baseVersion: 1 })
    await within2s(async () => (await publicIds(app)).includes(draft.summary.id))
    expect(await sources(app)).toContain(draft.summary.id)

    const next = { ...MOWER, body: 'Bring the blades to a workshop.' }
    const saved = await change(lead, draft.summary.id, 'save', { baseVersion: 1, content: next })
    expect(saved.summary).toMatchObject({ version: 2, publishedVersion: 1, status: 'published' })
    expect(await answerTo(app, QUESTION)).toContain('every eight weeks')
    await change(lead, draft.summary.id, 'publish', { baseVersion: 2 })
    await within2s(async () => (await answerTo(app, QUESTION)).includes('workshop'))

    await change(lead, draft.summary.id, 'unpublish', { baseVersion: 2 })
    await within2s(async () => !(await publicIds(app)).includes(draft.summary.id))
    expect(await sources(app)).not.toContain(draft.summary.id)
  })

  it('keeps every version with author and time, and brings an older one back as the newest', async () => {
    const { summary } = await create(lead, { ...MOWER, title: 'Store a robot mower in winter' })
    await change(lead, summary.id, 'save', { baseVersion: 1, content: { ...MOWER, title: 'Winter and the mower' } })
    const back = await change(lead, summary.id, 'restore', { baseVersion: 2, version: 1 })
    expect(back.content.title).toBe('Store a robot mower in winter')
    expect(back.versions.map(({ version, restoredFrom }) => [version, restoredFrom])).toEqual([
      [3, 1],
      [2, null],
      [1, null],
    ])
    expect(back.versions.every(({ authorName, at }) => authorName === lead.me.name && Date.parse(at) > 0)).toBe(true)
    const second = await lead.get<{ content: { title: string } }>(`${ARTICLES}/${summary.id}/versions/2`)
    expect(second.content.title).toBe('Winter and the mower')
    expect(await problem(lead, `${summary.id}/restore`, { baseVersion: 3, version: 9 })).toMatchObject({
      code: 'article-version-unknown',
    })
  })

  it('lets only one of two authors save over the same version', async () => {
    const { summary } = await create(lead, { ...MOWER, title: 'Charge a robot mower' })
    const save = (title: string) =>
      lead.request('POST', `${ARTICLES}/${summary.id}/save`, { baseVersion: 1, content: { ...MOWER, title } })
    const answers = await Promise.all([save('One'), save('Two')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const bodies = await Promise.all(answers.map(async (answer) => (await answer.json()) as Partial<Problem>))
    expect(bodies.flatMap(({ error }) => error?.code ?? [])).toEqual(['article-changed'])
    expect((await lead.get<ArticleDetail>(`${ARTICLES}/${summary.id}`)).versions).toHaveLength(2)
  })

  it('never shows customers what is for agents only, a draft, or not valid today', async () => {
    const hidden = [
      { ...MOWER, title: 'Robot mower blades for agents', audience: 'agents' },
      { ...MOWER, title: 'Robot mower blades of last year', validUntil: day(-2) },
      { ...MOWER, title: 'Robot mower blades of next year', validFrom: day(2) },
    ]
    const ids: string[] = []
    for (const content of hidden) {
      const { summary } = await create(lead, content)
      await change(lead, summary.id, 'publish', { baseVersion: 1 })
      ids.push(summary.id)
    }
    const draft = (await create(lead, { ...MOWER, title: 'Robot mower blades, not yet' })).summary.id
    const shown = { ...MOWER, title: 'Robot mower blades now', validFrom: day(-2), validUntil: day(2) }
    const { summary } = await create(lead, shown)
    await change(lead, summary.id, 'publish', { baseVersion: 1 })
    await within2s(async () => (await publicIds(app)).includes(summary.id))
    for (const id of [...ids, draft]) {
      expect(await publicIds(app)).not.toContain(id)
      expect((await fetch(`${app.url}/api/articles/${id}`)).status).toBe(404)
    }
    const found = await sources(app)
    expect(found).toContain(summary.id)
    expect(found.filter((id) => ids.includes(id) || id === draft)).toEqual([])
    await change(lead, summary.id, 'archive', { baseVersion: 1 })
  })

  it('puts a published article before the file of its id, and the file back when it is taken away', async () => {
    const file = await lead.get<ArticleDetail>(`${ARTICLES}/charged-twice`)
    expect(file.summary).toMatchObject({ source: 'file', version: 0, status: 'published' })
    const content = { ...file.content, title: 'Billed two times' }
    const copy = await change(lead, 'charged-twice', 'save', { baseVersion: 0, content })
    expect(copy.summary).toMatchObject({ source: 'console', overridesFile: true, version: 1, status: 'draft' })
    expect(copy.file?.title).toBe('Charged twice')
    expect(await publicTitle(app, 'charged-twice')).toBe('Charged twice')
    await change(lead, 'charged-twice', 'publish', { baseVersion: 1 })
    await within2s(async () => (await publicTitle(app, 'charged-twice')) === 'Billed two times')
    await change(lead, 'charged-twice', 'archive', { baseVersion: 1 })
    await within2s(async () => (await publicTitle(app, 'charged-twice')) === 'Charged twice')
  })

  it('lists by words, state, source, audience and tag', async () => {
    const list = async (query: string) =>
      (await lotte.get<ArticleList>(`${ARTICLES}?${query}`)).articles.map(({ id }) => id)
    expect(await list('query=reservation+bank')).toContain('charged-twice')
    expect(await list('query=zebra')).toEqual([])
    expect(await list('tag=mower&status=draft')).toContain('charge-a-robot-mower')
    expect((await list('source=file&limit=200')).length).toBeGreaterThan(50)
    expect(await list('audience=agents&source=console')).toEqual(['robot-mower-blades-for-agents'])
    expect(await list('status=archived')).toContain('robot-mower-blades-now')
  })

  it('gives pages of one list of files and articles, each once and by title', async () => {
    const whole = await lotte.get<ArticleList>(`${ARTICLES}?limit=200`)
    expect(whole.next).toBeNull()
    const read: ArticleList['articles'] = []
    let after = ''
    for (let pages = 0; pages < 20; pages++) {
      const page = await lotte.get<ArticleList>(`${ARTICLES}?limit=9${after}`)
      expect(page.articles.length).toBeLessThanOrEqual(9)
      expect(page.total).toBe(whole.total)
      read.push(...page.articles)
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(read).toEqual(whole.articles)
    expect(read).toHaveLength(whole.total)
    const titles = read.map(({ title }) => title.toLowerCase())
    expect(titles).toEqual([...titles].sort())
    expect((await lotte.request('GET', `${ARTICLES}?after=nonsense`)).status).toBe(400)
    expect((await lotte.request('GET', `${ARTICLES}?limit=201`)).status).toBe(400)
  })

  it('lets agents read and not write', async () => {
    const response = await lotte.request('POST', ARTICLES, { content: MOWER })
    expect(response.status).toBe(403)
    expect((await lotte.get<ArticleDetail>(`${ARTICLES}/charged-twice`)).content.body).toContain('## Reservation')
    expect((await fetch(`${app.url}${ARTICLES}`)).status).toBe(401)
  })

  it.each([
    ['title', { title: ' ' }, 'title must not be empty'],
    ['body', { body: '## Only a heading\n\ntext' }, 'opening paragraph'],
    ['body', { body: 'Opening.\n\n## Empty\n' }, 'line 3'],
    ['language', { language: 'English' }, 'two-letter'],
    ['audience', { audience: 'everybody' }, 'public or agents'],
    ['questions.0', { questions: [''] }, 'must not be empty'],
    ['validUntil', { validFrom: '2026-02-01', validUntil: '2026-01-01' }, 'before validFrom'],
    ['validFrom', { validFrom: '1.2.2026' }, 'must be a date'],
    ['author', { author: 'Kim' }, 'not a field'],
  ])('refuses a wrong %s by name, and changes nothing', async (field, wrong, message) => {
    const before = (await lead.get<ArticleList>(ARTICLES)).total
    const refused = await problem(lead, '', { content: { ...MOWER, ...wrong } })
    expect(refused).toMatchObject({ kind: 'invalid-request', code: 'article-invalid', field })
    expect(refused.message).toContain(message)
    expect((await lead.get<ArticleList>(ARTICLES)).total).toBe(before)
  })

  it('takes in files, names the broken ones with line, and gives everything back as files', async () => {
    const files = [
      { name: 'robot-mower-noise.md', text: '# Robot mower noise\n\nIt hums.\n\n## At night\n\nIt rests.' },
      { name: 'broken.md', text: '---\ntitle: x\n---\n\nBody' },
      { name: 'faq.csv', text: 'question,answer\nDoes the robot mower swim?,No.\nWho cut?,\n' },
    ]
    const foreseen = await lead.request('POST', `${ARTICLES}/import/preview`, { files })
    const preview = (await foreseen.json()) as ArticleImportPreview
    expect(preview.articles).toEqual([
      { id: 'robot-mower-noise', title: 'Robot mower noise', file: 'robot-mower-noise.md', line: null, ...NEW },
      { id: 'does-the-robot-mower-swim', title: 'Does the robot mower swim?', file: 'faq.csv', line: 2, ...NEW },
    ])
    expect((await lotte.request('POST', `${ARTICLES}/import/preview`, { files })).status).toBe(403)
    expect((await lead.request('GET', `${ARTICLES}/robot-mower-noise`)).status).toBe(404)

    const response = await lead.request('POST', `${ARTICLES}/import`, { files, publish: true })
    const { imported, problems } = (await response.json()) as { imported: string[]; problems: unknown[] }
    expect(imported).toEqual(['robot-mower-noise', 'does-the-robot-mower-swim'])
    expect(problems).toContainEqual({ file: 'faq.csv', line: 3, message: 'The row has no answer.' })
    expect(problems).toContainEqual(expect.objectContaining({ file: 'broken.md', line: 1 }))
    expect(preview.problems).toEqual(problems)
    await within2s(async () => (await publicIds(app)).includes('robot-mower-noise'))

    const { files: exported } = await lead.get<{ files: { name: string; text: string }[] }>(`${ARTICLES}/export`)
    expect(exported.map(({ name }) => name)).toContain('robot-mower-noise.md')
    const again = await lead.request('POST', `${ARTICLES}/import`, {
      files: exported.filter(({ name }) => name.startsWith('robot-mower-noise')),
    })
    expect(((await again.json()) as { problems: unknown[] }).problems).toEqual([])
    const then = await lead.request('POST', `${ARTICLES}/import/preview`, {
      files: [files[0], { name: 'does-the-robot-mower-swim.md', text: '# Swimming\n\nIt sinks.' }],
    })
    expect(((await then.json()) as ArticleImportPreview).articles.map(({ change }) => change)).toEqual([
      'same',
      'changed',
    ])
    // The same again is no new version.
    expect((await lead.get<ArticleDetail>(`${ARTICLES}/robot-mower-noise`)).versions).toHaveLength(1)
  })

  it('takes back the archive it exports, and refuses what is none', async () => {
    const archive = await (await lead.request('GET', `${ARTICLES}/export.zip`)).arrayBuffer()
    const zipped = { name: 'articles.zip', base64: Buffer.from(archive).toString('base64') }
    const response = await lead.request('POST', `${ARTICLES}/import/preview`, { files: [zipped] })
    const { articles, problems } = (await response.json()) as ArticleImportPreview
    expect(problems).toEqual([])
    expect(articles.length).toBeGreaterThan(50)
    expect(articles.filter(({ change }) => change !== 'same')).toEqual([])

    const half = { name: 'half.zip', base64: Buffer.from(archive).subarray(0, 2_000).toString('base64') }
    const broken = await lead.request('POST', `${ARTICLES}/import`, { files: [half] })
    expect(await broken.json()).toEqual({
      imported: [],
      problems: [{ file: 'half.zip', line: null, message: expect.stringContaining('not a ZIP archive') }],
    })
    const noBytes = await lead.request('POST', `${ARTICLES}/import`, { files: [{ name: 'a.zip', base64: '%%' }] })
    expect(noBytes.status).toBe(400)
  })

  it('takes an import of more than a usual request, from leads alone', async () => {
    const files = [{ name: 'long.md', text: `# Long\n\n${'word '.repeat(11_000)}` }]
    const many = [...files, { name: 'other.txt', text: 'x'.repeat(120_000) }]
    const response = await lead.request('POST', `${ARTICLES}/import/preview`, { files: many })
    const { articles, problems } = (await response.json()) as ArticleImportPreview
    expect(articles).toHaveLength(1)
    expect(problems).toEqual([expect.objectContaining({ file: 'other.txt' })])
    expect((await lotte.request('POST', `${ARTICLES}/import`, { files: many })).status).toBe(403)
  })
})

describe.runIf(process.env.DATABASE_URL)('articles on two nodes with PostgreSQL', () => {
  let database: Database
  let nodes: TestApp[] = []
  beforeAll(async () => {
    database = (await openTestPostgres(process.env.DATABASE_URL ?? '')).database
    nodes = [await startApp(database), await startApp(database, { EARSHOT_NODE_NAME: 'second' })]
  }, 60_000)
  afterAll(async () => {
    for (const node of nodes) await node.close()
    await database?.close()
  })

  it('is searched on the other node within 2 s, and by a node that starts later', async () => {
    const [one, two] = nodes
    if (!one || !two) throw new Error('Two nodes were started.')
    const lead = await AgentClient.login(one.url, await leadEmail(database))
    const { summary } = await create(lead, MOWER)
    await change(lead, summary.id, 'publish', { baseVersion: 1 })
    await within2s(async () => (await publicIds(two)).includes(summary.id))
    expect(await sources(two)).toContain(summary.id)
    const third = await startApp(database, { EARSHOT_NODE_NAME: 'third' })
    nodes.push(third)
    expect(await publicIds(third)).toContain(summary.id)
  })
})

interface Problem {
  error: { kind: string; code: string; field?: string; message: string }
}

async function leadEmail(database: Database): Promise<string> {
  const [row] = await database.query<{ email: string }>(`select email from agents where role = 'lead' order by email`)
  return row?.email ?? ''
}

async function create(lead: AgentClient, content: object): Promise<ArticleDetail> {
  const response = await lead.request('POST', ARTICLES, { content })
  if (response.status !== 201) throw new Error(`Not created: ${response.status} ${await response.text()}`)
  return (await response.json()) as ArticleDetail
}

async function change(lead: AgentClient, id: string, what: string, body: object): Promise<ArticleDetail> {
  const response = await lead.request('POST', `${ARTICLES}/${id}/${what}`, body)
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`)
  return (await response.json()) as ArticleDetail
}

async function problem(lead: AgentClient, path: string, body: object): Promise<Problem['error']> {
  const response = await lead.request('POST', path === '' ? ARTICLES : `${ARTICLES}/${path}`, body)
  return ((await response.json()) as Problem).error
}

async function publicIds(app: TestApp): Promise<string[]> {
  const response = await fetch(`${app.url}/api/articles`)
  return ((await response.json()) as { articles: { id: string }[] }).articles.map(({ id }) => id)
}

async function publicTitle(app: TestApp, id: string): Promise<string> {
  const response = await fetch(`${app.url}/api/articles/${id}`)
  return ((await response.json()) as { title: string }).title
}

/** What a new customer hears. */
async function ask(app: TestApp, text: string) {
  const customer = await CustomerClient.connect(app.url)
  try {
    return await customer.say(text)
  } finally {
    customer.close()
  }
}

const answerTo = async (app: TestApp, text: string) => (await ask(app, text)).text
const sources = async (app: TestApp) => (await ask(app, QUESTION)).sources.map(({ url }) => url.replace('/help/', ''))

/** A customer who writes later than 2 s after the change meets it; how long the answer takes is another matter. */
async function within2s(isSo: () => Promise<boolean>): Promise<void> {
  const changed = Date.now()
  let asked = changed
  await until('the change', async () => {
    asked = Date.now()
    return (await isSo()) || undefined
  })
  expect(asked - changed).toBeLessThan(2_000)
}
