import { Lexer, type Token, type Tokens } from 'marked'
import { type ComponentChildren, Fragment, h } from 'preact'

export interface Links {
  /** The origin that articles stand on; empty for the page's own. */
  server: string
  /** A guest on somebody's page opens a new tab. */
  inNewTab: boolean
}

/**
 * The assistant's little Markdown as elements: paragraphs, lists, bold, code and links. Everything else, HTML above all,
 * stays the text it was written as; nothing is ever parsed as HTML.
 */
export function renderMarkdown(text: string, links: Links): ComponentChildren {
  return renderBlocks(new Lexer({ gfm: true }).lex(text), links)
}

/** Plain text in which addresses of the web can be followed. */
export function renderPlainText(text: string): ComponentChildren {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/i)
    .map((part, index) => (index % 2 === 1 ? link(part, part, true) : part))
}

/**
 * Where a link of an article or an answer may lead: to the web, or to an article on `server`, which articles write as
 * `track-your-order.md`. Null for everything else, such as `javascript:`.
 */
export function readLinkTarget(href: string, server: string): string | null {
  if (/^https?:\/\//i.test(href)) return URL.canParse(href) ? href : null
  const [, slug] = /^(?:\.\/|\/help\/)?([\w-]+?)(?:\.md)?(?:#.*)?$/.exec(href) ?? []
  return slug !== undefined && /^(\/help\/)|\.md(#|$)/.test(href) ? `${server}/help/${slug}` : null
}

// `Token` has a catch-all member that defeats narrowing by `type`; these are the members that `type` says.
function renderBlocks(tokens: readonly Token[], links: Links): ComponentChildren[] {
  return tokens.map((token) => {
    switch (token.type) {
      case 'space':
      case 'def':
      case 'hr':
        return null
      case 'heading':
        return h('p', null, h('strong', null, renderInline(token.tokens, links)))
      case 'paragraph':
        return h('p', null, renderInline(token.tokens, links))
      case 'text':
        return renderInline(token.tokens ?? [token], links)
      case 'list':
        return renderList(token as Tokens.List, links)
      case 'blockquote':
        return h('blockquote', null, renderBlocks(token.tokens ?? [], links))
      case 'code':
        return h('pre', null, h('code', null, (token as Tokens.Code).text))
      default:
        return h('p', null, token.raw.trim())
    }
  })
}

function renderList({ ordered, start, items }: Tokens.List, links: Links): ComponentChildren {
  const drawn = items.map((item) => h('li', null, renderBlocks(item.tokens, links)))
  return ordered ? h('ol', { start: start === '' ? 1 : start }, drawn) : h('ul', null, drawn)
}

function renderInline(tokens: readonly Token[] | undefined, links: Links): ComponentChildren[] {
  return (tokens ?? []).map((token) => {
    switch (token.type) {
      case 'strong':
        return h('strong', null, renderInline(token.tokens, links))
      case 'em':
        return h('em', null, renderInline(token.tokens, links))
      case 'codespan':
        return h('code', null, (token as Tokens.Codespan).text)
      case 'br':
        return h('br', null)
      case 'link': {
        const target = readLinkTarget((token as Tokens.Link).href, links.server)
        const children = renderInline(token.tokens, links)
        return target === null ? h(Fragment, null, children) : link(target, children, links.inNewTab)
      }
      case 'text':
      case 'escape':
      case 'image':
        return (token as Tokens.Text | Tokens.Escape | Tokens.Image).text
      default:
        return token.raw
    }
  })
}

function link(href: string, children: ComponentChildren, inNewTab: boolean): ComponentChildren {
  return h('a', inNewTab ? { href, target: '_blank', rel: 'noopener noreferrer' } : { href }, children)
}
