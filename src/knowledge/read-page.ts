import TurndownService from 'turndown'
import { idOfName, plainArticle, plainText, type ReadArticle, type TextFile, titleOfName } from './plain-article.ts'

/** What a page says without what surrounds it on every page. */
export function* readPage({ name, text }: TextFile): Iterable<ReadArticle> {
  const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' })
  turndown.remove(['script', 'style', 'noscript', 'nav', 'header', 'footer', 'aside', 'form', 'button', 'iframe'])
  turndown.addRule('table', { filter: 'table', replacement: (_, table) => `\n\n${sayTable(table, turndown)}\n\n` })
  const title = plainText(/<title[^>]*>([\s\S]*?)<\/title>/i.exec(text)?.[1] ?? '')
    .split(/ [|–—] /)[0]
    ?.trim()
  const main =
    /<(main|article)\b[^>]*>([\s\S]*)<\/\1>/i.exec(text)?.[2] ?? /<body\b[^>]*>([\s\S]*)<\/body>/i.exec(text)?.[1]
  const body = turndown.turndown((main ?? text).replace(/<head\b[\s\S]*?<\/head>/i, '')).trim()
  const heading = /^# +(.+)$/m.exec(body)?.[1]?.trim()
  const below = heading === undefined ? body : body.slice(body.search(/^# /m)).replace(/^# .*\n?/, '')
  yield plainArticle(idOfName(name), heading ?? (title || titleOfName(name)), below.replace(/^# /gm, '## ').trim())
}

/** What is used of a page's elements; the server is compiled without a browser's types. */
interface Element {
  nodeName: string
  innerHTML: string
  children: ArrayLike<Element>
  querySelectorAll(selector: string): ArrayLike<Element>
}

/** A row is an item of a list, and says of each cell what stands at the head of its column. */
function sayTable(table: TurndownService.Node, turndown: TurndownService): string {
  const rows = Array.from((table as unknown as Element).querySelectorAll('tr'), (row) =>
    Array.from(row.children, (cell) => ({
      isHead: cell.nodeName === 'TH',
      text: turndown.turndown(cell.innerHTML).replace(/\s+/g, ' ').trim(),
    })),
  )
  const [first = []] = rows
  const heads = rows.length > 1 && first.every(({ isHead }) => isHead) ? first.map(({ text }) => text) : null
  return (heads ? rows.slice(1) : rows)
    .map((row) => {
      const said = row.map(({ text }, column) =>
        heads?.[column] && column > 0 && text ? `${heads[column]} ${text}` : text,
      )
      const [name = '', ...rest] = said.filter((text) => text !== '')
      return rest.length > 0 ? `-   ${name}: ${rest.join(', ')}` : `-   ${name}`
    })
    .join('\n')
}
