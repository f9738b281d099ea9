import { describe, expect, it } from 'vitest'
import { ERROR_KINDS } from '../../src/domain/index.ts'
import { allOf, filesBelow, read, section } from './pages.ts'

const page = read('docs/protocol.md')
const gateway = filesBelow('src/gateway', '.ts').map((path) => ({ path, text: read(path) }))
const source = gateway.map(({ text }) => text).join('\n')

/** Names in the first column of the page's tables of events; `tag.corrected` and the like stand in another table. */
const eventsIn = (text: string) => allOf(text, /^\| `([a-z]+:[a-z]+|typing)` \|/gm)

/** `METHOD /path` of every route, put together from the routers and where they are mounted. */
function routesInSource(): string[] {
  return gateway.flatMap(({ path, text }) => {
    const name = /export function (\w+)\([^)]*\): Router/.exec(text)?.[1]
    const mounted = name && new RegExp(`app\\.use\\((?:'([^']+)', )?${name}\\(`).exec(source)
    if (name && !mounted) throw new Error(`${path} is mounted nowhere.`)
    const prefix = mounted?.[1] ?? ''
    return [...text.matchAll(/(?:router|app)\.(get|post|put|patch|delete)\(\s*(\[[^\]]+\]|'[^']+'|`[^`]+`)/g)].flatMap(
      ([, method = '', paths = '']) =>
        allOf(paths, /['`]([^'`]+)['`]/g).map((route) => `${method.toUpperCase()} ${prefix}${route}`),
    )
  })
}

describe('docs/protocol.md', () => {
  it.each([
    ['customer-socket.ts', '## Customer'],
    ['console-socket.ts', '## Console'],
  ])('names the requests that %s answers', (file, heading) => {
    const answered = allOf(read(`src/gateway/${file}`), /answer\(\s*socket,\s*'([^']+)'/g)
    expect(answered.length).toBeGreaterThan(2)
    const documented = eventsIn(section(page, heading))
    expect(answered.filter((name) => !documented.includes(name))).toEqual([])
  })

  it('names the events the server sends, and none that is neither sent nor answered', () => {
    const sent = allOf(source, /\.emit\(\s*'([^']+)'/g)
    const answered = allOf(source, /answer\(\s*socket,\s*'([^']+)'/g)
    expect(sent.length).toBeGreaterThan(3)
    expect(eventsIn(page)).toEqual([...new Set([...sent, ...answered])].sort())
  })

  it('names every HTTP route, and none that is not there', () => {
    // The widget's two scripts are served by one loop over their names.
    const routes = routesInSource().flatMap((route) =>
      route.endsWith('{name}') ? ['GET /widget.js', 'GET /widget-app.js'] : [route],
    )
    expect(routes.length).toBeGreaterThan(25)
    expect(allOf(page, /\b((?:GET|POST|PUT|PATCH|DELETE) \/[\w/:.*-]*)/g)).toEqual([...new Set(routes)].sort())
  })

  it('names every error a client can meet, and none that is not there', () => {
    const folders = [
      'gateway',
      'conversation',
      'routing',
      'tickets',
      'people',
      'customers',
      'analytics',
      'database',
      'knowledge',
    ]
    const files = [
      'src/actions/agents.ts',
      'src/actions/automation.ts',
      'src/automation/edit-rules.ts',
      'src/automation/rule-schema.ts',
      'src/actions/merges.ts',
      'src/actions/people.ts',
      'src/actions/tickets.ts',
      'src/actions/transfer.ts',
      ...folders.flatMap((folder) => filesBelow(`src/${folder}`, '.ts')).filter((file) => !file.includes('simulator')),
    ]
    const text = files.map(read).join('\n')
    const made = allOf(
      text,
      /\b(?:invalid|notFound|notAllowed|conflict|unavailable|refuse|EarshotError|TooMany)\(\s*(?:'[a-z-]+',\s*)?'([a-z-]+)',\s*[^,)]/g,
    )
    const limits = allOf(text, /\blimit\(\s*'([a-z-]+)'/g).map((name) => `too-many-${name}`)
    const codes = allOf(section(page, '## Errors'), /`([a-z]+(?:-[a-z]+)*)`/g)
    const refusals = ['token-invalid', 'too-many-sockets', 'starting']
    expect(limits).toHaveLength(6)
    const expected = [...made, ...limits, ...refusals, 'internal', 'invalid', 'unavailable']
    expect(expected.filter((code) => !codes.includes(code))).toEqual([])
    const words = [...ERROR_KINDS, 'ok', 'error', 'code', 'field', 'too-many-…', 'reply']
    expect(codes.filter((code) => !expected.includes(code) && !words.includes(code))).toEqual([])
  })

  it('names every kind of error', () => {
    for (const kind of ERROR_KINDS) expect(page).toContain(`| \`${kind}\` | `)
  })

  it('names every fact of a conversation’s history', () => {
    const types = allOf(read('src/domain/events.ts'), /^ {2}'([a-z_.]+)':/gm)
    expect(allOf(page, /^\| `([a-z_]+\.[a-z_]+)` \|/gm)).toEqual(types)
  })
})
