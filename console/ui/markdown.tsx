import { Lexer, type Token, type Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'

/**
 * An article's Markdown as customers see it in the widget: paragraphs, lists, bold, code and links; everything else,
 * HTML above all, stays text. Keep it as `widget/app/markdown.ts` is.
 */
export function Markdown({ text }: { text: string }) {
  return <div className="cc-markdown">{blocks(new Lexer({ gfm: true }).lex(text))}</div>
}

// `Token` has a catch-all member that defeats narrowing by `type`; these are the members that `type` says.
function blocks(tokens: readonly Token[]): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
  return tokens.map((token, key) => <Fragment key={key}>{block(token)}</Fragment>)
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'hr':
      return null
    case 'heading':
      return (
        <p>
          <strong>{inline(token.tokens)}</strong>
        </p>
      )
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>
    case 'text':
      return inline(token.tokens ?? [token])
    case 'list':
      return list(token as Tokens.List)
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [])}</blockquote>
    case 'code':
      return (
        <pre>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      )
    default:
      return <p>{token.raw.trim()}</p>
  }
}

function list({ ordered, start, items }: Tokens.List): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: items of one text never move
  const drawn = items.map((item, key) => <li key={key}>{blocks(item.tokens)}</li>)
  return ordered ? <ol start={start === '' ? 1 : start}>{drawn}</ol> : <ul>{drawn}</ul>
}

function inline(tokens: readonly Token[] | undefined): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
  return (tokens ?? []).map((token, key) => <Fragment key={key}>{piece(token)}</Fragment>)
}

function piece(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>
    case 'em':
      return <em>{inline(token.tokens)}</em>
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>
    case 'br':
      return <br />
    case 'link': {
      const target = linkTarget((token as Tokens.Link).href)
      if (target === null) return inline(token.tokens)
      return (
        <a className="cc-link" href={target} target="_blank" rel="noreferrer noopener">
          {inline(token.tokens)}
        </a>
      )
    }
    case 'text':
    case 'escape':
    case 'image':
      return (token as Tokens.Text | Tokens.Escape | Tokens.Image).text
    default:
      return token.raw
  }
}

/** To the web, or to an article, written as `track-your-order.md`; null for everything else, such as `javascript:`. */
function linkTarget(href: string): string | null {
  if (/^https?:\/\//i.test(href)) return URL.canParse(href) ? href : null
  const [, slug] = /^(?:\.\/|\/help\/)?([\w-]+?)(?:\.md)?(?:#.*)?$/.exec(href) ?? []
  return slug !== undefined && /^(\/help\/)|\.md(#|$)/.test(href) ? `/help/${slug}` : null
}
